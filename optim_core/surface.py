"""What a loss landscape is: a value with its gradient and Hessian over the plane, and how to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, NamedTuple, Protocol

import numpy as np

from optim_core.fields import Array, Text
from optim_core.registry import Declared

Pair = tuple[float, float]
Box = tuple[float, float, float, float]
What = Literal["value", "grad", "hess"]  # that an objective may be asked for


class Example(NamedTuple):
    """Settings of a surface to begin with, and in a few words what they show."""

    title: Text
    settings: Mapping[str, Any]


class Landmark(NamedTuple):
    """Places on a surface that are known and worth a mark, which need be no minima; or a way through them."""

    title: Text
    places: tuple[Pair, ...]
    way: bool = False


class Objective(Protocol):
    """Anything with a value (*batch), a gradient (D, *batch) and a Hessian (D, D, *batch) at points (D, *batch)."""

    def value(self, p: Array) -> Array:
        """Value, (*batch)."""

    def grad(self, p: Array) -> Array:
        """Gradient, (D, *batch)."""

    def hess(self, p: Array) -> Array:
        """Hessian, (D, D, *batch)."""


class Surface(Declared):
    """A loss over the plane, noise-free. Parameters are numbers or arrays that broadcast against `*batch`.

    Class attributes:
        scale: colour the value or its logarithm.
        rows: the number of examples behind a loss made of data, else 0.
        quadratic: the Hessian is the same everywhere.
        holes: there are points at which it has no value (see `inside`).
        examples: settings to begin with, where its own are only one of many.
    """

    registry: ClassVar[dict[str, type[Surface]]] = {}
    scale: ClassVar[Literal["linear", "log"]] = "linear"
    rows: ClassVar[int] = 0
    quadratic: ClassVar[bool] = False
    holes: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]] = ()

    def value(self, p: Array) -> Array:
        """Loss at points (2, *batch); shape (*batch)."""
        raise NotImplementedError

    def grad(self, p: Array) -> Array:
        """Gradient at points (2, *batch); same shape."""
        raise NotImplementedError

    def hess(self, p: Array) -> Array:
        """Hessian at points (2, *batch); shape (2, 2, *batch). Left out, the probe takes differences of `grad`."""
        raise NotImplementedError

    def inside(self, p: Array) -> np.ndarray:
        """Whether there is a value at points (2, *batch), (*batch); True everywhere unless it has `holes`.

        Asked of what the point is, not of what floats can hold: a value that overflows is still a value.
        """
        return np.ones(p.shape[1:], dtype=bool)

    def kink_near(self, p: Pair) -> Pair | None:
        """The place nearest to a point at which it has a kink; None where none is known."""
        return None

    def domain(self) -> Box:
        """The window worth looking at: x_min, x_max, y_min, y_max."""
        raise NotImplementedError

    def begin(self) -> Pair:
        """A start from which something can be learned."""
        raise NotImplementedError

    def minima(self) -> tuple[Pair, ...]:
        """Known isolated minima, the global ones first; empty where there is none or a whole curve of them."""
        return ()

    def landmarks(self) -> tuple[Landmark, ...]:
        """What else is to be marked on it, named truly."""
        return ()

    def floor(self) -> float | None:
        """The lowest value f*, or None where the surface is unbounded below."""
        return None

    def scales(self) -> dict[str, float]:
        """What suits a learning rate here; parameters must be plain numbers.

        stride: 1 / the largest curvature at the start and the known minima, where plain descent is stable (a rate
            that multiplies a gradient); length: the longer side of the window (a rate that is a length).
        """
        x_min, x_max, y_min, y_max = self.domain()
        places = np.array([self.begin(), *self.minima()]).T
        curvature = float(np.abs(np.linalg.eigvalsh(np.moveaxis(self.hess(places), -1, 0))).max())
        return {"stride": 1.0 / max(curvature, 1e-9), "length": max(x_max - x_min, y_max - y_min)}

    @property
    def dear(self) -> float:
        """How many times as dear as that of a formula its gradient is, where neither graph nor rows tell."""
        return 1.0

    def prepare(self) -> None:
        """Whatever it does only once, such as training a network, so that what is asked of it afterwards is quick."""

    def spelt(self) -> Surface:
        """The same landscape with methods that are code of their own, for whoever takes code away."""
        return self

    def sample(self, rows: np.ndarray) -> Objective:
        """The loss of a mini-batch, given the numbers of its examples (B,); only where `rows` > 0.

        Numbers (n, B) are a mini-batch for each of the points (2, n) that it will be asked at.
        """
        raise ValueError(f"{self.kind} is not made of data, so it has no mini-batches")

    @classmethod
    def has_hessian(cls) -> bool:
        """Whether the Hessian is given by formula."""
        return cls.hess is not Surface.hess


def stack2(a: Array, b: Array) -> Array:
    """A gradient from its two coordinates, broadcast to one shape."""
    if a.shape != b.shape:
        a, b = np.broadcast_arrays(a, b)
    both = np.empty((2, *a.shape), a.dtype)  # ten times faster than np.stack on the small arrays of a single run
    both[0], both[1] = a, b
    return both


def symmetric(xx: Array, xy: Array, yy: Array) -> Array:
    """A 2 x 2 Hessian from its three entries, broadcast to one shape."""
    return stack2(stack2(xx, xy), stack2(xy, yy))
