"""A job as its asker holds it: what is said of it in the pool's own thread is heard in the asker's loop."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
from typing import Any

from app.clients import Client
from app.pool.words import Waiting


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
        self._said: asyncio.Queue[Any] = asyncio.Queue()

    async def next(self) -> Any:
        """What is said next; at last an `Over`."""
        return await self._said.get()

    def tell(self, part: Any) -> None:
        """Say something, if somebody is there to hear it. There is no waiting for them: limits bound what is said."""
        if not (self.left or self.over):
            self._say(part)

    def stand(self, place: int) -> None:
        """Say where in the line it is, if that is news."""
        if place != self.place:
            self.place = place
            self.tell(Waiting(place))

    def end(self, error: Exception | None = None) -> None:
        """Say that this was all."""
        self.tell(Over(error))
        self.over = True

    def _say(self, part: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the asker's loop has ended
            self._loop.call_soon_threadsafe(self._said.put_nowait, part)
