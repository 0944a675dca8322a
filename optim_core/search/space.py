"""The search space of a rule: the numbers it declares, each over its range, logarithmic where it says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np

from optim_core.fields import Array, Hyper
from optim_core.registry import Declared

DIGITS = 3  # of a setting that is tried: what is found can be said and typed


class Space(NamedTuple):
    """Numeric settings by name. A place is a share from 0 (low) to 1 (high) for each of them: (d, n) for n places."""

    fields: Mapping[str, Hyper]

    @classmethod
    def of(cls, declared: type[Declared] | Declared, minor: bool = False) -> Self:
        """The numbers of a class; those that matter little only if asked for."""
        return cls({name: setting for name, setting in declared.numbers().items() if minor or not setting.minor})

    def settings(self, places: Array) -> dict[str, Array]:
        """The settings at places (d, n), each (n,), within its range and of few digits."""
        return {
            name: _told(field, _between(field, share))
            for (name, field), share in zip(self.fields.items(), places, strict=True)
        }

    def place(self, settings: Mapping[str, float]) -> Array:
        """Where settings lie (d,); what is beyond its range lies at its edge."""
        return np.array([_share(field, settings[name]) for name, field in self.fields.items()])

    def edges(self, settings: Mapping[str, float], margin: float = 0.005) -> list[str]:
        """The settings at an edge of their range that is no limit: a wider one may hold better."""
        return [name for name, field in self.fields.items() if _at_edge(field, _share(field, settings[name]), margin)]


def _between(field: Hyper, share: Array) -> Array:
    if field.log:
        return np.asarray(field.low * (field.high / field.low) ** share)
    return field.low + share * (field.high - field.low)


def _share(field: Hyper, value: float) -> float:
    value = min(max(value, field.low), field.high)
    if field.log:
        return float(np.log(value / field.low) / np.log(field.high / field.low))
    return (value - field.low) / (field.high - field.low)


def _told(field: Hyper, values: Array) -> Array:
    if field.whole:
        return np.clip(np.rint(values), field.low, field.high)
    return np.clip(_short(values.tolist()), field.low, field.high)


def _short(values: Sequence[float]) -> Array:
    return np.array([float(f"{value:.{DIGITS}g}") for value in values])


def _at_edge(field: Hyper, share: float, margin: float) -> bool:
    low, high = share <= margin and field.low > field.minimum, share >= 1 - margin and field.high < field.maximum
    return low or high
