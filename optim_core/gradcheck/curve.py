"""The error of a numerical gradient against its step h: truncation on one side, rounding on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.gradcheck.differences import Function, numerical, value
from optim_core.gradcheck.kink import kinked
from optim_core.gradcheck.relative import relative_length


class Errors(NamedTuple):
    """Relative errors (n,) of the gradient as a whole at steps h (n,)."""

    h: Array
    forward: Array
    central: Array


class Theory(NamedTuple):
    """What calculus expects of these errors, all relative to the length of the gradient.

    Attributes:
        bend: |f''| / 2: the truncation of a forward difference is bend * h.
        twist: |f'''| / 6: that of a central one is twist * h^2.
        rounding: eps |f|: of a forward difference at most rounding / h, of a central one half of it.
    """

    bend: float
    twist: float
    rounding: float

    def forward(self, h: Array) -> Array:
        """Truncation and rounding of a forward difference together."""
        return self.bend * h + self.rounding / h

    def central(self, h: Array) -> Array:
        """The same of a central one."""
        return self.twist * h * h + self.rounding / (2.0 * h)

    def best_forward(self) -> float:
        """The h with the least of it, sqrt(2 eps |f| / |f''|); infinite where nothing bends."""
        return float(np.sqrt(self.rounding / self.bend)) if self.bend else np.inf

    def best_central(self) -> float:
        """The h with the least of it, cbrt(3 eps |f| / (2 |f'''|)); infinite where there is no third derivative."""
        return float(np.cbrt(self.rounding / (4.0 * self.twist))) if self.twist else np.inf


def errors(
    f: Function, grad: Callable[[Any], Any], x: Any, hs: Sequence[float] | Array, dtype: Any = np.float64
) -> Errors:
    """|numerical - analytic| / |analytic| by forward and by central differences at each h.

    In `dtype` float32 the point and the values of f are single precision; the analytic gradient at that very point is
    in double precision all the same.
    """
    true = np.asarray(grad(np.array(x, dtype=dtype).astype(np.float64)), dtype=np.float64)
    with np.errstate(all="ignore"):
        forward = [relative_length(numerical(f, x, float(h), "forward", dtype), true) for h in hs]
        central = [relative_length(numerical(f, x, float(h), "central", dtype), true) for h in hs]
    return Errors(np.array(hs, dtype=np.float64), np.array(forward), np.array(central))


def theory(f: Function, grad: Callable[[Any], Any], x: Any, dtype: Any = np.float64) -> Theory:
    """The second and third derivatives along each entry, by differences of the gradient, and the size of f itself.

    Where f has a kink within the reach of those differences it has no such derivatives, and theory says NaN.
    """
    x = np.array(x, dtype=np.float64)
    true = np.asarray(grad(x.copy()), dtype=np.float64)
    second, third = [], []
    for index in np.ndindex(x.shape):
        reach = max(1.0, abs(x[index])) * np.finfo(float).eps ** 0.25
        behind, ahead = (float(np.asarray(grad(_moved(x, index, way)))[index]) for way in (-reach, reach))
        second.append((ahead - behind) / (2.0 * reach))
        third.append((ahead - 2.0 * float(true[index]) + behind) / (reach * reach))
        with np.errstate(all="ignore"):
            if _bends_at_once(f, x, index, reach):
                return Theory(np.nan, np.nan, np.nan)
    size = float(np.linalg.norm(true))
    with np.errstate(all="ignore"):
        bend, twist = float(np.linalg.norm(second)) / 2.0, float(np.linalg.norm(third)) / 6.0
        rounding = float(np.finfo(dtype).eps) * abs(float(value(f, x))) * float(np.sqrt(x.size))
        return Theory(*(float(np.divide(part, size)) for part in (bend, twist, rounding)))


def _bends_at_once(f: Function, x: Array, index: tuple[int, ...], reach: float) -> bool:
    return kinked(lambda way: value(f, _moved(x, index, way)), np.float64(0.0), np.float64(reach))


def _moved(x: Array, index: tuple[int, ...], way: float) -> Array:
    moved = x.copy()
    moved[index] += way
    return moved
