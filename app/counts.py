"""What is under way, counted over all processes that serve: by a name, without keeping any name.

A count-min sketch (Cormode and Muthukrishnan 2005): what has a name is added to two of many counters, and the smaller
of the two is its count. So a count is never too small, and too large only where both are somebody else's as well; what
is `EXACT` has a counter to itself. Each process writes to counters of its own only, so that nobody waits for a lock.
"""

from __future__ import annotations

import os
from hashlib import blake2b

from app.seats import COUNTS, Seats

DRAWN = 8192  # counters of each process for names of all kinds
ANSWERING = "processes that answer"
EXACT = ("workers started", "searches changed", "files held", ANSWERING)
WIDTH = DRAWN + len(EXACT)
KEY = os.urandom(16)  # made before processes part: nobody can choose a name that meets with another's


class Counts:
    """Counters by name, of those who share the seats."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._cells = seats.counts[: min(COUNTS, seats.count * WIDTH * 4)].cast("I")

    def add(self, name: str, by: int) -> None:
        """So many more, or fewer, are under way here."""
        own = self._seats.mine * WIDTH
        for place in _places(name):
            self._cells[own + place] += by

    def of(self, name: str, seat: int | None = None) -> int:
        """How many there are in all processes, or in one."""
        first, last = (0, self._seats.count) if seat is None else (seat, seat + 1)
        cells, ends = self._cells, range(first * WIDTH, last * WIDTH, WIDTH)
        return min(sum(cells[end + place] for end in ends) for place in _places(name))

    def forget(self, seat: int) -> None:
        """A process is gone, with all that was under way in it."""
        for place in range(seat * WIDTH, (seat + 1) * WIDTH):
            self._cells[place] = 0


def _places(name: str) -> tuple[int, ...]:
    """One of its own, or two that are drawn."""
    if name in EXACT:
        return (DRAWN + EXACT.index(name),)
    drawn = int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8, key=KEY).digest(), "big")
    first, step = drawn % DRAWN, drawn // DRAWN % (DRAWN - 1)
    return first, (first + 1 + step) % DRAWN
