"""Small tables of real measurements; CREDITS.md says where each comes from."""

from __future__ import annotations

import functools
from importlib import resources
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray


@functools.cache
def table(name: str) -> MappingProxyType[str, NDArray[np.float64]]:
    """The columns of a table by name, one float64 value an example, read-only."""
    with resources.files(__name__).joinpath(f"{name}.npz").open("rb") as file, np.load(file) as stored:
        columns = {key: np.asarray(stored[key], dtype=np.float64) for key in stored.files}
    for column in columns.values():
        column.setflags(write=False)
    return MappingProxyType(columns)
