"""Batch normalisation: the sums of a hidden layer, evened out over the examples that are shown together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.products import summed

MEMORY = 0.9  # of the running averages, a mini-batch
EPS = 1e-5  # keeps a unit whose sum is always the same from being divided by 0


class Moments(NamedTuple):
    """Mean and variance of the sums of each unit over the examples, (*batch, units) each."""

    mean: Array
    variance: Array


class Evened(NamedTuple):
    """Sums (*batch, n, units) of mean 0 and variance 1, what they were divided by (*batch, 1, units), and by what.

    live: the moments are those of these very examples, so that they move with the weights.
    """

    sums: Array
    root: Array
    moments: Moments
    live: bool


def evened(sums: Array, standing: Moments | None = None) -> Evened:
    """By the moments of these examples, as in training, or by standing ones, as when a network is judged.

    The variance is that of the examples shown, divided by n and not by n - 1.
    """
    if standing is None:
        mean = _mean(sums)
        apart = sums - mean[..., None, :]
        moments = Moments(mean, _mean(apart * apart))
    else:
        moments, apart = standing, sums - standing.mean[..., None, :]
    root = np.sqrt(moments.variance + EPS)[..., None, :]
    return Evened(apart / root, root, moments, standing is None)


def back(delta: Array, through: Evened) -> Array:
    """The slope in the sums before, given the one in the evened sums, (*batch, n, units) each."""
    if not through.live:
        return np.asarray(delta / through.root)
    mean, along = _mean(delta)[..., None, :], _mean(delta * through.sums)[..., None, :]
    return np.asarray((delta - mean - through.sums * along) / through.root)


def _mean(each: Array) -> Array:
    """Over the examples, (*batch, units)."""
    return summed(each) / each.shape[-2]


class Running(NamedTuple):
    """Moments of every hidden layer as they are averaged over the mini-batches, layer by layer in one array.

    moments: (*batch, 2, units of all hidden layers), means before variances.
    """

    moments: Array

    @classmethod
    def begun(cls, sizes: Sequence[int], n: int, precision: type[np.floating[Any]]) -> Running:
        """Of n networks of these sizes before any mini-batch: mean 0, variance 1."""
        moments = np.zeros((n, 2, sum(sizes[1:-1])), precision)
        moments[..., 1, :] = 1
        return cls(moments)

    def of(self, which: np.ndarray) -> Running:
        """Those of some of the networks."""
        return Running(self.moments[which])

    def layers(self, sizes: Sequence[int]) -> list[Moments]:
        """Of each hidden layer."""
        ends = np.cumsum(sizes[1:-1])[:-1]
        means, variances = (np.split(self.moments[..., k, :], ends, axis=-1) for k in (0, 1))
        return [Moments(*each) for each in zip(means, variances, strict=True)]

    def met(self, seen: Sequence[Moments], memory: float = MEMORY) -> Running:
        """After another mini-batch with these moments: running <- memory running + (1 - memory) seen."""
        now = np.stack([np.concatenate(parts, axis=-1) for parts in zip(*seen, strict=True)], axis=-2)
        return Running(np.asarray(memory * self.moments + (1 - memory) * now, dtype=self.moments.dtype))
