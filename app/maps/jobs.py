"""From what is asked for to what a worker is given."""

from __future__ import annotations

import functools
import operator
from typing import Any

import numpy as np

from app.courses import Course
from app.maps import basins, specs, sweeps
from app.maps.parts import Track
from app.maps.price import prices
from app.specs import Race, Run, build
from optim_core import Rule, Surface
from optim_core.maps.axis import Axis
from optim_core.maps.places import reach_over


def basin(spec: specs.Basin) -> basins.Basin:
    """A map of starts."""
    surface: Surface = build(Surface, spec.surface)
    window = spec.box(surface)
    x, y = (np.linspace(*ends, count) for ends, count in zip((window[:2], window[2:]), spec.cells, strict=True))
    reach = spec.reach or reach_over(window)
    return basins.Basin(surface, x, y, reach, tuple(_track(spec, run) for run in spec.runs))


def sweep(spec: specs.Sweep) -> sweeps.Sweep:
    """A sweep of settings."""
    plain: Any = spec.model_dump()
    each, own = [], []
    for number, run in enumerate(spec.runs):
        known = specs.numbers(spec, number)
        axes = {axis.of: Axis.of(known[axis.of].declared, *axis.range) for axis in spec.axes}
        each.append(sweeps.Swept(_track(spec, run), axes))
        own.append({name: functools.reduce(operator.getitem, known[name].path, plain) for name in axes})
    surface: Surface = build(Surface, spec.surface)
    return sweeps.Sweep(surface, tuple(map(_through, _even(each), own)), spec.measure, spec.curves)


def _track(spec: Race, run: Run) -> Track:
    course = Course(spec, run)
    rule, own = build(Rule, run.optimizer), run.start or spec.start
    of = prices(rule, course.surface, course.start, course.conditions)
    return Track(rule, own, course.steps, course.conditions, *of)


def _even(runs: list[sweeps.Swept]) -> list[sweeps.Swept]:
    """Every run with as many values: where whole numbers are too few on one range, those of the others are thinned."""
    fewest = {name: min(len(run.axes[name].values) for run in runs) for name in runs[0].axes}
    return [
        run._replace(
            axes={name: axis._replace(values=_thinned(axis.values, fewest[name])) for name, axis in run.axes.items()}
        )
        for run in runs
    ]


def _through(run: sweeps.Swept, own: dict[str, float]) -> sweeps.Swept:
    """The run with axes that go through the numbers that it has anyway."""
    return run._replace(axes={name: axis.through(float(own[name])) for name, axis in run.axes.items()})


def _thinned(values: tuple[float, ...], count: int) -> tuple[float, ...]:
    return tuple(values[at] for at in np.linspace(0, len(values) - 1, count).round().astype(int))
