"""What all processes that serve have counted, whichever is asked: each leaves its numbers where all can read them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
from collections.abc import AsyncIterator, Iterable
from typing import Any

from app import tally
from app.seats import Seats, here

OFTEN = 1.0  # seconds between two times that a process leaves its numbers
_SIZE = struct.Struct("<I")  # of what is left, in bytes; 0 before anything is


@contextlib.asynccontextmanager
async def shared() -> AsyncIterator[None]:
    """Leave them from now on, and go on from those of whoever had this seat before."""
    seats = here()
    if seats.count == 1:
        yield
        return
    if before := _read(seats, seats.mine):
        tally.resume(before)
    leaving = asyncio.create_task(_leave_often(seats))
    try:
        yield
    finally:
        leaving.cancel()
        leave(seats)


def leave(seats: Seats) -> None:
    """The numbers of this process, for all to read."""
    begin, end = _place(seats, seats.mine)
    with seats.locked():  # from the first look: of two threads the later one leaves the later numbers
        parts: tuple[dict[tally.Key, Any], ...] = tally.taken()
        said = json.dumps([[[*key, value] for key, value in part.items()] for part in parts]).encode()
        text = begin + _SIZE.size
        if len(said) > end - text:
            return  # the last ones stay
        seats.sums[begin:text] = _SIZE.pack(0)  # whoever is killed in here has left nothing
        seats.sums[text : text + len(said)] = said
        seats.sums[begin:text] = _SIZE.pack(len(said))


def of_all(seats: Seats | None = None) -> tally.Count:
    """Theirs and this one's, added up: of each what it has left, so that no number falls, whoever is asked next."""
    seats = seats or here()
    leave(seats)
    return _sum(filter(None, (_read(seats, seat) for seat in range(seats.count))))


async def _leave_often(seats: Seats) -> None:
    while True:
        leave(seats)
        await asyncio.sleep(OFTEN)


def _read(seats: Seats, seat: int) -> tally.Count | None:
    begin, _ = _place(seats, seat)
    with seats.locked():
        (size,) = _SIZE.unpack(seats.sums[begin : begin + _SIZE.size])
        said = bytes(seats.sums[begin + _SIZE.size : begin + _SIZE.size + size])
    try:
        return tally.Count(*({tuple(key): value for *key, value in part} for part in json.loads(said)))
    except (ValueError, TypeError):  # nothing yet, or torn
        return None


def _place(seats: Seats, seat: int) -> tuple[int, int]:
    size = len(seats.sums) // seats.count
    return seat * size, (seat + 1) * size


def _sum(counts: Iterable[tuple[dict[tally.Key, Any], ...]]) -> tally.Count:
    added: tuple[dict[tally.Key, Any], ...] = ({}, {}, {})
    for count in counts:
        for whole, part in zip(added, count, strict=True):
            for key, value in part.items():
                whole[key] = _plus(whole[key], value) if key in whole else value
    return tally.Count(*added)


def _plus(left: Any, right: Any) -> Any:
    return [a + b for a, b in zip(left, right, strict=True)] if isinstance(left, list) else left + right
