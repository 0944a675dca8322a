"""What bends a network: the function that each unit of a hidden layer puts its sum through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text


class Unit(NamedTuple):
    """A function of the sum z, its slope in terms of z and of the output a, and how far it asks the weights to spread.

    gain: weights of a layer start with the variance gain / inputs, so that signals neither fade nor grow.
    """

    title: Text
    of: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    gain: float


UNITS: Mapping[str, Unit] = {
    "tanh": Unit(Text("tanh", "tanh"), np.tanh, lambda z, a: 1 - a * a, 1.0),
    "sigmoid": Unit(
        Text("sigmoid", "시그모이드"), lambda z: 0.5 * (1 + np.tanh(0.5 * z)), lambda z, a: a * (1 - a), 1.0
    ),
    # He et al., Delving deep into rectifiers, 2015: half of the units are silent, hence twice the variance.
    "relu": Unit(Text("ReLU", "ReLU"), lambda z: np.maximum(z, 0), lambda z, a: (z > 0).astype(z.dtype), 2.0),
}
