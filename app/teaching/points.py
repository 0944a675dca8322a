"""The computing of a chart: its races are walked, in batches where that is the same, and measured."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np

from app.courses import Course
from app.declared import Named, build
from app.specs import Race
from app.teaching.chart import Chart, named_in
from app.teaching.sweep import Sweep
from optim_core import Rule, Schedule
from optim_core.claims.abreast import Abreast
from optim_core.claims.path import Path
from optim_core.claims.relation import measure
from optim_core.claims.words import NEVER
from optim_core.registry import Declared
from optim_core.walk import Status

FIRST, LARGEST = 64, 1024  # cells of the first batch, and of any
ROOM = 1_600_000  # points of all paths of a batch, which are held at once
TOLD = 256  # cells between two answers

Measured = float | Literal["never", "diverged", "left"] | None  # None where there is no number
Runs = Mapping[str, Path]
Result = TypeVar("Result")
Stops = Generator[None, None, Result]  # work that may be stopped at each None


class Point(NamedTuple):
    """One cell, by its number in the grid (across first), and what each line measures there."""

    cell: int
    measured: tuple[Measured, ...]


def points(sweep: Sweep) -> Iterator[list[Point] | None]:
    """Every cell of a chart once, coarse to fine, some at a time; None wherever it may be stopped. Raises Mistake."""
    chart = sweep.chart
    fixed: dict[str, list[Sequence[Path]]] = {}  # the runs that no swept value changes, by luck
    order = sweep.order()
    most = min(LARGEST, max(1, ROOM // (sweep.length(0) * chart.seeds))) if sweep.abreast else 1
    size = min(FIRST, most)
    while order:
        block, order, size = order[:size], order[size:], most
        walked = yield from _walked(sweep, block, fixed)
        told = []
        for at, cell in enumerate(block):
            seeds = [{label: lucks[luck][at] for label, lucks in walked.items()} for luck in range(chart.seeds)]
            told.append(_point(sweep, cell, seeds))
            yield None
            if len(told) == TOLD:
                yield told
                told = []
        if told:
            yield told


def _walked(
    sweep: Sweep, block: Sequence[int], fixed: dict[str, list[Sequence[Path]]]
) -> Stops[dict[str, list[Sequence[Path]]]]:
    """The paths of every run: for each luck a path a cell."""
    races = []
    for cell in block:
        races.append(sweep.race(cell))
        yield None
    walked = {}
    for label, run in sweep.runs.items():
        if sweep.places_of(run):
            walked[label] = yield from _lucky(races, run, sweep.chart.seeds)
            continue
        if label not in fixed:
            fixed[label] = yield from _lucky(races[:1], run, sweep.chart.seeds)
        walked[label] = [list(paths) * len(block) for paths in fixed[label]]
    return walked


def _lucky(races: Sequence[Race], run: int, lucks: int) -> Stops[list[Sequence[Path]]]:
    """One run of these races with each luck, as many of them in one walk as there is room for."""
    together = max(1, ROOM // (len(races) * races[0].longest))
    found: list[Sequence[Path]] = []
    for first in range(0, lucks, together):
        some = range(first, min(lucks, first + together))
        seeded = [_with_luck(race, luck) for luck in some for race in races]
        paths = yield from abreast(seeded, run)
        found += [paths[at * len(races) : (at + 1) * len(races)] for at in range(len(some))]
    return found


def _with_luck(race: Race, luck: int) -> Race:
    return race.model_copy(update={"seed": race.seed + luck}) if luck else race


class _Paths(Sequence[Path]):
    """Paths that are cut out of their batch when they are asked for."""

    def __init__(self, noted: Abreast, courses: Sequence[Course], numbers: range) -> None:
        self._noted, self._courses, self._numbers = noted, courses, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return _Paths(self._noted, self._courses, self._numbers[at])
        number = self._numbers[at]
        return self._noted.path(number, self._courses[number].surface)


def abreast(races: Sequence[Race], run: int) -> Stops[Sequence[Path]]:
    """One run of each race in one walk: they may differ in luck, start, and real numbers of rule and schedules."""
    runs = [race.runs[run] for race in races]
    courses = []
    for race, own in zip(races, runs, strict=True):
        courses.append(Course(race, own))
        yield None
    rule = _merged(Rule, [own.optimizer for own in runs])
    schedules = {name: _merged(Schedule, [own.schedules[name] for own in runs]) for name in runs[0].schedules}
    starts = np.array([course.start for course in courses], dtype=np.float64).T
    noted = Abreast(races[0].longest, len(races))
    seeds = [race.seed for race in races]
    for moment in courses[0].walk_from(starts, rule, schedules, seeds if len(set(seeds)) > 1 else seeds[0]):
        noted.note(moment)
        yield None
    return _Paths(noted, courses, range(len(courses)))


def _merged(family: type[Declared], each: Sequence[Named]) -> Any:
    """One rule or schedule that stands for all, its real numbers as arrays where they differ."""
    declared = build(family, each[0])
    values = {name: [getattr(one, name) for one in each] for name in declared.numbers()}
    return declared.replace(**{n: np.array(v, dtype=np.float64) for n, v in values.items() if len(set(v)) > 1})


def _point(sweep: Sweep, cell: int, seeds: Sequence[Runs]) -> Point:
    known = sweep.chart.known(sweep.cells[cell])
    return Point(cell, tuple(_measured(sweep.chart, line.measure, seeds, known) for line in sweep.chart.lines))


def _measured(chart: Chart, expression: str, seeds: Sequence[Runs], known: Mapping[str, float]) -> Measured:
    try:
        value = float(measure(expression, seeds, chart.aggregate, **known))
    except (ArithmeticError, ValueError, TypeError, IndexError):
        return None  # a logarithm of 0, a step that the run never made
    if "steps_to_" in expression and value >= NEVER / chart.seeds:  # one seed of a mean is enough
        return "never"
    if math.isfinite(value):
        return value
    return _gone(expression, seeds) if value > 0 else None


def _gone(expression: str, seeds: Sequence[Runs]) -> Literal["diverged", "left"]:
    """What became of the runs that an expression speaks of, whose loss is infinite now."""
    paths = [runs[label] for runs in seeds for label in named_in(expression, runs)]
    return "left" if any(path.status is Status.LEFT for path in paths) else "diverged"
