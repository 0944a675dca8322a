"""What was answered before, by question: a link that a class has open is not computed again for each of them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Generic, TypeVar

from app import tally

Answer = TypeVar("Answer")


class Room:
    """So many bytes for several caches together: what nobody has used for longest goes first, whichever has it."""

    def __init__(self, size: int) -> None:
        self._size, self._used = size, 0
        self._order: OrderedDict[tuple[int, str], tuple[Cache[Any], int]] = OrderedDict()

    def take(self, cache: Cache[Any], question: str, size: int) -> None:
        """Have a cache keep that many bytes; others may have to forget something."""
        self._order[id(cache), question] = cache, size
        self._used += size
        while self._used > self._size:
            (_, oldest), (owner, _) = next(iter(self._order.items()))
            owner.forget(oldest)

    def use(self, cache: Cache[Any], question: str) -> None:
        """It was asked for."""
        self._order.move_to_end((id(cache), question))

    def leave(self, cache: Cache[Any], question: str) -> None:
        """It is kept no more."""
        self._used -= self._order.pop((id(cache), question))[1]


# A process that serves a school for days has all this full: a room for each kind of answer would be half a gigabyte.
ROOM = Room(100_000_000)


class Cache(Generic[Answer]):
    """The answers used last, at most `size` bytes of them."""

    def __init__(self, size: int, called: str = "", room: Room | None = None) -> None:
        """One that is `called` something is counted: how often it has what is looked for.

        In a `room` it shares that with others, and may have to forget more.
        """
        self._called = called
        self._size = size
        self._room = room
        self._used = 0
        self._answers: OrderedDict[str, tuple[Answer, int]] = OrderedDict()

    def get(self, question: str) -> Answer | None:
        """The answer, if it is still kept."""
        found = self._answers.get(question)
        if self._called:
            tally.count(tally.LOOKS, self._called, "no" if found is None else "yes")
        if found is None:
            return None
        self._answers.move_to_end(question)
        if self._room:
            self._room.use(self, question)
        return found[0]

    def put(self, question: str, answer: Answer, size: int) -> None:
        """Keep an answer of that many bytes, unless it would take more than a quarter of the room."""
        if size > self._size // 4 or question in self._answers:
            return
        self._answers[question] = (answer, size)
        self._used += size
        while self._used > self._size:
            self.forget(next(iter(self._answers)))
        if self._room:
            self._room.take(self, question, size)

    def forget(self, question: str) -> None:
        """Keep an answer no more. Raises KeyError where there is none."""
        _, freed = self._answers.pop(question)
        self._used -= freed
        if self._room:
            self._room.leave(self, question)
