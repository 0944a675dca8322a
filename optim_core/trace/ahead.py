"""What is known of the steps of a block of runs before they are made: one number for all of them, or one for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optim_core.cost import Budget
from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.probe import LUCK, Seed
from optim_core.schedule import Schedule
from optim_core.surface import Surface
from optim_core.trace.parts import Parts
from optim_core.trace.tables import Spending, Table, Tables
from optim_core.trace.tape import Node, Untraceable
from optim_core.trace.update import Update, luck


class Ahead:
    """The schedules and the luck of a block of runs that stand at points like x (D, k)."""

    def __init__(self, parts: Parts, x: Array, steps: int, seed: Seed, budget: Budget | None) -> None:
        self._runs = x.shape[1]
        one = parts.some((self._runs,), slice(1))
        self._each = {n: s for n, s in parts.timed.items() if np.ndim(getattr(parts.rule, n)) or s.differs}
        alike = {name: schedule for name, schedule in one.timed.items() if name not in self._each}
        shared = seed if isinstance(seed, int) else None
        self._lucks = None if isinstance(seed, int) else Lucks(parts.noise, parts.surface, seed, x)
        self._tables = Tables(one._replace(timed=alike), x[:, :1], steps, shared, budget)
        self.shapes = self._tables.shapes
        self._rule = parts.rule

    def table(self, update: Update, first: int, length: int, spending: Spending) -> Table:
        """What all runs share in the next updates."""
        return self._tables.of(update, first, length, spending)

    def differing(self, update: Update) -> list[Node]:
        """The inputs of an update that are known ahead and differ between runs."""
        lucky = [*update.noise, *(node for drawn in update.luck for node in drawn.nodes)] if self._lucks else []
        return [*(update.driven[name] for name in self._each), *lucky]

    def lanes(self, update: Update, table: Table) -> Iterator[dict[Node, Array]]:
        """The values of these, (k,) each, update by update of a table."""
        for t, length in zip(range(table.first, table.first + table.length), table.lengths, strict=False):
            found = {update.driven[name]: self._value(name, s, t, length) for name, s in self._each.items()}
            yield found | (self._lucks.of(update) if self._lucks else {})

    def _value(self, name: str, schedule: Schedule, t: int, length: int) -> Array:
        factor = schedule.lasting(length).over((self._runs,)).at(t)
        return np.broadcast_to(self._rule.scheduled(name, factor), (self._runs,))


class Lucks:
    """The draws of runs with a seed each, from points like x (D, k), in the order in which a walk makes them."""

    def __init__(self, noise: Noise, surface: Surface, seeds: Sequence[int], x: Array) -> None:
        self._draw, self._like, self._seeds = noise.draws_each(surface, seeds), x, seeds
        self._rngs: list[np.random.Generator] = []

    def of(self, update: Update) -> dict[Node, Array]:
        """The numbers of the next step, (k,) each. Raises Untraceable where they are not as those of a single run."""
        found: dict[Node, Array] = {}
        k = len(self._seeds)
        if update.noise:
            drawn = [row for leaf in luck(self._draw(self._like), self._like) for row in _rows(leaf, k)]
            if len(drawn) != len(update.noise):
                raise Untraceable("the luck of many runs is not that of one, many times")
            found |= dict(zip(update.noise, drawn, strict=True))
        if update.luck and not self._rngs:
            self._rngs = [np.random.default_rng([LUCK, seed]) for seed in self._seeds]
        for asked in update.luck:
            each = np.stack([getattr(rng, asked.how)(len(asked.nodes)) for rng in self._rngs], axis=-1)
            found |= dict(zip(asked.nodes, each, strict=True))
        return found


def _rows(leaf: Array, runs: int) -> Array:
    """The numbers of one run in a leaf, (n, k), whether or not the runs share it."""
    rows = np.reshape(leaf, (-1, np.shape(leaf)[-1] if np.shape(leaf)[-1:] == (runs,) else 1))
    return np.broadcast_to(rows, (len(rows), runs))
