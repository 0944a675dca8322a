"""How low a run came, and when. T is the number of its last point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from optim_core.claims.words import NEVER, word
from optim_core.walk import Status

if TYPE_CHECKING:
    from optim_core.claims.path import Path


@word
def diverged(r: Path) -> float:
    """1 if it blew up, else 0."""
    return float(r.status.diverged)


@word
def left(r: Path) -> float:
    """1 if it left the domain of the loss, else 0."""
    return float(r.status is Status.LEFT)


@word
def final_loss(r: Path) -> float:
    """Loss at T; infinite where it blew up or left the domain."""
    return float(r.loss[-1])


@word
def loss_at(r: Path, t: float) -> float:
    """Loss at step t, or at T where t is later."""
    return float(r.loss[min(int(t), len(r.loss) - 1)])


@word
def max_loss(r: Path) -> float:
    """The highest loss on the way."""
    return float(r.loss.max())


@word
def lowest_loss(r: Path) -> float:
    """The lowest loss on the way."""
    return float(r.loss.min())


@word
def tail_mean_loss(r: Path, n: float) -> float:
    """Mean loss of the last n points."""
    return float(r.loss[-int(n) :].mean())


@word
def tail_max_loss(r: Path, n: float) -> float:
    """Highest loss of the last n points."""
    return float(r.loss[-int(n) :].max())


@word
def tail_min_loss(r: Path, n: float) -> float:
    """Lowest loss of the last n points."""
    return float(r.loss[-int(n) :].min())


@word
def floor(r: Path) -> float:
    """The lowest value f* of the surface; NaN where it has none."""
    lowest = r.surface.floor()
    return math.nan if lowest is None else lowest


@word
def final_excess(r: Path) -> float:
    """Loss at T above f*."""
    return final_loss(r) - floor(r)


@word
def excess_at(r: Path, t: float) -> float:
    """Loss at step t above f*."""
    return loss_at(r, t) - floor(r)


@word
def tail_mean_excess(r: Path, n: float) -> float:
    """Mean loss of the last n points above f*."""
    return tail_mean_loss(r, n) - floor(r)


@word
def steps_to_loss(r: Path, v: float) -> float:
    """The first step with a loss of at most v; 1e9 if there is none."""
    there = np.flatnonzero(r.loss <= v)
    return float(there[0]) if there.size else NEVER


@word
def steps_to_excess(r: Path, v: float) -> float:
    """The first step with a loss of at most f* + v; 1e9 if there is none."""
    there = np.flatnonzero(r.loss - floor(r) <= v)
    return float(there[0]) if there.size else NEVER


@word
def climbs(r: Path, a: float, b: float) -> float:
    """The share of the updates from step a to step b that raise the loss."""
    return float((np.diff(r.loss[int(a) : int(b) + 1]) > 0).mean())


@word
def steps(r: Path) -> float:
    """T: the updates it made."""
    return float(len(r.x) - 1)
