"""Where a run went, and how. T is the number of its last point."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from optim_core import geometry
from optim_core.claims.words import word

if TYPE_CHECKING:
    from optim_core.claims.path import Path

ARRIVED = 0.01  # a run is in a valley if it is this near to its minimum, in diagonals of the window


@word
def end_x(r: Path) -> float:
    """x at T."""
    return float(r.x[-1])


@word
def end_y(r: Path) -> float:
    """y at T."""
    return float(r.y[-1])


@word
def x_at(r: Path, t: float) -> float:
    """x at step t, or at T."""
    return float(r.x[min(int(t), len(r.x) - 1)])


@word
def y_at(r: Path, t: float) -> float:
    """y at step t, or at T."""
    return float(r.y[min(int(t), len(r.y) - 1)])


@word
def max_x(r: Path) -> float:
    """The largest x on the way."""
    return float(r.x.max())


@word
def min_x(r: Path) -> float:
    """The smallest x on the way."""
    return float(r.x.min())


@word
def max_y(r: Path) -> float:
    """The largest y on the way."""
    return float(r.y.max())


@word
def min_y(r: Path) -> float:
    """The smallest y on the way."""
    return float(r.y.min())


@word
def dist_end(r: Path, a: float, b: float) -> float:
    """Distance of the last point to (a, b)."""
    return math.hypot(end_x(r) - a, end_y(r) - b)


@word
def dist_start(r: Path, a: float, b: float) -> float:
    """Distance of the first point to (a, b)."""
    return math.hypot(r.x[0] - a, r.y[0] - b)


@word
def path_length(r: Path) -> float:
    """Length of the way it went."""
    return float(np.hypot(np.diff(r.x), np.diff(r.y)).sum())


@word
def path_diff(a: Path, b: Path) -> float:
    """The largest difference in a coordinate at the same step, of two runs of equal length."""
    return float(max(np.abs(a.x - b.x).max(), np.abs(a.y - b.y).max()))


@word
def first_step(r: Path) -> float:
    """Length of the first update."""
    return step_length(r, 1)


@word
def step_length(r: Path, t: float) -> float:
    """Length of the update that leads to step t, from 1."""
    t = int(t)
    return math.hypot(r.x[t] - r.x[t - 1], r.y[t] - r.y[t - 1])


@word
def lr_at(r: Path, t: float) -> float:
    """The learning rate in force at step t."""
    return float(r.lr[min(int(t), len(r.lr) - 1)])


@word
def grad_norm_at(r: Path, t: float) -> float:
    """Length of the true gradient at step t, or at T."""
    return float(r.grad_norm[min(int(t), len(r.grad_norm) - 1)])


@word
def crossings_x(r: Path) -> float:
    """How often x changes its sign."""
    return float((np.diff(np.sign(r.x[r.x != 0])) != 0).sum())


@word
def crossings_y(r: Path) -> float:
    """How often y changes its sign."""
    return float((np.diff(np.sign(r.y[r.y != 0])) != 0).sum())


@word
def median_turn(r: Path) -> float:
    """Median angle between successive updates, in degrees."""
    angle = np.arctan2(np.diff(r.y), np.diff(r.x))
    turn = np.abs((np.diff(angle) + np.pi) % (2 * np.pi) - np.pi)
    return float(np.degrees(np.median(turn)))


@word
def astray(r: Path) -> float:
    """Angle between its first update and the way to the nearest known minimum, in degrees."""
    to = min(r.surface.minima(), key=lambda at: dist_start(r, *at), default=(math.nan, math.nan))
    went = math.atan2(r.y[1] - r.y[0], r.x[1] - r.x[0])
    turn = went - math.atan2(to[1] - r.y[0], to[0] - r.x[0])
    return math.degrees(abs(math.remainder(turn, math.tau)))


@word
def distance(r: Path) -> float:
    """Distance of the last point to the nearest known minimum."""
    return min((dist_end(r, a, b) for a, b in r.surface.minima()), default=math.nan)


@word
def valley(r: Path) -> float:
    """The number, from 1, of the known minimum where it arrived; 0 where it arrived at none."""
    x_min, x_max, y_min, y_max = r.surface.domain()
    away = [dist_end(r, a, b) for a, b in r.surface.minima()]
    near = min(away, default=math.inf)
    return (
        0.0 if r.status.off_map or near > ARRIVED * math.hypot(x_max - x_min, y_max - y_min) else 1.0 + away.index(near)
    )


@word
def lambda_max(r: Path) -> float:
    """The larger eigenvalue of the Hessian at its start."""
    return float(geometry.at(r.surface, (float(r.x[0]), float(r.y[0]))).eigenvalues[0])


@word
def lambda_min(r: Path) -> float:
    """The smaller eigenvalue of the Hessian at its start."""
    return float(geometry.at(r.surface, (float(r.x[0]), float(r.y[0]))).eigenvalues[1])
