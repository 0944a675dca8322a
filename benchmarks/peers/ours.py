"""Ravine: single runs as straight-line floats, maps in blocks; and compiled, where the extra `fast` is installed."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from benchmarks.peers.works import Contestant, Work, rule
from optim_core.fields import Array
from optim_core.many import block_by_block, many
from optim_core.single import single

FIRST = 20


def contestants(work: Work) -> dict[str, Contestant]:
    if work.path:
        return {
            "ours": Contestant(lambda: race(work, work.steps + 1), work.steps),
            "ours, every vector": Contestant(lambda: race(work, work.steps + 1, shows=True), work.steps),
            "ours, first 20 points": Contestant(lambda: race(work, FIRST), FIRST - 1),
        }
    named = {"ours": Contestant(lambda: ends(work), work.steps)}
    with suppress(ValueError):  # what it raises without the extra
        block_by_block(rule(work.rules[0]), work.surface, work.starts, work.steps, fast=True)
        named["ours, fast"] = Contestant(lambda: ends(work, fast=True), work.steps)
    return named


def race(work: Work, points: int, *, shows: bool = False) -> Array:
    """So many points of each run, from the making of the run on."""
    surface, start = work.surface, work.starts[:, 0]
    runs = [single(rule(spec), surface, start, work.steps, shows=shows) for spec in work.rules]
    return np.stack([run.advance(points).x.T for run in runs])


def ends(work: Work, *, fast: bool = False) -> Array:
    (spec,) = work.rules
    return many(rule(spec), work.surface, work.starts, work.steps, tolerance=work.tolerance, fast=fast).x
