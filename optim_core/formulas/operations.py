"""What the signs and names of a formula do to numbers, columns (D, 1), rows (1, D) and matrices (D, D)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from optim_core import algebra
from optim_core.fields import Array

Value = Any  # np.float64 or Array: arithmetic does not ask which


def _absolute(value: Value) -> Value:
    square = np.ndim(value) == 2 and value.shape[1] > 1
    return algebra.absolute(value) if square else np.abs(value)


def _norm(value: Array) -> Value:
    return np.sqrt(np.sum(value * value))


def times(a: Value, b: Value, joint: str) -> Value:
    """Two factors side by side: numbers with anything, else as matrices; by coordinates where the joint says so."""
    if joint == r"\odot" or np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    product = a @ b
    return product[0, 0] if product.shape == (1, 1) else product


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "sqrt": np.sqrt,
    "abs": _absolute,
    "norm": _norm,
    "max": np.maximum,
    "min": np.minimum,
    "sign": np.sign,
}
RELATIONS: dict[str, Callable[[Value, Value], Any]] = {
    "<": operator.lt,
    ">": operator.gt,
    r"\le": operator.le,
    r"\ge": operator.ge,
    "=": operator.eq,
}
