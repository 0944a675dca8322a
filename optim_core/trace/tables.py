"""What is known of steps before they are made: their schedules and their luck, many steps at a time."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core.cost import Budget
from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.probe import LUCK, Count, Tally
from optim_core.schedule import Schedule
from optim_core.surface import Surface
from optim_core.trace.parts import Parts
from optim_core.trace.tape import Node
from optim_core.trace.update import Update, luck

Spending = Callable[[int], Mapping[Tally, np.ndarray]]


class Table(NamedTuple):
    """Updates `first`, `first` + 1 ... of a run.

    Attributes:
        inputs: what the nodes of the update are in each, (n,).
        lengths: how long a schedule that spans the race is told to last, for one moment more, (n + 1,).
        settings: hyperparameters that schedules drive, by name, for one moment more, (n + 1,).
    """

    first: int
    length: int
    inputs: Mapping[Node, Array]
    lengths: np.ndarray
    settings: Mapping[str, Array]


class Tables:
    """The schedules and the luck of one run; without a seed, of its luck the shapes only."""

    def __init__(self, parts: Parts, x: Array, steps: int, seed: int | None, budget: Budget | None) -> None:
        self._rule, self._schedules, self._steps, self._budget = parts.rule, parts.timed, steps, budget
        self._luck, self._is_lucky = Luck(parts.noise, parts.surface, seed or 0, x), seed is not None
        self.shapes = self._luck.shapes

    def of(self, update: Update, first: int, length: int, spending: Spending) -> Table:
        """The next updates; `spending` says what will have been spent before them and after each."""
        t = np.arange(first, first + length + 1, dtype=np.float64)
        lengths = np.full(length + 1, self._steps)
        if self._budget:  # a schedule that spans the race ends with the budget, as the walk stretches it
            used = self._budget.used(spending(length), len(update.x))
            carried = np.minimum(-(-self._budget.most * t // np.maximum(used, 1)), self._steps)
            lengths = np.where((t > 0) & (used > 0), carried, self._steps)
        settings = {name: self._values(name, schedule, t, lengths) for name, schedule in self._schedules.items()}
        inputs = {update.t: t[:-1]} | {update.driven[name]: column[:-1] for name, column in settings.items()}
        lucky = self._luck.of(update, length) if self._is_lucky else {}
        return Table(first, length, inputs | lucky, lengths, settings)

    def _values(self, name: str, schedule: Schedule, t: Array, lengths: Array) -> Array:
        with np.errstate(all="ignore"):
            return self._rule.scheduled(name, _factors(schedule, t, lengths))


def spending(update: Update, examples: int, before: Mapping[Tally, Count], updates: int) -> dict[Tally, np.ndarray]:
    """What has been spent `before`, and what will have been after each of so many updates, (1 + n,).

    `examples` are those of the data that every question looks at.
    """
    counts, done = update.counts, np.arange(updates + 1)
    looks = examples * (counts["value"] + counts["grad"] + counts["hess"])
    each: dict[Tally, int] = {**counts, "samples": looks}
    return {what: before[what] + done * count for what, count in each.items()}


def _factors(schedule: Schedule, t: Array, lengths: Array) -> Array:
    try:
        spread = schedule.lasting(lengths).over(t.shape)  # a lone exponent of 2 NumPy would treat differently
        return np.broadcast_to(np.asarray(spread.at(t), dtype=np.float64), t.shape)  # type: ignore[arg-type]
    except Exception:
        each = zip(t.tolist(), lengths.tolist(), strict=True)
        return np.array([np.asarray(schedule.lasting(length).over((1,)).at(int(k))).item() for k, length in each])


class Luck:
    """The draws of a run from points like x (D, 1), in the order in which a walk makes them."""

    def __init__(self, noise: Noise, surface: Surface, seed: int, x: Array) -> None:
        self._draw, self._like, self._seed = noise.draws(surface, seed), x, seed
        shown = () if noise.steady else luck(noise.draws(surface, seed)(x), x)
        self.shapes = tuple(map(np.shape, shown))

    @functools.cached_property
    def _rng(self) -> np.random.Generator:
        return np.random.default_rng([LUCK, self._seed])

    def of(self, update: Update, steps: int) -> dict[Node, Array]:
        """The numbers of the next so many steps, (steps,) each."""
        found: dict[Node, Array] = {}
        if update.noise:
            rows = np.array([self._noise() for _ in range(steps)], dtype=np.float64).reshape(steps, len(update.noise))
            found |= dict(zip(update.noise, rows.T, strict=True))
        if update.luck:
            nodes = [node for drawn in update.luck for node in drawn.nodes]
            own = np.array([list(self._own(update)) for _ in range(steps)]).reshape(steps, len(nodes))
            found |= dict(zip(nodes, own.T, strict=True))
        return found

    def _noise(self) -> list[Any]:
        return [number for leaf in luck(self._draw(self._like), self._like) for number in np.ravel(leaf)]

    def _own(self, update: Update) -> Iterator[float]:
        for drawn in update.luck:
            yield from getattr(self._rng, drawn.how)(len(drawn.nodes))
