"""What a sweep says as a whole: its best cell, whether it lies on an edge, and how wide the good region is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.maps.axis import Axis
from optim_core.maps.measure import Measured, State

WON = 0.9  # of the most that has been won since the start: a good run
FEWEST = 1.1  # times the fewest steps: a good run
EQUAL = 1e-12  # numbers closer than this, relatively, are one and the same


class Good(NamedTuple):
    """The cells that are nearly as good as the best.

    Attributes:
        share: of the range, each axis on its own scale.
        low, high: the ends of the good stretch around the best, along each axis.
        decades: how wide that stretch is, of a logarithmic axis; None of others.
        pieces: of a line, all its good stretches, the ends of each; None of a plane.
    """

    share: float
    low: tuple[float, ...]
    high: tuple[float, ...]
    decades: tuple[float | None, ...]
    pieces: tuple[tuple[float, float], ...] | None


class Verdict(NamedTuple):
    """What a sweep says.

    Attributes:
        cell, value: the best cell and its number.
        edges: the axes, by number, on whose "low" or "high" end it lies, if the axis may go on there.
        good: the cells that are nearly as good.
    """

    cell: int
    value: float
    edges: tuple[tuple[int, str], ...]
    good: Good


def verdict(found: Measured, axes: Sequence[Axis], before: Array | float | None = None) -> Verdict | None:
    """What the whole grid of a sweep says; its cells are flat, the first axis is the one that runs fastest.

    `before` is what the starts measured, a number or one for each cell: then a run is good if it has won at least
    90 % of what the best has won; else if it took at most 1.1 times the fewest. Where nothing has been won, none is
    good; where no run has a number, there is no verdict. Of equal cells the best is the one in their middle, so that
    a tie does not lie on an edge by chance.
    """
    shape = tuple(len(axis.values) for axis in reversed(axes))
    numbers = np.where(found.states == State.NUMBER, found.values, np.inf).reshape(shape)
    least = float(numbers.min())
    if not np.isfinite(least):
        return None
    best = _middle(numbers <= least + EQUAL * abs(least))
    if before is None:
        good = numbers <= FEWEST * least
    else:
        with np.errstate(all="ignore"):  # a start may lie where there is no loss
            won = np.broadcast_to(before, numbers.size).reshape(shape) - numbers
        good = (won >= WON * won[best]) & (won > 0)
    edges = tuple((k, end) for k, axis in enumerate(axes) if (end := axis.end(best[-1 - k])))
    cell = int(np.ravel_multi_index(best, shape))
    return Verdict(cell, float(numbers[best]), edges, _region(good, best, axes))


def _middle(which: np.ndarray) -> tuple[int, ...]:
    """Of some cells of a grid the one nearest to the middle of them, the first of several."""
    cells = np.argwhere(which)
    away = np.abs(cells - cells.mean(axis=0)) / which.shape
    return tuple(int(k) for k in cells[np.argmin(away.sum(axis=1))])


def _region(good: np.ndarray, best: tuple[int, ...], axes: Sequence[Axis]) -> Good:
    weights = np.ones(())
    for axis in axes:
        weights = np.multiply.outer(axis.shares, weights)
    low, high, decades = [], [], []
    for k, axis in enumerate(axes):
        row = tuple(slice(None) if i == len(axes) - 1 - k else at for i, at in enumerate(best))
        first, last = _stretch(good[row], best[-1 - k])
        low.append(axis.values[first])
        high.append(axis.values[last])
        decades.append(float(axis.scaled[last] - axis.scaled[first]) if axis.log else None)
    pieces = None if len(axes) > 1 else _pieces(good, axes[0])
    return Good(float(weights[good].sum()), tuple(low), tuple(high), tuple(decades), pieces)


def _pieces(good: np.ndarray, axis: Axis) -> tuple[tuple[float, float], ...]:
    """The ends of each stretch of good values, rising."""
    turns = np.flatnonzero(np.diff(np.concatenate([[False], good, [False]]).astype(np.int8)))
    return tuple((axis.values[first], axis.values[end - 1]) for first, end in turns.reshape(-1, 2).tolist())


def _stretch(good: np.ndarray, at: int) -> tuple[int, int]:
    """The first and the last of the good ones next to one another around one of them."""
    bad = np.flatnonzero(~good)
    before, after = bad[bad < at], bad[bad > at]
    return int(before[-1]) + 1 if before.size else 0, int(after[0]) - 1 if after.size else len(good) - 1
