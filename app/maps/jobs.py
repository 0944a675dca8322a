"""From what is asked for to what a worker is given."""

from __future__ import annotations

import functools
import operator
from typing import Any

import numpy as np

from app.courses import Course
from app.declared import build
from app.maps import basins, specs, sweeps
from app.maps.parts import Track
from app.specs import Race, Run
from optim_core import Rule, Surface
from optim_core.maps.axis import Axis
from optim_core.maps.places import reach_over
from optim_core.price import prices


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
    axes = {axis.of: Axis.of(specs.shared(spec, axis.of), *axis.range) for axis in spec.axes}
    each = []
    for number, run in enumerate(spec.runs):
        known = specs.numbers(spec, number)
        own = {name: functools.reduce(operator.getitem, known[name].path, plain) for name in axes}
        each.append(sweeps.Swept(_track(spec, run), {name: axis.through(own[name]) for name, axis in axes.items()}))
    surface: Surface = build(Surface, spec.surface)
    return sweeps.Sweep(surface, tuple(each), spec.measure, spec.curves)


def _track(spec: Race, run: Run) -> Track:
    course = Course(spec, run)
    rule, own = build(Rule, run.optimizer), run.start or spec.start
    of = prices(rule, course.surface, course.start, course.conditions)
    return Track(rule, own, course.steps, course.conditions, *of)
