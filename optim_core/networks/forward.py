"""The way of examples through the layers of a network, and the way of the slope back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from optim_core.fields import Array
from optim_core.networks import normal
from optim_core.networks.backward import Backward, Layer
from optim_core.networks.normal import Evened, Moments
from optim_core.networks.products import product
from optim_core.networks.units import Unit


class Passed(NamedTuple):
    """A layer on the way forward: what it was given, its sums, what came out of its units, and how it was evened."""

    layer: Layer
    below: Array
    sums: Array
    above: Array
    evened: Evened | None


class Returned(NamedTuple):
    """A layer on the way back: the slope in its sums, and in what they were before they were evened, if they were."""

    passed: Passed
    delta: Array
    before: Array


def forward(
    layers: Iterable[Layer], inputs: Array, unit: Unit, kept: Sequence[Array], standing: Sequence[Moments]
) -> Iterator[Passed]:
    """First layer to last; `standing` moments of the hidden layers, none where those of the examples count."""
    below = inputs
    for layer in layers:
        sums = product(below, layer.weights)
        through = None
        if layer.scale is not None:
            through = normal.evened(sums, standing[layer.number - 1] if standing else None)
            sums = through.sums * layer.scale[..., None, :]
        sums += layer.across
        above = sums if layer.last else unit.of(sums)
        yield Passed(layer, below, sums, above, through)
        below = above * kept[layer.number - 1] if kept and not layer.last else above


def backward(
    passed: Sequence[Passed], delta: Array, unit: Unit, kept: Sequence[Array], rules: Backward
) -> Iterator[Returned]:
    """Last layer to first, given the slope in the scores."""
    for k in reversed(range(len(passed))):
        layer, through = passed[k].layer, passed[k].evened
        before = delta
        if through is not None and layer.scale is not None:
            before = normal.back(delta * layer.scale[..., None, :], through)
        yield Returned(passed[k], delta, before)
        if k > 0:
            under = passed[k - 1]
            bent = unit.slope(under.sums, under.above)
            delta = rules.through(layer, before, bent * kept[k - 1] if kept else bent)
