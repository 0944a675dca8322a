"""Ravine: single runs as straight-line floats, maps in blocks; both as machine code, with the extra `fast`."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from benchmarks.peers.works import Contestant, Work, rule
from optim_core.fields import Array
from optim_core.many import many
from optim_core.single import single
from optim_core.trace.machine import native

FIRST = 20


def contestants(work: Work) -> dict[str, Contestant]:
    do = race if work.path else ends
    named = {"ours": Contestant(lambda: do(work), work.steps)}
    with suppress(ValueError):  # without the extra
        native.binding()
        named["ours, fast"] = Contestant(lambda: do(work, fast=True), work.steps)
    if work.path:
        named["ours, every vector"] = Contestant(lambda: race(work, shows=True), work.steps)
        named["ours, first 20 points"] = Contestant(lambda: race(work, FIRST), FIRST - 1)
    return named


def race(work: Work, points: int | None = None, *, shows: bool = False, fast: bool = False) -> Array:
    """All points of each run or the first so many, from the making of the run on."""
    surface, start, points = work.surface, work.starts[:, 0], points or work.steps + 1
    runs = [single(rule(spec), surface, start, work.steps, shows=shows, fast=fast) for spec in work.rules]
    return np.stack([run.advance(points).x.T for run in runs])


def ends(work: Work, *, fast: bool = False) -> Array:
    (spec,) = work.rules
    return many(rule(spec), work.surface, work.starts, work.steps, tolerance=work.tolerance, fast=fast).x
