"""Arrays that compute as arrays do and remember how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from optim_core.graphs import ordered

FLAT = (
    *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "logical_and", "logical_or"),
    *("logical_not", "isnan", "isinf", "isfinite", "sign", "floor", "ceil"),
)


class Unknown(ValueError):  # noqa: N818 - a finding about a function, not a fault
    """An operation whose slope is not known here, or that is none on single numbers."""


class Recorded(NDArrayOperatorsMixin):
    """An array with the operation (a name of NumPy's) and the recorded arrays that it was made of."""

    __slots__ = ("args", "moves", "op", "value")

    def __init__(self, value: Any, op: str = "input", args: Sequence[Recorded] = (), moves: bool = False) -> None:
        """`moves` says that it depends on an input whose slope is wanted."""
        self.value, self.op, self.args = value, op, tuple(args)
        self.moves: bool = moves or (op not in FLAT and any(arg.moves for arg in args))

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **keywords: Any) -> Any:
        if method != "__call__" or keywords:
            raise Unknown(f"{ufunc.__name__} over an array has no slope by rule")
        if any(isinstance(part, np.ndarray) and part.dtype == object and part.ndim for part in inputs):
            several = np.broadcast(*(np.asarray(part, dtype=object) for part in inputs))
            return vector([ufunc(*each) for each in several])
        parts = [part if isinstance(part, Recorded) else Recorded(part) for part in inputs]
        return Recorded(ufunc(*(part.value for part in parts)), ufunc.__name__, parts)

    def __array_function__(self, function: Any, types: Any, inputs: Any, keywords: Any) -> Any:
        if function is np.clip and len(inputs) == 3:
            return np.minimum(np.maximum(inputs[0], inputs[1]), inputs[2])
        if function is np.broadcast_to:  # the points are one of whatever shape
            return inputs[0]
        if function in (np.zeros_like, np.ones_like):
            return Recorded(function(inputs[0].value))
        if function is not np.where or len(inputs) != 3:
            raise Unknown(f"{function.__name__} has no slope by rule")
        parts = [part if isinstance(part, Recorded) else Recorded(part) for part in inputs]
        return Recorded(np.where(*(part.value for part in parts)), "where", parts)

    def __bool__(self) -> bool:
        raise Unknown("it decides by value")

    def __float__(self) -> float:
        raise Unknown("it needs a number's value")

    def __getattr__(self, name: str) -> Any:
        """NumPy asks the elements of an array of objects for a method called as the function."""
        if name.startswith("_") or not hasattr(np, name):
            raise AttributeError(name)
        return lambda *others: getattr(np, name)(self, *others)


def vector(parts: Sequence[Any]) -> Any:
    """Recorded arrays as the elements of one array of objects."""
    both = np.empty(len(parts), dtype=object)
    for i, part in enumerate(parts):
        both[i] = part
    return both


def recorded(f: Callable[[Any], Any], p: Any) -> tuple[Recorded, list[Recorded]]:
    """The answer of f at points (D, *batch), and the D inputs it was made of. Raises Unknown."""
    inputs = [Recorded(row, moves=True) for row in p]
    answer = f(vector(inputs))
    if not isinstance(answer, Recorded):
        raise Unknown("its value does not depend on the point by operations on single numbers")
    return answer, inputs


def moving(answer: Recorded) -> list[Recorded]:
    """Everything that moves the answer, and itself: each once, after what it was made of."""
    return list(ordered([answer], lambda part: [arg for arg in part.args if arg.moves]))
