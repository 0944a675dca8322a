"""What can be seen of a surface in a window by looking at it: its minima, its floor and a place to start from."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optim_core.algebra import absolute, curvatures, solve
from optim_core.fields import Array
from optim_core.surface import Box, Pair, Surface
from optim_core.surfaces.pits import pits

CELLS = 80  # along each side of the window: what is smaller than one is not seen
MOST = 20  # minima
TRIED = 400  # places from which one is looked for
FEWER = 40  # of them, from which it is looked for by heights alone
STEPS = 60  # of Newton's method; enough where the curvature vanishes and each of them goes a third of the way
ALIKE, EQUAL = 1e-2, 1e-9  # of the height of its lowest quarter: dips, and minima, so near are equally high
ACROSS = (0.13, 0.31, 0.57, 0.71, 0.89)  # where a start may be, in widths and
UPWARDS = (0.17, 0.37, 0.53, 0.79, 0.91)  # heights of the window: on no line on which much is symmetric
LEVEL = 1e-6  # a curvature below this share of the other one says nothing
RING = 64  # points looked at around a place where the curvatures say nothing
TOWERING = 12.0  # times as high as its lowest quarter: a round bowl is 6, a ravine 16


class Seen(NamedTuple):
    """What there is to see.

    Attributes:
        begin: a start from which it goes downhill; minima: the lowest first, of equal ones those nearest the middle;
            found: how many there are at least; floor: the height of the lowest, if nothing in the window is lower.
        towering: heights differ so much that only their logarithms can be told apart.
    """

    begin: Pair
    minima: tuple[Pair, ...]
    found: int
    floor: float | None
    towering: bool


def look(surface: Surface, box: Box, bent: bool) -> Seen:
    """Look at a surface with a Hessian, whose numbers are plain, in a window; if it is `bent`, at its kinks, too."""
    x = np.linspace(box[0], box[1], CELLS + 1)
    y = np.linspace(box[2], box[3], CELLS + 1)
    with np.errstate(all="ignore"):
        places = np.array(np.meshgrid(x, y))
        heights = np.where(surface.inside(places), surface.value(places), np.nan)
        finite = heights[np.isfinite(heights)]
        low = float(np.quantile(finite, 0.25) - finite.min()) if finite.size else 0.0
        dips = _foremost(places[:, _dips(heights)], heights[_dips(heights)], box, ALIKE * low)
        every = _polished(surface, dips, box)
        if bent:
            size = _size(box)
            every = np.concatenate((every, _within(pits(surface, dips[:, :FEWER], size, size / CELLS), box)), axis=1)
        every = _told_apart(every, _size(box))
        every = _foremost(every, surface.value(every), box, EQUAL * low)
        minima = every[:, :MOST]
        lowest = float(surface.value(minima[:, 0])) if minima.size else np.inf
        least = float(finite.min()) if finite.size else -np.inf
        floor = min(lowest, least) if lowest <= least + 1e-9 * abs(least) else None
        begin = _start(surface, box)
    towering = floor is not None and bool(finite.max() - floor > TOWERING * (np.quantile(finite, 0.25) - floor) > 0.0)
    return Seen(begin, tuple((float(px), float(py)) for px, py in minima.T), every.shape[1], floor, towering)


def _dips(heights: Array) -> np.ndarray:
    """Where a grid (ny, nx) is no higher than all around."""
    padded = np.pad(np.where(np.isfinite(heights), heights, np.inf), 1, constant_values=np.inf)
    rows, columns = heights.shape
    around = [padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3) if (i, j) != (1, 1)]
    return np.isfinite(heights) & (heights <= np.min(around, axis=0))


def _size(box: Box) -> Array:
    """Width and height, (2, 1)."""
    return np.array([[box[1] - box[0]], [box[3] - box[2]]])


def _foremost(p: Array, heights: Array, box: Box, step: float) -> Array:
    """Of points (2, n) at most TRIED: the lowest first; of those as high, up to a step, the ones nearest the middle."""
    if not p.size:
        return p
    middle = np.array([[box[0] + box[1]], [box[2] + box[3]]]) / 2.0
    away = np.hypot(*((p - middle) / _size(box)))
    steps = np.round((heights - heights.min()) / step) if step > 0.0 else heights
    return p[:, np.lexsort((away, steps))[:TRIED]]


def _within(p: Array, box: Box) -> Array:
    """Those of points (2, n) that lie in the window."""
    low, high = (np.array(ends)[:, None] for ends in (box[::2], box[1::2]))
    return p[:, ((low <= p) & (p <= high)).all(axis=0)]


def _told_apart(p: Array, size: Array) -> Array:
    """Points (2, n) without those that were there before."""
    kept = np.empty((2, 0))
    for one in p.T[:, :, None]:
        if (np.abs(one - kept) > 1e-5 * size).any(axis=0).all():
            kept = np.concatenate((kept, one), axis=1)
    return kept


def _polished(surface: Surface, p: Array, box: Box) -> Array:
    """The minima next to points (2, n), to the last digit; (2, m)."""
    size = _size(box)
    low, high = (np.array(ends)[:, None] for ends in (box[::2], box[1::2]))
    for _ in range(STEPS):
        step = _step(surface, p, 2.0 * size / CELLS)
        p = p - step
        near = ((low - size / 10.0 <= p) & (p <= high + size / 10.0)).all(axis=0)
        p = p[:, near]
        if (np.abs(step[:, near]) <= 1e-15 * size).all():
            break
    p = _rounded(surface, p)
    step = _step(surface, p, size)
    arrived = (np.abs(step) <= 1e-6 * size).all(axis=0) & _rises(surface, p, 1e-3 * size)
    return _within(p[:, arrived & surface.inside(p)], box)


def _rises(surface: Surface, p: Array, radius: Array) -> np.ndarray:
    """Where it goes up in every direction from points (2, n): by the curvatures, else by the heights around."""
    high, low = curvatures(surface.hess(p))
    angle = np.linspace(0.0, 2.0 * np.pi, RING, endpoint=False)
    around = p[:, None] + np.stack((np.cos(angle), np.sin(angle)))[:, :, None] * radius[:, None]
    rises = surface.value(around) - surface.value(p)
    flat = ~(np.abs(low) > LEVEL * np.abs(high))
    return np.where(flat, rises.min(axis=0) > 0.01 * np.abs(rises).max(axis=0), low > 0.0)


def _step(surface: Surface, p: Array, longest: Array) -> Array:
    """Newton's step at points (2, n), downhill even where the surface bends down, of at most some length."""
    step = solve(absolute(surface.hess(p)), surface.grad(p))
    return np.clip(np.where(np.isfinite(step), step, 0.0), -longest, longest)


def _rounded(surface: Surface, p: Array) -> Array:
    """Points with as few digits as have no larger slope: 3 and not 2.9999999999999996."""
    short = np.round(p, 12) + 0.0
    better = np.hypot(*surface.grad(short)) <= np.hypot(*surface.grad(p))
    return np.where(better, short, p)


def _start(surface: Surface, box: Box) -> Pair:
    """A place with a slope, neither high nor low among a few."""
    p = np.array([(box[0] + u * (box[1] - box[0]), box[2] + v * (box[3] - box[2])) for u in ACROSS for v in UPWARDS]).T
    digits = 2 - np.floor(np.log10([[box[1] - box[0]], [box[3] - box[2]]])).astype(int)
    p = np.stack([np.round(row, int(places)) for row, places in zip(p, digits[:, 0], strict=True)])
    height, slope = surface.value(p), np.hypot(*surface.grad(p))
    good = surface.inside(p) & np.isfinite(height) & np.isfinite(slope)
    good = good & (slope > 0.0) if (good & (slope > 0.0)).any() else good
    if not good.any():
        return (float(p[0, 0]), float(p[1, 0]))
    among = np.flatnonzero(good)
    chosen = among[np.argsort(height[among], kind="stable")[len(among) * 2 // 3]]
    return (float(p[0, chosen]), float(p[1, chosen]))
