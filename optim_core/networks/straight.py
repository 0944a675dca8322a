"""The slope of one network that is trained alone, in a straight line: less to do than layer by layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.networks.examples import Examples
from optim_core.networks.losses import Loss
from optim_core.networks.products import ones
from optim_core.networks.sheet import Place, Sheet
from optim_core.networks.units import Unit


class Straight(Sheet):
    """The way there and back without batch normalisation, written into arrays that stay.

    What is done to the numbers, and in which order, is what `forward`, `backward` and the lines of `Backward` do: the
    bits are the same. Left out is what lets these be exchanged.
    """

    def __init__(
        self, where: Sequence[Place], precision: type[np.floating[Any]], unit: Unit, loss: Loss, l2: Array | None
    ) -> None:
        """l2: the factor of the penalty as a number without axes; None where nothing is paid."""
        super().__init__(where, precision)
        self._unit, self._loss, self._l2 = unit, loss, l2
        self._rooms: dict[int, list[Array]] = {}

    def grad(self, w: Array, examples: Examples, kept: Sequence[Array]) -> Array:
        """The gradient (parameters, 1) at weights (parameters, 1)."""
        layers, unit, n = self.layers(w), self._unit, len(examples.labels)
        sums = self._rooms.get(n) or self._made(n)
        belows, aboves = [examples.inputs], []
        for k, layer in enumerate(layers):
            belows[k].dot(layer.weights, sums[k])
            np.add(sums[k], layer.across, sums[k])
            if not layer.last:
                aboves.append(unit.of(sums[k]))
                belows.append(aboves[k] * kept[k] if kept else aboves[k])
        delta = self._loss.of(sums[-1], examples.labels).slope
        delta /= n
        one, slopes = ones(n, delta.dtype), self.gradient[1]
        for k in range(len(layers) - 1, -1, -1):
            slope = slopes[k]
            belows[k].T.dot(delta, slope.weights)
            if self._l2 is not None:
                np.add(slope.weights, self._l2 * layers[k].weights, slope.weights)
            one.dot(delta, slope.bias)
            if k > 0:
                bent = unit.slope(sums[k - 1], aboves[k - 1])
                delta = delta.dot(layers[k].turned)
                delta *= bent * kept[k - 1] if kept else bent
        return self.told()

    def _made(self, n: int) -> list[Array]:
        """Room for the sums of n examples in every layer."""
        found = [np.empty((n, len(slope.bias)), slope.bias.dtype) for slope in self.gradient[1]]
        self._rooms[n] = found
        return found
