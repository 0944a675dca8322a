"""Many runs in one walk: grids of starts and products of hyperparameters; each cell equals its single run exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from optim_core.fields import Array
from optim_core.registry import Declared
from optim_core.surface import Box

Kind = TypeVar("Kind", bound=Declared)


def grid(box: Box, nx: int, ny: int) -> Array:
    """Points (2, ny, nx) over x_min, x_max, y_min, y_max, edges included; rows are y."""
    x_min, x_max, y_min, y_max = box
    x, y = np.meshgrid(np.linspace(x_min, x_max, nx), np.linspace(y_min, y_max, ny))
    return np.stack((x, y))


def starts(point: Sequence[float], batch: tuple[int, ...]) -> Array:
    """One start for a whole batch: (D, *batch)."""
    column = np.asarray(point, dtype=np.float64).reshape(-1, *[1] * len(batch))
    return np.array(np.broadcast_to(column, (column.shape[0], *batch)))


def product(declared: Kind, **values: Sequence[float]) -> tuple[Kind, tuple[int, ...]]:
    """Every combination of the given numeric settings, one batch axis each in the order given, and the batch's shape.

    Raises ValueError for a name that is not a numeric setting.
    """
    for name in values:
        if name not in declared.numbers():
            raise ValueError(f"{declared.kind} has no number called {name}; it has {', '.join(declared.numbers())}")
    shape = tuple(len(v) for v in values.values())
    axes = np.meshgrid(*(np.asarray(v, dtype=np.float64) for v in values.values()), indexing="ij")
    return declared.replace(**dict(zip(values, axes, strict=True))), shape
