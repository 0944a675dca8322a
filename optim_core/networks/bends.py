"""Units and losses with their first two derivatives: what the curvature of a network's loss is made of.

Plain functions, so that a script that is taken away can hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from optim_core.fields import Array
from optim_core.networks.units import CUBIC, LEAK, STEEP

Bent = tuple[Array, Array]  # the slope of units and how it changes, in terms of the sums z and of what comes out
Curve = Callable[[Array, Array], Array]
# Of each example: the loss (m, n), and where it is asked for its slope in every score (m, classes, n) and a function of
# two directions of the scores, (m, classes, n) each: the second derivative along both, (m, n).
Told = tuple[Array, Callable[[], tuple[Array, Curve]]]


def tanh(z: Array) -> Array:
    """From -1 to 1."""
    return np.asarray(np.tanh(z))


def tanh_bent(z: Array, a: Array) -> Bent:
    """Of the hyperbolic tangent."""
    slope = 1 - a * a
    return slope, -2 * a * slope


def sigmoid(z: Array) -> Array:
    """From 0 to 1."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * z)))


def sigmoid_bent(z: Array, a: Array) -> Bent:
    """Of the sigmoid."""
    slope = a * (1 - a)
    return slope, slope * (1 - 2 * a)


def relu(z: Array) -> Array:
    """A kink at 0, where it has the slope of its left side."""
    # Beside an array NumPy finds the larger number five times as quickly as beside a 0.
    return np.asarray(np.maximum(z, np.zeros_like(z[0])))


def relu_bent(z: Array, a: Array) -> Bent:
    """Of ReLU."""
    return (z > 0).astype(z.dtype), np.zeros_like(z)


def leaky_relu(z: Array) -> Array:
    """The same with a leak."""
    return np.asarray(np.maximum(z, LEAK * z))


def leaky_relu_bent(z: Array, a: Array) -> Bent:
    """Of leaky ReLU."""
    return np.where(z > 0, 1, LEAK).astype(z.dtype), np.zeros_like(z)


def gelu(z: Array) -> Array:
    """In its form with tanh."""
    return np.asarray(0.5 * z * (1 + np.tanh(STEEP * (z + CUBIC * z * z * z))))


def gelu_bent(z: Array, a: Array) -> Bent:
    """Of GELU."""
    t = np.tanh(STEEP * (z + CUBIC * z * z * z))
    rise, left = STEEP * (1 + 3 * CUBIC * z * z), 1 - t * t
    bend = left * (rise - z * t * rise * rise + 3 * STEEP * CUBIC * z * z)
    return 0.5 * (1 + t) + 0.5 * z * left * rise, bend


def linear(z: Array) -> Array:
    """Does not bend."""
    return z


def linear_bent(z: Array, a: Array) -> Bent:
    """Of what does not bend."""
    return np.ones_like(z), np.zeros_like(z)


def softmax(scores: Array, right: Array) -> Told:
    """Cross-entropy; scores (m, classes, n), right (classes, n): 1 for the right class, else 0."""
    below = scores - np.maximum.reduce(scores, axis=-2, keepdims=True)
    apart = np.exp(below)
    total = np.add.reduce(apart, axis=-2, keepdims=True)
    loss = np.log(total)[..., 0, :] - np.add.reduce(below * right, axis=-2)

    def bent() -> tuple[Array, Curve]:
        shares = apart / total

        def curve(u: Array, v: Array) -> Array:
            along, across = shares * u, shares * v
            turned = np.add.reduce(along * v, axis=-2)
            return np.asarray(turned - np.add.reduce(along, axis=-2) * np.add.reduce(across, axis=-2))

        return shares - right, curve

    return loss, bent


def squared(scores: Array, right: Array) -> Told:
    """Mean squared error."""
    off, part = scores - right, 2 / scores.shape[-2]

    def curve(u: Array, v: Array) -> Array:
        return np.asarray(part * np.add.reduce(u * v, axis=-2))

    return 0.5 * part * np.add.reduce(off * off, axis=-2), lambda: (part * off, curve)


def hinge(scores: Array, right: Array) -> Told:
    """What each wrong score lacks of staying 1 below the right one."""
    best = np.add.reduce(scores * right, axis=-2, keepdims=True)
    lack = np.maximum(scores - best + 1, 0) * (1 - right)

    def curve(u: Array, v: Array) -> Array:
        return np.asarray(0.0 * np.add.reduce(u * v, axis=-2))

    def bent() -> tuple[Array, Curve]:
        slope = (lack > 0).astype(scores.dtype)
        return slope - right * np.add.reduce(slope, axis=-2, keepdims=True), curve

    return np.add.reduce(lack, axis=-2), bent


BENT: Mapping[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Bent]]] = {
    "tanh": (tanh, tanh_bent),
    "sigmoid": (sigmoid, sigmoid_bent),
    "relu": (relu, relu_bent),
    "leaky-relu": (leaky_relu, leaky_relu_bent),
    "gelu": (gelu, gelu_bent),
    "linear": (linear, linear_bent),
}
TOLD: Mapping[str, Callable[[Array, Array], Told]] = {"hinge": hinge, "softmax": softmax, "squared": squared}
