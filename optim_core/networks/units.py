"""What bends a network: the function that each unit of a hidden layer puts its sum through."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text

LEAK = 0.01  # of a leaky ReLU
STEEP, CUBIC = math.sqrt(2 / math.pi), 0.044715  # GELU in its form with tanh: within 0.0005 of the one with erf


class Unit(NamedTuple):
    """A function of the sum z, its slope in terms of z and of the output a, and how far it asks the weights to spread.

    gain: weights of a layer start with the variance gain / inputs, so that signals neither fade nor grow.
    """

    title: Text
    of: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    gain: float


def _tanh_slope(z: Array, a: Array) -> Array:
    square = a * a
    return np.subtract(1, square, out=square)


def _gelu(z: Array) -> Array:
    return 0.5 * z * (1 + _bent(z))


def _gelu_slope(z: Array, a: Array) -> Array:
    bent = _bent(z)
    return np.asarray(0.5 * (1 + bent) + 0.5 * z * (1 - bent * bent) * STEEP * (1 + 3 * CUBIC * z * z))


def _bent(z: Array) -> Array:
    return np.tanh(STEEP * (z + CUBIC * z * z * z))


UNITS: Mapping[str, Unit] = {
    "tanh": Unit(Text("tanh", "tanh"), np.tanh, _tanh_slope, 1.0),
    "sigmoid": Unit(
        Text("sigmoid", "시그모이드"), lambda z: 0.5 * (1 + np.tanh(0.5 * z)), lambda z, a: a * (1 - a), 1.0
    ),
    # He et al., Delving deep into rectifiers, 2015: half of the units are silent, hence twice the variance.
    "relu": Unit(Text("ReLU", "ReLU"), lambda z: np.maximum(z, 0), lambda z, a: (z > 0).astype(z.dtype), 2.0),
    "leaky-relu": Unit(
        Text("leaky ReLU", "리키 ReLU"),
        lambda z: np.maximum(z, LEAK * z),
        lambda z, a: np.where(z > 0, 1, LEAK).astype(z.dtype),
        2 / (1 + LEAK * LEAK),
    ),
    # Hendrycks and Gimpel, Gaussian error linear units, 2016.
    "gelu": Unit(Text("GELU", "GELU"), _gelu, _gelu_slope, 2.0),
    "linear": Unit(
        Text("linear: does not bend", "선형(휘지 않음)"), lambda z: np.array(z), lambda z, a: np.ones_like(z), 1.0
    ),
}
# What searches and studies choose among: with one more they would draw other trials than they did.
COURSE: Mapping[str, Unit] = {name: UNITS[name] for name in ("tanh", "sigmoid", "relu")}
