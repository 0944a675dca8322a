"""What is said of a race, in words that can be checked: relations such as `steps_to_loss(adam, 0.01) < 120`.

A run is named by its label, and every function below takes runs and numbers. Where a claim is about chance, each
function is asked once a seed and its answers are combined (`AGGREGATES`) before they are compared.

An expression is read by Python's own parser and worked out here, node by node: nothing of it is ever executed.
"""

from __future__ import annotations

import ast
import functools
import inspect
import math
import operator
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from optim_core.claims import losses, places, spending  # noqa: F401 - they bring the words
from optim_core.claims.path import Path
from optim_core.claims.words import WORDS

AGGREGATES: dict[str, Callable[[Sequence[float]], float]] = {
    "mean": statistics.fmean,
    "median": statistics.median,
    "max": max,
    "min": min,
}
LONGEST = 400  # characters of one expression

_NUMBERS: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "sqrt": math.sqrt,
    "log": math.log,
    "log10": math.log10,
    "exp": math.exp,
    "min": min,
    "max": max,
}
_BINARY: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,  # of whole numbers, 9**9**9**9 would never end
}
_COMPARE: dict[type[ast.AST], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class Unclear(ValueError):  # noqa: N818 - a finding about a text
    """An expression that says nothing that could be checked; the message says what is wrong with it."""


Runs = Mapping[str, Path]


def check(expression: str, labels: Iterable[str], names: Iterable[str] = ()) -> None:
    """Raise Unclear unless every function, run and plain name of an expression is known, without running anything."""
    known, plain = set(labels), set(names)
    for node in ast.walk(_parsed(expression)):
        match node:
            case ast.Call(ast.Name(word), arguments, []) if word in WORDS:
                _check_call(word, arguments, known)
            case ast.Call(ast.Name(word), _, []) if word in _NUMBERS:
                pass
            case ast.Call(ast.Name(word)):
                raise Unclear(f"there is no {word}(...); known are {', '.join(sorted([*WORDS, *_NUMBERS]))}")
            case ast.Name(name) if name not in known | plain | WORDS.keys() | _NUMBERS.keys():
                raise Unclear(f"there is no run called {name}; the runs are {', '.join(sorted(known)) or 'none'}")
            case ast.Constant(value) if isinstance(value, bool) or not isinstance(value, int | float):
                raise Unclear(f"{value!r} is not a number")


def check_relation(relation: str, labels: Iterable[str]) -> None:
    """Likewise, and unless it can be true or false: a comparison, or the question whether a run diverged."""
    check(relation, labels)
    match _parsed(relation).body:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(ast.Not()) | ast.Call(ast.Name("diverged")):
            return
    raise Unclear(f"{relation} compares nothing")


def holds(relation: str, seeds: Sequence[Runs], aggregate: str | None = None) -> bool:
    """Whether a relation holds for the runs of each seed. Raises Unclear."""
    return bool(measure(relation, seeds, aggregate))


def measure(expression: str, seeds: Sequence[Runs], aggregate: str | None = None, **known: float) -> Any:
    """The value of an expression: a number, or True or False of a relation. `known` are plain names. Raises Unclear."""

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(number):
                return number
            case ast.Name(name) if name in known:
                return known[name]
            case ast.UnaryOp(ast.USub(), operand):
                return -value(operand)
            case ast.UnaryOp(ast.Not(), operand):
                return not value(operand)
            case ast.BoolOp(ast.Or(), operands):
                return any(value(v) for v in operands)
            case ast.BoolOp(ast.And(), operands):
                return all(value(v) for v in operands)
            case ast.BinOp(left, op, right) if type(op) in _BINARY:
                return _BINARY[type(op)](value(left), value(right))
            case ast.Compare(left, ops, rest) if all(type(op) in _COMPARE for op in ops):
                sides = [value(left), *map(value, rest)]
                return all(_COMPARE[type(op)](a, b) for op, a, b in zip(ops, sides, sides[1:], strict=False))
            case ast.Call(ast.Name(word), arguments, []) if word in _NUMBERS:
                return _NUMBERS[word](*map(value, arguments))
            case ast.Call(ast.Name(word), arguments, []) if word in WORDS:
                each = [_said(word, arguments, runs, value) for runs in seeds]
                return AGGREGATES[aggregate](each) if aggregate else each[0]
        raise Unclear(f"{ast.unparse(node)} is not understood")

    return value(_parsed(expression).body)


def _said(word: str, arguments: list[ast.expr], runs: Runs, value: Callable[[ast.expr], Any]) -> float:
    given = [runs[a.id] if isinstance(a, ast.Name) and a.id in runs else value(a) for a in arguments]
    return float(WORDS[word](*given))


@functools.lru_cache(maxsize=500)
def _parsed(expression: str) -> ast.Expression:
    if len(expression) > LONGEST:
        raise Unclear(f"an expression may have {LONGEST} characters, this one has {len(expression)}")
    try:
        return ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unclear(f"{expression!r} is no expression: {getattr(error, 'msg', error)}") from None


def _check_call(word: str, arguments: list[ast.expr], labels: set[str]) -> None:
    takes = list(inspect.signature(WORDS[word]).parameters.values())
    if len(arguments) != len(takes):
        raise Unclear(f"{word} takes {', '.join(p.name for p in takes)}, not {len(arguments)} things")
    for parameter, argument in zip(takes, arguments, strict=True):
        if parameter.annotation == "Path" and not (isinstance(argument, ast.Name) and argument.id in labels):
            raise Unclear(
                f"{word} is asked of a run, and {ast.unparse(argument)} is none of {', '.join(sorted(labels))}"
            )
