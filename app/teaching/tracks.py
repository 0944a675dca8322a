"""Where the runs of a race go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from app.courses import Course
from app.declared import build
from app.specs import Race, Run
from optim_core import Rule
from optim_core.fields import Array
from optim_core.walk import Status

MOMENTS = 40_000  # of all runs together: a longer race is shown up to there


class Track(NamedTuple):
    """One run: its slot and name, its points (n, 2), and how it broke off after the last of them, if it did.

    `cloud` (m, 2) is where its repeats are in the end, as far as they are asked for and were not led off the map.
    """

    slot: int
    name: str
    places: Array
    broken: Literal["", "diverged", "left"]
    cloud: Array


def tracks(spec: Race, language: str, names: Sequence[str] | None = None, clouds: bool = False) -> list[Track]:
    """Every run of a race; its name is the one given, else its label, else its optimizer's title."""
    most = max(2, MOMENTS // len(spec.runs))
    found = []
    for slot, run in enumerate(spec.runs):
        rule: Rule = build(Rule, run.optimizer)
        own = run.label or getattr(rule.title, language)
        cloud = _strewn(spec, run, rule) if clouds and spec.repeats > 1 else np.empty((0, 2))
        found.append(Track(slot, names[slot] if names else own, *_walked(spec, run, rule, most), cloud))
    return found


def _strewn(spec: Race, run: Run, rule: Rule) -> Array:
    ends = Course(spec, run).repeats_end(rule)
    return ends.x[:, ~ends.off_map].T


def _walked(spec: Race, run: Run, rule: Rule, most: int) -> tuple[Array, Literal["", "diverged", "left"]]:
    walked = Course(spec, run).single(rule).advance(most)
    if walked is None:
        return np.empty((0, 2)), ""
    return walked.x[:, : len(walked.loss) - walked.stays].T, _broken(walked.status)


def _broken(status: Status) -> Literal["", "diverged", "left"]:
    if status is Status.LEFT:
        return "left"
    return "diverged" if status.diverged else ""
