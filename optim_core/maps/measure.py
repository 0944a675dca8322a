"""What is measured of a run: one number for each cell of a map."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Literal, NamedTuple

import numpy as np

from optim_core.cost import passes
from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.maps.places import AROUND, reach_over
from optim_core.maps.stationary import falls
from optim_core.surface import Box, Surface
from optim_core.walk import Status

STEEP = 0.1  # of its height: what lies ahead of a run that falls without end
What = Literal["loss", "steps", "evaluations", "distance"]


class State(IntEnum):
    """What a cell holds: a number, or what became of a run without one.

    It blew up, never came to rest, did where no minimum is, left the domain of the loss, or would have begun outside.
    """

    NUMBER = 0
    DIVERGED = 1
    NEVER = 2
    ELSEWHERE = 3
    LEFT = 4
    OUTSIDE = 5


class Measured(NamedTuple):
    """A number for each run, NaN where its state says that there is none; float64 and uint8, (n,) each."""

    values: Array
    states: np.ndarray


def measured(what: What, ends: Ends, surface: Surface) -> Measured:
    """What became of the runs of a batch, flat.

    loss: the true one at the end. steps, evaluations: the moment at which the gradient norm was at most the tolerance,
    and the cost up to there in forward passes; a run without tolerance never is, and one that rests on a saddle or a
    hilltop has arrived nowhere. distance: from the end to the nearest
    known minimum. Numbers of the surface may be arrays over the batch.
    Raises ValueError for the distance where the surface knows no minimum.
    """
    x = ends.x.reshape(ends.x.shape[0], -1)
    gone, left, outside = (which.reshape(-1) for which in (ends.diverged, ends.left, ends.never_began))
    elsewhere = np.zeros_like(gone)
    if what in ("steps", "evaluations"):
        count = ends.ended if what == "steps" else passes(ends.spent, x.shape[0])
        none = ends.status.reshape(-1) != Status.CONVERGED
        elsewhere = _lost(x, ~none, surface)
        numbers = np.asarray(count, dtype=np.float64).reshape(-1)
    else:
        numbers = ends.loss.reshape(-1) if what == "loss" else distances(x, surface)
        gone = gone | ~np.isfinite(numbers)
        none = gone
    fates = (State.OUTSIDE, State.LEFT, State.DIVERGED, State.NEVER, State.ELSEWHERE)
    states = np.select([outside, left, gone, none, elsewhere], fates, State.NUMBER).astype(np.uint8)
    return Measured(np.where(states == State.NUMBER, numbers, np.nan), states)


def endless(ends: Ends, before: Array, box: Box) -> np.ndarray:
    """Which runs of a batch were still falling without end, flat: lower than they began, off the window, still steep.

    Args: the losses at their starts (n,), and the window of the surface. That one of them is the lowest says only for
    how many steps it fell: on the way it has ahead of it the slope promises a good part of its height again.
    """
    x, grad, loss = ends.x.reshape(2, -1), ends.grad.reshape(2, -1), ends.loss.reshape(-1)
    x_min, x_max, y_min, y_max = box
    middle = np.array([[x_min + x_max], [y_min + y_max]]) / 2.0
    half = np.array([[x_max - x_min], [y_max - y_min]]) / 2.0
    away = np.hypot(*(x - middle))
    off = (np.abs(x - middle) > half).any(axis=0)
    with np.errstate(all="ignore"):
        return np.asarray(off & (loss < before) & (np.hypot(*grad) * away > STEEP * np.abs(loss)))


def before(what: What, starts: Array, surface: Surface) -> Array | None:
    """The same of the starts (2, n), for who asks how much has been won since; None of what counts from 0."""
    if what in ("steps", "evaluations"):
        return None
    with np.errstate(all="ignore"):
        return surface.value(starts) if what == "loss" else distances(starts, surface)


def distances(x: Array, surface: Surface) -> Array:
    """From points (2, n) to the nearest known minimum of the surface, (n,), whose numbers may be arrays (n,) as well.

    Raises ValueError where no minimum is known.
    """
    away = np.empty(x.shape[1])
    for some, one in _each(surface, x.shape[1]):
        minima = one.minima()
        if not minima:
            raise ValueError("no minimum of this surface is known, so nothing has a distance to it")
        away[some] = np.min([np.hypot(x[0, some] - a, x[1, some] - b) for a, b in minima], axis=0)
    return away


def _lost(x: Array, rest: np.ndarray, surface: Surface) -> np.ndarray:
    """Which of the runs that have come to rest did so at no minimum, (n,)."""
    found = np.zeros(x.shape[1], dtype=bool)
    if rest.any():
        swept = {name: np.broadcast_to(np.ravel(v), rest.shape)[rest] for name, v in _numbers(surface).items()}
        under = surface.replace(**swept) if swept else surface
        found[rest] = falls(under, x[:, rest], AROUND * reach_over(surface.domain()))
    return found


def _numbers(surface: Surface) -> dict[str, Array]:
    """The numbers of a surface that are arrays over the batch."""
    return {name: v for name in surface.numbers() if np.ndim(v := getattr(surface, name))}


def _each(surface: Surface, runs: int) -> Iterator[tuple[np.ndarray | slice, Surface]]:
    """The surfaces that stand side by side in one whose numbers are arrays, each with the runs upon it."""
    swept = {name: np.ravel(v) for name, v in _numbers(surface).items()}
    if not swept:
        yield slice(None), surface
        return
    rows = np.stack([np.broadcast_to(v, runs) for v in swept.values()])
    distinct, which, counts = np.unique(rows, axis=1, return_inverse=True, return_counts=True)
    order = np.argsort(which.reshape(-1), kind="stable")
    for some, numbers in zip(np.split(order, np.cumsum(counts)[:-1]), distinct.T, strict=True):
        yield some, surface.replace(**dict(zip(swept, numbers.tolist(), strict=True)))
