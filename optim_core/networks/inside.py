"""What goes on inside a network, layer by layer: computed when somebody looks, and not before."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from optim_core.fields import Array
from optim_core.networks.forward import Returned
from optim_core.networks.mlp import MLP, Training
from optim_core.networks.units import UNITS

SILENT = 1e-3  # a unit that passes on less of the slope, whatever the example, learns nothing any more


@dataclasses.dataclass(frozen=True)
class Inside:
    """The layers of networks of one build, first to last, at weights w (parameters, *batch), on the examples of a loss.

    Of a network with batch normalisation it shows what training sees, unless the training has running averages.
    """

    training: Training
    w: Array

    @functools.cached_property
    def _layers(self) -> list[Returned]:
        return self.training.back(self.w)[::-1]

    @property
    def sums(self) -> list[Array]:
        """What goes into the units of each layer, (*batch, n, units); of the last, the scores."""
        return [each.passed.sums for each in self._layers]

    @property
    def activations(self) -> list[Array]:
        """What comes out of each hidden layer, (*batch, n, units)."""
        return [each.passed.above for each in self._layers[:-1]]

    @property
    def deltas(self) -> list[Array]:
        """The slope of the mean loss in those sums, (*batch, n, units) a layer."""
        return [each.delta for each in self._layers]

    @property
    def bends(self) -> list[Array]:
        """The slope of each hidden unit at its sum, (*batch, n, units) a layer: the factors of the chain rule."""
        unit = UNITS[self.training.network.unit]
        return [unit.slope(each.passed.sums, each.passed.above) for each in self._layers[:-1]]

    @property
    def signal(self) -> Array:
        """How much of the error arrives: the root mean square of the deltas, (layers, *batch)."""
        return np.stack([np.sqrt((delta * delta).mean(axis=(-2, -1))) for delta in self.deltas])

    @property
    def gradients(self) -> Array:
        """The length of the gradient in the weights of each layer, penalty included, (layers, *batch)."""
        return lengths(self.training.network, self.training.grad(self.w))

    @property
    def dead(self) -> Array:
        """The share of the units of each hidden layer that pass on nothing for any example, (hidden layers, *batch)."""
        found = [(np.abs(bend) < SILENT).all(axis=-2).mean(axis=-1) for bend in self.bends]
        return np.stack(found) if found else np.empty((0, *self.w.shape[1:]))


def lengths(network: MLP, vector: Array) -> Array:
    """The length of the part of a vector (parameters, *batch) that belongs to the weights of each layer.

    (layers, *batch); biases and gammas are left out. Frobenius' norm.
    """
    return np.stack([np.sqrt((part * part).sum(axis=(-2, -1))) for part, *_ in network.layers(vector)])


def ratios(network: MLP, w: Array, move: Array) -> Array:
    """How large an update is beside the weights it was made to, (layers, *batch); about 0.001 is usual (CS231n)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(lengths(network, move) / lengths(network, w))
