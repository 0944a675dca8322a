"""What the processes that serve share: memory, a lock, and a bell for each. One alone has the same to itself."""

from __future__ import annotations

import contextlib
import copy
import mmap
import os
import sys
import threading
from collections.abc import Iterator
from typing import Self

from app.settings import Settings
from app.share import cores

LINE, COUNTS = 1 << 15, 1 << 22  # bytes for those who wait for heavy work, and for what is under way
SUMS = 1 << 22  # and for what has been counted since the start
WHOLE = LINE + COUNTS + SUMS


class Seats:
    """So many processes, each of which knows its own number: `mine`, from 0.

    They are made by one that forks, before it does; `line`, `counts` and `sums` are zero at first.
    """

    def __init__(self, count: int = 1) -> None:
        self.count, self.mine = count, 0
        self._among_threads = threading.Lock()
        self._file = -1
        self._bells: list[int] = []
        memory = memoryview(bytearray(WHOLE) if count == 1 else self._shared(count))
        self.line, self.counts = memory[:LINE], memory[LINE : LINE + COUNTS]
        self.sums = memory[LINE + COUNTS :]

    def at(self, mine: int) -> Self:
        """The same, of the process with another number."""
        there = copy.copy(self)
        there.mine = mine
        return there

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Alone with the memory. Who dies in here lets the next one in."""
        with self._among_threads:
            if self._file < 0:
                yield
                return
            import fcntl

            fcntl.lockf(self._file, fcntl.LOCK_EX)  # not flock, which those who fork hold together
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    @property
    def bell(self) -> int | None:
        """A descriptor that can be read once another process has rung; None of one alone."""
        return self._bells[self.mine] if self._bells else None

    def heard(self) -> None:
        """Let the own bell be silent again."""
        with contextlib.suppress(BlockingIOError):
            os.eventfd_read(self._bells[self.mine])

    def ring(self) -> None:
        """Have all the others look again."""
        for seat, bell in enumerate(self._bells):
            if seat != self.mine:
                with contextlib.suppress(BlockingIOError):
                    os.eventfd_write(bell, 1)

    def _shared(self, count: int) -> mmap.mmap:
        self._file = os.memfd_create("ravine")
        os.ftruncate(self._file, WHOLE)
        self._bells = [os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC) for _ in range(count)]
        return mmap.mmap(self._file, WHOLE)


_here = Seats()


def here() -> Seats:
    """Those of this program."""
    return _here


def share(count: int) -> Seats:
    """From now on there are so many; to be called before there is anything in their memory."""
    global _here
    _here = Seats(count)
    return _here


def sit(mine: int) -> None:
    """This process is the one of that number."""
    global _here
    _here = _here.at(mine)


def wanted(settings: Settings) -> int:
    """How many processes are to serve; more than one where the system deals connections out among them."""
    count = settings.workers or cores()
    if count > 1 and sys.platform != "linux":
        sys.stderr.write("RAVINE_WORKERS: more than one process can serve on Linux only; here one does.\n")
        return 1
    return count
