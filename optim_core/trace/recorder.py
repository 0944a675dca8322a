"""Arrays whose elements are nodes: a rule that computes with them writes its own graph down.

NumPy itself takes care of all that moves elements about (slices, shapes, stacks, broadcasting); only what computes
with them comes by here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.trace.tape import Node, Tape, Untraceable

_FOLDED = ("add", "multiply", "maximum", "minimum", "logical_and", "logical_or")


class Traced(np.ndarray[Any, Any]):
    """An array of nodes of one tape."""

    tape: Tape

    @classmethod
    def of(cls, tape: Tape, nodes: Sequence[Node], shape: Sequence[int]) -> Traced:
        """Nodes as an array of a shape."""
        array = np.empty(len(nodes), dtype=object)
        for i, node in enumerate(nodes):  # one by one: of a list NumPy would ask each whether it is an array
            array[i] = node
        traced = array.reshape(shape).view(cls)
        traced.tape = tape
        return traced

    def __array_finalize__(self, parent: Any) -> None:
        self.tape = getattr(parent, "tape", None)  # type: ignore[assignment]

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        return found if isinstance(found, np.ndarray) else Traced.of(self.tape, [found], ())

    def __bool__(self) -> bool:
        raise Untraceable("it decides by value")

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **keywords: Any) -> Any:
        out = keywords.pop("out", (None,))[0]
        match method:
            case "__call__" if not keywords:
                result = self._each(ufunc.__name__, inputs)
            case "reduce" | "accumulate":
                result = self._along(ufunc.__name__, inputs[0], method == "reduce", **keywords)
            case _:
                raise Untraceable(f"it uses {ufunc.__name__} in an unusual way")
        if out is None:
            return result
        out[...] = result
        return out

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if func is np.where and len(args) == 3:
            return self._each("where", args)
        return self._kept(super().__array_function__(func, [Traced], args, kwargs))

    def _each(self, op: str, inputs: Sequence[Any]) -> Traced:
        spread = np.broadcast(*(np.asarray(i, dtype=object).view(np.ndarray) for i in inputs))
        return Traced.of(self.tape, [self.tape.apply(op, *several) for several in spread], spread.shape)

    def _along(self, op: str, array: Any, only_last: bool, axis: int | None = 0, **others: Any) -> Traced:
        """Sums and the like, from the first element to the last."""
        usual = {"dtype": None, "keepdims": False, "initial": np._NoValue, "where": True}
        if op.startswith("logical") and axis is None:
            raise Untraceable("it decides by value")
        if op not in _FOLDED or axis is None or any(value is not usual.get(name) for name, value in others.items()):
            raise Untraceable(f"it takes {op} over an array")
        parts = np.moveaxis(np.asarray(array, dtype=object).view(np.ndarray), axis, 0)
        sums = [parts[0]]
        for part in parts[1:]:
            sums.append(np.asarray(self._each(op, (sums[-1], part))))
        return self._kept(sums[-1] if only_last else np.moveaxis(np.stack(sums), 0, axis))

    def _kept(self, result: Any) -> Any:
        if isinstance(result, np.ndarray) and result.dtype == object:
            traced = result.view(Traced)
            traced.tape = self.tape
            return traced
        if isinstance(result, tuple | list):
            return type(result)(self._kept(part) for part in result)
        return result
