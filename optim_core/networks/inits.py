"""How far the weights of a layer spread before any training."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from optim_core.fields import Text


class Layout(NamedTuple):
    """What the spread of a layer may go by: what comes in, what goes out, the gain of its unit, and a number."""

    inputs: int
    outputs: int
    gain: float
    sigma: float


class Init(NamedTuple):
    """Standard deviation of the weights, drawn from a normal distribution; biases begin at 0."""

    title: Text
    spread: Callable[[Layout], float]
    source: str = ""


INITS: Mapping[str, Init] = {
    "fitting": Init(
        Text("He or LeCun: He for ReLU", "He 또는 LeCun: ReLU면 He"),
        lambda layer: math.sqrt(layer.gain / layer.inputs),
    ),
    "zero": Init(Text("all weights zero", "가중치 모두 0"), lambda layer: 0.0),
    "small": Init(
        Text("small weights: spread σ", "작은 가중치: 표준 편차 σ"),
        lambda layer: layer.sigma,
    ),
    "normal": Init(Text("large weights: spread 1", "큰 가중치: 표준 편차 1"), lambda layer: 1.0),
    "xavier": Init(
        Text("Xavier", "Xavier"),
        lambda layer: math.sqrt(2 / (layer.inputs + layer.outputs)),
        "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010",
    ),
    "he": Init(
        Text("He", "He"),
        lambda layer: math.sqrt(2 / layer.inputs),
        "He et al., Delving deep into rectifiers, 2015",
    ),
    "lecun": Init(
        Text("LeCun", "LeCun"),
        lambda layer: math.sqrt(1 / layer.inputs),
        "LeCun et al., Efficient backprop, 1998",
    ),
}
