"""The reference loop: a generator of moments, for one run or a whole batch."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.edge import OUTSIDE, led, outside
from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.noises.none import NoNoise
from optim_core.probe import Asked, Count, Probe, Seed, Tally, nothing
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.surface import Surface

FAR = 1e12  # a coordinate beyond this counts as divergence


class Status(IntEnum):
    """How a run stands."""

    RUNNING = 0
    CONVERGED = 1
    FAR_AWAY = 2
    NOT_A_NUMBER = 3
    SPENT = 4
    LEFT = 5

    @property
    def diverged(self) -> bool:
        """Whether the run blew up."""
        return self in (Status.FAR_AWAY, Status.NOT_A_NUMBER)

    @property
    def off_map(self) -> bool:
        """Whether it was led where it cannot stand: it blew up, or left the domain of the loss."""
        return self.diverged or self is Status.LEFT


def off_map(status: np.ndarray) -> np.ndarray:
    """The same of many runs."""
    return (status == Status.LEFT) | diverged(status)


def diverged(status: np.ndarray) -> np.ndarray:
    """Which of many runs blew up."""
    return (status == Status.FAR_AWAY) | (status == Status.NOT_A_NUMBER)


def verdict(led: Array) -> np.ndarray:
    """How runs end that updates have led off the map, to points (D, *batch): their status (*batch)."""
    finite = np.isfinite(led).all(axis=0)
    return np.where(led[0] == OUTSIDE, Status.LEFT, np.where(finite, Status.FAR_AWAY, Status.NOT_A_NUMBER))


class Moment(NamedTuple):
    """Everything known when point t is reached; arrays end in the batch axes.

    Attributes:
        t: 0 at the start; update t leads from moment t to moment t + 1.
        x: points (D, *batch); a run that ended keeps its last finite point at which there is a loss.
        loss, grad: true, noise-free value (*batch) and gradient (D, *batch) at x, as a watcher sees them: not counted.
        settings: numeric hyperparameters in force for update t, schedules applied.
        spent: evaluations of value, grad and hess up to here, and the samples of data they looked at: a number, or
            (*batch) where runs differ.
        status, ended: how each run stands and the moment at which it ended (-1 while it runs).
        show, asked: inner vectors of update t - 1 that led here, and where the rule asked the objective meanwhile.
        begun: the update with which the rule began, or began afresh after a power cut.
        lost: where update t - 1 had led (D, *batch), if a power cut has undone it and the run is back at its start.
    """

    t: int
    x: Array
    loss: Array
    grad: Array
    settings: Mapping[str, Array]
    spent: Mapping[Tally, Count]
    status: np.ndarray
    ended: np.ndarray
    show: Mapping[str, Array]
    asked: list[Asked]
    begun: int = 0
    lost: Array | None = None


def walk(
    rule: Rule,
    surface: Surface,
    start: Any,
    steps: int,
    *,
    schedules: Mapping[str, Schedule] | None = None,
    noise: Noise | None = None,
    seed: Seed = 0,
    tolerance: float = 0.0,
    budget: Budget | None = None,
    cut: Cut | None = None,
) -> Iterator[Moment]:
    """Walk `steps` updates of a rule down a surface, yielding moments 0, 1, ... `steps`.

    Args:
        start: a point (D,) or points (D, *batch), left alone.
        seed: of all luck, shared by the runs; or one for each run of a batch (n,), which then walks as it would alone.
        schedules: by name of the numeric field each one drives, within the bounds that the field declares.
        tolerance: a run whose true gradient norm is at most this has converged and stops; 0 never stops early.
        budget: a run that has spent it begins no further update. A schedule that spans the race then lasts as many
            updates as the budget carries at the pace so far, `steps` at most.
        cut: a power cut, which runs that have ended do not feel.

    The generator ends early when every run has ended. A run that blows up is a result, not an error: it stays at its
    last finite point, its status says why and `ended` at which moment. So does one that leaves the domain of the
    loss; one that begins outside has ended at moment 0.
    Raises ValueError where the noise does not fit the surface or a schedule names no numeric field.
    """
    x = np.array(start, dtype=np.float64)
    x = x.reshape(-1, 1) if x.ndim == 1 else x
    batch = x.shape[1:]
    pace = _Pace(rule.over(batch), schedules or {}, steps, batch)
    probe = Probe(surface, noise or NoNoise(), seed)
    budget = budget and budget.on(surface.rows)
    fate = _Fate(batch, tolerance, budget)
    show: Mapping[str, Array] = {}
    asked: list[Asked] = []
    with np.errstate(all="ignore"):
        slots = pace.rule.start(x)
        loss, grad = surface.value(x), surface.grad(x)
        if surface.holes:
            fate.refuse(outside(surface, x))
        fate.arrive(0, grad)
        current = pace.at(0, loss)
    origin, begun = x, 0
    for t in range(steps + 1):
        lost = None
        if cut and t < steps and cut.forgets(t):
            begun = t
            with np.errstate(all="ignore"):
                if cut.returns(t):
                    lost, x = x, np.where(fate.status == Status.RUNNING, origin, x)
                    loss, grad = surface.value(x), surface.grad(x)
                    current = pace.again(t, loss)
                slots = pace.rule.start(x)
        yield Moment(t, x, loss, grad, pace.settings, fate.spent, fate.status, fate.ended, show, asked, begun, lost)
        if t == steps or fate.all_over:
            return
        with np.errstate(all="ignore"):
            probe.begin(x, grad)
            move, slots, show = current.step(x, slots, probe, t - begun)
            asked = probe.asked
            x = fate.go(t, x, led(surface, x, move, [question.at for question in asked]), probe.counts)
            loss, grad = surface.value(x), surface.grad(x)
            fate.arrive(t + 1, grad)
            if budget and pace.spanning:
                pace.stretch(t + 1, budget.used(fate.spent, x.shape[0]), budget.most)
            current = pace.at(t + 1, loss)


def check_driven(rule: Rule, schedules: Mapping[str, Schedule]) -> None:
    """Raise ValueError where a schedule drives what is no number of the rule."""
    for name in schedules:
        if name not in rule.numbers():
            known = ", ".join(rule.numbers())
            raise ValueError(f"schedules.{name}: {rule.kind} has no number of that name; it has {known}")


class _Fate:
    """Which runs of a batch still run, how the others ended, and what each has spent."""

    def __init__(self, batch: tuple[int, ...], tolerance: float, budget: Budget | None) -> None:
        self.status = np.full(batch, Status.RUNNING, dtype=np.int8)
        self.ended = np.full(batch, -1, dtype=np.int64)
        self.spent = nothing()
        self.all_over = False
        self._all_running = True
        self._tolerance = tolerance
        self._budget = budget

    def refuse(self, which: np.ndarray) -> None:
        """Let these not even begin."""
        self._end(which, Status.LEFT, 0)

    def arrive(self, t: int, grad: Array) -> None:
        """Stop the runs whose gradient has vanished, and those that have spent their budget."""
        if self._tolerance > 0:
            norm = np.sqrt(np.sum(grad * grad, axis=0))
            self._end((self.status == Status.RUNNING) & (norm <= self._tolerance), Status.CONVERGED, t)
        if self._budget:
            used = self._budget.used(self.spent, grad.shape[0])
            self._end((self.status == Status.RUNNING) & (used >= self._budget.most), Status.SPENT, t)

    def go(self, t: int, here: Array, there: Array, counts: Mapping[Tally, Count]) -> Array:
        """The points after update t: runs that ended, or that blow up now, stay where they are."""
        if self._all_running and np.abs(there).max() <= FAR:  # the common case; NaN fails the comparison
            self.spent = dict(counts)
            return there
        running = self.status == Status.RUNNING
        self.spent = {what: np.where(running, count, self.spent[what]) for what, count in counts.items()}
        self._end(running & ~(np.abs(there) <= FAR).all(axis=0), verdict(there), t + 1)
        return np.where(self.status == Status.RUNNING, there, here)

    def _end(self, which: np.ndarray, status: Status | np.ndarray, t: int) -> None:
        if which.any():
            self.status = np.where(which, status, self.status).astype(np.int8)
            self.ended = np.where(which, t, self.ended)
            self._all_running = False
            self.all_over = not (self.status == Status.RUNNING).any()


class _Pace:
    """The rule as its schedules set it at each step."""

    def __init__(self, rule: Rule, schedules: Mapping[str, Schedule], steps: int, batch: tuple[int, ...]) -> None:
        check_driven(rule, schedules)
        self.rule = rule
        self.settings = {name: getattr(rule, name) for name in rule.numbers()}
        self._now = copy.copy(rule)
        self._asked, self._steps, self._batch = schedules, steps, batch
        self._schedules = {name: s.lasting(steps).over(batch) for name, s in schedules.items()}
        self._memory: dict[str, Any] = dict.fromkeys(schedules)
        self._begun = 0
        self.spanning = [name for name, s in schedules.items() if s.spans]

    def at(self, t: int, loss: Array) -> Rule:
        """The rule for update t; the same object each time, for speed: it is private to the walk."""
        for name, schedule in self._schedules.items():
            factor, self._memory[name] = schedule.step(t - self._begun, loss, self._memory[name])
            value = self.rule.scheduled(name, factor)
            object.__setattr__(self._now, name, value)
            self.settings = self.settings | {name: value}
        return self._now

    def again(self, t: int, loss: Array) -> Rule:
        """The rule for update t, with which all schedules begin anew."""
        self._begun, self._memory = t, dict.fromkeys(self._memory)
        return self.at(t, loss)

    def stretch(self, t: int, used: Count, most: int) -> None:
        """Let the schedules that span the race end with a budget of which t updates have used this much."""
        length = np.where(used > 0, np.minimum(-(-most * t // np.maximum(used, 1)), self._steps), self._steps)
        for name in self.spanning:
            self._schedules[name] = self._asked[name].lasting(length).over(self._batch)
