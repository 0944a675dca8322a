"""Who waits for heavy work and who has some done, of all processes that serve: a table that they share."""

from __future__ import annotations

import struct
from enum import IntEnum
from hashlib import blake2b
from typing import NamedTuple

from app.clients import Client
from app.seats import LINE, Seats

HEAD = struct.Struct("<QQd")
NUMBER = struct.Struct("<Q")  # with which a row begins; 0 where there is none
ROW = struct.Struct("<QQ16s16sHBx")
ROWS = (LINE - HEAD.size) // ROW.size


class State(IntEnum):
    """What becomes of a job: it may have to go so that somebody else can come."""

    WAITS, SERVED, GOES = range(3)


class Head(NamedTuple):
    """The `number` of the last job, the `turn` of the last one taken, and how many `seconds` jobs take."""

    number: int
    turn: int
    seconds: float


class Row(NamedTuple):
    """A job: its `number`, from 1, its `turn`, whose it is, and the seat of the process that has to see to it."""

    number: int
    turn: int
    owner: bytes
    address: bytes
    seat: int
    state: State = State.WAITS


class Board:
    """The table. All but `forget` is to be done while the seats are locked."""

    def __init__(self, seats: Seats) -> None:
        self.seats = seats

    @property
    def head(self) -> Head:
        """What is known beside the rows."""
        return Head(*HEAD.unpack_from(self.seats.line))

    @head.setter
    def head(self, head: Head) -> None:
        HEAD.pack_into(self.seats.line, 0, *head)

    def rows(self) -> list[Row]:
        """Those waiting in the order of their turns, and all others."""
        table = self.seats.line[HEAD.size : HEAD.size + ROWS * ROW.size]
        found = (Row(*fields)._replace(state=State(fields[-1])) for fields in ROW.iter_unpack(table) if fields[0])
        return sorted(found, key=lambda row: (row.turn, row.number))

    def put(self, row: Row) -> None:
        """A new row, or what becomes of one. Raises OverflowError where there is no place for it."""
        place = self._place(row.number)
        (there,) = NUMBER.unpack_from(self.seats.line, place)
        ROW.pack_into(self.seats.line, place, there, *row[1:])
        NUMBER.pack_into(self.seats.line, place, row.number)  # last: who is killed in here has left no row

    def drop(self, number: int) -> None:
        """A row is over."""
        NUMBER.pack_into(self.seats.line, self._place(number), 0)

    def forget(self, seat: int) -> None:
        """A process is gone, and so are its jobs."""
        with self.seats.locked():
            for row in self.rows():
                if row.seat == seat:
                    self.drop(row.number)

    def _place(self, number: int) -> int:
        free = 0
        for place in range(HEAD.size, HEAD.size + ROWS * ROW.size, ROW.size):
            (there,) = NUMBER.unpack_from(self.seats.line, place)
            if there == number:
                return place
            free = free or (0 if there else place)
        if not free:
            raise OverflowError("no row is free")
        return free


def marks(client: Client) -> tuple[bytes, bytes]:
    """A client as it stands in a row: its token and its address, neither of which can be read there."""
    token, address = (blake2b(text.encode("utf-8", "replace"), digest_size=16).digest() for text in client)
    return token, address
