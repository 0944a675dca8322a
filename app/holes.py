"""The holes of a surface as they are drawn: their outlines, and where there is room to say what they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from contourpy import FillType, contour_generator

from optim_core import Surface
from optim_core.batch import grid
from optim_core.edge import outside
from optim_core.fields import Array
from optim_core.surface import Box

FINE, COARSE = 401, 101  # points a side: a hole like a sieve is drawn coarsely
MOST = 12_000  # times that it begins or ends along a line of the grid
_LEAST = 3  # cells of the coarse grid to every side of words


class Room(NamedTuple):
    """The middle of the widest hole, and how wide and high it is there."""

    x: float
    y: float
    width: float
    height: float


class Holes(NamedTuple):
    """Of a window: closed lines (n, 2) around what has no value, insides of insides out again, and a place for words.

    All in shares of the window, from its lower left corner; `room` is None where there is next to none.
    """

    rings: list[Array]
    room: Room | None

    @property
    def plain(self) -> dict[str, object]:
        """As JSON has it: u, v, u, v ... of each line."""
        rings = [np.round(ring, 4).reshape(-1).tolist() for ring in self.rings]
        return {"rings": rings, "room": self.room}


def holes(surface: Surface, box: Box) -> Holes | None:
    """The holes in a window, None where there is none."""
    if not surface.holes:
        return None
    for points in (FINE, COARSE):
        with np.errstate(all="ignore"):
            missing = ~_wide(~_wide(outside(surface, grid(box, points, points))))
        if sum(np.count_nonzero(np.diff(missing, axis=axis)) for axis in (0, 1)) <= MOST:
            break
    return Holes(_rings(missing), _room(missing)) if missing.any() else None


def _rings(missing: np.ndarray) -> list[Array]:
    """Around what is missing of a grid (n, n), its rows from below."""
    maker = contour_generator(z=missing.astype(np.float64), fill_type=FillType.OuterOffset)
    rings = []
    for points, offsets in zip(*maker.filled(0.5, np.inf)[:2], strict=True):
        rings += [_corners(ring) / (len(missing) - 1) for ring in np.split(points, offsets[1:-1])]
    return rings


def _corners(ring: Array) -> Array:
    """A closed line without the points at which it does not turn."""
    ring = ring[:-1]
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    turns = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]) > 1e-9
    return ring[turns]


def _wide(mask: np.ndarray) -> np.ndarray:
    """What is there of a mask, thin lines and single points left out: a grid meets them by chance."""
    square = mask[1:, 1:] & mask[1:, :-1] & mask[:-1, 1:] & mask[:-1, :-1]
    found = np.zeros_like(mask)
    for rows in (slice(1, None), slice(None, -1)):
        for columns in (slice(1, None), slice(None, -1)):
            found[rows, columns] |= square
    return found


def _room(missing: np.ndarray) -> Room | None:
    """The middle of the widest hole: what is left of it when it has shrunk as far as it can."""
    step = (len(missing) - 1) // (COARSE - 1)
    whole = missing[::step, ::step]
    left, turns = _shrunk(whole, 1, 1)
    if turns < _LEAST:
        return None
    for reaches in ((0, 1), (1, 0)):
        left, _ = _shrunk(left, *reaches)
    row, column = np.argwhere(left)[0].tolist()
    room = (column, row, _run(whole[row], column), _run(whole[:, column], row))
    return Room(*(cells / (COARSE - 1) for cells in room))


def _run(line: np.ndarray, at: int) -> int:
    """How far what is missing of a line reaches around a place, as far to both sides."""
    there = np.flatnonzero(~line)
    ends = [at + 1, len(line) - at, *np.abs(there - at).tolist()]
    return 2 * (min(ends) - 1)


def _shrunk(mask: np.ndarray, across: int, up: int) -> tuple[np.ndarray, int]:
    """The last of a mask as it loses so many cells on each side again and again, and how often it could."""
    rows, columns = mask.shape
    for turn in range(rows):
        room, smaller = np.pad(mask, ((up, up), (across, across))), mask
        for down, right in ((0, across), (2 * up, across), (up, 0), (up, 2 * across)):
            smaller = smaller & room[down : down + rows, right : right + columns]
        if not smaller.any() or (smaller == mask).all():
            return mask, turn
        mask = smaller
    return mask, rows
