"""Ravine: single runs as straight-line floats."""

from __future__ import annotations

import numpy as np

from benchmarks.peers.works import Contestant, Work, rule
from optim_core.fields import Array
from optim_core.single import single

FIRST = 20


def contestants(work: Work) -> dict[str, Contestant]:
    if not work.path:
        return {}
    return {
        "ours": Contestant(lambda: race(work, work.steps + 1), work.steps),
        "ours, every vector": Contestant(lambda: race(work, work.steps + 1, shows=True), work.steps),
        "ours, first 20 points": Contestant(lambda: race(work, FIRST), FIRST - 1),
    }


def race(work: Work, points: int, *, shows: bool = False) -> Array:
    """So many points of each run, from the making of the run on."""
    surface, start = work.surface, work.starts[:, 0]
    runs = [single(rule(spec), surface, start, work.steps, shows=shows) for spec in work.rules]
    return np.stack([run.advance(points).x.T for run in runs])
