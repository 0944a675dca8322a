"""`run(entry, job, owner)`: heavy work, done part by part in one of the worker processes."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import logging
import threading
from collections.abc import AsyncGenerator, Callable
from typing import Any, TypeVar

from app import stopping, tally
from app.clients import Client
from app.pool.hand import Hand
from app.pool.line import Line
from app.pool.ticket import Over, Ticket
from app.pool.words import Broken, Crowded, Waiting
from app.seats import Seats, here
from app.settings import Settings
from app.share import jobs
from app.stopping import Stopped

ROOM = 32  # jobs in the line
MOMENT = 0.3  # seconds after which somebody with two jobs already is looked at again: one may just be taken back
MEGABYTE = 1 << 20
IDLE = 300.0  # seconds after which a worker that has nothing to do is let go
Some = TypeVar("Some")
_log = logging.getLogger(__name__)


def run(entry: str, job: Any, owner: Client) -> AsyncGenerator[Any, None]:
    """The parts that the generator function `entry`, "module:function", yields for a job, as they come.

    It is called in a worker, so that job and parts must be what pickle knows; a None that it yields is a moment at
    which it may be stopped, and no part. Between the parts, while it waits, come `Waiting`. Who leaves stops it.

    Raises Crowded, before anything else; TooLong; Broken; Stopped; and what the function raised.
    """
    stopping.check()  # or a pool that nobody closes would begin
    return pool().run(entry, job, owner)


def prepare(entry: str) -> None:
    """Somebody is likely to want `entry` soon: have a worker that has loaded it, if there is none yet."""
    if not stopping.begun():
        pool().prepare(entry)


def close() -> None:
    """End all heavy work: who waits for some hears that there will be none."""
    if pool.cache_info().currsize:
        pool().close()


@functools.cache
def pool() -> Pool:
    """The one of this process, as the settings have it; it begins when it is first wanted."""
    settings = Settings.of_environment()
    return Pool(jobs(settings), settings.job_seconds, settings.job_memory * MEGABYTE, seats=here())


class Pool:
    """Workers, and the line before them.

    They are held by a thread with a loop of its own, so that any loop may ask for work and end when it likes. All
    methods with an underscore belong to that thread.
    """

    def __init__(
        self,
        workers: int,
        seconds: float,
        memory: int,
        room: int = ROOM,
        idle: float = IDLE,
        seats: Seats | None = None,
    ) -> None:
        """Each job may take so many `seconds` once it is begun, and so many bytes of `memory`.

        `workers` and `room` are those of all who share the `seats`.
        """
        self._seats = seats or Seats()
        self._line = Line(workers, room, self._seats)
        self._ready = -(-workers // self._seats.count)  # workers that wait for work here: all processes have some
        self._seconds, self._memory, self._idle = seconds, memory, idle
        self._free: dict[Hand, asyncio.TimerHandle] = {}
        self._serving: dict[Ticket, asyncio.Task[None]] = {}
        self._hands: dict[Ticket, Hand] = {}
        self._coming: set[Ticket] = set()
        self._preparing: asyncio.Task[None] | None = None
        self._going: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="pool", daemon=True)
        self._thread.start()
        if self._seats.bell is not None:
            self._loop.call_soon_threadsafe(self._loop.add_reader, self._seats.bell, self._rung)
        atexit.register(self.close)

    async def run(self, entry: str, job: Any, owner: Client) -> AsyncGenerator[Any, None]:
        """As `run` above."""
        if self._loop.is_closed():
            raise Stopped
        ticket = Ticket(entry, job, owner)
        self._soon(self._enter, ticket)
        waits = False
        try:
            while not isinstance(part := await ticket.next(), Over):
                if isinstance(part, Waiting):
                    tally.rise(tally.WAITING, (part.place > 0) - waits)
                    waits = part.place > 0
                yield part
        finally:
            tally.rise(tally.WAITING, -waits)
            self._soon(self._leave, ticket)
        if part.error:
            raise part.error

    def prepare(self, entry: str) -> None:
        """As `prepare` above; nobody waits for it."""
        self._soon(self._prepare, entry)

    def close(self) -> None:
        """End all workers, and the thread."""
        if self._loop.is_closed():
            return
        atexit.unregister(self.close)
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _soon(self, what: Callable[[Some], None], of: Some) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what, of)

    def _prepare(self, entry: str) -> None:
        if not (self._free or self._serving or self._preparing):
            self._preparing = asyncio.create_task(self._add(entry))

    async def _add(self, entry: str) -> None:
        with contextlib.suppress(OSError):  # who needs one will hear of it
            hand = await Hand.start()
            hand.prepare(entry)
            self._rest(hand)
        self._preparing = None

    def _rest(self, hand: Hand) -> None:
        self._free[hand] = self._loop.call_later(self._idle, self._let_go, hand)
        if len(self._free) > self._ready:
            first, timer = next(iter(self._free.items()))
            timer.cancel()
            self._let_go(first)

    def _rung(self) -> None:
        """Something has changed for the jobs of another process."""
        self._seats.heard()
        self._go_on()

    def _enter(self, ticket: Ticket) -> None:
        """Let it stand in line. Who turns a page asks the next question before the last is known to be taken back."""
        try:
            self._line.join(ticket)
        except Crowded as crowded:
            if not crowded.own or ticket in self._coming:
                ticket.end(crowded)
            else:
                self._coming.add(ticket)
                self._loop.call_later(MOMENT, self._come_again, ticket)
        else:
            self._go_on()

    def _come_again(self, ticket: Ticket) -> None:
        if not (ticket.left or ticket.over):
            self._enter(ticket)
        self._coming.discard(ticket)

    def _leave(self, ticket: Ticket) -> None:
        ticket.left = True
        if self._line.leave(ticket):
            self._line.tell_places()
        elif not ticket.over and ticket in self._hands:
            self._hands[ticket].stop()

    def _go_on(self) -> None:
        while ticket := self._line.next():
            ticket.stand(0)
            self._serving[ticket] = asyncio.create_task(self._serve(ticket))
        self._line.tell_places()

    async def _serve(self, ticket: Ticket) -> None:
        began = self._loop.time()
        tally.rise(tally.RUNNING)
        try:
            hand = self._hands[ticket] = await self._hand()
            if not ticket.left:
                await hand.serve(ticket, self._seconds, self._memory)
            if hand.alive:
                self._rest(hand)
        except OSError:
            _log.exception("no worker can be started")
        finally:
            ticket.end(Broken())  # heard only where nothing was said before
            self._hands.pop(ticket, None)
            del self._serving[ticket]
            tally.rise(tally.RUNNING, -1)
            tally.took(tally.JOBS, self._loop.time() - began, ticket.entry.partition(":")[0])
            self._line.served(ticket, self._loop.time() - began)
            self._go_on()

    async def _hand(self) -> Hand:
        if self._preparing:
            await self._preparing
        while self._free:
            hand, timer = self._free.popitem()
            timer.cancel()
            if hand.alive:
                return hand
        return await Hand.start()

    def _let_go(self, hand: Hand) -> None:
        del self._free[hand]
        going = asyncio.create_task(hand.close())
        self._going.add(going)
        going.add_done_callback(self._going.discard)

    async def _end(self) -> None:
        if self._preparing:
            await self._preparing
        for ticket in (*self._coming, *self._line.close(), *self._serving):
            ticket.end(Stopped())
        hands = {*self._free, *self._hands.values()}
        for timer in self._free.values():
            timer.cancel()
        for task in (serving := list(self._serving.values())):
            task.cancel()
        await asyncio.gather(*serving, *self._going, *(hand.close() for hand in hands), return_exceptions=True)
