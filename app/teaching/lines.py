"""Lines of few points as SVG has them. Points are (n, 2), in the units of the picture."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np

from optim_core.fields import Array

_PASSES = 6


def simplified(points: Array, offsets: np.ndarray, tolerance: float) -> tuple[Array, np.ndarray]:
    """Lines without the points that lie within `tolerance` of the way past them.

    Line k goes from offsets[k] to offsets[k + 1] in `points`, so (points, offsets) is any number of lines at once. Its
    ends stay, and no two neighbours go at the same time.
    """
    line = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    fixed = np.zeros(len(points), dtype=bool)
    fixed[offsets[:-1]] = fixed[offsets[1:] - 1] = True
    for turn in range(2 * _PASSES):
        at = np.arange(1 + turn % 2, len(points) - 1, 2)
        at = at[~fixed[at]]
        way, side = points[at + 1] - points[at - 1], points[at] - points[at - 1]
        length = np.hypot(*way.T)
        across = np.abs(way[:, 0] * side[:, 1] - way[:, 1] * side[:, 0])
        off = np.where(length > 0, across / np.where(length > 0, length, 1.0), np.hypot(*side.T))
        kept = np.ones(len(points), dtype=bool)
        kept[at[off <= tolerance]] = False
        points, fixed, line = points[kept], fixed[kept], line[kept]
    return points, np.searchsorted(line, np.arange(len(offsets)))


def thinned(line: Array, least: float) -> Array:
    """The line without the points that lie closer than `least` to the one kept before; its last point stays."""
    kept = [0]
    x, y = line[0]
    for i, (px, py) in enumerate(line.tolist()):
        if abs(px - x) >= least or abs(py - y) >= least:
            kept.append(i)
            x, y = px, py
    if kept[-1] != len(line) - 1:
        kept.append(len(line) - 1)
    return line[kept]


Place = tuple[float, ...]
_CROWD = 4  # visits after which a cell is full


def clipped(line: Array, width: float, height: float, margin: float, cell: float) -> tuple[Array, np.ndarray]:
    """The pieces of a line on or near the picture, without those that would not be seen.

    That is what was there before, as where a run bounces, and what leads from one full `cell` to another: a run that
    noise has kept in one place for thousands of steps is a spot there, however many lines make it.
    """
    pieces: list[list[Place]] = []
    seen: set[tuple[Place, ...]] = set()
    visits: Counter[Place] = Counter()
    for here, there in pairwise(tuple(place) for place in line.tolist()):
        part = _inside(here, there, (-margin, -margin), (width + margin, height + margin))
        if part is None:
            continue
        key = tuple(sorted((round(x), round(y)) for x, y in part))
        cells = [(x // cell, y // cell) for x, y in part]
        if key in seen or min(visits[place] for place in cells) >= _CROWD:
            continue
        seen.add(key)
        visits.update(cells)
        if not pieces or pieces[-1][-1] != part[0]:
            pieces.append([part[0]])
        pieces[-1].append(part[1])
    points = [place for piece in pieces for place in piece]
    return np.array(points).reshape(-1, 2), np.cumsum([0, *map(len, pieces)])


def _inside(here: Place, there: Place, low: Place, high: Place) -> tuple[Place, Place] | None:
    """The part of a segment inside a box (Liang and Barsky, 1984), or None."""
    start, end = 0.0, 1.0
    for at, to, least, most in zip(here, there, low, high, strict=True):
        move = to - at
        if move == 0:
            if not least <= at <= most:
                return None
            continue
        one, other = sorted(((least - at) / move, (most - at) / move))
        start, end = max(start, one), min(end, other)
    if start > end:
        return None
    first = here if start == 0 else tuple(a + start * (b - a) for a, b in zip(here, there, strict=True))
    last = there if end == 1 else tuple(a + end * (b - a) for a, b in zip(here, there, strict=True))
    return first, last


def drawn(points: Array, offsets: np.ndarray, closed: bool = False) -> str:
    """The `d` of a path through rounded points, as ways from one to the next; lines that shrink away are left out."""
    whole = np.rint(points).astype(int)
    parts = []
    for start, end in pairwise(offsets.tolist()):
        moves = np.diff(whole[start:end], axis=0).tolist()
        ways = [way for way in moves if way != [0, 0]]
        if len(ways) < (3 if closed else 1):
            continue
        said = " ".join(f"{dx} {dy}" for dx, dy in (ways[:-1] if closed else ways)).replace(" -", "-")
        parts.append(f"M{whole[start, 0]} {whole[start, 1]}l{said}{'z' if closed else ''}")
    return "".join(parts)
