"""What a rule remembers, a schedule keeps or luck brings: numbers in nested tuples and dataclasses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from optim_core.registry import Declared


def leaves(value: Any) -> list[Any]:
    """The numbers and arrays in it, from left to right; None holds none, and a surface is taken as it is."""
    if value is None:
        return []
    return [leaf for part in parts for leaf in leaves(part)] if (parts := _parts(value)) is not None else [value]


def rebuilt(value: Any, make: Callable[[Any], Any]) -> Any:
    """The same nesting with each number or array replaced by what is made of it."""
    if value is None:
        return None
    if isinstance(value, tuple):
        made = [rebuilt(part, make) for part in value]
        return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
    if (parts := _parts(value)) is not None:
        named = zip(dataclasses.fields(value), parts, strict=True)
        return dataclasses.replace(value, **{field.name: rebuilt(part, make) for field, part in named})
    return make(value)


def shape(value: Any) -> Any:
    """Its nesting with the shapes of its arrays: what two values that differ in their numbers only have in common."""
    if value is None or isinstance(value, np.ndarray):
        return None if value is None else value.shape
    if (parts := _parts(value)) is not None:
        return (type(value), *map(shape, parts))
    return np.shape(value)


def _parts(value: Any) -> tuple[Any, ...] | None:
    if isinstance(value, tuple):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, Declared):
        return tuple(getattr(value, field.name) for field in dataclasses.fields(value))
    return None
