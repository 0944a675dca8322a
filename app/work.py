"""Work in short fair slices: 300 races at once all show their first points early."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from weakref import WeakKeyDictionary

import numpy as np

from app import limits, stopping
from optim_core import Surface
from optim_core.edge import valued
from optim_core.fields import Array

SLICE = 0.002  # seconds of the event loop before another request gets its turn


class Turn:
    """Gives way to others once its slice is used up.

    All races stand in one queue and the event loop lets one of them go on each time round: whoever else asks for
    something, be it a page, waits for one slice and not for one of every race. What is `urgent`, since somebody sees
    nothing yet, has a line of its own. What counts is the thread's own time: on a busy machine a race would else give
    way each time that it had none. To ask for that is dear: the clock on the wall, which is never behind, comes first.
    """

    def __init__(self, urgent: bool = False) -> None:
        self.urgent = urgent
        self._spent = 0.0
        self._begin()

    def _begin(self) -> None:
        self._began, self._since = time.thread_time(), time.perf_counter()

    async def over(self) -> None:
        """Let the others run if it is their turn."""
        if time.perf_counter() - self._since > SLICE and time.thread_time() - self._began > SLICE:
            await self.give()

    async def give(self) -> None:
        """Let the others run. Raises TooLong once the race has had all its time, Stopped once the server stops."""
        self._spent += time.thread_time() - self._began
        if self._spent > limits.SECONDS:
            raise TooLong(limits.SECONDS)
        await _line(self.urgent).join()
        stopping.check()
        self._begin()


class TooLong(Exception):  # noqa: N818 - a verdict on a race, not a fault
    """Work has used up its share of the server, so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Line:
    """First come, first served, one each time the event loop goes round."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def join(self) -> None:
        """Wait for one's turn."""
        mine = self._loop.create_future()
        self._waiting.append(mine)
        if len(self._waiting) == 1:
            self._loop.call_soon(self._next)
        await mine

    def _next(self) -> None:
        while self._waiting:
            first = self._waiting.popleft()
            if not first.done():  # else its reader has left and it was cancelled
                first.set_result(None)
                break
        if self._waiting:
            self._loop.call_soon(self._next)


_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[bool, Line]] = WeakKeyDictionary()


def _line(urgent: bool) -> Line:
    """One of the two lines of the running event loop: a server has one loop, tests have many."""
    loop = asyncio.get_running_loop()
    if loop not in _lines:
        _lines[loop] = {True: Line(loop), False: Line(loop)}
    return _lines[loop][urgent]


async def heights(surface: Surface, points: Array) -> Array:
    """Values of a surface on a grid (2, ny, nx), NaN where it has none, a row at a time."""
    turn, rows = Turn(), []
    for row in range(points.shape[1]):
        rows.append(valued(surface, points[:, row]))
        await turn.over()
    return np.stack(rows)
