"""Points at which a surface has no slope: where they are and of which kind."""

from __future__ import annotations

from typing import Literal

import numpy as np

from optim_core.algebra import curvatures, slopes, solve
from optim_core.fields import Array
from optim_core.surface import Surface

Kind = Literal["minimum", "saddle", "maximum", "flat"]
NEWTON = 20  # steps: enough even where the curvature vanishes as well and each of them only halves the way
LEVEL = 1e-6  # a curvature below this share of the other one says nothing
DOWNWARDS = 1e-4  # of the larger curvature: the smaller one is negative by no less, not by rounding
RING = 64  # points looked at around a place where the curvatures say nothing


def stationary(surface: Surface, x: Array, reach: float) -> tuple[Array, np.ndarray]:
    """The stationary points next to points (2, n), by Newton's method, and whether there is one within reach, (n,).

    Where there is none, the point stays where it is.
    """
    p = x.copy()
    with np.errstate(all="ignore"):
        for _ in range(NEWTON):
            p = p - solve(hessian(surface, p), surface.grad(p))
        found = np.hypot(*(p - x)) <= reach
        found &= np.hypot(*surface.grad(p)) <= np.hypot(*surface.grad(x))
    return np.where(found, p, x), found


def level(surface: Surface, p: Array) -> np.ndarray:
    """Where the surface does not bend, at least in one direction, at points (2, n): plains and curves of one height."""
    with np.errstate(all="ignore"):
        high, low = (np.abs(c) for c in curvatures(hessian(surface, p)))
        return ~(np.minimum(high, low) > LEVEL * np.maximum(high, low))


def falls(surface: Surface, x: Array, reach: float) -> np.ndarray:
    """Where the surface bends downwards in some direction, at or next to points (2, n): there is no minimum, (n,)."""
    with np.errstate(all="ignore"):
        if not _bends_down(surface, x).any():
            return np.zeros(x.shape[1], dtype=bool)
        return _bends_down(surface, stationary(surface, x, reach)[0])


def _bends_down(surface: Surface, p: Array) -> np.ndarray:
    high, low = curvatures(hessian(surface, p))
    return np.asarray(low < -DOWNWARDS * np.abs(high))


def kind(surface: Surface, point: Array, radius: float) -> Kind:
    """What a stationary point (2,) is, by its curvatures; where these say nothing, by the heights around it."""
    p = point.reshape(2, 1)
    with np.errstate(all="ignore"):
        if level(surface, p)[0]:
            angle = np.linspace(0.0, 2.0 * np.pi, RING, endpoint=False)
            rises = surface.value(p + radius * np.stack((np.cos(angle), np.sin(angle)))) - surface.value(p)
            high, low = float(rises.max()), float(rises.min())
            slight = 0.01 * max(abs(high), abs(low))
        else:
            high, low = (float(c[0]) for c in curvatures(hessian(surface, p)))
            slight = 0.0
    if low > slight:
        return "minimum"
    if high < -slight:
        return "maximum"
    return "saddle" if low < -slight and high > slight else "flat"


def hessian(surface: Surface, p: Array) -> Array:
    """The Hessian at points (2, n), by differences where none is given by formula."""
    return surface.hess(p) if surface.has_hessian() else slopes(surface.grad, p)
