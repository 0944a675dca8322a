"""Scores of a network on a plane through its weights, forward through the layers together with their derivatives.

A jet is a list of 1, 3 or 6 arrays: a quantity; with its derivatives along x and y; with those along xx, xy and yy too.
Numbers of a layer are linear in the point: at the origin and along both axes they are `(3, ...)`, units on rows. Plain
functions, so that a script that is taken away can hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array

Jet = list[Array]
Unit = Callable[[Array], Array]
Bends = Callable[[Array, Array], tuple[Array, Array]]
# begun (3, units, n): the first layer's sums; layers: weights (3, outputs, inputs), bias (3, outputs, 1), and for batch
# normalisation scale (3, outputs, 1), mean and root (outputs, 1) that stand, else nothing.
Begun = tuple[Array, Sequence[Sequence[Array]]]


def scores(p: Array, begun: Begun, unit: Unit, bent: Bends, order: int) -> Jet:
    """The jet of the scores, (*batch, classes, n) each, at points (2, *batch)."""
    first, layers = begun
    p = p[..., None, None]
    x, y = p[0], p[1]
    # Points of a row of a grid share what y brings.
    shared = y[:1] if y.ndim > 2 and len(y) > 1 and (y == y[0]).all() else y
    sums = [x * first[1]]
    sums[0] += shared * first[2] + first[0]
    sums += [np.zeros_like(sums[0]) + each for each in first[1:]][: order - 1]
    sums += [np.zeros_like(sums[0])] * (order - len(sums))
    for k, layer in enumerate(layers):
        if k > 0:
            above = fired(sums, unit, bent)
            sums = product(np.matmul, linear(layer[0], x, y), above)
        if len(layer) > 2:
            evened = [(sums[0] - layer[3]) / layer[4]] + [each / layer[4] for each in sums[1:]]
            sums = product(np.multiply, linear(layer[2], x, y), evened)
        if k > 0 or len(layer) > 2:
            for a, b in zip(sums, linear(layer[1], x, y), strict=False):
                a += b
    return sums


def linear(numbers: Array, x: Array, y: Array) -> Jet:
    """What is linear in the point, as a jet."""
    return [numbers[0] + x * numbers[1] + y * numbers[2], numbers[1], numbers[2]]


def fired(z: Jet, unit: Unit, bent: Bends) -> Jet:
    """What comes out of the units."""
    a = [unit(z[0])]
    if len(z) == 1:
        return a
    slope, bend = bent(z[0], a[0])
    a = a + [slope * each for each in z[1:]]
    for k, (u, v) in enumerate(((1, 1), (1, 2), (2, 2))[: max(0, len(z) - 3)]):
        a[k + 3] = a[k + 3] + bend * z[u] * z[v]
    return a


def product(times: Any, first: Jet, second: Jet) -> Jet:
    """The jet of a product whose first factor is linear in the point."""
    found = [times(first[0], each) for each in second]
    for k in range(1, min(len(second), 3)):
        found[k] = found[k] + times(first[k], second[0])
    for k, (u, v) in enumerate(((1, 1), (1, 2), (2, 2))[: max(0, len(second) - 3)]):
        found[k + 3] = found[k + 3] + times(first[u], second[v]) + times(first[v], second[u])
    return found


def means(s: Jet, right: Array, loss: Any) -> Jet:
    """The jet of the mean loss, (*batch) each, given the one of the scores."""
    lost, bent = loss(s[0], right)
    if len(s) == 1:
        return [lost.mean(axis=-1)]
    slope, curve = bent()
    found = [lost] + [np.add.reduce(slope * each, axis=-2) for each in s[1:]]
    for k, (u, v) in enumerate(((1, 1), (1, 2), (2, 2))[: max(0, len(s) - 3)]):
        found[k + 3] = found[k + 3] + curve(s[u], s[v])
    return [each.mean(axis=-1) for each in found]
