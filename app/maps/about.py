"""What a map is about, whichever way its cells are answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.formulas import mathml
from app.maps import jobs, specs
from app.maps.parts import ENDS, Found
from app.maps.price import Dear, dear
from app.maps.sweeps import Batch, Sweep
from app.specs import Race
from app.wire import number
from optim_core import Surface
from optim_core.fields import Hyper
from optim_core.maps.axis import Axis
from optim_core.maps.measure import before
from optim_core.maps.places import Places
from optim_core.maps.theory import curves

Spread = list[Any] | None  # the same for all runs, run by run, or nothing


class Map(NamedTuple):
    """One map, before it is made.

    Attributes:
        entry, job: the work, as the pool takes it.
        about: what its `start` says, but for the runs.
        x, y: what columns and rows stand for; of a curve there is one row that stands for nothing.
        shape: columns and rows.
        types: what is told of a cell in events, and the type in which it travels.
        headings: of x, y and all that is told of a cell in a table.
        known: places that are known before.
    """

    spec: Race
    entry: str
    job: Any
    about: dict[str, Any]
    x: Spread
    y: Spread
    shape: tuple[int, int]
    types: Mapping[str, str]
    headings: Mapping[str, str]
    known: Sequence[Found] = ()

    @property
    def question(self) -> str:
        """The same for everyone who asks the same, whatever they call their runs."""
        plain = self.spec.model_dump_json(exclude={"runs": {"__all__": {"label"}}})
        return f"{self.entry} {plain}"

    def runs(self, language: str) -> list[dict[str, Any]]:
        """What is to be said of each run."""
        return [
            {
                "label": run.called(language),
                "optimizer": run.optimizer.model_dump(),
            }
            for run in self.spec.runs
        ]

    def along(self, run: int) -> Iterator[list[Any]]:
        """What the columns of one run stand for, and what the rows, where they stand for something."""
        for each in filter(None, (self.x, self.y)):
            yield each[run] if isinstance(each[0], list) else each


def as_told(place: Found) -> dict[str, Any]:
    """A place as JSON has it; the loss on a plain may be infinite."""
    return {"index": place.number, "x": place.x, "y": place.y, "kind": place.kind, "loss": number(place.loss)}


def basin(spec: specs.Basin, most: float) -> Map | Dear:
    """A map of starts, or why it is too much; as fine as it can be where nobody has said how fine."""
    job = jobs.basin(spec)
    shape = (len(job.x), len(job.y))
    if found := dear(spec, job.surface, job.tracks, shape, most):
        free = "cells" not in spec.model_fields_set
        return basin(spec.model_copy(update={"cells": found.fits}), most) if free and found.fits else found
    known = [Found(i, *place) for i, place in enumerate(Places(job.surface, job.reach).known)]
    about = {
        "window": spec.box(job.surface),
        "reach": job.reach,
        "places": [as_told(place) for place in known],
    }
    types = {"basin": "u1", "steps": "i4", "loss": "f4"}
    x, y = job.x.tolist(), job.y.tolist()
    headings = {"x": "start_x", "y": "start_y"} | {name: name for name in (*types, "rest", *ENDS)}
    about = _about(spec, job.surface, shape) | about
    return Map(spec, "app.maps.basins:parts", job, about, x, y, shape, types, headings, known)


def sweep(spec: specs.Sweep, most: float) -> Map | Dear:
    """A sweep of settings, or why it is too much; likewise."""
    job = jobs.sweep(spec)
    if found := dear(spec, job.surface, [run.track for run in job.runs], job.shape, most):
        free = not any("count" in axis.model_fields_set for axis in spec.axes)
        return sweep(spec.as_fine_as(found.fits), most) if free and found.fits else found
    about = {
        "measure": spec.measure,
        "curves": spec.curves,
        "before": [_before(job, run) for run in range(len(job.runs))],
        "theory": [law for run in range(len(job.runs)) for law in _theory(job, run)],
        "axes": [_axis(axis.of, specs.shared(spec, axis.of), job.runs[0].axes[axis.of]) for axis in spec.axes],
    }
    each = [[list(axis.values) for axis in run.axes.values()] for run in job.runs]
    x, y = [axes[0] for axes in each], [axes[1] for axes in each] if len(spec.axes) > 1 else None
    types = {"value": "f8", "state": "u1"}
    headings = dict(zip("xy", (axis.of for axis in spec.axes), strict=False)) | {
        "value": spec.measure,
        "state": "state",
    }
    about = _about(spec, job.surface, job.shape) | about
    return Map(spec, "app.maps.sweeps:parts", job, about, x, y, job.shape, types, headings)


def _about(spec: Race, surface: Surface, shape: tuple[int, int]) -> dict[str, Any]:
    points = np.array(surface.minima()).reshape(-1, 2)
    return {
        "columns": shape[0],
        "rows": shape[1],
        "total": shape[0] * shape[1] * len(spec.runs),
        "steps": spec.longest,
        "tolerance": spec.tolerance,
        "minima": [[*p, float(surface.value(p.reshape(2, 1))[0])] for p in points],
        "floor": surface.floor(),
        "begin": spec.start or surface.begin(),
    }


def _before(job: Sweep, run: int) -> float | None:
    """What is measured, of where a run begins; the most of the corners, None of what counts from 0."""
    columns, rows = job.shape
    corners = np.array([0, columns - 1, columns * (rows - 1), columns * rows - 1])
    batch = Batch.of(job, run, corners)
    found = before(job.measure, batch.starts, batch.surface)
    return None if found is None or not np.isfinite(found).any() else float(found[np.isfinite(found)].max())


def _theory(job: Sweep, run: int) -> list[dict[str, Any]]:
    """What is known of a run without running it."""
    track, axes = job.runs[run]
    found = curves(
        track.rule, job.surface, list(axes.items()), track.conditions["schedules"], track.conditions["noise"]
    )
    return [
        {
            "run": run,
            "kind": curve.kind,
            "name": curve.name._asdict(),
            "latex": curve.formula,
            "mathml": mathml(curve.formula, "inline"),
            "points": curve.points.tolist(),
        }
        for curve in found
    ]


def _axis(of: str, number: Hyper, axis: Axis) -> dict[str, Any]:
    return {
        "of": of,
        "log": axis.log,
        "whole": number.whole,
        "low": number.low,
        "high": number.high,
        "minimum": number.minimum,
        "maximum": number.maximum,
        "symbol": number.symbol,
        "mathml": mathml(number.symbol, "inline"),
        "help": number.help._asdict(),
    }
