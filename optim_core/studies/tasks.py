"""Studies of a training: on which data, with how much careless marking, and of which network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, choice
from optim_core.networks import terms as of_networks
from optim_core.networks.dataset import Dataset
from optim_core.networks.effort import passes
from optim_core.networks.examples import Split
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.registry import load
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.studies import words
from optim_core.study import Study

load("optim_core.networks.datasets")


def data(default: str) -> Any:
    """What is learnt, digits first."""
    known = sorted(Dataset.registry.items(), key=lambda item: -item[1].order)
    return choice(default, {kind: of.title for kind, of in known}, help=Text("what is learnt", "데이터"))


class Tasked(Study):
    """What such studies are set by, each for itself: the course shows them on digits, and they work on all data."""

    data: str = data("digits")
    examples: int = words.examples(1000)
    label_noise: float = terms.label_noise()
    layers: int = of_networks.layers()
    units: int = of_networks.units(32, 4, 128)
    unit: str = of_networks.unit("relu", minor=True)
    seed: int = words.seed()

    def task(self) -> Split:
        """The examples to learn from, to choose by, and to be judged by."""
        return self._data().parts()

    @property
    def network(self) -> MLP:
        """The one that learns."""
        data = self._data()
        return MLP((data.features, *[self.units] * self.layers, data.classes), unit=self.unit)

    def epoch(self, batch: int) -> float:
        """The passes of one epoch in mini-batches of so many examples, and of asking about them afterwards."""
        build = self.network.parameters
        return passes(build, self.examples, min(batch, self.examples)) + passes(build, self.examples, self.examples)

    def trainer(
        self,
        rule: Rule,
        rates: Sequence[float] | Array,
        repeats: int,
        batch: int,
        schedules: Mapping[str, Schedule] | None = None,
    ) -> Trainer:
        """Trainings that are about to begin: every rate with every luck, (rates * repeats), a rate's side by side."""
        luck = [self.seed + repeat for repeat in range(repeats)] * len(rates)
        lessons = Lessons.alike(self.task().training, len(luck))
        each = rule.replace(lr=np.repeat(rates, repeats))
        return Trainer(self.network, each, lessons, luck, batch=batch, schedules=schedules)

    def losses(self, trainer: Trainer) -> Array:
        """Of each training the loss of what it learnt from; one that failed is as good as one that guesses."""
        loss = np.where(trainer.ended, np.inf, trainer.judged()[0])
        return np.fmin(loss, self.guess)

    @property
    def guess(self) -> float:
        """The loss of giving every class the same chance."""
        return float(np.log(self._data().classes))

    def _data(self) -> Dataset:
        plain = Dataset.registry[self.data]()
        return plain.replace(n=self.examples, label_noise=self.label_noise, seed=self.seed)
