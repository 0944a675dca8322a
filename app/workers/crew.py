"""The workers that this process has started itself: counted, killed to show what happens, and let go with it.

How many there may be is for all processes that serve together.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from app.counts import Counts
from app.seats import Seats
from app.settings import ONE_THREAD
from app.workers.badge import badge as new_badge
from app.workers.trouble import Trouble

NICE = 10  # a race goes first, wherever the two want the same core
GRACE = 2.5  # seconds in which a worker may finish its epoch when the server stops
Enter = Callable[[str], str]
Ended = Callable[[str, int], None]
STARTED = "workers started"
COMMAND = (sys.executable, "-m", "app", "worker")

_crews: list[Crew] = []


def close() -> None:
    """Let all workers of this server go."""
    for crew in _crews:
        crew.close()


class Crew:
    """Processes by search and badge. Each is waited for by a thread, so that none is left as a zombie."""

    def __init__(self, most: int, command: Sequence[str] = COMMAND, seats: Seats | None = None) -> None:
        """At most so many at a time, with those of all who share the `seats`."""
        self._most, self._command = most, command
        self._seats = seats or Seats()
        self._counts = Counts(self._seats)
        self._lock = threading.Lock()
        self._alive: dict[tuple[str, str], subprocess.Popen[bytes]] = {}
        _crews.append(self)

    @property
    def room(self) -> int:
        """How many more there may be."""
        return self._most - self._counts.of(STARTED)

    def badges(self, search: str) -> set[str]:
        """Of those that work for a search."""
        with self._lock:
            return {badge for of, badge in self._alive if of == search}

    def start(self, search: str, count: int, enter: Enter, ended: Ended) -> list[str]:
        """So many more; their names, as `enter(badge)` puts each on the roll of the search.

        `ended(badge, status)` is called for each in the end. Raises `Trouble` where that would be too many.
        """
        names = []
        with self._lock:
            self._reserve(count)
            try:
                for _ in range(count):
                    badge = new_badge()
                    name = enter(badge)
                    self._start(search, name, badge, ended)
                    names.append(name)
            finally:
                self._counts.add(STARTED, len(names) - count)  # those for whom nothing came of it
        return names

    def kill(self, search: str, badge: str) -> bool:
        """Pull its plug; False of one that is none of these."""
        with self._lock:
            process = self._alive.get((search, badge))
        if process is None:
            return False
        process.kill()
        process.wait()
        return True

    def close(self, search: str | None = None, grace: float = GRACE) -> None:
        """Let them all go, or those of one search: they may finish their epochs and give their trials back."""
        with self._lock:
            processes = [process for (of, _), process in self._alive.items() if search in (None, of)]
        for process in processes:
            _let_go(process)
        end = time.monotonic() + grace
        for process in processes:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _reserve(self, count: int) -> None:
        with self._seats.locked():  # whoever counts is the next to add some
            if count > self.room:
                key = "error.searches_workers" if self._most else "error.searches_no_workers"
                raise Trouble(key, 409, "count", most=self._most, room=max(0, self.room))
            self._counts.add(STARTED, count)

    def _start(self, search: str, name: str, badge: str, ended: Ended) -> None:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own command; search and name are checked
                [*self._command, search, "--name", name, "--badge", badge, "--leash", "--nice", str(NICE)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env=ONE_THREAD | dict(os.environ),
            )
        except OSError as error:
            threading.Thread(target=ended, args=(badge, 1), daemon=True).start()
            raise Trouble("error.searches_start", 503, "count", reason=error.strerror or error) from error
        self._alive[search, badge] = process
        threading.Thread(target=self._wait, args=(search, badge, process, ended), daemon=True).start()

    def _wait(self, search: str, badge: str, process: subprocess.Popen[bytes], ended: Ended) -> None:
        status = process.wait()
        _let_go(process)
        with self._lock:
            del self._alive[search, badge]
            self._counts.add(STARTED, -1)
        ended(badge, status)


def _let_go(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
