"""A multilayer perceptron as a function of one flat vector of weights, and what training it asks for."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.networks.backward import Backward, Layer
from optim_core.networks.examples import Examples
from optim_core.networks.forward import Passed, Returned, backward, forward
from optim_core.networks.inits import INITS, Layout
from optim_core.networks.losses import LOSSES, Verdict
from optim_core.networks.normal import Moments, Running
from optim_core.networks.sheet import Place, Sheet, cut, places
from optim_core.networks.straight import Straight
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

    @property
    def _places(self) -> tuple[Place, ...]:
        return places(self.sizes, self.batch_norm)

    def layers(self, w: Array) -> Iterator[Layer]:
        """The layers of w, first to last, as views where there is no batch.

        Raises ValueError where w is not as long as `parameters`.
        """
        if len(w) != self.parameters:
            raise ValueError(f"{self.parameters} parameters are needed, not {len(w)}")
        yield from cut(np.ascontiguousarray(w.transpose(*range(1, w.ndim), 0)), self._places)

    def scores(self, w: Array, inputs: Array, running: Running | None = None) -> Array:
        """A score for each class, (*batch, n, classes), of inputs; the highest is the answer.

        inputs: (n, features), the same for all networks of a batch, or (*batch, n, features).
        running: what a trained network with batch normalisation is judged by; left out, the moments of the inputs.
        """
        *_, last = self.passed(w, inputs, running=running)
        return last.sums

    def sheet(self, precision: type[np.floating[Any]]) -> Sheet:
        """For a network that is trained alone."""
        if self.batch_norm or type(self.backward) is not Backward:
            return Sheet(self._places, precision)
        l2 = _over(self.l2, np.dtype(precision)) if self.penalised else None
        return Straight(self._places, precision, UNITS[self.unit], LOSSES[self.loss], l2)

    def on(
        self,
        examples: Examples,
        kept: Sequence[Array] = (),
        running: Running | None = None,
        sheet: Sheet | None = None,
    ) -> Training:
        """The loss of these examples as a function of the weights; the others as in `Training`."""
        return Training(self, examples, kept, running, sheet)

    def passed(
        self,
        w: Array,
        inputs: Array,
        kept: Sequence[Array] = (),
        running: Running | None = None,
        sheet: Sheet | None = None,
    ) -> Iterator[Passed]:
        """Inputs on their way through the layers of w, first to last."""
        standing = running.layers(self.sizes) if running and self.batch_norm else ()
        layers = sheet.layers(w) if sheet else self.layers(w)
        return forward(layers, np.asarray(inputs, dtype=w.dtype), UNITS[self.unit], kept, standing)

    def gradient(self, like: Array) -> tuple[Array, Sequence[Layer]]:
        """Room for one (*batch, parameters), and the same layer by layer, as for scores (*batch, n, classes)."""
        flat = np.empty((*like.shape[:-2], self.parameters), like.dtype)
        return flat, cut(flat, self._places)


@dataclasses.dataclass  # not frozen: one is made at every update, and freezing takes as long as a product
class Training:
    """The mean loss of a network over examples: an objective of as many dimensions as the network has weights.

    The examples are the same for all networks of a batch, or each has its own: inputs (*batch, n, features), labels
    (*batch, n). `kept` are the factors of dropout, (*batch, n, units) for each hidden layer: what comes out of its
    units is multiplied by them. A network that is judged keeps all. `running` are the averages that stand, where it is
    judged, for the moments of the examples in batch normalisation; `met` are the moments on the first way through.
    A `sheet` spares a network alone, w (parameters, 1), the cutting of weights and gradient into layers every time;
    its examples and what is kept have no axis of networks.
    """

    network: MLP
    examples: Examples
    kept: Sequence[Array] = ()
    running: Running | None = None
    sheet: Sheet | None = None
    met: list[Moments] = dataclasses.field(default_factory=list)

    def value(self, w: Array) -> Array:
        """Loss, (*batch), at w (parameters, *batch)."""
        return self._mean(w, self._verdict(self._passed(w)[-1].sums).loss())

    def grad(self, w: Array) -> Array:
        """Its gradient by backpropagation, (parameters, *batch)."""
        if isinstance(self.sheet, Straight) and self._sheet(w):
            return self.sheet.grad(w, self.examples, self.kept)
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
        passed = list(self.network.passed(w, self.examples.inputs, self.kept, self.running, self._sheet(w)))
        if self.network.batch_norm and not self.met:
            self.met.extend(each.evened.moments for each in passed if each.evened)
        return passed

    def _sheet(self, like: Array) -> Sheet | None:
        return self.sheet if self.sheet and self.sheet.precision == like.dtype else None

    def _returned(self, passed: list[Passed], slope: Array) -> Iterator[Returned]:
        network = self.network
        return backward(passed, slope / slope.shape[-2], UNITS[network.unit], self.kept, network.backward)

    def _back(self, passed: list[Passed], slope: Array) -> Array:
        network, rules = self.network, self.network.backward
        sheet = self._sheet(slope)
        flat, slopes = sheet.gradient if sheet else network.gradient(slope)
        l2 = _over(network.l2, slope.dtype) if network.penalised else None
        for (layer, below, _, _, through), delta, before in self._returned(passed, slope):
            weights, bias, _, _, scale, _, _ = slopes[layer.number - 1]
            rules.weights(layer, below, before, weights)
            if l2 is not None:
                weights += rules.decay(layer, l2)
            rules.bias(layer, delta, bias)
            if through is not None and scale is not None:
                rules.bias(layer, delta * through.sums, scale)
        if sheet:
            return sheet.told()
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
        return np.asarray(mean, dtype=w.dtype).reshape(w.shape[1:])


def _over(l2: float | Array, precision: np.dtype) -> Array:
    """The factor of the penalty as it goes with the weights of a layer (*batch, inputs, outputs)."""
    factor = np.asarray(l2, dtype=precision)
    return factor[..., None, None] if factor.ndim else factor
