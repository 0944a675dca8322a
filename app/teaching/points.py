"""The computing of a chart: its races are walked, in batches where that is the same, and measured."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from app.courses import Course
from app.specs import Named, Race, build
from app.teaching.chart import Chart
from app.teaching.sweep import Sweep
from app.work import Turn
from optim_core import Rule, Schedule
from optim_core.claims.abreast import Abreast
from optim_core.claims.path import Path
from optim_core.claims.relation import measure
from optim_core.claims.words import NEVER
from optim_core.registry import Declared

FIRST, ROOM = 64, 1_600_000  # cells of the first batch, and the points of all paths of any batch
TOLD = 256  # cells between two answers

Measured = float | Literal["never", "diverged"] | None  # None where there is no number
Runs = Mapping[str, Path]


class Point(NamedTuple):
    """One cell, by its number in the grid (across first), and what each line measures there."""

    cell: int
    measured: tuple[Measured, ...]


async def points(race: Race, chart: Chart, turn: Turn | None = None) -> AsyncIterator[list[Point]]:
    """Every cell of a chart once, coarse to fine, some at a time. Raises Mistake, and TooLong of the turn."""
    sweep, turn = Sweep(race, chart), turn or Turn()
    fixed: dict[tuple[str, int], Path] = {}  # the runs that no swept value changes
    order = sweep.order()
    most = max(1, ROOM // sweep.length(0)) if sweep.abreast else 1
    size = min(FIRST, most)
    while order:
        block, order, size = order[:size], order[size:], most
        seeds = [await _walked(sweep, block, seed, fixed, turn) for seed in range(chart.seeds)]
        told = []
        for at, cell in enumerate(block):
            told.append(_point(sweep, cell, [{label: paths[at] for label, paths in runs.items()} for runs in seeds]))
            await turn.over()
            if len(told) == TOLD:
                yield told
                told = []
        if told:
            yield told


async def _walked(
    sweep: Sweep, block: Sequence[int], luck: int, fixed: dict[tuple[str, int], Path], turn: Turn
) -> dict[str, Sequence[Path]]:
    """The paths of every run in each of these cells."""
    races = [_with_luck(sweep.race(cell), luck) for cell in block]
    walked: dict[str, Sequence[Path]] = {}
    for label, run in sweep.runs.items():
        if sweep.places_of(run):
            walked[label] = await abreast(races, run, turn)
            continue
        if (label, luck) not in fixed:
            [fixed[label, luck]] = await abreast(races[:1], run, turn)
        walked[label] = [fixed[label, luck]] * len(block)
    return walked


def _with_luck(race: Race, luck: int) -> Race:
    return race.model_copy(update={"seed": race.seed + luck}) if luck else race


class _Paths(Sequence[Path]):
    """Paths that are cut out of their batch when they are asked for."""

    def __init__(self, noted: Abreast, courses: Sequence[Course]) -> None:
        self._noted, self._courses = noted, courses

    def __len__(self) -> int:
        return len(self._courses)

    def __getitem__(self, at: Any) -> Any:
        return self._noted.path(at, self._courses[at].surface)


async def abreast(races: Sequence[Race], run: int, turn: Turn) -> Sequence[Path]:
    """One run of each race, all in one walk: they may differ in its start and in real numbers of rule and schedules."""
    runs = [race.runs[run] for race in races]
    courses = [Course(race, own) for race, own in zip(races, runs, strict=True)]
    rule = _merged(Rule, [own.optimizer for own in runs])
    schedules = {name: _merged(Schedule, [own.schedules[name] for own in runs]) for name in runs[0].schedules}
    starts = np.array([course.start for course in courses], dtype=np.float64).T
    noted = Abreast(races[0].longest, len(races))
    for moment in courses[0].walk_from(starts, rule, schedules):
        noted.note(moment)
        await turn.over()
    return _Paths(noted, courses)


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
    return "diverged" if value > 0 else None
