"""Ravine's reference loop: what every contestant must agree with."""

from __future__ import annotations

import numpy as np

from benchmarks.peers.works import Contestant, Work, rule
from optim_core.fields import Array
from optim_core.record import Trace, last
from optim_core.walk import walk


def contestants(work: Work) -> dict[str, Contestant]:
    return {"ours, reference loop": Contestant(lambda: answer(work), work.steps)}


def answer(work: Work) -> Array:
    if work.path:
        return np.stack([_path(work, spec) for spec in work.rules])
    (spec,) = work.rules
    return last(walk(rule(spec), work.surface, work.starts, work.steps, tolerance=work.tolerance)).x


def _path(work: Work, spec) -> Array:
    return Trace.of(walk(rule(spec), work.surface, work.starts[:, 0], work.steps)).x[:, :, 0]
