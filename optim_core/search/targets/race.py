"""A race of one run as something to be tuned: its true loss after the last step."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np

from optim_core.batch import starts
from optim_core.ends import Ends
from optim_core.fields import Array, Text, whole
from optim_core.many import Conditions, many_in_turns
from optim_core.noise import Noise
from optim_core.noises.none import NoNoise
from optim_core.optimizers.momentum import Momentum
from optim_core.price import prices
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.search.space import Space
from optim_core.search.target import Course, Measure, Seen, Target
from optim_core.study import Fact
from optim_core.surface import Pair, Surface
from optim_core.surfaces.valleys import Rosenbrock


class RaceTarget(Target, kind="race"):
    """The race of that page with other settings: an epoch is a share of its steps.

    The names are those of a sweep: `lr` of the rule, and `lr.gamma` of the schedule that drives it.
    What a training of some epochs has reached is what the same race, bit for bit, has reached by that step.
    """

    order = 10
    title = Text("the race", "경주")
    summary = Text(
        "The loss at the end of a race: quick, and its whole landscape can be drawn.",
        "경주가 끝났을 때의 손실입니다. 빨리 끝나서 전체 지형까지 그려 볼 수 있습니다.",
    )
    raced = True
    tells = {"distance": Fact(Text("distance from the nearest minimum", "가장 가까운 최솟값까지의 거리"))}

    epochs: int = whole(
        9,
        1,
        27,
        minimum=1,
        maximum=100,
        symbol="E",
        help=Text(
            "parts of a race: a search may stop after each of them", "경주를 나누는 구간 수(구간마다 멈출 수 있음)"
        ),
    )
    rule: Rule = dataclasses.field(default_factory=Momentum)
    surface: Surface = dataclasses.field(default_factory=Rosenbrock)
    start: Pair | None = None
    steps: int = 200
    schedules: Mapping[str, Schedule] = dataclasses.field(default_factory=dict)
    noise: Noise = dataclasses.field(default_factory=NoNoise)
    tolerance: float = 0.0

    @property
    def measure(self) -> Measure:
        floor = self.surface.floor()
        log = floor is not None and floor >= 0
        return Measure(Text("loss at the end", "마지막 손실"), log, early=Text("loss", "손실"))

    def space(self) -> Space:
        own = Space.of(self.rule, minor=True).dimensions
        of = {name: Space.of(schedule, minor=True).dimensions for name, schedule in self.schedules.items()}
        return Space({**own, **{f"{driven}.{name}": d for driven, each in of.items() for name, d in each.items()}})

    def present(self) -> Mapping[str, Any]:
        return {name: getattr(*self._owner(name)) for name in self.space().dimensions}

    def _owner(self, name: str) -> tuple[Rule | Schedule, str]:
        driven, _, setting = name.rpartition(".")
        return (self.schedules[driven] if driven else self.rule), setting

    def begin(self, settings: Mapping[str, Sequence[Any] | np.ndarray], seeds: Sequence[int]) -> Course:
        return _Races(self, {name: np.asarray(v, dtype=np.float64) for name, v in settings.items()}, seeds)

    def resume(self, settings: Mapping[str, Any], seed: int, state: Mapping[str, Array]) -> Course:
        """A race is so quick that it is run again from its start."""
        races = _Races(self, {name: np.array([float(v)]) for name, v in settings.items()}, [seed])
        races.epochs[:] = int(state["epochs"])
        return races

    def passes(self, epochs: int) -> float:
        conditions = {"schedules": self.schedules, "noise": self.noise}
        each, _ = prices(self.rule, self.surface, self.start or self.surface.begin(), conditions)
        return self.moments(epochs) * each

    def moments(self, epochs: int) -> int:
        """The steps that so many epochs are."""
        return self.steps * epochs // self.epochs

    def having(self, settings: Mapping[str, Any]) -> Self:
        rule, schedules = self.rule, dict(self.schedules)
        for name, values in settings.items():
            driven, _, setting = name.rpartition(".")
            if driven:
                schedules[driven] = schedules[driven].replace(**{setting: values})
            else:
                rule = rule.replace(**{setting: values})
        return self.replace(rule=rule, schedules=schedules)


class _Races(Course):
    """Races with other settings, each from its start again whenever it goes on."""

    def __init__(self, target: RaceTarget, settings: Mapping[str, Array], seeds: Sequence[int]) -> None:
        self._target, self._settings, self._seeds = target, settings, np.asarray(seeds)
        self.epochs = np.zeros(len(seeds), dtype=int)

    def advance(self, which: Sequence[int] | np.ndarray, epochs: int) -> Iterator[Seen | None]:
        these = np.asarray(which)
        score, distance = np.empty(len(these)), np.empty(len(these))
        self.epochs[these] += epochs
        for done in np.unique(self.epochs[these]).tolist():
            some = self.epochs[these] == done
            for ends in self._ends(these[some], done):
                if ends:
                    score[some] = np.where(ends.off_map | ~np.isfinite(ends.loss), np.inf, ends.loss)
                    distance[some] = self._distance(ends)
                yield None
        yield Seen(score, {"distance": distance})

    def _ends(self, these: np.ndarray, epochs: int) -> Iterator[Ends | None]:
        target = self._target.having({name: values[these] for name, values in self._settings.items()})
        conditions: Conditions = {
            "schedules": {name: schedule.lasting(target.steps) for name, schedule in target.schedules.items()},
            "noise": target.noise,
            "seed": self._seeds[these].tolist(),
            "tolerance": target.tolerance,
        }
        begin = starts(target.start or target.surface.begin(), (len(these),))
        return many_in_turns(target.rule, target.surface, begin, target.moments(epochs), **conditions)

    def _distance(self, ends: Ends) -> Array:
        minima = np.array(self._target.surface.minima(), dtype=np.float64)
        if not minima.size:
            return np.full(ends.loss.shape, np.nan)
        return np.asarray(np.linalg.norm(ends.x[:, None] - minima.T[:, :, None], axis=0).min(axis=0))

    def state(self, i: int) -> dict[str, Array]:
        return {"epochs": np.array(float(self.epochs[i]))}
