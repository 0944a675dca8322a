"""What walks, taken apart into what the graph of an update depends on and the numbers that are put into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

import numpy as np

from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.registry import Declared
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.surface import Surface
from optim_core.walk import check_driven

Kind = TypeVar("Kind", bound=Declared)
Number = tuple[str, str]  # whose ("rule", "surface", "noise", or the field that a schedule drives) and its name


class Parts(NamedTuple):
    """What walks.

    Attributes:
        timed, watching: schedules by the field they drive; those that watch the loss are part of the graph.
        zeros: numbers that are 0 for every run: what is multiplied by them is left out of the graph.
    """

    rule: Rule
    surface: Surface
    noise: Noise
    timed: Mapping[str, Schedule]
    watching: Mapping[str, Schedule]
    zeros: frozenset[Number]

    @classmethod
    def of(cls, rule: Rule, surface: Surface, noise: Noise, schedules: Mapping[str, Schedule]) -> Parts:
        """Sorted out. Raises ValueError where a schedule names no numeric field."""
        check_driven(rule, schedules)
        timed = {name: schedule for name, schedule in schedules.items() if not schedule.watches_loss}
        watching = {name: schedule for name, schedule in schedules.items() if schedule.watches_loss}
        zeros = [("rule", name) for name in rule.numbers() if name not in schedules and _is_zero(getattr(rule, name))]
        return cls(rule, surface, noise, timed, watching, frozenset(zeros))

    def some(self, batch: tuple[int, ...], lanes: slice) -> Parts:
        """The same for some runs of a flattened batch: numbers that differ between them are (k,)."""
        return self._replace(
            rule=_some(self.rule, batch, lanes),
            surface=_some(self.surface, batch, lanes),
            noise=_some(self.noise, batch, lanes),
            timed={name: _some(schedule, batch, lanes) for name, schedule in self.timed.items()},
            watching={name: _some(schedule, batch, lanes) for name, schedule in self.watching.items()},
        )

    def number(self, number: Number) -> Any:
        """The value of a number, or its values where runs differ."""
        whose, name = number
        owners: dict[str, Declared] = {"rule": self.rule, "surface": self.surface, "noise": self.noise, **self.watching}
        return getattr(owners[whose], name)

    def memory(self, x: Array) -> Any:
        """What is remembered before the first update from points (D, *batch): the rule's slots, and no schedule's."""
        return self.rule.start(x), (None,) * len(self.watching)


def _some(declared: Kind, batch: tuple[int, ...], lanes: slice) -> Kind:
    found = {}
    for name in declared.numbers():
        value = getattr(declared, name)
        if np.ndim(value):
            each = flat(np.broadcast_to(value, batch), lanes)
            found[name] = each.item(0) if (each == each[0]).all() else each
    return declared.replace(**found) if found else declared


def flat(array: Array, lanes: slice) -> Array:
    """Some elements of an array as if it had one axis, of which no more than these are copied."""
    return array.reshape(-1)[lanes] if array.flags.c_contiguous else array.flat[lanes]


def _is_zero(value: Any) -> bool:
    return value == 0 if isinstance(value, int | float) else bool(np.all(value == 0))
