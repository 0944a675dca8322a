"""What happened to numbers, written down: a graph of operations in which equal ones are the same one."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import IntEnum
from typing import Any

import numpy as np

MOST = 1000  # operations of one update; beyond that straight-line code is no gain


class Untraceable(Exception):  # noqa: N818 - a finding about a rule or surface, not a fault
    """Why something cannot be written down as straight-line code."""


class Level(IntEnum):
    """How often a number changes."""

    NEVER = 0
    RUN = 1  # a hyperparameter
    STEP = 2  # what a schedule, the count of steps or luck bring: known before the step is made
    STATE = 3  # the point, and what the rule remembers


class Node:
    """A number of the graph: a constant, an input, or an operation (the name of a NumPy function) on others.

    Arithmetic on it is recorded. It has no value, so that whatever needs one (`if`, `float`) is not traceable.
    """

    __slots__ = ("args", "level", "name", "op", "tape", "value")

    def __init__(self, tape: Tape, op: str, args: tuple[Node, ...], level: Level) -> None:
        self.tape, self.op, self.args, self.level = tape, op, args, level
        self.name = ""  # of an input
        self.value = math.nan  # of a constant

    def __bool__(self) -> bool:
        raise Untraceable("it decides by value")

    def __float__(self) -> float:
        raise Untraceable("it needs a number's value")

    __int__ = __index__ = __float__

    def __getattr__(self, name: str) -> Any:
        """NumPy asks the elements of an array of objects for a method called as the function."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *others: self.tape.apply(name, self, *others)


def _operator(name: str, mirrored: bool = False) -> Any:
    def operate(self: Node, *others: Any) -> Any:
        if any(isinstance(other, np.ndarray) for other in others):
            return NotImplemented
        return self.tape.apply(name, *((*others, self) if mirrored else (self, *others)))

    return operate


for _python, _numpy in {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "pow": "power",
    "mod": "remainder",
}.items():
    setattr(Node, f"__{_python}__", _operator(_numpy))
    setattr(Node, f"__r{_python}__", _operator(_numpy, mirrored=True))
for _python, _numpy in {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
}.items():
    setattr(Node, f"__{_python}__", _operator(_numpy))
setattr(Node, "__neg__", _operator("negative"))  # noqa: B010
setattr(Node, "__pos__", _operator("positive"))  # noqa: B010
setattr(Node, "__abs__", _operator("absolute"))  # noqa: B010


class Tape:
    """The graph of one update while it is written down."""

    def __init__(self) -> None:
        self._known: dict[Any, Node] = {}

    def input(self, name: str, level: Level) -> Node:
        """A number that comes from outside."""
        node = Node(self, "input", (), level)
        node.name = name
        return node

    def constant(self, value: float) -> Node:
        """A number that is always the same."""
        key = ("constant", value, math.copysign(1.0, value))  # 0.0 == -0.0, yet they divide differently
        node = self._known.get(key)
        if node is None:
            node = self._known[key] = Node(self, "constant", (), Level.NEVER)
            node.value = value
        return node

    def lift(self, value: Any) -> Node:
        """A node as it is, a plain number as a constant. Raises Untraceable for anything else."""
        if isinstance(value, Node):
            return value
        try:
            return self.constant(float(value))
        except (TypeError, ValueError):
            raise Untraceable(f"it computes with {value!r}, which is no number") from None

    def apply(self, op: str, *args: Any) -> Node:
        """The result of a NumPy function; the same node for the same question.

        Raises Untraceable for what is no function of numbers, and once there are too many.
        """
        op = _ALIASES.get(op, op)
        if op in _SPELT_OUT:
            return _SPELT_OUT[op](self, *args)
        if op not in OPERATIONS:
            raise Untraceable(f"it uses {op}, which is no operation on single numbers")
        nodes = tuple(self.lift(arg) for arg in args)
        if (short := _shortened(op, nodes)) is not None:
            return short
        if all(node.op == "constant" for node in nodes):
            with np.errstate(all="ignore"):
                return self.constant(float(OPERATIONS[op](*(np.float64(node.value) for node in nodes))))
        key = (op, *map(id, nodes))
        node = self._known.get(key)
        if node is None:
            if len(self._known) > MOST:
                raise Untraceable(f"one update has more than {MOST} operations")
            node = self._known[key] = Node(self, op, nodes, max(n.level for n in nodes))
        return node


_ALIASES = {
    "abs": "absolute",
    "true_divide": "divide",
    "mod": "remainder",
    "bitwise_and": "logical_and",
    "bitwise_or": "logical_or",
    "invert": "logical_not",
}
_SPELT_OUT: dict[str, Callable[..., Node]] = {
    "square": lambda tape, a: tape.apply("multiply", a, a),
    "clip": lambda tape, a, low, high: tape.apply("minimum", tape.apply("maximum", a, low), high),
    "deg2rad": lambda tape, a: tape.apply("multiply", a, np.pi / 180.0),
    "radians": lambda tape, a: tape.apply("multiply", a, np.pi / 180.0),
}
OPERATIONS: dict[str, Any] = {
    name: getattr(np, name)
    for name in (
        *("add", "subtract", "multiply", "divide", "negative", "positive", "absolute", "sqrt", "reciprocal"),
        *("power", "remainder", "exp", "expm1", "log", "log1p", "log2", "log10", "exp2", "sin", "cos", "tan", "tanh"),
        *("sinh", "cosh", "arcsin", "arccos", "arctan", "arctan2", "hypot", "cbrt", "logaddexp", "floor", "ceil"),
        *("sign", "maximum", "minimum", "where", "less", "less_equal", "greater", "greater_equal", "equal"),
        *("not_equal", "isnan", "isinf", "isfinite", "logical_and", "logical_or", "logical_not"),
    )
}


def _shortened(op: str, args: tuple[Node, ...]) -> Node | None:
    """What needs no operation: times one, plus nothing, and nothing times the point, which is finite while a run lasts.

    The sign of a zero apart, these are exact.
    """
    match op, args:
        case "positive", (a,):
            return a
        case "multiply", (a, b) if _is(a, 1.0):
            return b
        case ("multiply" | "divide", (a, b)) if _is(b, 1.0):
            return a
        case "multiply", (a, b) if _is(a, 0.0) and b.name.startswith("x"):
            return a
        case "multiply", (a, b) if _is(b, 0.0) and a.name.startswith("x"):
            return b
        case "add", (a, b) if _is(a, 0.0):
            return b
        case ("add" | "subtract", (a, b)) if _is(b, 0.0):
            return a
        case "power", (a, b) if _is(b, 2.0):  # as NumPy has it for `**`
            return a.tape.apply("multiply", a, a)
        case "where", (c, a, b) if a is b or c.op == "constant":
            return a if a is b or c.value else b
    return None


def _is(node: Node, value: float) -> bool:
    return node.op == "constant" and node.value == value
