"""How far the gradient of a mini-batch is from that of all examples."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.effort import BOTH, EXAMPLE
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP

SHOWN, WEIGHTS = 400, 200_000  # examples, and weights, that are looked at at a time: more do not fit the cache


class Noise(NamedTuple):
    """The gradients of single examples around their mean.

    signal: length of the mean. spread: root mean squared distance of the gradient of one example from it.
    """

    signal: float
    spread: float

    @property
    def matched(self) -> float:
        """The size of mini-batch at which noise is as long as signal (drawn with replacement).

        McCandlish et al., An empirical model of large-batch training, 2018: the simple noise scale.
        """
        return (self.spread / self.signal) ** 2 if self.signal else np.inf

    def of(self, batch: Array, among: float = np.inf) -> Array:
        """Root mean squared error of the gradient of a mini-batch, drawn without replacement from so many examples."""
        left = (among - batch) / (among - 1) if np.isfinite(among) else 1.0
        return np.asarray(self.spread * np.sqrt(left / batch))


class Missed(NamedTuple):
    """How far mini-batches are from the true gradient: root mean square, and the share that points away from it."""

    error: float
    uphill: float


def noise(network: MLP, w: Array, examples: Examples) -> Generator[None, None, Noise]:
    """That of a network at w (parameters,): asked about one example after the other."""
    rows = np.arange(len(examples.labels))[:, None]
    true = network.on(examples).grad(w)
    missed = yield from measured(network, w, examples, rows, true)
    return Noise(float(np.linalg.norm(true)), missed.error)


def measured(
    network: MLP, w: Array, examples: Examples, rows: np.ndarray, true: Array
) -> Generator[None, None, Missed]:
    """What mini-batches, rows (n, B) of the examples, miss the true gradient at w (parameters,) by."""
    apart, uphill = 0.0, 0
    size = max(min(SHOWN // rows.shape[1], WEIGHTS // len(w)), 1)
    for some in np.split(rows, range(size, len(rows), size)):
        alike = np.broadcast_to(w[:, None], (len(w), len(some)))
        found = network.on(Examples(examples.inputs[some], examples.labels[some])).grad(alike)
        uphill += int((true @ found < 0).sum())
        apart += float(((found - true[:, None]) ** 2).sum())
        yield None
    return Missed(float(np.sqrt(apart / len(rows))), uphill / len(rows))


def passes(parameters: int, batches: int, size: int) -> float:
    """The work of asking so many mini-batches of a size, in gradients of a formula: each has the weights copied."""
    return batches * (parameters + size * (EXAMPLE + BOTH * parameters))
