"""The numbers of a race that can be swept, by name: `lr`, `lr.gamma` of a run's schedule, those of a surface."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from app.declared import Named, build
from app.specs import Race
from optim_core import Rule, Schedule
from optim_core.fields import Hyper
from optim_core.registry import Declared

Path = tuple[str | int, ...]


class Number(NamedTuple):
    """One number of a race: its way through the JSON, and what it may be."""

    path: Path
    declared: Hyper


def numbers_of(family: type[Declared], named: Named, path: Path) -> dict[str, Number]:
    """The numbers that count of one declared part of a race, which stands at `path`."""
    made: Declared = build(family, named)
    of = {name: number for name, number in made.numbers().items() if made.matters(name)}
    return {name: Number((*path, name), _around(number, getattr(made, name))) for name, number in of.items()}


def _around(number: Hyper, value: float) -> Hyper:
    """The letter of a formula means something near the value that somebody gave it; other numbers know their range."""
    if not number.used_by:
        return number
    wide = max(abs(value), 1.0)
    low, high = max(number.minimum, value - wide), min(number.maximum, value + wide)
    return dataclasses.replace(number, low=low, high=high)


def numbers_of_run(race: Race, run: int) -> dict[str, Number]:
    """Those of a run's optimizer and, behind the name of what it drives, of each of its schedules."""
    spec, path = race.runs[run], ("runs", run)
    found = numbers_of(Rule, spec.optimizer, (*path, "optimizer"))
    for driven, named in spec.schedules.items():
        of = numbers_of(Schedule, named, (*path, "schedules", driven))
        found |= {f"{driven}.{name}": number for name, number in of.items()}
    return found
