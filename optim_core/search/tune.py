"""Tuning one rule with a given number of trials: half of them anywhere, the others closer and closer to the best."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.probe import Tally, nothing
from optim_core.rule import Rule
from optim_core.search.samplers import halton
from optim_core.search.space import Space

EDGE = 0.005  # of a range: so close to its end a search that has closed in on its best has not come to rest
# Runs a rule, with settings that differ over a whole batch, and says how the runs end: `many_in_turns`.
Course = Callable[[Rule, tuple[int, ...]], Iterator[Ends | None]]


class Tuned(NamedTuple):
    """What a search found.

    Attributes:
        settings: the best of the settings tried, those of trial 0 where nothing was better.
        before, after: true loss at the end with the settings of trial 0 and with the best; infinite where it
            diverged or left the domain of the loss.
        trials: runs made, trial 0 among them; `spent`: evaluations of them all.
        edges: settings found at an edge of their range.
    """

    settings: Mapping[str, float]
    before: float
    after: float
    trials: int
    spent: Mapping[Tally, int]
    edges: list[str]


def tune(rule: Rule, course: Course, trials: int, seed: int = 0) -> Generator[int, None, Tuned]:
    """Try `trials` settings of a rule, its present ones first; yields the trials behind it, again and again.

    Every trial runs the whole course and is judged by its true loss at the end; of equals the first is kept. A setting
    is tried as it is told, to three digits, so that the loss told is the loss of the settings told. A rule without
    numbers to tune makes one trial.
    Raises ValueError for fewer than one trial.
    """
    if trials < 1:
        raise ValueError(f"a search needs at least one trial, not {trials}")
    space = Space.of(rule)
    search = _Search(rule, course, {name: float(getattr(rule, name)) for name in space.dimensions})
    d = len(space.dimensions)
    cloud = halton(trials - 1, d, seed)
    middle, reach = np.full((d, 1), 0.5), 0.5
    begun = 1
    for size in _rounds(trials) if d else [1]:
        fresh = size - (begun == 1)
        places = middle + reach * (2.0 * cloud[:, begun - 1 : begun - 1 + fresh] - 1.0)
        yield from search.round(space.settings(np.clip(places, 0.0, 1.0)), fresh)
        begun += fresh
        middle = space.place(search.best)[:, None]
        reach *= 2.0 * size ** (-1.0 / max(d, 1))  # one cell of the last round to either side
    return search.report(space)


def _rounds(trials: int) -> list[int]:
    """Half anywhere, then a quarter, then the rest; the first holds the present settings and at least one other."""
    coarse = min(max((trials + 1) // 2, 2), trials)
    closer = (trials - coarse + 1) // 2
    return [size for size in (coarse, closer, trials - coarse - closer) if size]


class _Search:
    """The best settings so far and what has been spent on finding them."""

    def __init__(self, rule: Rule, course: Course, present: Mapping[str, float]) -> None:
        self._rule = rule
        self._course = course
        self._trials = 0
        self._spent: dict[Tally, int] = dict.fromkeys(nothing(), 0)
        self.best = present
        self._before = self._after = np.inf

    def round(self, settings: Mapping[str, Array], count: int) -> Iterator[int]:
        """Run `count` settings side by side, in the first round behind the present ones."""
        first = self._trials == 0
        tried = {name: np.append([self.best[name]] if first else [], values) for name, values in settings.items()}
        batch = (count + first,)
        for ends in self._course(self._rule.replace(**tried), batch):
            if ends:
                self._judge(tried, ends, first)
            yield self._trials

    def _judge(self, tried: Mapping[str, Array], ends: Ends, first: bool) -> None:
        losses = np.where(ends.off_map | ~np.isfinite(ends.loss), np.inf, ends.loss)
        if first:
            self._before = self._after = float(losses[0])
        at = int(np.argmin(losses))
        if losses[at] < self._after:
            self.best = {name: float(values[at]) for name, values in tried.items()}
            self._after = float(losses[at])
        self._trials += len(losses)
        for what, spent in ends.spent.items():
            self._spent[what] += int(spent.sum())

    def report(self, space: Space) -> Tuned:
        best = {name: int(value) if space.dimensions[name].whole else value for name, value in self.best.items()}
        edges = list(space.edges(best, EDGE))
        return Tuned(best, self._before, self._after, self._trials, self._spent, edges)
