"""A plane through the space of all weights of a network, and its loss there: value, gradient and Hessian, exactly."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.networks.bends import BENT, TOLD
from optim_core.networks.blocks import memory_is_kept
from optim_core.networks.examples import Examples
from optim_core.networks.jets import Begun, means, scores
from optim_core.networks.mlp import MLP
from optim_core.networks.normal import EPS, Moments, Running

AT_ONCE = 1_000_000  # bytes of a layer: what is made of it fits the cache
DEAR = 0.25  # gradients of a formula by the reference loop, an example and a unit; 0.1 to 0.2 measured, by unit
VALUE, SLOPES, CURVES = 1, 3, 6  # of a jet


@dataclasses.dataclass(frozen=True, eq=False)
class Plane:
    """The mean loss of a network over examples at w = origin + x first + y second, without the penalty of L2.

    Derivatives along the axes go forward through the layers with the scores, so that the gradient is the projection of
    the true one. The first layer is linear in x and y: it meets the examples three times in all, however many points
    are asked for. A point has the same bits alone and among others. It computes in the precision of the points.

    Attributes:
        origin: weights (parameters,). axes: two directions of any length, (2, parameters).
        running: what a network with batch normalisation is judged by; the plane does not turn it.
    """

    network: MLP
    origin: Array
    axes: Array
    examples: Examples
    running: Running | None = None

    @property
    def dear(self) -> float:
        """What a gradient costs, in those of a formula by the reference loop."""
        return DEAR * len(self.examples.labels) * sum(self.network.sizes[1:])

    def weights(self, p: Array) -> Array:
        """The weights at points (2, *batch), (parameters, *batch)."""
        return np.asarray(self.origin.reshape(-1, *[1] * (p.ndim - 1)) + np.tensordot(self.axes.T, p, axes=1))

    def value(self, p: Array) -> Array:
        """Loss at points (2, *batch); (*batch)."""
        return self._asked(p, VALUE)[0]

    def grad(self, p: Array) -> Array:
        """Its gradient along the axes, (2, *batch)."""
        return self._asked(p, SLOPES)[1:]

    def hess(self, p: Array) -> Array:
        """Its Hessian along the axes, (2, 2, *batch)."""
        return self._asked(p, CURVES)[[3, 4, 4, 5]].reshape(2, 2, *p.shape[1:])

    def right(self, p: Array) -> Array:
        """The share of right answers at points (2, *batch), (*batch)."""
        flat, found = np.ascontiguousarray(p).reshape(2, -1), np.empty(p.shape[1:]).reshape(-1)
        for some in self._some(len(found), VALUE, flat.dtype):
            answers = self._scores(flat[:, some], VALUE)[0].argmax(axis=-2)
            found[some] = (answers == self.examples.labels).mean(axis=-1)
        return found.reshape(p.shape[1:])

    def _asked(self, p: Array, order: int) -> Array:
        """Loss and derivatives, (order, *batch)."""
        flat = np.reshape(p, (2, -1))
        flat = np.ascontiguousarray(flat, dtype=np.float32 if flat.dtype == np.float32 else np.float64)
        told, right = np.empty((order, flat.shape[1]), flat.dtype), self.marks(flat.dtype)
        for some in self._some(flat.shape[1], order, flat.dtype):
            told[:, some] = means(self._scores(flat[:, some], order), right, TOLD[self.network.loss])
        return told.reshape(order, *p.shape[1:])

    def _scores(self, p: Array, order: int) -> list[Array]:
        return scores(p, self.begun(p.dtype), *BENT[self.network.unit], order)

    def _some(self, points: int, order: int, precision: Any) -> Iterator[slice]:
        memory_is_kept()
        numbers = AT_ONCE // np.dtype(precision).itemsize // (1 if order == VALUE else 2)
        size = max(1, numbers // (len(self.examples.labels) * max(self.network.sizes[1:])))
        return (slice(first, first + size) for first in range(0, points, size))

    def marks(self, precision: Any) -> Array:
        """1 where a class is the right one, (classes, n)."""
        return np.asarray(np.arange(self.network.sizes[-1])[:, None] == self.examples.labels, dtype=precision)

    def begun(self, precision: Any) -> Begun:
        """What does not change with the point, in the shapes of `jets`."""
        return self._single if precision == np.float32 else self._double

    @functools.cached_property
    def _single(self) -> Begun:
        return self._made(np.float32)

    @functools.cached_property
    def _double(self) -> Begun:
        return self._made(np.float64)

    def _made(self, precision: type[np.floating[Any]]) -> Begun:
        network = self.network
        if network.batch_norm and len(network.sizes) > 2 and self.running is None:
            raise ValueError("a network with batch normalisation is judged by its running averages")
        standing = self.running.layers(network.sizes) if network.batch_norm and self.running else []
        layers: list[list[Array]] = []
        for three in zip(*(network.layers(each) for each in (self.origin, *self.axes)), strict=True):
            parts = [np.stack([each.weights.T for each in three]), np.stack([each.bias for each in three])[..., None]]
            scales = [each.scale for each in three if each.scale is not None]
            parts += [np.stack(scales)[..., None], *_upright(standing[len(layers)])] if scales else []
            layers.append([np.ascontiguousarray(part, dtype=precision) for part in parts])
        first = layers[0][0] @ np.asarray(self.examples.inputs, dtype=precision).T
        return first if len(layers[0]) > 2 else first + layers[0][1], layers


def _upright(moments: Moments) -> tuple[Array, Array]:
    """Mean and root, (units, 1) each."""
    mean, variance = (np.reshape(part, (-1, 1)) for part in moments)
    return mean, np.sqrt(variance + EPS)
