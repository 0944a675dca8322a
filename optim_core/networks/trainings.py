"""Several trainings on one data set, side by side: what is told of each after every epoch, and at the end."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from optim_core.networks.dataset import Dataset
from optim_core.networks.examples import Examples, Split
from optim_core.networks.inside import Inside, ratios
from optim_core.networks.mlp import MLP
from optim_core.networks.plan import SHOWN, Plan
from optim_core.networks.progress import Began, BlownUp, Ended, Epoch, Figures, Judged, Picture, Told
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.networks.views import asked, seen, view
from optim_core.registry import Declared

SomeDeclared = TypeVar("SomeDeclared", bound=Declared)


def trainings(data: Dataset, plans: Sequence[Plan], epochs: int, seed: int) -> Iterator[Told | None]:
    """All that is told of trainings that go on epoch by epoch together; None is a moment to stop at.

    Each is what a `Trainer` of it alone with that seed makes, bit for bit. The test part is not looked at before the
    end. Raises Misfit where a plan does not fit the data.
    """
    parts, drawn = data.parts(), seen(epochs)
    builds = [plan.network.on(data) for plan in plans]
    for i, (plan, network) in enumerate(zip(plans, builds, strict=True)):
        plan.check(network, f"runs[{i}].")
    together: dict[object, list[int]] = {}
    for i, plan in enumerate(plans):
        together.setdefault(plan.alike(), []).append(i)
    groups = [
        _Group(members, [plans[i] for i in members], builds[members[0]], parts, epochs, seed)
        for members in together.values()
    ]
    yield Began(parts, tuple(len(together[plan.alike()]) for plan in plans))
    cells = asked(data)
    for epoch in range(epochs + 1):
        for group in groups:
            if epoch:
                yield from group.learn()
            yield from group.told(parts, epoch)
            if epoch in drawn:
                yield from group.drawn(cells, epoch, data.plane)
    ends = {i: end for group in groups for i, end in group.judged(parts.test)}
    yield Ended(tuple(ends[i] for i in range(len(plans))))


class _Group:
    """Trainings that share a batch, and the number of each among all."""

    def __init__(
        self, members: list[int], plans: Sequence[Plan], network: MLP, parts: Split, epochs: int, seed: int
    ) -> None:
        n, first = len(members), plans[0]
        self.members = members
        self.network = dataclasses.replace(network, l2=np.array([float(plan.network.l2) for plan in plans]))
        self.shown = parts.training.first(SHOWN)
        self.trainer = Trainer(
            self.network,
            _beside([plan.rule for plan in plans]),
            Lessons.alike(parts.training, n),
            [seed] * n,
            batch=first.examples(len(parts.training.labels)),
            dropout=np.array([plan.network.dropout for plan in plans]),
            schedules={
                name: _beside([plan.schedules[name].lasting(epochs) for plan in plans]) for name in first.schedules
            },
            watched=True,
        )
        self.known = np.zeros(n, dtype=bool)  # to have blown up
        self.seconds, self.done = 0.0, np.zeros(n, dtype=np.int64)
        self.best, self.lowest = np.zeros(n, dtype=np.int64), np.full(n, np.inf)

    @property
    def going(self) -> np.ndarray:
        """Those that did not blow up."""
        return np.flatnonzero(~self.trainer.ended)

    def learn(self) -> Iterator[None]:
        """One more epoch."""
        going, begun = self.trainer.run(1), time.thread_time()
        for _ in going:
            self.seconds += time.thread_time() - begun
            yield None
            begun = time.thread_time()
        self.seconds += time.thread_time() - begun

    def told(self, parts: Split, epoch: int) -> Iterator[Told | None]:
        """How they stand."""
        for i in np.flatnonzero(self.trainer.ended & ~self.known).tolist():
            self.known[i] = True
            yield BlownUp(self.members[i], epoch)
        which = self.going
        if not len(which):
            return
        with np.errstate(all="ignore"):
            learnt = self.trainer.judged(parts.training, which)
            yield None
            validated = self.trainer.judged(parts.validation, which)
            yield None
            w = self.trainer.weights[:, which]
            network = dataclasses.replace(self.network, l2=np.asarray(self.network.l2)[which])
            inside = Inside(network.on(self.shown), w)
            gradient, dead = inside.gradients, inside.dead
            moves = self.trainer.moves[:, which]
            ratio = ratios(network, w - moves, moves) if epoch else np.full(gradient.shape, np.nan)
        self.done[which] = epoch
        better = validated[0] < self.lowest[which]
        self.lowest[which[better]], self.best[which[better]] = validated[0][better], epoch
        for at, i in enumerate(which.tolist()):
            training, validation = (Figures(float(loss[at]), float(right[at])) for loss, right in (learnt, validated))
            layers = gradient[:, at], ratio[:, at], dead[:, at]
            yield Epoch(self.members[i], epoch, training, validation, *layers)

    def drawn(self, cells: Examples, epoch: int, plane: bool) -> Iterator[Picture | None]:
        """Their pictures."""
        trainer = self.trainer
        for block in trainer.blocks(self.going, len(cells.labels)):
            with np.errstate(all="ignore"):
                scores = self.network.scores(trainer.weights[:, block], cells.inputs, trainer.running.of(block))
            for i, each in zip(block.tolist(), scores, strict=True):
                yield Picture(self.members[i], epoch, view(each, cells.labels, plane))

    def judged(self, test: Examples) -> Iterator[tuple[int, Judged]]:
        """How each ended, with its number."""
        with np.errstate(all="ignore"):
            loss, right = self.trainer.judged(test)
        for i, number in enumerate(self.members):
            lost = bool(self.trainer.ended[i]) or not np.isfinite(loss[i])
            figures, seconds = Figures(float(loss[i]), float(right[i])), self.seconds / len(self.members)
            yield number, Judged(lost, int(self.done[i]), int(self.best[i]), figures, seconds)


def _beside(each: Sequence[SomeDeclared]) -> SomeDeclared:
    """Things of one kind as one that has the real numbers of all, (n,)."""
    first = each[0]
    real = [name for name, number in first.numbers().items() if not number.whole]
    return first.replace(**{name: np.array([float(getattr(one, name)) for one in each]) for name in real})
