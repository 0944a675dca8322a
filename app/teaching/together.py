"""An answer that is made once while any number of readers hear it: a class opens the same step in the same minute."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar

from app.cache import Cache

Part = TypeVar("Part")


class Told(Generic[Part]):
    """The parts that there are so far. Left by its last reader it is made no further, and of no use to the next."""

    def __init__(self, parts: AsyncIterator[Part]) -> None:
        self.parts: list[Part] = []
        self.broken = False
        self._over = False
        self._error: Exception | None = None
        self.readers = 0
        self._more = asyncio.Event()
        self._making = asyncio.create_task(self._make(parts))

    async def _make(self, parts: AsyncIterator[Part]) -> None:
        try:
            async for part in parts:
                self.parts.append(part)
                self._wake()
        except Exception as error:
            self._error = error
            self.broken = True
        finally:
            self._over = True
            self._wake()

    def _wake(self) -> None:
        self._more.set()
        self._more = asyncio.Event()

    async def heard(self) -> AsyncIterator[Part]:
        """From its first part to its last. Raises what the making of it raised."""
        self.readers += 1
        try:
            at = 0
            while at < len(self.parts) or not self._over:
                if at == len(self.parts):
                    await self._more.wait()
                    continue
                yield self.parts[at]
                at += 1
            if self._error:
                raise self._error
        finally:
            self.readers -= 1
            if not self.readers:
                self.broken |= self._making.cancel()


class Together(Generic[Part]):
    """Answers by question: those that are being made, and those that were made last."""

    def __init__(self, size: int, weight: Callable[[Part], int]) -> None:
        """`size` and the `weight` of a part in bytes."""
        self._kept: Cache[list[Part]] = Cache(size)
        self._weight = weight
        self._making: dict[str, Told[Part]] = {}

    async def heard(self, question: str, make: Callable[[], AsyncIterator[Part]]) -> AsyncIterator[Part]:
        """The answer, part by part, made by `make` if nobody asked before."""
        kept = self._kept.get(question)
        if kept is not None:
            for part in kept:
                yield part
            return
        told = self._making.get(question)
        if told is None or told.broken:
            told = self._making[question] = Told(make())
        try:
            async for part in told.heard():
                yield part
            self._kept.put(question, told.parts, sum(map(self._weight, told.parts)))
        finally:
            if self._making.get(question) is told and (told.broken or not told.readers):
                del self._making[question]
