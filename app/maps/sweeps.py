"""A curve or map over settings: what each value of one number, or of two, makes of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from app.maps.blocks import Columns, cells
from app.maps.parts import Blocks, Cells, Curves, Track, Verdict
from optim_core import Rule, Surface
from optim_core.batch import starts
from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.many import block_by_block
from optim_core.maps.axis import Axis
from optim_core.maps.measure import Measured, State, What, before, endless, measured
from optim_core.maps.theory import OF_SURFACE
from optim_core.maps.verdict import verdict
from optim_core.schedule import Schedule
from optim_core.walk import off_map, walk


class Swept(NamedTuple):
    """One run and its axes, one or two, by the names of their numbers."""

    track: Track
    axes: dict[str, Axis]


class Sweep(NamedTuple):
    """What a worker has to know of one: every run has as many columns and rows; `curves` is the points of a curve."""

    surface: Surface
    runs: tuple[Swept, ...]
    measure: What
    curves: int

    @property
    def shape(self) -> tuple[int, int]:
        """Columns and rows."""
        across, *up = (len(axis.values) for axis in self.runs[0].axes.values())
        return across, up[0] if up else 1


class Batch(NamedTuple):
    """Some cells of a run as `many` has them: numbers that differ are arrays over the cells."""

    track: Track
    rule: Rule
    surface: Surface
    schedules: dict[str, Schedule]
    runs: int

    @classmethod
    def of(cls, sweep: Sweep, run: int, wanted: np.ndarray) -> Batch:
        """Those of these cells."""
        track, axes = sweep.runs[run]
        rule, surface, schedules = track.rule, sweep.surface, dict(track.conditions["schedules"])
        columns = sweep.shape[0]
        for (name, axis), at in zip(axes.items(), (wanted % columns, wanted // columns), strict=False):
            values = np.array(axis.values, dtype=np.float64)[at]
            match name.split("."):
                case ["surface", setting]:
                    surface = surface.replace(**{setting: values})
                case [setting]:
                    rule = rule.replace(**{setting: values})
                case [driven, setting]:
                    schedules[driven] = schedules[driven].replace(**{setting: values})
        return cls(track, rule, surface, schedules, len(wanted))

    @property
    def starts(self) -> Array:
        """Where they begin, (2, n): if that is up to the surface, each of its shapes says for itself."""
        swept = {name: v for name in self.surface.numbers() if np.ndim(v := getattr(self.surface, name))}
        if self.track.start is not None or not swept:
            return starts(self.track.start or self.surface.begin(), (self.runs,))
        each = zip(*(values.tolist() for values in swept.values()), strict=True)
        return np.array([self.surface.replace(**dict(zip(swept, one, strict=True))).begin() for one in each]).T

    @property
    def way(self) -> Mapping[str, Any]:
        """All other conditions of a walk."""
        return {**self.track.conditions, "schedules": self.schedules}

    def blocks(self) -> Blocks:
        """How they end, block after block."""
        return block_by_block(
            self.rule, self.surface, self.starts, self.track.steps, block=self.track.block, **self.way
        )

    def curves(self, moments: np.ndarray) -> Iterator[Array | None]:
        """Nothing, again and again, and at last their losses at these moments, (k, n).

        NaN from where one was led off the map.
        """
        losses = np.full((self.runs, len(moments)), np.nan)
        for moment in walk(self.rule, self.surface, self.starts, self.track.steps, **self.way):
            alive = ~off_map(moment.status)
            losses[:, moments >= moment.t] = np.where(alive, moment.loss, np.nan)[:, None]  # it may be the last
            yield None
        yield losses


def parts(sweep: Sweep) -> Iterator[Cells | Curves | Verdict | None]:
    """The map, coarse to fine: `value` (float64) and `state` (uint8) of each cell, then curves, then what it says."""
    columns, rows = sweep.shape
    values = np.full((len(sweep.runs), columns * rows), np.nan)
    states = np.zeros(values.shape, dtype=np.uint8)
    falling = np.zeros(values.shape, dtype=bool)

    def begin(run: int, wanted: np.ndarray) -> Blocks:
        return Batch.of(sweep, run, wanted).blocks()

    def tell(run: int, wanted: np.ndarray, ends: Ends) -> Columns:
        batch = Batch.of(sweep, run, wanted)
        found = measured(sweep.measure, ends, batch.surface)
        values[run, wanted], states[run, wanted] = found
        began = before(sweep.measure, batch.starts, batch.surface) if sweep.measure == "loss" else None
        if began is not None:
            falling[run, wanted] = endless(ends, np.broadcast_to(began, len(wanted)), sweep.surface.domain())
        return {"value": found.values, "state": found.states}

    yield from cells(len(sweep.runs), columns, rows, begin, tell)
    every = np.arange(columns * rows)
    for run in range(len(sweep.runs) if sweep.curves else 0):
        moments = np.unique(np.linspace(0, sweep.runs[run].track.steps, sweep.curves).round().astype(np.int32))
        for losses in Batch.of(sweep, run, every).curves(moments):
            yield losses if losses is None else Curves(run, every, moments, losses)
    each = enumerate(zip(values, states, falling, strict=True))
    yield Verdict([_said(sweep, run, Measured(*found), without) for run, (*found, without) in each])


def _said(sweep: Sweep, run: int, found: Measured, falling: np.ndarray) -> dict[str, Any]:
    """Its best cell, the edges on which that lies, and the region that is nearly as good; nothing if all failed.

    Runs that are `falling` without end are counted, and none of them is the best: it would only be the fastest.
    """
    found = found._replace(states=np.where(falling, State.DIVERGED, found.states).astype(np.uint8))
    count = {"endless": int(np.count_nonzero(falling))}
    batch = Batch.of(sweep, run, np.arange(len(found.values)))
    axes = list(sweep.runs[run].axes.values())
    said = verdict(found, axes, before(sweep.measure, batch.starts, batch.surface))
    if said is None:
        return {"best": None, "edges": [], "good": None} | count
    where = np.unravel_index(said.cell, [len(axis.values) for axis in reversed(axes)])
    values = [axis.values[at] for axis, at in zip(axes, reversed(where), strict=True)]
    names = list(sweep.runs[run].axes)  # another surface is another problem, and no better setting
    edges = [{"axis": axis, "end": end} for axis, end in said.edges if not names[axis].startswith(OF_SURFACE)]
    return {
        "best": {"cell": said.cell, "values": values, "value": said.value},
        "edges": edges,
        "good": said.good._asdict(),
    } | count
