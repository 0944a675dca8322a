"""Threads that ask a database for those who cannot wait themselves."""

from __future__ import annotations

import asyncio
import functools
import math
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from app.pool.words import Crowded
from app.workers.trouble import Trouble

Some = TypeVar("Some")


class Desk:
    """So many at a time are served; the others stand in line.

    Nobody waits for a thread that hangs: neither who asked, nor the end of the program, as with an executor of Python.
    """

    def __init__(self, seats: int, patience: float, most: float = math.inf) -> None:
        """`patience` are the seconds after which whoever asked is told to come again; beyond so many at once."""
        self._seats, self._patience, self._most = seats, patience, most
        self._there: set[Future[Any]] = set()
        self._line: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()

    async def ask(self, what: Callable[[], Some]) -> Some:
        """What it gives, or raises; `Trouble` where that takes too long, Crowded where too many are there."""
        if len(self._there) >= self._most:
            raise Crowded(math.ceil(self._patience / 6), own=False)
        self._open()
        answer: Future[Some] = Future()
        self._there.add(answer)
        answer.add_done_callback(self._there.discard)
        self._line.put((answer, what))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(answer), self._patience)
        except TimeoutError:
            raise Trouble("error.searches_slow", 503, "RAVINE_STORAGE", seconds=round(self._patience)) from None

    @functools.cache  # noqa: B019 - a desk is there for as long as the program
    def _open(self) -> None:
        for _ in range(self._seats):
            threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            answer, what = self._line.get()
            if not answer.set_running_or_notify_cancel():
                continue  # whoever asked has gone
            try:
                answer.set_result(what())
            except BaseException as error:
                answer.set_exception(error)
