"""Backpropagation through NumPy code as it stands: what a value was made of, and how each part moves it.

A function of arrays is asked once with `Recorded` arrays, which compute as arrays do and remember how. From the answer
back to the start the chain rule then says the slope by every part (Griewank and Walther, Evaluating Derivatives, 2008,
chapter 3): the whole gradient for a small multiple of the price of the value. Where a function has no slope, half of
both sides is taken, so 0 for |x| at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

FLAT = (
    *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "logical_and", "logical_or"),
    *("logical_not", "isnan", "isinf", "isfinite", "sign", "floor", "ceil"),
)
SUMS = ("add", "subtract", "negative", "positive")


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


def ordered(answer: Recorded) -> list[Recorded]:
    """Everything that moves the answer, and itself: each once, after what it was made of."""
    found, seen, pending = [], set(), [(answer, False)]
    while pending:
        part, ready = pending.pop()
        if ready:
            found.append(part)
        elif id(part) not in seen and part.moves:
            seen.add(id(part))
            pending.append((part, True))
            pending.extend((arg, False) for arg in reversed(part.args))
    return found


def slopes(
    answer: Recorded,
    inputs: Sequence[Recorded],
    cut: Callable[[Recorded, int], bool] = lambda part, place: False,
    bare: Collection[int] = (),
) -> Any:
    """The gradient (D, *batch) of an answer by its inputs. Raises Unknown.

    So that mistakes can be made on purpose: nothing is handed back to the arguments, by place, that are `cut`; and
    what is handed back to the parts that are `bare`, told by their `id`, goes to the inputs they depend on as it is.
    """
    handed: dict[int, Any] = {id(answer): 1.0}

    def give(part: Recorded, slope: Any) -> None:
        before = handed.get(id(part))
        handed[id(part)] = slope if before is None else before + slope

    for part in reversed(ordered(answer)):
        slope = handed.get(id(part))
        if slope is None or not part.args:
            continue
        if id(part) in bare:
            below = {id(each) for each in ordered(part)}
            for each in inputs:
                if id(each) in below:
                    give(each, slope)
            continue
        for place, arg in enumerate(part.args):
            if arg.moves and not cut(part, place):
                give(arg, slope * partial(part, place))
    rows = [handed.get(id(each), 0.0) for each in inputs]
    return np.stack(np.broadcast_arrays(*rows, inputs[0].value)[:-1])


def gradient(f: Callable[[Any], Any], p: Any) -> Any:
    """The gradient (D, *batch) of f, a function of points (D, *batch). Raises Unknown."""
    return slopes(*recorded(f, p))


def partial(part: Recorded, place: int) -> Any:
    """How fast an operation changes with its argument at that place. Raises Unknown."""
    values = [arg.value for arg in part.args]
    u = values[place]
    match part.op, place:
        case ("add", _) | ("subtract", 0) | ("positive", _):
            return 1.0
        case ("subtract", 1) | ("negative", _):
            return -1.0
        case "multiply", _:
            return values[1 - place]
        case "divide", 0:
            return 1.0 / values[1]
        case "divide", 1:
            return -part.value / u
        case "power", 0:
            return values[1] * u ** (values[1] - 1.0)
        case "power", 1:
            return part.value * np.log(values[0])
        case ("maximum", _) | ("minimum", _):
            sign = np.sign(u - values[1 - place])
            return 0.5 + 0.5 * sign if part.op == "maximum" else 0.5 - 0.5 * sign
        case "where", 1:
            return np.where(values[0], 1.0, 0.0)
        case "where", 2:
            return np.where(values[0], 0.0, 1.0)
        case "logaddexp", _:
            return np.exp(u - part.value)
        case "hypot", _:
            return u / part.value
    return slope_of(part.op, u, part.value)


def slope_of(op: str, u: Any, value: Any) -> Any:
    """The slope of a function of one argument u, which has that value. Raises Unknown."""
    match op:
        case "exp":
            return value
        case "expm1":
            return np.exp(u)
        case "log":
            return 1.0 / u
        case "log1p":
            return 1.0 / (1.0 + u)
        case "sqrt":
            return 0.5 / value
        case "square":
            return 2.0 * u
        case "absolute":
            return np.sign(u)
        case "reciprocal":
            return -value * value
        case "sin":
            return np.cos(u)
        case "cos":
            return -np.sin(u)
        case "tan":
            return 1.0 + value * value
        case "tanh":
            return 1.0 - value * value
        case "arctan":
            return 1.0 / (1.0 + u * u)
    raise Unknown(f"{op} has no slope by rule")


def inner(answer: Recorded) -> set[int]:
    """The parts, by `id`, that are inner functions: made of inputs, and the argument of something that bends.

    What is used more than once counts as such, as r of r * r.
    """
    uses: dict[int, int] = {}
    found = set()
    for part in ordered(answer):
        for arg in part.args:
            if arg.moves and arg.args:
                uses[id(arg)] = uses.get(id(arg), 0) + 1
                if part.op not in (*SUMS, "multiply", "divide"):
                    found.add(id(arg))
    return found | {part for part, times in uses.items() if times > 1}


def last_term(answer: Recorded) -> tuple[int, int] | None:
    """Where the last of the terms that an answer is the sum of stands: the `id` of the sum, and its place there.

    Terms that do not move are none, and a factor that does not move is looked through.
    """
    while True:
        moving = [place for place, arg in enumerate(answer.args) if arg.moves]
        if not moving:
            return None
        if len(moving) == 2:
            return (id(answer), 1) if answer.op in SUMS else None
        if answer.op not in (*SUMS, "multiply", "divide") or (answer.op, moving[0]) == ("divide", 1):
            return None
        answer = answer.args[moving[0]]
