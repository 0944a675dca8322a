"""Networks of one build that learn the digits side by side, at several learning rates and with several lucks."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

import numpy as np

from optim_core.fields import Array
from optim_core.networks.blocks import together
from optim_core.networks.datasets.digits import CLASSES
from optim_core.networks.effort import BOTH, EXAMPLE, passes
from optim_core.networks.examples import split_digits
from optim_core.networks.inside import SILENT, Inside, lengths
from optim_core.networks.mlp import MLP
from optim_core.networks.shown import first
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.rule import Rule

BATCH = 32
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
ASKED = 397  # pictures by which they are judged
# In gradients of a formula, as in `effort`: what many layers and few examples add to that.
LAYER = 600  # a layer that is passed, however small, shared by the networks of a batch
EVENED = 3  # times as dear with batch normalisation
DRAWN = 0.3  # a weight to begin with


class ByRate:
    """Rates times repeats trainings on standardised digits; repeat r has the luck seed + r at every rate."""

    def __init__(
        self, network: MLP, rule: Rule, rates: Sequence[float], repeats: int, *, examples: int, seed: int
    ) -> None:
        self.network, self.shape = network, (len(rates), repeats)
        self.learnt, self._asked, _ = split_digits(standardised=True)
        self.learnt = self.learnt.first(examples)
        self._seeds = list(range(seed, seed + repeats))
        self._rule = rule.replace(lr=np.repeat(rates, repeats))
        self._trainer: Trainer | None = None

    @property
    def trainer(self) -> Trainer:
        """All of them; from their first run on."""
        if self._trainer is None:
            raise RuntimeError("what has not run, if for no epoch, has not begun")
        return self._trainer

    def run(self, epochs: int) -> Iterator[None]:
        """Let all begin, unless they have, and go on."""
        if self._trainer is None:
            yield from self._begin()
        yield from self.trainer.run(epochs)

    def _begin(self) -> Iterator[None]:
        """The weights of a repeat are drawn once for all rates: large networks need as long for it as for an update."""
        n, repeats = self.shape[0] * self.shape[1], self.shape[1]
        begun = np.empty((n, self.network.parameters), dtype=np.float32)
        for r, seed in enumerate(self._seeds):
            begun[r::repeats] = first(self.network, seed)
            yield None
        lessons, seeds = Lessons.alike(self.learnt, n), self._seeds * self.shape[0]
        self._trainer = Trainer(self.network, self._rule, lessons, seeds, batch=BATCH, begun=begun)

    def accuracy(self) -> Generator[None, None, Array]:
        """Right answers on unseen digits, percent, (rates, repeats); of one that blew up, those of a guess."""
        found = []
        for block in self.trainer.blocks(np.arange(len(self.trainer.ended)), len(self._asked.labels)):
            with np.errstate(all="ignore"):
                found.append(self.trainer.judged(self._asked, block)[1])
            yield None
        return np.where(self.trainer.ended, 100 / CLASSES, 100 * np.concatenate(found)).reshape(self.shape)

    def moved(self, rate: int) -> Generator[None, None, Array]:
        """How far the weights of each layer have come at one of the rates, as a share of their length at the start."""
        way, repeats = [], self.shape[1]
        for seed, weights in zip(self._seeds, self.trainer.weights.T[rate * repeats :], strict=False):
            begun = first(self.network, seed)
            with np.errstate(all="ignore"):
                way.append(lengths(self.network, weights - begun) / lengths(self.network, begun))
            yield None
        return np.asarray(np.mean(way, axis=0))

    def dead(self) -> Generator[None, None, Array]:
        """Which share of each hidden layer answers to none of the pictures it learns from, (layers, rates, repeats)."""
        training, found = self.network.on(self.learnt), []
        for weights in self.trainer.weights.T:
            with np.errstate(all="ignore"):
                found.append(Inside(training, weights).dead)
            yield None
        return np.stack(found, axis=-1).reshape(-1, *self.shape)

    def answered(self, which: int) -> Array:
        """The share of the pictures, percent, that each unit of the last hidden layer of a training answers to."""
        with np.errstate(all="ignore"):
            *_, bends = Inside(self.network.on(self.learnt), self.trainer.weights[:, which]).bends
        return np.asarray(100 * (np.abs(bends) >= SILENT).mean(axis=0))


def work(network: MLP, trainings: int, epochs: int, examples: int) -> float:
    """The passes of so many trainings that are judged after each epoch."""
    size, updates = network.parameters, -(-examples // BATCH)
    shared = together(network.sizes, size, min(examples, BATCH))
    layers = (len(network.sizes) - 1) * LAYER * (EVENED if network.batch_norm else 1) / shared
    judged = layers + ASKED * (EXAMPLE + BOTH * size) / 2
    epoch = passes(size, examples, BATCH, network.batch_norm) + updates * layers + judged
    return trainings * (DRAWN * size + epochs * epoch)


def held(network: MLP, trainings: int, kept: int) -> float:
    """The bytes that so many trainings hold, by a rule that has `kept` numbers for each weight besides itself."""
    return float(trainings * network.parameters * (1 + kept) * np.dtype(np.float32).itemsize)
