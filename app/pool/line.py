"""Who is next: first come, first served, but nobody has two jobs done at once or two waiting."""

from __future__ import annotations

import math

from app.pool.ticket import Ticket
from app.pool.words import Crowded

GUESS = 5.0  # seconds that a job takes, before any has told
MEMORY = 0.2  # how much the last job says of the next one


class Line:
    """The jobs that wait and those that are being done by so many `workers`."""

    def __init__(self, workers: int, room: int) -> None:
        self._workers, self._room = workers, room
        self._waiting: list[Ticket] = []
        self._done_now: list[Ticket] = []
        self._seconds = GUESS

    def join(self, ticket: Ticket) -> None:
        """Stand at the end. Raises Crowded."""
        own = any(other.owner == ticket.owner for other in self._waiting)
        if own or len(self._waiting) >= self._room:
            jobs = 1 if own else 1 / self._workers  # to be done before there is a place in the line
            raise Crowded(max(1, math.ceil(self._seconds * jobs)), own)
        self._waiting.append(ticket)

    def next(self) -> Ticket | None:
        """Who is to be served, if a worker is free and somebody may be."""
        busy = {ticket.owner for ticket in self._done_now}
        may = (ticket for ticket in self._waiting if ticket.owner not in busy)
        first = next(may, None) if len(self._done_now) < self._workers else None
        if first:
            self._waiting.remove(first)
            self._done_now.append(first)
        return first

    def leave(self, ticket: Ticket) -> bool:
        """Stand in line no more; False of one who does not."""
        waits = ticket in self._waiting
        if waits:
            self._waiting.remove(ticket)
        return waits

    def served(self, ticket: Ticket, seconds: float) -> None:
        """It is done, after so many seconds."""
        self._done_now.remove(ticket)
        self._seconds += MEMORY * (seconds - self._seconds)

    def tell_places(self) -> None:
        """To everybody whose place has changed."""
        for place, ticket in enumerate(self._waiting, 1):
            ticket.stand(place)

    def close(self) -> list[Ticket]:
        """Nobody is served any more; those who waited."""
        waiting, self._waiting, self._workers = self._waiting, [], 0
        return waiting
