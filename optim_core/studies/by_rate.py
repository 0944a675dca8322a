"""Networks of one build that learn the digits side by side, at several learning rates and with several lucks."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

import numpy as np

from optim_core.fields import Array
from optim_core.networks.datasets.digits import CLASSES
from optim_core.networks.effort import passes
from optim_core.networks.examples import split_digits
from optim_core.networks.inside import SILENT, Inside, lengths
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.rule import Rule

BATCH = 32
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


class ByRate:
    """Rates times repeats trainings on standardised digits; repeat r has the luck seed + r at every rate."""

    def __init__(
        self, network: MLP, rule: Rule, rates: Sequence[float], repeats: int, *, examples: int, seed: int
    ) -> None:
        self.network, self.shape = network, (len(rates), repeats)
        self.learnt, self._asked, _ = split_digits(standardised=True)
        self.learnt = self.learnt.first(examples)
        n = len(rates) * repeats
        seeds = list(range(seed, seed + repeats)) * len(rates)
        turned = rule.replace(lr=np.repeat(rates, repeats))
        self.trainer = Trainer(network, turned, Lessons.alike(self.learnt, n), seeds, batch=BATCH)
        self._begun = self.trainer.weights.copy()

    def run(self, epochs: int) -> Iterator[None]:
        """Let all go on."""
        return self.trainer.run(epochs)

    def accuracy(self) -> Array:
        """Right answers on unseen digits, percent, (rates, repeats); of one that blew up, those of a guess."""
        with np.errstate(all="ignore"):
            _, right = self.trainer.judged(self._asked)
        return np.where(self.trainer.ended, 100 / CLASSES, 100 * right).reshape(self.shape)

    def moved(self) -> Array:
        """How far the weights of each layer have come, as a share of their length at the start: (layers, rates)."""
        with np.errstate(all="ignore"):
            way = lengths(self.network, self.trainer.weights - self._begun) / lengths(self.network, self._begun)
        return np.asarray(way.reshape(-1, *self.shape).mean(axis=-1))

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
    """The passes of so many trainings."""
    return trainings * epochs * passes(network.parameters, examples, BATCH, network.batch_norm)
