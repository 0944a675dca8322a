"""The way back through a layer, line by line, and the mistakes that are made there."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from optim_core.fields import Array, Text
from optim_core.networks.products import product, summed
from optim_core.registry import Declared, Formula


class Layer(NamedTuple):
    """Sums z = below W + b: weights (*batch, inputs, outputs), bias (*batch, outputs).

    number: from 1. last: its sums are the scores, which go through no unit. scale: gamma of batch normalisation,
    (*batch, outputs), where the layer has it: then z = gamma (below W, evened) + b, so that b is its beta.
    turned, across: the weights (*batch, outputs, inputs), and the bias as it is added to the sums (*batch, 1, outputs).
    """

    weights: Array
    bias: Array
    number: int
    last: bool
    scale: Array | None
    turned: Array
    across: Array


class Backward(Declared, kind="right"):
    """Backpropagation: four lines a layer. A subclass that gets one of them wrong is a bug to be found.

    delta: (*batch, n, outputs), the slope of the mean loss in the sums of the layer. into: where the slope in weights
    (*batch, inputs, outputs) or bias (*batch, outputs) is to be written.
    """

    registry: ClassVar[dict[str, type[Backward]]] = {}
    title = Text("no bug", "버그 없음")
    summary = Text(
        "The chain rule, from the last layer to the first.",
        "마지막 층에서 첫 층으로 연쇄 법칙을 따라갑니다.",
    )
    formula: ClassVar[Formula] = (
        r"\nabla_{W_k} = a_{k-1}^\top \delta_k + \lambda W_k",
        r"\nabla_{b_k} = \sum_i \delta_k^{(i)}",
        r"\delta_{k-1} = \delta_k W_k^\top \odot u'(z_{k-1})",
    )
    source = "Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986"
    order = 0

    def weights(self, layer: Layer, below: Array, delta: Array, into: Array) -> None:
        """Slope of the mean loss in the weights; below (*batch, n, inputs): what the layer was given."""
        product(below.swapaxes(-1, -2), delta, into)

    def decay(self, layer: Layer, l2: float | Array) -> Array:
        """What the penalty on large weights adds to it; its factor is a number, or (*batch, 1, 1)."""
        return l2 * layer.weights

    def bias(self, layer: Layer, delta: Array, into: Array) -> None:
        """Slope of the mean loss in the bias."""
        summed(delta, into)

    def through(self, layer: Layer, delta: Array, slope: Array) -> Array:
        """The delta of the layer below, whose units have this slope, (*batch, n, inputs)."""
        return product(delta, layer.turned) * slope
