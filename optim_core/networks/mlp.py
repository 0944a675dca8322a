"""A multilayer perceptron as a function of one flat vector of weights, and what training it asks for."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.backward import Backward, Layer
from optim_core.networks.examples import Examples
from optim_core.networks.losses import LOSSES, Verdict
from optim_core.networks.units import UNITS


@dataclasses.dataclass(frozen=True)
class MLP:
    """Layers of units, the last one linear: scores = W_K u(... u(W_1 x + b_1) ...) + b_K.

    All numbers live in one vector w (parameters, *batch), layer by layer, the weights of a layer (inputs x outputs, row
    by row) before its bias. A batch is many networks of the same build. It computes in the precision of w.

    Attributes:
        sizes: inputs, units of every hidden layer, classes. Two numbers make a linear classifier.
        unit, loss: names in UNITS and LOSSES.
        l2: factor of the penalty 0.5 l2 |W|^2 on the weights of all layers, biases left out; (*batch) where networks
            differ in it.
        backward: the way back through a layer; a bug in its place makes the gradient wrong, and nothing else.
    """

    sizes: tuple[int, ...]
    unit: str = "tanh"
    loss: str = "softmax"
    l2: float | Array = 0.0
    backward: Backward = dataclasses.field(default_factory=Backward)

    @functools.cached_property
    def parameters(self) -> int:
        """How many numbers training may turn."""
        return sum((inputs + 1) * outputs for inputs, outputs in pairwise(self.sizes))

    @functools.cached_property
    def penalised(self) -> bool:
        """Whether any network of the batch pays for large weights."""
        return bool(np.any(self.l2))

    def begin(self, rng: np.random.Generator) -> Array:
        """Random weights to start from, (parameters,), as spread as the unit asks for; biases 0."""
        parts = []
        for inputs, outputs in pairwise(self.sizes):
            spread = np.sqrt(UNITS[self.unit].gain / inputs)
            parts += [spread * rng.standard_normal(inputs * outputs), np.zeros(outputs)]
        return np.concatenate(parts)

    def layers(self, w: Array) -> Iterator[Layer]:
        """The layers of w, first to last, as views where there is no batch.

        Raises ValueError where w is not as long as `parameters`.
        """
        if len(w) != self.parameters:
            raise ValueError(f"{self.parameters} parameters are needed, not {len(w)}")
        flat, at = np.ascontiguousarray(w.transpose(*range(1, w.ndim), 0)), 0
        for number, (inputs, outputs) in enumerate(pairwise(self.sizes), 1):
            ends = at + inputs * outputs
            weights = flat[..., at:ends].reshape(*flat.shape[:-1], inputs, outputs)
            at = ends + outputs
            yield Layer(weights, flat[..., ends:at], number, number == len(self.sizes) - 1)

    def scores(self, w: Array, inputs: Array) -> Array:
        """A score for each class, (*batch, n, classes), of inputs; the highest is the answer.

        inputs: (n, features), the same for all networks of a batch, or (*batch, n, features).
        """
        *_, last = self._forward(w, inputs)
        return last.sums

    def on(self, examples: Examples, kept: Sequence[Array] = ()) -> Training:
        """The loss of these examples as a function of the weights; `kept` as in `Training`."""
        return Training(self, examples, kept)

    def _forward(self, w: Array, inputs: Array, kept: Sequence[Array] = ()) -> Iterator[_Passed]:
        unit = UNITS[self.unit]
        below = np.asarray(inputs, dtype=w.dtype)
        for layer in self.layers(w):
            sums = below @ layer.weights
            sums += layer.bias[..., None, :]
            above = sums if layer.last else unit.of(sums)
            yield _Passed(layer, below, sums, above)
            below = above * kept[layer.number - 1] if kept and not layer.last else above


class _Passed(NamedTuple):
    """A layer on the way forward: what it was given, its sums, and what came out of its units."""

    layer: Layer
    below: Array
    sums: Array
    above: Array


@dataclasses.dataclass(frozen=True)
class Training:
    """The mean loss of a network over examples: an objective of as many dimensions as the network has weights.

    The examples are the same for all networks of a batch, or each has its own: inputs (*batch, n, features), labels
    (*batch, n). `kept` are the factors of dropout, (*batch, n, units) for each hidden layer: what comes out of its
    units is multiplied by them. A network that is judged keeps all.
    """

    network: MLP
    examples: Examples
    kept: Sequence[Array] = ()

    def value(self, w: Array) -> Array:
        """Loss, (*batch), at w (parameters, *batch)."""
        *_, last = self.network._forward(w, self.examples.inputs, self.kept)
        return self._mean(w, self._verdict(last.sums).loss)

    def grad(self, w: Array) -> Array:
        """Its gradient by backpropagation, (parameters, *batch)."""
        passed = list(self.network._forward(w, self.examples.inputs, self.kept))
        return self._back(passed, self._verdict(passed[-1].sums).slope)

    def both(self, w: Array) -> tuple[Array, Array]:
        """Loss and gradient, for the price of the gradient alone."""
        passed = list(self.network._forward(w, self.examples.inputs, self.kept))
        loss, slope = self._verdict(passed[-1].sums)
        return self._mean(w, loss), self._back(passed, slope)

    def _back(self, passed: list[_Passed], slope: Array) -> Array:
        network, back = self.network, self.network.backward
        l2 = _over(network.l2, slope.dtype) if network.penalised else None
        delta, parts = slope / slope.shape[-2], []
        for k in reversed(range(len(passed))):
            layer, below = passed[k].layer, passed[k].below
            weights = back.weights(layer, below, delta)
            if l2 is not None:
                weights = weights + back.decay(layer, l2)
            parts += [back.bias(layer, delta), weights.reshape(*weights.shape[:-2], -1)]
            if k > 0:
                under = passed[k - 1]
                bent = UNITS[network.unit].slope(under.sums, under.above)
                delta = back.through(layer, delta, bent * self.kept[k - 1] if self.kept else bent)
        flat = np.concatenate(parts[::-1], axis=-1)
        return flat.transpose(-1, *range(flat.ndim - 1))

    def accuracy(self, w: Array) -> Array:
        """The share of the examples whose label has the highest score, (*batch)."""
        return self._right(self.network.scores(w, self.examples.inputs))

    def judged(self, w: Array) -> tuple[Array, Array]:
        """Loss and accuracy of the same scores, (*batch) each."""
        scores = self.network.scores(w, self.examples.inputs)
        return self._mean(w, self._verdict(scores).loss), self._right(scores)

    def _right(self, scores: Array) -> Array:
        return np.asarray((scores.argmax(axis=-1) == self.examples.labels).mean(axis=-1))

    def _verdict(self, scores: Array) -> Verdict:
        return LOSSES[self.network.loss].of(scores, self.examples.labels)

    def _mean(self, w: Array, loss: Array) -> Array:
        mean = loss.mean(axis=-1)
        if self.network.penalised:
            weights = (layer.weights for layer in self.network.layers(w))
            mean = mean + 0.5 * self.network.l2 * sum((part * part).sum(axis=(-2, -1)) for part in weights)
        return np.asarray(mean, dtype=w.dtype)


def _over(l2: float | Array, precision: np.dtype) -> float | Array:
    """The factor of the penalty as it goes with the weights of a layer (*batch, inputs, outputs)."""
    return l2 if np.ndim(l2) == 0 else np.asarray(l2, dtype=precision)[..., None, None]
