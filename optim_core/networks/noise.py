"""How far the gradient of a mini-batch is from that of all examples."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP

SHOWN = 400  # examples that pass through a network at a time: more do not fit the cache


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


def noise(network: MLP, w: Array, examples: Examples) -> Generator[None, None, Noise]:
    """That of a network at w (parameters,): asked about one example after the other."""
    rows = np.arange(len(examples.labels))[:, None]
    each = yield from gradients(network, w, examples, rows)
    mean = each.mean(axis=1)
    return Noise(float(np.linalg.norm(mean)), float(np.sqrt(((each - mean[:, None]) ** 2).sum(axis=0).mean())))


def gradients(network: MLP, w: Array, examples: Examples, rows: np.ndarray) -> Generator[None, None, Array]:
    """The gradients (parameters, n) of mini-batches, rows (n, B) of the examples, all at w (parameters,)."""
    found = []
    at_once = max(SHOWN // rows.shape[1], 1)
    for some in np.split(rows, range(at_once, len(rows), at_once)):
        alike = np.broadcast_to(w[:, None], (len(w), len(some)))
        found.append(network.on(Examples(examples.inputs[some], examples.labels[some])).grad(alike))
        yield None
    return np.concatenate(found, axis=1)
