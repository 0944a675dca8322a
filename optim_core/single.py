"""One run, whichever way is quickest: traced to straight-line floats, or else walked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.fields import Array, Vector
from optim_core.noise import Noise
from optim_core.noises.none import NoNoise
from optim_core.probe import nothing
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.stretch import Run, Stretch
from optim_core.surface import Surface
from optim_core.trace.machine import native
from optim_core.trace.parts import Parts
from optim_core.trace.run import TracedRun
from optim_core.trace.tape import Untraceable
from optim_core.walk import Moment, Status, walk


def single(
    rule: Rule,
    surface: Surface,
    start: Sequence[float],
    steps: int,
    *,
    schedules: Mapping[str, Schedule] | None = None,
    noise: Noise | None = None,
    seed: int = 0,
    tolerance: float = 0.0,
    budget: Budget | None = None,
    cut: Cut | None = None,
    shows: bool = False,
    fast: bool = False,
) -> Run:
    """One run from a point (D,), with the inner vectors of its updates if it `shows` them; the rest is as in `walk`.

    What it says is what the walk says, bit for bit. `fast` makes its updates by machine code, whose exp and the like
    may differ in the last digit; without the extra of that name this raises ValueError.
    """
    if fast:
        native.binding()
    schedules, noise = schedules or {}, noise or NoNoise()
    if cut is None:
        try:
            parts = Parts.of(rule, surface, noise, schedules)
            return TracedRun(parts, np.array(start, dtype=np.float64), steps, seed, tolerance, budget, shows, fast)
        except Untraceable:
            pass
    moments = walk(
        rule,
        surface,
        start,
        steps,
        schedules=schedules,
        noise=noise,
        seed=seed,
        tolerance=tolerance,
        budget=budget,
        cut=cut,
    )
    return WalkedRun(moments, steps, rule.shows if shows else {})


class WalkedRun:
    """A run by the reference loop."""

    quick = False

    def __init__(self, moments: Iterator[Moment], steps: int, shows: Mapping[str, Vector]) -> None:
        self._moments, self._steps, self._shown = moments, steps, shows
        self.over = False

    def advance(self, moments: int) -> Stretch | None:
        """The next so many moments, fewer where the run ends; None once there are no more."""
        kept: list[Moment] = []
        while not self.over and len(kept) < moments:
            kept.append(moment := next(self._moments))
            self.over = moment.t == self._steps or bool(moment.status[0])
        return self._stretch(kept) if kept else None

    def moments(self) -> Iterator[Moment]:
        """The rest of the run as the walk yields it."""
        for moment in self._moments:
            self.over = moment.t == self._steps or bool(moment.status[0])
            yield moment

    def _stretch(self, moments: list[Moment]) -> Stretch:
        last = moments[-1]
        rule = {name: [m.settings[name] for m in moments] for name in last.settings}
        return Stretch(
            moments[0].t,
            np.concatenate([m.x for m in moments], axis=1),
            np.concatenate([m.loss for m in moments]),
            np.concatenate([m.grad for m in moments], axis=1),
            {name: np.array([float(np.ravel(value)[0]) for value in each]) for name, each in rule.items()},
            {what: np.array([int(np.ravel(m.spent[what])[0]) for m in moments]) for what in nothing()},
            Status(int(last.status[0])),
            int(last.ended[0]),
            {name: self._column(name, vector.shape == "bar", moments) for name, vector in self._shown.items()},
        )

    def _column(self, name: str, number: bool, moments: list[Moment]) -> Array:
        """An inner vector, (D, n) or (n,); before the first update there is none."""
        nothing = np.full(moments[0].x.shape[1:] if number else moments[0].x.shape, np.nan)
        return np.concatenate([np.broadcast_to(m.show.get(name, nothing), nothing.shape) for m in moments], axis=-1)
