"""What was seen of searches at the last look: one look for all who want one at about the same time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from app.counts import Counts
from app.seats import here
from app.workers.trouble import Trouble

OFTEN = 0.5  # seconds between two looks at a search
CHANGED = "searches changed"


class Looks:
    """What `look(name)` gives, kept for a moment; "" is the list of all.

    A large search is looked at less often, so that looking takes a tenth of the time at most.
    """

    def __init__(self, look: Callable[[str], Awaitable[Any]]) -> None:
        self._look_at, self._counts = look, Counts(here())
        self._drop()

    def forget(self) -> None:
        """Somebody has done something: what was seen, or is being looked at, is of before, in every process."""
        self._counts.add(CHANGED, 1)
        self._drop()

    def _drop(self) -> None:
        self._changed = self._counts.of(CHANGED)
        self._under_way: dict[str, asyncio.Task[Any]] = {}
        self._seen: dict[str, tuple[float, Any]] = {}  # until when it will do

    async def at(self, name: str) -> Any:
        """All that is known of it. Raises `Trouble`."""
        if self._counts.of(CHANGED) != self._changed:
            self._drop()
        until, seen = self._seen.get(name, (0.0, None))
        if seen is not None and time.monotonic() < until:
            return seen
        look = self._under_way.get(name)
        if look is None or look.get_loop() is not asyncio.get_running_loop():
            look = self._under_way[name] = asyncio.create_task(self._look(name, self._under_way, self._seen))
        return await asyncio.shield(look)

    async def _look(self, name: str, under_way: dict[str, Any], keep: dict[str, tuple[float, Any]]) -> Any:
        began = time.monotonic()
        try:
            seen = await self._look_at(name)
        except Trouble:
            keep.pop(name, None)
            raise
        finally:
            del under_way[name]
        now = time.monotonic()
        keep[name] = now + max(OFTEN / 2, (now - began) * 9), seen
        return seen
