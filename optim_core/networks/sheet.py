"""Where the numbers of each layer stand among all numbers of a network, cut out once for many updates."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.backward import Layer


class Place(NamedTuple):
    """Where the numbers of a layer stand in w: weights from `at`, then `bias`, then, if it has them, gammas."""

    inputs: int
    outputs: int
    at: int
    bias: int
    scale: int
    ends: int
    number: int
    last: bool


@functools.lru_cache(maxsize=64)
def places(sizes: Sequence[int], batch_norm: bool) -> tuple[Place, ...]:
    """Those of all layers, first to last."""
    found, at = list[Place](), 0
    for number, (inputs, outputs) in enumerate(pairwise(sizes), 1):
        bias = at + inputs * outputs
        scale = ends = bias + outputs
        last = number == len(sizes) - 1
        if batch_norm and not last:
            ends = scale + outputs
        found.append(Place(inputs, outputs, at, bias, scale, ends, number, last))
        at = ends
    return tuple(found)


def cut(flat: Array, where: Sequence[Place]) -> list[Layer]:
    """The layers of networks (*batch, parameters), as views where the array is contiguous."""
    return [
        Layer(
            weights := flat[..., at:bias].reshape(*flat.shape[:-1], inputs, outputs),
            biases := flat[..., bias:scale],
            number,
            last,
            flat[..., scale:ends] if scale < ends else None,
            weights.swapaxes(-1, -2),
            biases[..., None, :],
        )
        for inputs, outputs, at, bias, scale, ends, number, last in where
    ]


class Sheet:
    """The weights of one network and a gradient of it, cut into layers once and written over at every update.

    That is for a network alone: of many, cutting takes no time beside the rest, and copying does.

    Attributes:
        precision: what asks in another goes without it.
        gradient: all of it (parameters,), and the same layer by layer.
    """

    def __init__(self, where: Sequence[Place], precision: type[np.floating[Any]]) -> None:
        self.precision = np.dtype(precision)
        self._weights, slopes = (np.empty(where[-1].ends, precision) for _ in range(2))
        self._layers = cut(self._weights, where)
        self.gradient = slopes, cut(slopes, where)

    def layers(self, w: Array) -> Sequence[Layer]:
        """The layers of w (parameters, 1), until the next are asked for; they have no axis of networks."""
        self._weights[...] = w[:, 0]
        return self._layers

    def told(self) -> Array:
        """The gradient that was written last (parameters, 1), to be kept by whoever asked."""
        return self.gradient[0].copy()[None].T
