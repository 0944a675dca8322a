"""A job as its asker holds it: what is said of it in the pool's own thread is heard in the asker's loop."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
from typing import Any

from app.clients import Client
from app.pool.words import Waiting

AHEAD = 2 << 20  # bytes of what is made that may wait to be heard


class Over:
    """The last that is said of a job."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error


class Ticket:
    """To be made where it is heard. All else but `next` belongs to the pool's thread."""

    def __init__(self, entry: str, job: Any, owner: Client) -> None:
        self.entry, self.owner = entry, owner
        self.job = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)  # what cannot travel is the asker's error
        self.place: int | None = None
        self.left = self.over = False
        self._loop = asyncio.get_running_loop()
        self._said: asyncio.Queue[tuple[Any, int]] = asyncio.Queue()
        self._told = self._heard = 0  # bytes; each is counted by one thread alone

    async def next(self) -> Any:
        """What is said next; at last an `Over`."""
        part, size = await self._said.get()
        self._heard += size
        return part

    @property
    def behind(self) -> bool:
        """Whether whoever asked has so much to hear already that more is to wait."""
        return not self.left and self._told - self._heard > AHEAD

    def tell(self, part: Any, size: int = 0) -> None:
        """Say something of so many bytes, if somebody is there to hear it."""
        if not (self.left or self.over):
            self._told += size
            self._say(part, size)

    def stand(self, place: int) -> None:
        """Say where in the line it is, if that is news."""
        if place != self.place:
            self.place = place
            self.tell(Waiting(place))

    def end(self, error: Exception | None = None) -> None:
        """Say that this was all."""
        self.tell(Over(error))
        self.over = True

    def _say(self, part: Any, size: int) -> None:
        with contextlib.suppress(RuntimeError):  # the asker's loop has ended
            self._loop.call_soon_threadsafe(self._said.put_nowait, (part, size))
