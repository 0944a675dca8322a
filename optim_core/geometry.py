"""What a surface is like at one point: its slope, how it bends, and the rate plain descent survives there."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from optim_core.algebra import curvatures, slopes
from optim_core.edge import outside
from optim_core.fields import Array
from optim_core.surface import Pair, Surface

Shape = Literal["bowl", "peak", "saddle", "valley", "ridge", "flat"]
LEVEL = 1e-9  # a curvature below this share of the other one counts as none
FLAT = 1e-12  # both below this: flat

_SHAPES: dict[tuple[int, int], Shape] = {
    (1, 1): "bowl",
    (1, 0): "valley",
    (1, -1): "saddle",
    (0, -1): "ridge",
    (-1, -1): "peak",
    (0, 0): "flat",
}


class Geometry(NamedTuple):
    """A surface near one point, up to second order; what does not exist there is NaN, infinity or None.

    Attributes:
        value, grad, grad_norm: loss, gradient (2,) and its length.
        hess: Hessian (2, 2).
        eigenvalues: the larger curvature first; eigenvectors: the unit directions they belong to, one a row (2, 2).
        condition: the larger |eigenvalue| over the smaller one; infinite where one is zero, NaN where both are.
        shape: how it bends, told by the signs of both curvatures: this is no claim that the gradient vanishes.
        largest_lr: 2 / the largest curvature: on the quadratic model gradient descent with a constant rate
            above it moves away along that direction (Nocedal and Wright, chapter 3); None where nothing bends upwards.
    """

    value: float
    grad: Array
    grad_norm: float
    hess: Array
    eigenvalues: Array
    eigenvectors: Array
    condition: float
    shape: Shape | None
    largest_lr: float | None


def at(surface: Surface, point: Pair) -> Geometry:
    """The geometry of a surface at a point (2,); the Hessian by central differences where none is given."""
    p = np.array(point, dtype=np.float64).reshape(2, 1)
    with np.errstate(all="ignore"):
        value, grad = surface.value(p)[0], surface.grad(p)[:, 0]
        hess = (surface.hess(p) if surface.has_hessian() else slopes(surface.grad, p))[..., 0]
        if surface.holes and outside(surface, p)[0]:  # a formula may be worked out where the function is not defined
            value, grad, hess = value * np.nan, grad * np.nan, hess * np.nan
        high, low = (float(c) for c in curvatures(hess))
        angle = 0.5 * np.arctan2(2.0 * hess[0, 1], hess[0, 0] - hess[1, 1])
    along = np.array([np.cos(angle), np.sin(angle)])
    large, small = max(abs(high), abs(low)), min(abs(high), abs(low))
    level = max(LEVEL * large, FLAT)
    return Geometry(
        value=float(value),
        grad=grad,
        grad_norm=float(np.hypot(*grad)),
        hess=hess,
        eigenvalues=np.array([high, low]),
        eigenvectors=np.stack((along, [-along[1], along[0]])),
        condition=large / small if small > level else np.inf if large > level else np.nan,
        shape=_SHAPES[_sign(high, level), _sign(low, level)] if np.isfinite(hess).all() else None,
        largest_lr=2.0 / high if high > level else None,
    )


def _sign(curvature: float, level: float) -> int:
    return 0 if abs(curvature) <= level else 1 if curvature > 0 else -1
