"""Minima at which a surface has no slope: found by going downhill by heights alone."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array
from optim_core.surface import Surface

RING = 32  # directions that are looked in
ZOOMS, CLOSELY = 3, 6  # times that the lowest of them is looked beside: the floor of a ravine may be narrow
TURN = 2.4  # radians between one look around and the next: no direction comes again
LOOKS = 110  # enough to halve the stride from a cell of the window to its last digit, and to walk some way
ROUND = (12, 10, 8)  # decimals with which it may be as low
AROUND = (1e-3, 1e-5)  # of the window, at which it has to be higher
LEVEL = 1e-7  # of the steepest rise: along the floor of a ravine it is not more


def pits(surface: Surface, p: Array, size: Array, stride: Array) -> Array:
    """Where one gets to downhill from points (2, n) of a window of some size (2, 1), if it goes up from there; (2, m).

    The first look goes a `stride` (2, 1) far.
    """
    p, height, share = p.copy(), surface.value(p), np.ones(p.shape[1])
    for look in range(LOOKS):
        lower, found, _ = _around(surface, p, stride * share, TURN * look, ZOOMS)
        better = found < height
        p, height = np.where(better, lower, p), np.where(better, found, height)
        share = np.where(better, share, share / 2.0)
    for digits in ROUND:
        for axis in (0, 1):
            short = p.copy()
            short[axis] = np.round(p[axis], digits) + 0.0
            p = np.where(surface.value(short) <= surface.value(p), short, p)
    height = surface.value(p)
    rises, least = np.isfinite(height), LEVEL
    for radius in AROUND:
        _, found, highest = _around(surface, p, radius * size, 0.0, CLOSELY)
        rises &= found - height > np.maximum(1e-14 * np.abs(height), least * (highest - height))
        least = 0.0  # nearer, what is round is as good as level
    return p[:, rises]


def _around(surface: Surface, p: Array, radius: Array, turn: float, zooms: int) -> tuple[Array, Array, Array]:
    """The lowest point on ellipses around points (2, n), its height and the greatest; without a value is not low."""
    middle, width, highest = np.full(p.shape[1], turn), np.pi, np.full(p.shape[1], -np.inf)
    for _ in range(1 + zooms):
        angles = middle + np.linspace(-width, width, RING, endpoint=False)[:, None]
        around = p[:, None] + np.stack((np.cos(angles), np.sin(angles))) * radius[:, None]
        heights = np.where(surface.inside(around), surface.value(around), np.nan)
        highest = np.fmax(highest, np.fmax.reduce(heights, axis=0))
        heights = np.where(np.isnan(heights), np.inf, heights)
        best = np.argmin(heights, axis=0)
        each = np.arange(p.shape[1])
        middle, width = angles[best, each], 2.0 * width / RING
    return around[:, best, each], heights[best, each], highest
