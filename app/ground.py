"""The heights of a surface as they are drawn."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from optim_core import Surface
from optim_core.batch import grid
from optim_core.edge import valued
from optim_core.fields import Array
from optim_core.surface import Box

LOW = 0.02  # the share of a picture that counts as its bottom
CLOSER, LOOKS, GROWS = 8, 3, 10.0  # looked at so many times as closely, so often, a pole is so many times as high
HIDDEN = 3  # cells beyond the rim of a hole that are drawn beneath it
STRAY = 0.03  # the share of a picture that is few
FENCE = 3.0  # times the middle half of all heights: where a pole reaches further, it is cut off


class Ground(NamedTuple):
    """The heights of a picture.

    Attributes:
        heights: on the scale that the surface declares, NaN where it has no value and finite elsewhere.
        shift: what was added before a logarithm was taken.
        cut: whether what is lower, and what is higher than all this, was cut off.
    """

    heights: Array
    shift: float
    cut: tuple[bool, bool]


def drawn(surface: Surface, values: Array, box: Box) -> Ground:
    """Values of a surface on a grid (ny, nx) of a window, as they are drawn."""
    bounds = _fences(surface, values, box)
    cut = (bool(np.any(values < bounds[0])), bool(np.any(values > bounds[1])))
    heights, shift = _scaled(surface, np.clip(values, *bounds))
    return Ground(heights, shift, cut)


def _scaled(surface: Surface, values: Array) -> tuple[Array, float]:
    if surface.scale != "log":
        return values, 0.0
    above = values - (surface.floor() or 0.0)
    # The bottom of a logarithmic picture: six decades below the top, or it would be all abyss; no deeper than the
    # grid sees.
    top = float(np.nanmax(np.where(np.isfinite(above), above, 0.0)))
    shift = max(top * 1e-6, _blur(above)) or 1e-12
    return np.log10(np.maximum(above, 0.0) + shift), shift


def _blur(values: Array) -> float:
    """By how much a grid (ny, nx) errs between its points where it is low: less than that is no minimum, only a sample.

    A straight line between two points errs by an eighth of the second difference there.
    """
    if min(values.shape) < 3:
        return 0.0
    inner = values[1:-1, 1:-1]
    with np.errstate(invalid="ignore"):
        bends = [values[2:, 1:-1] - 2 * inner + values[:-2, 1:-1], values[1:-1, 2:] - 2 * inner + values[1:-1, :-2]]
        bend = np.max(np.abs(bends), axis=0)
    known = np.isfinite(bend)
    if not known.any():
        return 0.0
    low = known & (inner <= np.quantile(inner[known], LOW))
    return float(np.quantile(bend[low], 0.9)) / 8


def _fences(surface: Surface, values: Array, box: Box) -> tuple[float, float]:
    """Between which values to draw: a pole, or a few stray points, must not make everything else one colour."""
    known = np.isfinite(values)
    if not known.any():
        return 0.0, 0.0
    low, high = (float(f(values[known])) for f in (np.min, np.max))
    if surface.rows:  # data has no poles, and is dear to look at
        return low, high
    if surface.scale == "log":
        floor = surface.floor() or 0.0
        above = values[known & (values > floor)] - floor
        if above.size and _is_pole(surface, values, box, "high", floor):
            high = min(high, 10.0 ** _fence(np.log10(above)).high + floor)
        return low, high
    fence = _fence(values[known])
    if fence.strays(values < fence.low, low) or _is_pole(surface, values, box, "low", fence.middle):
        low = max(low, fence.low)
    if fence.strays(values > fence.high, high) or _is_pole(surface, values, box, "high", fence.middle):
        high = min(high, fence.high)
    return low, high


class _Fence(NamedTuple):
    low: float
    middle: float
    high: float

    def strays(self, beyond: np.ndarray, end: float) -> bool:
        """Whether a few values lie far beyond, as where a grid meets the rim of a hole."""
        wide, away = self.high - self.low, max(self.low - end, end - self.high)
        return away > wide > STRAY * away and bool(np.mean(beyond) < STRAY)


def _fence(heights: Array) -> _Fence:
    first, middle, third = np.quantile(heights, (0.25, 0.5, 0.75)).tolist()
    reach = FENCE * (third - first)
    return _Fence(first - reach, middle, third + reach)


def _is_pole(surface: Surface, values: Array, box: Box, end: Literal["low", "high"], middle: float) -> bool:
    """Whether the lowest or highest value of a grid is no end: looked at more closely there is a far larger one."""
    sign = 1.0 if end == "high" else -1.0
    reached = np.where(np.isnan(values), -np.inf, sign * (values - middle))
    row, column = np.unravel_index(int(np.argmax(reached)), values.shape)
    first = highest = float(reached[row, column])
    x0, x1, y0, y1 = box
    dx, dy = (x1 - x0) / (values.shape[1] - 1), (y1 - y0) / (values.shape[0] - 1)
    x, y = x0 + column * dx, y0 + row * dy
    for _ in range(LOOKS):
        if highest == np.inf:
            return True
        around = (max(x0, x - dx), min(x1, x + dx), max(y0, y - dy), min(y1, y + dy))
        closer = grid(around, 2 * CLOSER + 1, 2 * CLOSER + 1)
        heights = sign * (valued(surface, closer) - middle)
        if np.isnan(heights).all():
            return False
        row, column = np.unravel_index(int(np.nanargmax(heights)), heights.shape)
        highest = float(heights[row, column])
        (x, y), dx, dy = closer[:, row, column], dx / CLOSER, dy / CLOSER
    return highest > GROWS * first


def grown(heights: Array) -> Array:
    """The same, going on a little beneath the holes, as steep as beside them: who draws a hole hides that."""
    known = np.isfinite(heights)
    if known.all() or not known.any():
        return np.where(known, heights, 0.0)
    low, high = heights[known].min(), heights[known].max()
    for _ in range(HIDDEN):
        wide = np.pad(np.where(known, heights, np.nan), 2, constant_values=np.nan)
        ahead = []
        for axis in (0, 1):
            for way in (-1, 1):
                near, far = (np.roll(wide, by * way, axis)[2:-2, 2:-2] for by in (1, 2))
                ahead.append(np.where(np.isnan(far), near, 2.0 * near - far))
        count = np.isfinite(ahead).sum(axis=0)
        mean = np.nansum(ahead, axis=0) / np.maximum(count, 1)
        heights = np.where(known, heights, np.where(count > 0, np.clip(mean, low, high), np.nan))
        known = np.isfinite(heights)
    return np.where(known, heights, low)
