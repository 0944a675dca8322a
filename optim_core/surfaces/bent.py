"""From a point to the nearest place at which a surface has a kink."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optim_core.fields import Array
from optim_core.surface import Box, Pair

GRID = 41  # starts a side, for when the way from the point leads nowhere
STRIDES = 60
BESIDE = 1e-3  # of the distance: for its slope
DIGITS = 12  # behind the point
ON = 1e-12  # of the size of the window: so near is on it


def nearest_kink(distance: Callable[[Array], Array], p: Pair, box: Box) -> Pair | None:
    """A place in the window at distance 0 from a kink: down from the point, else the nearest of those from all over it.

    `distance` is of points (2, n), as `Formula.to_kink`. None where there is no such place.
    """
    x_min, x_max, y_min, y_max = box
    here = np.array(p, dtype=np.float64)
    grid = np.stack(np.meshgrid(np.linspace(x_min, x_max, GRID), np.linspace(y_min, y_max, GRID))).reshape(2, -1)
    for starts in (here.reshape(2, 1), grid):
        found = _down(distance, starts)
        with np.errstate(all="ignore"):
            on = distance(found) <= ON * max(x_max - x_min, y_max - y_min)
        x, y = found
        found = found[:, on & (x_min <= x) & (x <= x_max) & (y_min <= y) & (y <= y_max)]
        if found.size:
            nearest = found[:, np.argmin(np.hypot(*(found - here[:, None])))]
            return round(float(nearest[0]), DIGITS), round(float(nearest[1]), DIGITS)
    return None


def _down(distance: Callable[[Array], Array], points: Array) -> Array:
    """Down the slope of the distance, each time by all of it."""
    points = points.copy()
    for _ in range(STRIDES):
        with np.errstate(all="ignore"):
            far = distance(points)
            step = BESIDE * far
            slope = [
                (distance(points + axis * step) - distance(points - axis * step)) / (2.0 * step)
                for axis in np.eye(2)[:, :, None]
            ]
            stride = far * np.array(slope) / (np.square(slope[0]) + np.square(slope[1]))
        points = points - np.where(np.isfinite(stride).all(axis=0), stride, 0.0)
    return points
