"""What was answered before, by question: a link that a class has open is not computed again for each of them."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from app import tally

Answer = TypeVar("Answer")


class Cache(Generic[Answer]):
    """The answers used last, at most `size` bytes of them."""

    def __init__(self, size: int, called: str = "") -> None:
        """One that is `called` something is counted: how often it has what is looked for."""
        self._called = called
        self._size = size
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
        return found[0]

    def put(self, question: str, answer: Answer, size: int) -> None:
        """Keep an answer of that many bytes, unless it would take more than a quarter of the room."""
        if size > self._size // 4 or question in self._answers:
            return
        self._answers[question] = (answer, size)
        self._used += size
        while self._used > self._size:
            _, (_, freed) = self._answers.popitem(last=False)
            self._used -= freed
