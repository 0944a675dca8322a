"""The edge of a loss: where it has no value, and what becomes of a run that an update leads there.

Such a point is replaced by one that is far off the map and like no other. So every loop, compiled ones included, stops
the run by the comparison that it makes anyway, and a surface without holes costs nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

import numpy as np

from optim_core.fields import Array
from optim_core.surface import Surface

OUTSIDE = 2.0**1000  # so large that any point added to it leaves it as it is


def led(surface: Surface, here: Array, move: Array, asked: Iterable[Array]) -> Array:
    """Points (D, *batch) to which moves lead from `here`, all coordinates OUTSIDE where the surface has no value.

    So are those that are no numbers because the update `asked` outside: a search that stepped back from there is not.
    """
    there = here + move
    if not surface.holes:
        return there
    unknown = functools.reduce(np.logical_or, (np.isnan(coordinate) for coordinate in there))
    there = np.where(surface.inside(there), there, there + OUTSIDE)
    for at in asked:
        if at is not here:
            there = np.where(np.logical_and(unknown, np.logical_not(surface.inside(at))), OUTSIDE, there)
    return there


def outside(surface: Surface, p: Array) -> np.ndarray:
    """Where the surface has no value at points (D, *batch): a mask (*batch)."""
    return np.logical_not(np.broadcast_to(surface.inside(p), p.shape[1:]))


def valued(surface: Surface, p: Array) -> Array:
    """The loss at points (D, *batch), NaN where it has none, for who draws it: (*batch)."""
    with np.errstate(all="ignore"):
        value = surface.value(p)
        return np.where(surface.inside(p), value, np.nan) if surface.holes else value
