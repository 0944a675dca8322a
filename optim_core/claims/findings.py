"""What a study found: its facts by name, and its columns by figure and name, as in `error.forward`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optim_core.claims.words import word

if TYPE_CHECKING:
    from optim_core.claims.words import Column, FactName
    from optim_core.fields import Array
    from optim_core.study import Findings


@word
def fact(s: Findings, name: FactName) -> float:
    """A fact that is a number."""
    value = s.facts[name]
    if not isinstance(value, int | float):
        raise TypeError(f"{name} is no number but {value}")
    return float(value)


@word
def at(s: Findings, column: Column, place: float) -> float:
    """A column where the axis across is nearest to a place: by its ratio, if both are above 0."""
    across, values = _told(s, column)
    return float(values[np.argmin(_away(across, place))])


@word
def lowest(s: Findings, column: Column) -> float:
    """The lowest number of a column."""
    return float(_told(s, column)[1].min())


@word
def highest(s: Findings, column: Column) -> float:
    """The highest number of a column."""
    return float(_told(s, column)[1].max())


@word
def lowest_at(s: Findings, column: Column) -> float:
    """Where on the axis across a column is lowest."""
    across, values = _told(s, column)
    return float(across[np.argmin(values)])


@word
def highest_at(s: Findings, column: Column) -> float:
    """Where on the axis across a column is highest."""
    across, values = _told(s, column)
    return float(across[np.argmax(values)])


def _told(s: Findings, column: Column) -> tuple[Array, Array]:
    """The axis across and a column (n,) where both are told. Raises ValueError where nothing is."""
    figure, name = column.split(".")
    columns = s.columns[figure]
    across, values = next(iter(columns.values())), columns[name]
    told = np.isfinite(across) & np.isfinite(values)
    if not told.any():
        raise ValueError(f"nothing was told of {column}")
    return across[told], values[told]


def _away(across: Array, place: float) -> Array:
    if place > 0 and bool(np.all(across > 0)):
        return np.abs(np.log(across / place))
    return np.abs(across - place)
