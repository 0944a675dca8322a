"""What lies before a run of a race: the surface, its start, its luck, its schedules and how far it may go."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from app.declared import build
from app.specs import Race, Run
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import starts
from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.many import many, many_in_turns
from optim_core.probe import Seed
from optim_core.single import single
from optim_core.stretch import Run as Stretches
from optim_core.walk import Moment, walk


class Course:
    """The same for every rule that is sent over it, however many settings of it run side by side."""

    def __init__(self, spec: Race, run: Run) -> None:
        self.surface: Surface = build(Surface, spec.surface)
        self.start = run.start or spec.start or self.surface.begin()
        self.steps = spec.longest
        self._seeds = range(spec.seed, spec.seed + spec.repeats)
        self._budget = Budget(**spec.budget.model_dump()) if spec.budget else None
        self.conditions: dict[str, Any] = {
            "schedules": {name: build(Schedule, s) for name, s in run.schedules.items()},
            "noise": build(Noise, spec.noise_of(run)),
            "seed": spec.seed,
            "tolerance": spec.tolerance,
            "cut": Cut(**run.cut.model_dump()) if run.cut else None,
            "budget": self._budget,
        }

    def walk(self, rule: Rule, batch: tuple[int, ...] = (1,)) -> Iterator[Moment]:
        """A rule, whose settings may be arrays over `batch`, on its way."""
        return walk(rule, self.surface, starts(self.start, batch), self.steps, **self.conditions)

    def single(self, rule: Rule, shows: bool = False) -> Stretches:
        """A rule alone on its way, whichever way is quickest; with its inner vectors if it `shows` them."""
        return single(rule, self.surface, self.start, self.steps, shows=shows, **self.conditions)

    def ends(self, rule: Rule, batch: tuple[int, ...]) -> Iterator[Ends | None]:
        """How a rule with settings that differ over `batch` ends: nothing, again and again, and at last that."""
        return many_in_turns(rule, self.surface, starts(self.start, batch), self.steps, **self.conditions)

    def repeated(self, rule: Rule) -> Iterator[Moment]:
        """A rule with each luck that the race asks for, side by side; the first is that of `walk`."""
        lucks = self.conditions | {"seed": self._seeds}
        return walk(rule, self.surface, starts(self.start, (len(self._seeds),)), self.steps, **lucks)

    def repeats_end(self, rule: Rule) -> Ends:
        """How these end."""
        lucks = self.conditions | {"seed": self._seeds}
        return many(rule, self.surface, starts(self.start, (len(self._seeds),)), self.steps, **lucks)

    def length(self, first: Moment) -> int:
        """The updates of a run, judged by what the first of them cost, the mean over a batch."""
        if self._budget is None:
            return self.steps
        budget = self._budget.on(self.surface.rows)
        used = float(np.mean(budget.used(first.spent, first.x.shape[0])))
        return min(self.steps, math.ceil(budget.most / used)) if used else self.steps

    def walk_from(self, start: Array, rule: Rule, schedules: Mapping[str, Schedule], seed: Seed) -> Iterator[Moment]:
        """The same from starts (2, n), with schedules whose settings may be arrays, too, and with other luck."""
        others = {"schedules": schedules, "seed": seed}
        return walk(rule, self.surface, start, self.steps, **self.conditions | others)
