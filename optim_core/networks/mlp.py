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
from optim_core.networks.forward import Passed, Returned, backward, forward
from optim_core.networks.inits import INITS, Layout
from optim_core.networks.losses import LOSSES, Verdict
from optim_core.networks.normal import Moments, Running
from optim_core.networks.units import UNITS


class _Place(NamedTuple):
    """Where the numbers of a layer stand in w: weights from `at`, then `bias`, then, if it has them, gammas."""

    inputs: int
    outputs: int
    at: int
    bias: int
    scale: int
    ends: int
    number: int
    last: bool


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
    init: str = "fitting"
    sigma: float = 0.01
    batch_norm: bool = False

    @functools.cached_property
    def parameters(self) -> int:
        """How many numbers training may turn."""
        return self._places[-1].ends

    @functools.cached_property
    def penalised(self) -> bool:
        """Whether any network of the batch pays for large weights."""
        return bool(np.any(self.l2))

    def begin(self, rng: np.random.Generator) -> Array:
        """Random weights to start from, (parameters,), as spread as the init has it; biases 0, gammas 1."""
        parts = []
        for place in self._places:
            layout = Layout(place.inputs, place.outputs, UNITS[self.unit].gain, self.sigma)
            spread = INITS[self.init].spread(layout)
            parts += [spread * rng.standard_normal(place.inputs * place.outputs), np.zeros(place.outputs)]
            parts += [np.ones(place.ends - place.scale)]
        return np.concatenate(parts)

    @functools.cached_property
    def _places(self) -> list[_Place]:
        places, at = list[_Place](), 0
        for number, (inputs, outputs) in enumerate(pairwise(self.sizes), 1):
            bias = at + inputs * outputs
            scale = ends = bias + outputs
            last = number == len(self.sizes) - 1
            if self.batch_norm and not last:
                ends = scale + outputs
            places.append(_Place(inputs, outputs, at, bias, scale, ends, number, last))
            at = ends
        return places

    def layers(self, w: Array) -> Iterator[Layer]:
        """The layers of w, first to last, as views where there is no batch.

        Raises ValueError where w is not as long as `parameters`.
        """
        if len(w) != self.parameters:
            raise ValueError(f"{self.parameters} parameters are needed, not {len(w)}")
        flat = np.ascontiguousarray(w.transpose(*range(1, w.ndim), 0))
        for inputs, outputs, at, bias, scale, ends, number, last in self._places:
            weights = flat[..., at:bias].reshape(*flat.shape[:-1], inputs, outputs)
            yield Layer(weights, flat[..., bias:scale], number, last, flat[..., scale:ends] if scale < ends else None)

    def scores(self, w: Array, inputs: Array, running: Running | None = None) -> Array:
        """A score for each class, (*batch, n, classes), of inputs; the highest is the answer.

        inputs: (n, features), the same for all networks of a batch, or (*batch, n, features).
        running: what a trained network with batch normalisation is judged by; left out, the moments of the inputs.
        """
        *_, last = self.passed(w, inputs, running=running)
        return last.sums

    def on(self, examples: Examples, kept: Sequence[Array] = (), running: Running | None = None) -> Training:
        """The loss of these examples as a function of the weights; `kept` and `running` as in `Training`."""
        return Training(self, examples, kept, running)

    def passed(
        self, w: Array, inputs: Array, kept: Sequence[Array] = (), running: Running | None = None
    ) -> Iterator[Passed]:
        """Inputs on their way through the layers of w, first to last."""
        standing = running.layers(self.sizes) if running and self.batch_norm else ()
        return forward(self.layers(w), np.asarray(inputs, dtype=w.dtype), UNITS[self.unit], kept, standing)


@dataclasses.dataclass(frozen=True)
class Training:
    """The mean loss of a network over examples: an objective of as many dimensions as the network has weights.

    The examples are the same for all networks of a batch, or each has its own: inputs (*batch, n, features), labels
    (*batch, n). `kept` are the factors of dropout, (*batch, n, units) for each hidden layer: what comes out of its
    units is multiplied by them. A network that is judged keeps all. `running` are the averages that stand, where it is
    judged, for the moments of the examples in batch normalisation; `met` are the moments on the first way through.
    """

    network: MLP
    examples: Examples
    kept: Sequence[Array] = ()
    running: Running | None = None
    met: list[Moments] = dataclasses.field(default_factory=list)

    def value(self, w: Array) -> Array:
        """Loss, (*batch), at w (parameters, *batch)."""
        return self._mean(w, self._verdict(self._passed(w)[-1].sums).loss())

    def grad(self, w: Array) -> Array:
        """Its gradient by backpropagation, (parameters, *batch)."""
        passed = self._passed(w)
        return self._back(passed, self._verdict(passed[-1].sums).slope)

    def both(self, w: Array) -> tuple[Array, Array]:
        """Loss and gradient, for the price of the gradient alone."""
        passed = self._passed(w)
        loss, slope = self._verdict(passed[-1].sums)
        return self._mean(w, loss()), self._back(passed, slope)

    def back(self, w: Array) -> list[Returned]:
        """The layers on the way back from the mean loss, last to first: what the gradient is made of."""
        passed = self._passed(w)
        return list(self._returned(passed, self._verdict(passed[-1].sums).slope))

    def _passed(self, w: Array) -> list[Passed]:
        passed = list(self.network.passed(w, self.examples.inputs, self.kept, self.running))
        if self.network.batch_norm and not self.met:
            self.met.extend(each.evened.moments for each in passed if each.evened)
        return passed

    def _returned(self, passed: list[Passed], slope: Array) -> Iterator[Returned]:
        network = self.network
        return backward(passed, slope / slope.shape[-2], UNITS[network.unit], self.kept, network.backward)

    def _back(self, passed: list[Passed], slope: Array) -> Array:
        network, rules, parts = self.network, self.network.backward, list[Array]()
        l2 = _over(network.l2, slope.dtype) if network.penalised else None
        for (layer, below, _, _, through), delta, before in self._returned(passed, slope):
            weights = rules.weights(layer, below, before)
            if l2 is not None:
                weights = weights + rules.decay(layer, l2)
            if through is not None:
                parts.append(rules.bias(layer, delta * through.sums))
            parts += [rules.bias(layer, delta), weights.reshape(*weights.shape[:-2], -1)]
        flat = np.concatenate(parts[::-1], axis=-1)
        return flat.transpose(-1, *range(flat.ndim - 1))

    def accuracy(self, w: Array) -> Array:
        """The share of the examples whose label has the highest score, (*batch)."""
        return self._right(self.network.scores(w, self.examples.inputs, self.running))

    def judged(self, w: Array) -> tuple[Array, Array]:
        """Loss and accuracy of the same scores, (*batch) each."""
        scores = self.network.scores(w, self.examples.inputs, self.running)
        return self._mean(w, self._verdict(scores).loss()), self._right(scores)

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
