"""A worker as the pool's thread holds it: started, given a job, asked to stop, killed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import subprocess
import sys
from itertools import count
from typing import Any, Self

from app import tally
from app.endings import cause
from app.pool.pipe import HEAD, Order, packed
from app.pool.ticket import Ticket
from app.pool.words import Broken, Greedy
from app.settings import ONE_THREAD
from app.work import TooLong

PATIENCE = 0.15  # seconds in which a job that is not wanted any more may come to its next stop
MOMENT = 0.05  # seconds after which somebody who is behind may have caught up
AT_ONCE = 1 << 20  # bytes that are read of an answer before somebody looks at it
_log = logging.getLogger(__name__)
_numbers = count(1)


class Hand:
    """One worker process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._loaded = False
        self._number = 0

    @classmethod
    async def start(cls) -> Self:
        """A fresh one. It finds the same modules as this process; `-P` keeps others out."""
        path = os.pathsep.join(entry or os.curdir for entry in sys.path)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "app.pool.worker", str(os.getpid())),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            limit=AT_ONCE,
            env=os.environ | ONE_THREAD | {"PYTHONPATH": path},
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
        )
        return cls(process)

    @property
    def alive(self) -> bool:
        """Whether it can be given another job."""
        return self._process.returncode is None

    async def serve(self, ticket: Ticket, seconds: float, memory: int) -> None:
        """One job, to whatever end; the ticket hears of it."""
        self._number, self._loaded = next(_numbers), False
        late = asyncio.get_running_loop().call_later(seconds, self.kill)
        try:
            self._send(Order(self._number, ticket.entry, ticket.job, memory))
            ticket.end(await self._heard(ticket))
        except (asyncio.IncompleteReadError, ConnectionError):
            await self._process.wait()
            too_late = late.when() <= asyncio.get_running_loop().time()
            if not (too_late or ticket.left):
                tally.count(tally.DEATHS)
                _log.error("worker %d died at %s: %s", self._process.pid, ticket.entry, cause(self._process.returncode))
            ticket.end(TooLong(seconds) if too_late else Broken())
        finally:
            self._number = 0
            late.cancel()

    async def _heard(self, ticket: Ticket) -> Exception | None:
        """What it says of a job goes to the ticket; the error that ended it, if one did."""
        while True:
            size, message = await self._message()
            match message:
                case ("begun",):
                    self._loaded = True
                    if ticket.left:
                        self.stop()
                case ("part", part):
                    ticket.tell(part, size)
                    while ticket.behind:
                        await asyncio.sleep(MOMENT)
                case ("error", error, traced):
                    error.elsewhere = traced  # where it was raised, for the log
                    return error
                case ("memory",):
                    tally.count(tally.DEATHS)
                    _log.error("worker %d had too little memory for %s", self._process.pid, ticket.entry)
                    await self._process.wait()
                    return Greedy()
                case _:
                    return None

    def prepare(self, entry: str) -> None:
        """Have it load what jobs of that entry need, before there is one."""
        self._send(entry)

    def stop(self) -> None:
        """Ask it to stop, and soon insist; while it loads what the job needs, the next one will need that, too."""
        if self._loaded:
            asyncio.get_running_loop().call_later(PATIENCE, self._insist, self._number)
        self._send(self._number)

    def _insist(self, number: int) -> None:
        if number == self._number and self._loaded:
            self.kill()

    def kill(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        """Let it go."""
        self.kill()
        await self._process.wait()

    def _send(self, message: Any) -> None:
        if self._process.stdin:
            self._process.stdin.write(packed(message))

    async def _message(self) -> tuple[int, Any]:
        """The next, and how many bytes it is."""
        pipe = self._process.stdout
        if pipe is None:
            raise ConnectionError
        (size,) = HEAD.unpack(await pipe.readexactly(HEAD.size))
        return size, pickle.loads(await pipe.readexactly(size))  # noqa: S301 - from a process of our own
