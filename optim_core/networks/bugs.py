"""Six mistakes in a backward pass, each in one line, as they are made in course work every year."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text
from optim_core.networks.backward import Backward, Layer


class ForgottenDecay(Backward, kind="forgotten-decay"):
    """The penalty is in the loss and not in the gradient."""

    order = 10
    title = Text("no L2 term in layer 1", "1층에 L2 항이 없음")
    summary = Text(
        "The penalty on large weights is in the loss, but its slope was forgotten in layer 1.",
        "큰 가중치에 대한 벌점은 손실에 있는데, 1층에서 그 기울기를 빠뜨렸습니다.",
    )
    formula = (r"\nabla_{W_1} = x^\top \delta_1",)

    def decay(self, layer: Layer, l2: float | Array) -> Array:
        return np.zeros_like(layer.weights) if layer.number == 1 else super().decay(layer, l2)


class SummedBias(Backward, kind="summed-bias"):
    """A sum over the examples where the loss is their mean."""

    order = 20
    title = Text("bias summed, not averaged", "편향을 평균 대신 합으로")
    summary = Text(
        "The loss is a mean over the examples, but the slope in the biases is summed over them.",
        "손실은 표본에 대한 평균인데 편향의 기울기는 합으로 계산했습니다.",
    )
    formula = (r"\nabla_{b_k} = n \sum_i \delta_k^{(i)}",)

    def bias(self, layer: Layer, delta: Array, into: Array) -> None:
        super().bias(layer, delta.shape[-2] * delta, into)


class ForgottenSlope(Backward, kind="forgotten-slope"):
    """The chain rule without its inner derivative."""

    order = 30
    title = Text("no slope of the units in layer 2", "2층 활성화 함수의 미분이 없음")
    summary = Text(
        "On the way back through layer 2 the slope of its units was forgotten: half of the chain rule.",
        "2층을 거꾸로 지나면서 활성화 함수의 미분을 빠뜨렸습니다. 연쇄 법칙의 절반입니다.",
    )
    formula = (r"\delta_2 = \delta_3 W_3^\top",)

    def through(self, layer: Layer, delta: Array, slope: Array) -> Array:
        return super().through(layer, delta, np.ones_like(slope) if layer.number - 1 == 2 else slope)


class WrongSign(Backward, kind="wrong-sign"):
    """Right minus score in place of score minus right."""

    order = 40
    title = Text("wrong sign in the last layer", "마지막 층의 부호가 반대")
    summary = Text(
        "The weights of the last layer get their slope with the opposite sign.",
        "마지막 층 가중치의 기울기 부호가 반대입니다.",
    )
    formula = (r"\nabla_{W_K} = -a_{K-1}^\top \delta_K + \lambda W_K",)

    def weights(self, layer: Layer, below: Array, delta: Array, into: Array) -> None:
        super().weights(layer, below, -delta if layer.last else delta, into)


class WrongScale(Backward, kind="wrong-scale"):
    """Nearly right: the kind that training hides."""

    order = 50
    title = Text("1 % too large in layer 2", "2층의 기울기가 1 % 큼")
    summary = Text(
        "The slope in the weights of layer 2 is 1 % too large: training would never show it.",
        "2층 가중치의 기울기가 1 % 큽니다. 학습만 봐서는 절대 드러나지 않습니다.",
    )
    formula = (r"\nabla_{W_2} = 1.01 \left(a_1^\top \delta_2 + \lambda W_2\right)",)

    def weights(self, layer: Layer, below: Array, delta: Array, into: Array) -> None:
        super().weights(layer, below, _scaled(layer, delta), into)

    def decay(self, layer: Layer, l2: float | Array) -> Array:
        return _scaled(layer, super().decay(layer, l2))


def _scaled(layer: Layer, right: Array) -> Array:
    return 1.01 * right if layer.number == 2 else right


class WrongEntry(Backward, kind="wrong-entry"):
    """One number of many."""

    order = 60
    title = Text("one bias with the wrong sign", "편향 하나의 부호가 반대")
    summary = Text(
        "A single bias of layer 1 gets its slope with the opposite sign: one number of many.",
        "1층의 편향 하나만 기울기 부호가 반대입니다. 수많은 성분 가운데 하나뿐입니다.",
    )
    formula = (r"\left(\nabla_{b_1}\right)_1 = -\sum_i \left(\delta_1^{(i)}\right)_1",)

    def bias(self, layer: Layer, delta: Array, into: Array) -> None:
        super().bias(layer, delta, into)
        if layer.number == 1:
            into[..., 0] *= -1
