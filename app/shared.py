"""One computation for everyone who asks the same: at the same time, or later, while the answer is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from app.cache import Cache

Begin = Callable[[], AsyncIterator[bytes]]  # the same parts, whenever it is called
PIECE = 1 << 18  # bytes of a kept answer that are handed on at once: more than that waits for no reader


class Shared:
    """Answers in parts, by question."""

    def __init__(self, size: int, unfit: bytes) -> None:
        """At most `size` bytes of them are kept, and none whose last part begins with `unfit`."""
        self._kept: Cache[list[bytes]] = Cache(size)
        self._begun: dict[str, Telling] = {}
        self._unfit = unfit

    async def answer(self, question: str, begin: Begin) -> AsyncIterator[bytes]:
        """The parts of an answer: of one that is kept, of one on its way, or of the one that begins now."""
        kept = self._kept.get(question)
        if kept is None and question not in self._begun:
            self._begun[question] = Telling(begin, lambda told: self._ended(question, told))
        async for part in _replayed(kept) if kept else self._begun[question].follow():
            yield part

    def _ended(self, question: str, told: list[bytes]) -> None:
        del self._begun[question]
        if told and not told[-1].startswith(self._unfit):
            whole = b"".join(told)
            self._kept.put(question, [whole[i : i + PIECE] for i in range(0, len(whole), PIECE)], len(whole))


class Telling:
    """An answer on its way: whoever follows it hears it from the start, and it goes on while somebody does."""

    def __init__(self, begin: Begin, ended: Callable[[list[bytes]], None]) -> None:
        """`ended` is called once: with all parts, or with none if the answer broke off or everybody left."""
        self._begin, self._ended = begin, ended
        self._parts = begin()
        self._told: list[bytes] = []
        self._followers = 0
        self._being_made = self._over = False
        self._made = asyncio.Event()
        self._error: Exception | None = None

    async def follow(self) -> AsyncIterator[bytes]:
        """Part after part. Each is made when the quickest wants it, by that one and for all."""
        self._followers += 1
        heard = 0
        try:
            while heard < len(self._told) or not self._over:
                if heard < len(self._told):
                    yield self._told[heard]
                    heard += 1
                elif self._being_made:
                    await self._made.wait()
                else:
                    await self._make()
            if self._error:
                raise self._error
        finally:
            self._followers -= 1
            if not self._followers and not self._over:
                self._end([])

    async def _make(self) -> None:
        self._being_made = True
        self._made.clear()
        try:
            self._told.append(await anext(self._parts))
        except StopAsyncIteration:
            self._end(self._told)
        except asyncio.CancelledError:  # who leaves in the middle takes the work along
            self._parts = self._resumed()
            raise
        except Exception as error:
            self._error = error
            self._end([])
        finally:
            self._being_made = False
            self._made.set()

    async def _resumed(self) -> AsyncIterator[bytes]:
        """The same answer begun anew, from the first part on that is not told yet."""
        known = len(self._told)
        async for part in self._begin():
            known -= 1
            if known < 0:
                yield part

    def _end(self, told: list[bytes]) -> None:
        self._over = True
        self._ended(told)


async def _replayed(pieces: list[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
