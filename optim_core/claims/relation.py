"""What is said of a race, in words that can be checked: relations such as `steps_to_loss(adam, 0.01) < 120`.

A run is named by its label, and every function below takes runs and numbers. Where a claim is about chance, each
function is asked once a seed and its answers are combined (`AGGREGATES`) before they are compared. A study is named
likewise, and what is asked of it goes by the names that it declares: `fact(study, best_h)`, `at(study, error.forward,
1e-14)`.

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

from optim_core.claims import findings, losses, places, spending  # noqa: F401 - they bring the words
from optim_core.claims.path import Path
from optim_core.claims.words import WORDS
from optim_core.study import Findings, Study

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


Told = Mapping[str, Path | Findings]
Studies = Mapping[str, type[Study]]
_SPOKEN = ("FactName", "Column")  # the parameters of words that are names themselves


def check(expression: str, labels: Iterable[str], names: Iterable[str] = (), studies: Studies | None = None) -> None:
    """Raise Unclear unless every function, run, study and plain name is known, without running anything."""
    known, plain = set(labels), set(names)
    names_of_studies: set[ast.AST] = set()
    for node in ast.walk(_parsed(expression)):
        match node:
            case _ if node in names_of_studies:
                pass
            case ast.Call(ast.Name(word), arguments, []) if word in WORDS:
                names_of_studies |= _check_call(word, arguments, known, studies or {})
            case ast.Call(ast.Name(word), _, []) if word in _NUMBERS:
                pass
            case ast.Call(ast.Name(word)):
                raise Unclear(f"there is no {word}(...); known are {', '.join(sorted([*WORDS, *_NUMBERS]))}")
            case ast.Name(name) if name not in known | plain | (studies or {}).keys() | WORDS.keys() | _NUMBERS.keys():
                raise Unclear(f"there is no run called {name}; the runs are {', '.join(sorted(known)) or 'none'}")
            case ast.Constant(value) if isinstance(value, bool) or not isinstance(value, int | float):
                raise Unclear(f"{value!r} is not a number")


def check_relation(relation: str, labels: Iterable[str], studies: Studies | None = None) -> None:
    """Likewise, and unless it can be true or false: a comparison, or the question whether a run diverged or left."""
    check(relation, labels, studies=studies)
    match _parsed(relation).body:
        case ast.Compare() | ast.BoolOp() | ast.UnaryOp(ast.Not()) | ast.Call(ast.Name("diverged" | "left")):
            return
    raise Unclear(f"{relation} compares nothing")


def holds(relation: str, seeds: Sequence[Told], aggregate: str | None = None) -> bool:
    """Whether a relation holds for the runs and findings of each seed. Raises Unclear."""
    return bool(measure(relation, seeds, aggregate))


def measure(expression: str, seeds: Sequence[Told], aggregate: str | None = None, **known: float) -> Any:
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


def _said(word: str, arguments: list[ast.expr], told: Told, value: Callable[[ast.expr], Any]) -> float:
    given: list[Any] = []
    for parameter, argument in zip(_takes(word), arguments, strict=True):
        if parameter.annotation in _SPOKEN:
            given.append(ast.unparse(argument))
        elif isinstance(argument, ast.Name) and argument.id in told:
            given.append(told[argument.id])
        else:
            given.append(value(argument))
    return float(WORDS[word](*given))


@functools.cache
def _takes(word: str) -> Sequence[inspect.Parameter]:
    return tuple(inspect.signature(WORDS[word]).parameters.values())


@functools.lru_cache(maxsize=500)
def _parsed(expression: str) -> ast.Expression:
    if len(expression) > LONGEST:
        raise Unclear(f"an expression may have {LONGEST} characters, this one has {len(expression)}")
    try:
        return ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unclear(f"{expression!r} is no expression: {getattr(error, 'msg', error)}") from None


def _check_call(word: str, arguments: list[ast.expr], labels: set[str], studies: Studies) -> set[ast.AST]:
    """Raise Unclear unless a word is asked of what it is about; else the nodes that are names of the study asked."""
    takes = _takes(word)
    if len(arguments) != len(takes):
        raise Unclear(f"{word} takes {', '.join(p.name for p in takes)}, not {len(arguments)} things")
    asked, spoken = "", set[ast.AST]()
    for parameter, argument in zip(takes, arguments, strict=True):
        said = ast.unparse(argument)
        if parameter.annotation == "Path" and said not in labels:
            raise Unclear(f"{word} is asked of a run, and {said} is none of {', '.join(sorted(labels))}")
        if parameter.annotation == "Findings":
            asked = said
            if said not in studies:
                raise Unclear(f"{word} is asked of a study, and {said} is none of {', '.join(studies) or 'none'}")
        if parameter.annotation in _SPOKEN:
            names = _names(studies[asked], parameter.annotation)
            if said not in names:
                raise Unclear(f"{asked} has no {said}; it has {', '.join(names)}")
            spoken |= set(ast.walk(argument))
    return spoken


def _names(study: type[Study], parameter: str) -> Sequence[str]:
    """What a parameter of a word may be called: a fact of the study, or a column of one of its figures."""
    if parameter == "FactName":
        return list(study.facts)
    return [f"{figure.name}.{column}" for figure in study.figures for column in figure.columns]
