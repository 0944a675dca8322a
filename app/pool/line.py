"""Who is next: one after another, but nobody has two jobs done at once or two waiting, and addresses take turns.

Each job is given a turn when it comes: the one after the last of its own address, or the present one. So whoever comes
with a new token for every job waits behind himself only, and a class behind one address stands in line as it comes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from app.pool.board import Board, Head, Row, State, marks
from app.pool.ticket import Ticket
from app.pool.words import Crowded
from app.seats import Seats

GUESS = 5.0  # seconds that a job takes, before any has told
MEMORY = 0.2  # how much the last job says of the next one


class Line:
    """The jobs that wait and those that are being done, `workers` of them at once, in whichever process they are asked.

    What stands in the table is for all; tickets are those of this process.
    """

    def __init__(self, workers: int, room: int, seats: Seats) -> None:
        self._workers, self._room, self._seats = workers, room, seats
        self._board = Board(seats)
        self._tickets: dict[int, Ticket] = {}

    def join(self, ticket: Ticket) -> None:
        """Stand at the end, or before those whose address has had its turn. Raises Crowded."""
        owner, address = marks(ticket.owner)
        with self._seats.locked():
            rows = self._board.rows()
            waiting = [row for row in rows if row.state is State.WAITS]
            own = any(row.owner == owner for row in waiting)
            last = None if own or len(waiting) < self._room else _last_of_the_many(waiting, address)
            if own or (len(waiting) >= self._room and last is None):
                raise self._crowded(own)
            if last:
                self._board.put(last._replace(state=State.GOES))
            head = self._board.head
            turn = 1 + max([head.turn, *(row.turn for row in rows if row.address == address)])
            number = head.number + 1
            self._board.head = head._replace(number=number)
            self._board.put(Row(number, turn, owner, address, self._seats.mine))
            self._tickets[number] = ticket
        self._seats.ring()

    def next(self) -> Ticket | None:
        """Who of this process is to be served, if a worker is free and it is their turn."""
        with self._seats.locked():
            rows = self._board.rows()
            busy = {row.owner for row in rows if row.state is State.SERVED}
            if sum(row.state is State.SERVED for row in rows) >= self._workers:
                return None
            first = next((row for row in rows if row.state is State.WAITS and row.owner not in busy), None)
            if first is None or first.number not in self._tickets:  # another process has been told
                return None
            self._board.put(first._replace(state=State.SERVED))
            head = self._board.head
            self._board.head = head._replace(turn=max(head.turn, first.turn))
        self._seats.ring()
        return self._tickets[first.number]

    def leave(self, ticket: Ticket) -> bool:
        """Stand in line no more; False of one who does not."""
        with self._seats.locked():
            waits = any(row.state is not State.SERVED for row in self._board.rows() if self._is(row, ticket))
            if waits:
                self._drop(ticket)
        if waits:
            self._seats.ring()
        return waits

    def served(self, ticket: Ticket, seconds: float) -> None:
        """It is done, after so many seconds."""
        with self._seats.locked():
            self._drop(ticket)
            head = self._board.head
            self._board.head = head._replace(seconds=_mean(head) + MEMORY * (seconds - _mean(head)))
        self._seats.ring()

    def tell_places(self) -> None:
        """To everybody whose place has changed; who has to go for somebody else is told so."""
        with self._seats.locked():
            rows = self._board.rows()
            going = [row.number for row in rows if row.state is State.GOES and row.number in self._tickets]
            crowded = self._crowded(own=False)
            sent_away = [self._tickets[number] for number in going]
            for ticket in sent_away:
                self._drop(ticket)
        for ticket in sent_away:
            ticket.end(crowded)
        for place, row in enumerate((row for row in rows if row.state is State.WAITS), 1):
            if row.number in self._tickets:
                self._tickets[row.number].stand(place)

    def close(self) -> list[Ticket]:
        """Nobody is served here any more; those who waited."""
        self._workers = 0
        return [ticket for ticket in list(self._tickets.values()) if self.leave(ticket)]

    def _is(self, row: Row, ticket: Ticket) -> bool:
        return self._tickets.get(row.number) is ticket

    def _drop(self, ticket: Ticket) -> None:
        for number in [number for number, each in self._tickets.items() if each is ticket]:
            del self._tickets[number]
            self._board.drop(number)

    def _crowded(self, own: bool) -> Crowded:
        jobs = 1 if own else 1 / max(1, self._workers)  # to be done before there is a place in the line
        return Crowded(max(1, math.ceil(_mean(self._board.head) * jobs)), own)


def _last_of_the_many(waiting: Sequence[Row], address: bytes) -> Row | None:
    """Who gives way to one of that address: the last of an address that has at least two places more."""
    places = Counter(row.address for row in waiting)
    many, count = places.most_common(1)[0] if places else (b"", 0)
    if count < places[address] + 2:
        return None
    return [row for row in waiting if row.address == many][-1]


def _mean(head: Head) -> float:
    return head.seconds or GUESS
