"""Trainings of networks as a course: of any builds, those of one build side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.networks.trainer import Trainer
from optim_core.search.target import Course, Seen

LOOKED_AT = 1000  # examples, when trainings are judged: so many of them that a moment is never long


class Group(NamedTuple):
    """Trainings of one build: and their numbers in the course (n,)."""

    members: np.ndarray
    trainer: Trainer


class Networks(Course):
    """A course made of groups, which together have each number once. `judge` looks at some trainings of a group."""

    def __init__(self, groups: Sequence[Group], judge: Callable[[Group, np.ndarray], Seen]) -> None:
        self._groups, self._judge = groups, judge
        self.epochs = np.zeros(sum(len(group.members) for group in groups), dtype=np.int64)

    def advance(self, which: Sequence[int] | np.ndarray, epochs: int) -> Iterator[Seen | None]:
        chosen = np.asarray(which, dtype=np.int64)
        score, told = np.empty(len(self.epochs)), dict[str, Array]()
        for group in self._groups:
            due = np.flatnonzero(np.isin(group.members, chosen))
            yield from group.trainer.run(epochs, due)
            for some in group.trainer.blocks(due, LOOKED_AT):
                seen = self._judge(group, some)
                score[group.members[some]] = seen.score
                for name, values in seen.told.items():
                    told.setdefault(name, np.empty(len(self.epochs)))[group.members[some]] = values
                yield None
        self.epochs[chosen] += epochs
        yield Seen(score[chosen], {name: values[chosen] for name, values in told.items()})

    def state(self, i: int) -> dict[str, Array]:
        for group in self._groups:
            for at in np.flatnonzero(group.members == i).tolist():
                return group.trainer.state(at)
        raise IndexError(f"there is no training {i} among {len(self.epochs)}")

    def restore(self, state: Mapping[str, Array]) -> None:
        """Let the only training go on from a state. Raises KeyError or ValueError where that is of another one."""
        ((_, trainer),) = self._groups
        trainer.restore(0, state)
        self.epochs[:] = trainer.epochs
