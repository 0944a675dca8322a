"""Several processes that serve at one address: begun, replaced when one dies, stopped together.

Each has a socket of its own, which its keeper holds open as well: whoever connects while a process is being replaced
waits for the next one. The keeper itself does nothing but wait, so that it is quick to notice.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import math
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from app import logs, seats
from app.counts import ANSWERING, Counts
from app.endings import KILL, cause, end_with
from app.listening import announcement
from app.pool.board import Board

READY = 0  # what a process says once it answers, where numbers of signals are said
FAILED = 3  # the exit status of a server that cannot start
BREATH = 1.0  # seconds that one must have lived to be replaced at once
TRIES = 5  # ends in a row of those that should take a place and never answered; then all are better begun anew

Serve = Callable[[socket.socket, Callable[[], None]], int]
_log = logging.getLogger(__name__)


class Born(NamedTuple):
    """Which seat a process has, and since when."""

    seat: int
    when: float


class Keeper:
    """Keeps one process at each socket."""

    def __init__(self, bound: Sequence[socket.socket], serve: Serve, grace: float) -> None:
        """`serve(socket, answering)` is what each does; once told to stop they have so many seconds of `grace`."""
        self._bound, self._serve, self._grace = bound, serve, grace
        self._seats = seats.share(len(bound)).at(-1)  # none of them is the keeper's
        self._board, self._counts = Board(self._seats), Counts(self._seats)
        self._heard, self._said = os.pipe()
        os.set_blocking(self._said, False)
        self._alive: dict[int, Born] = {}
        self._due: dict[int, float] = dict.fromkeys(range(len(bound)), 0.0)  # when a seat is to be filled
        self._vain = dict.fromkeys(self._due, 0)  # ends in a row of those that never answered
        self._announced = False
        self._status = 0
        self._end: float | None = None

    def run(self) -> int:
        """Until told to stop; the exit status."""
        gc.freeze()  # what they have in common stays so
        signal.set_wakeup_fd(self._said, warn_on_full_buffer=False)
        for each in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(each, lambda *_: None)
        while self._alive or self._due:
            self._fill()
            self._hear()
            self._reap()
        return self._status

    def _hear(self) -> None:
        """Wait until something happens or is to be done."""
        times = [*self._due.values(), *([self._end] if self._end else [])]
        until = min(times, default=math.inf)
        pause = None if until == math.inf else max(0.0, until - time.monotonic())
        readable, _, _ = select.select([self._heard], [], [], pause)
        for number in os.read(self._heard, 64) if readable else b"":
            if number == READY:
                self._announce()
            elif number in (signal.SIGTERM, signal.SIGINT):
                self._stop()
        if self._end and time.monotonic() > self._end:
            self._tell(KILL)
            self._end = math.inf  # nothing more can be done

    def _announce(self) -> None:
        if self._counts.of(ANSWERING) == len(self._bound) and not self._announced and self._end is None:
            self._announced = True
            sys.stdout.write(announcement(self._bound[0]))
            sys.stdout.flush()

    def _fill(self) -> None:
        for seat, when in list(self._due.items()):
            if when <= time.monotonic():
                del self._due[seat]
                try:
                    self._alive[self._begin(seat)] = Born(seat, time.monotonic())
                except OSError as error:  # the system has no room for one more just now
                    logs.failure(_log, "a process that is to serve could not be begun", error)
                    self._due[seat] = time.monotonic() + BREATH

    def _begin(self, seat: int) -> int:
        """A process for a seat; its number. Raises OSError."""
        keeper = os.getpid()
        signals = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # until it is clear whose they are
        try:
            pid = os.fork()
        except OSError:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
            raise
        if pid:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
            return pid
        status = 1
        try:
            end_with(keeper)
            signal.set_wakeup_fd(-1)
            for each in (signal.SIGTERM, signal.SIGCHLD):
                signal.signal(each, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signals)
            status = self._live(seat)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except BaseException as error:
            logs.failure(_log, "a process that serves broke", error)
        finally:
            with contextlib.suppress(OSError, ValueError):
                sys.stdout.flush()
            os._exit(status)  # nothing that the keeper has begun is this one's to end

    def _live(self, seat: int) -> int:
        os.close(self._heard)
        for other, bound in enumerate(self._bound):
            if other != seat:
                bound.close()
        seats.sit(seat)
        return self._serve(self._bound[seat], self._is_ready)

    def _is_ready(self) -> None:
        Counts(seats.here()).add(ANSWERING, 1)
        os.write(self._said, bytes([READY]))

    def _reap(self) -> None:
        """Whoever has ended gets a successor, unless there are to be none."""
        while self._alive:
            pid, code = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            born = self._alive.pop(pid, None)
            if born is None:
                continue
            self._vain[born.seat] = 0 if self._counts.of(ANSWERING, born.seat) else self._vain[born.seat] + 1
            self._board.forget(born.seat)
            self._counts.forget(born.seat)
            self._seats.ring()
            ended = os.waitstatus_to_exitcode(code)
            if self._end is None:
                self._replace(born, pid, ended)

    def _replace(self, born: Born, pid: int, ended: int) -> None:
        if ended > 0 and not self._announced:  # as would its successor
            self._status = ended
            self._stop()
            return
        if self._vain[born.seat] == TRIES:
            _log.error("process %d ended: %s; none takes its place any more, all stop", pid, cause(ended))
            self._status = max(ended, 0) or FAILED
            self._stop()
            return
        _log.error("process %d, which served, ended: %s; another takes its place", pid, cause(ended))
        self._due[born.seat] = max(time.monotonic(), born.when + BREATH)

    def _stop(self) -> None:
        if self._end is None:
            self._end = time.monotonic() + self._grace
            for bound in self._bound:
                bound.close()
        self._due.clear()
        self._tell(signal.SIGTERM)

    def _tell(self, what: int) -> None:
        for pid in self._alive:
            os.kill(pid, what)  # nobody else waits for it: its number is still its own
