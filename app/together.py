"""One making of an answer for everyone who asks the same: at the same time, or later, while the answer is kept."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Generic, TypeVar

from app.cache import ROOM, Cache

PIECE = 1 << 18  # bytes of a kept answer that are handed on at once: more than that waits for no reader
Part = TypeVar("Part")
Begin = Callable[[], AsyncGenerator[Part, None]]


class Together(Generic[Part]):
    """Answers in parts, by question: those on their way, and those that were asked for last."""

    def __init__(
        self,
        size: int,
        weight: Callable[[Part], int],
        kept: Callable[[Sequence[Part]], Sequence[Part]] = tuple,
        news: Callable[[Part], bool] = lambda part: False,
        called: str = "",
    ) -> None:
        """At most `size` bytes are kept, each part of which has a `weight`.

        `kept` is a whole answer as it is kept, nothing if it is not fit to be. A part that is only `news`, such as a
        place in a line, is of no use once the next is there: who comes later does not hear it.
        """
        self._known: Cache[Sequence[Part]] = Cache(size, called, ROOM)
        self._begun: dict[str, Telling[Part]] = {}
        self._weight, self._kept, self._news = weight, kept, news

    def whole(self, question: str) -> Sequence[Part] | None:
        """All parts of an answer that is kept."""
        return self._known.get(question)

    async def answer(self, question: str, begin: Begin[Part]) -> AsyncGenerator[Part, None]:
        """The parts of an answer that is kept, of one on its way, or of the one that begins now.

        Raises what the making of it raised.
        """
        known = self.whole(question)
        parts = self.making(question, begin) if known is None else _again(known)
        async with contextlib.aclosing(parts):
            async for part in parts:
                yield part

    async def making(self, question: str, begin: Begin[Part]) -> AsyncGenerator[Part, None]:
        """The same of one that is not kept."""
        telling = self._begun.get(question)
        if telling is None:
            telling = self._begun[question] = Telling(begin(), self._news, lambda told: self._ended(question, told))
        async with contextlib.aclosing(telling.follow()) as parts:
            async for part in parts:
                yield part

    def _ended(self, question: str, told: Sequence[Part]) -> None:
        del self._begun[question]
        if told and (whole := self._kept(told)):
            self._known.put(question, whole, sum(map(self._weight, whole)))


class Telling(Generic[Part]):
    """An answer on its way: whoever follows it hears it from the start, and it goes on while somebody does."""

    def __init__(
        self,
        parts: AsyncGenerator[Part, None],
        news: Callable[[Part], bool],
        ended: Callable[[Sequence[Part]], None],
    ) -> None:
        """`ended` is called once: with all parts, or with none if the answer broke off or everybody left."""
        self._news, self._ended = news, ended
        self._told: list[Part] = []
        self._followers = 0
        self._over = False
        self._error: Exception | None = None
        self._more, self._wanted = asyncio.Event(), asyncio.Event()
        self._making = asyncio.create_task(self._make(parts))

    async def follow(self) -> AsyncGenerator[Part, None]:
        """Part after part. Each is made when the quickest wants it."""
        self._followers += 1
        heard = 0
        try:
            while heard < len(self._told) or not self._over:
                if heard == len(self._told):
                    self._wanted.set()
                    await self._more.wait()
                    continue
                part, heard = self._told[heard], heard + 1
                if heard == len(self._told) or not self._news(part):
                    yield part
            if self._error:
                raise self._error
        finally:
            self._followers -= 1
            if not self._followers and not self._over:
                self._making.cancel()
                self._end([])

    async def _make(self, parts: AsyncGenerator[Part, None]) -> None:
        try:
            async with contextlib.aclosing(parts):
                async for part in parts:
                    self._told.append(part)
                    self._wanted.clear()
                    self._wake()
                    await self._wanted.wait()
            self._end([part for part in self._told if not self._news(part)])
        except Exception as error:
            self._error = error
        finally:
            self._end([])
            self._wake()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()

    def _end(self, told: Sequence[Part]) -> None:
        if not self._over:
            self._over = True
            self._ended(told)


async def _again(parts: Sequence[Part]) -> AsyncGenerator[Part, None]:
    for part in parts:
        yield part


def in_pieces(told: Sequence[bytes]) -> Sequence[bytes]:
    """An answer in bytes as it is best kept: in few pieces."""
    whole = b"".join(told)
    return [whole[i : i + PIECE] for i in range(0, len(whole), PIECE)]


async def begun(parts: AsyncGenerator[Part, None]) -> AsyncGenerator[Part, None]:
    """The same parts, the first of which is there: what refuses them is raised before an answer is begun."""
    first = await anext(parts)

    async def all_of_them() -> AsyncGenerator[Part, None]:
        async with contextlib.aclosing(parts):
            yield first
            async for part in parts:
                yield part

    return all_of_them()
