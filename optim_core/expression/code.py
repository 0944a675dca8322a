"""Terms as straight-line Python on NumPy arrays: what a person would write who names what is needed twice."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from optim_core.expression.graph import Term
from optim_core.expression.lower import lowered
from optim_core.graphs import ordered

NESTED = 20  # brackets in one expression; what is deeper gets a name
_OPERATORS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
    "equal": "==",
    "not_equal": "!=",
}

Function = Callable[..., tuple[Any, ...]]


def lines(
    wanted: Sequence[Term], called: Mapping[str, str] | None = None, kept: frozenset[str] = frozenset()
) -> tuple[list[str], list[str]]:
    """Assignments, and the texts of the wanted terms in their names; inputs may be `called` otherwise.

    Functions that NumPy lacks are spelt out, but for those to be `kept`.
    """
    ends = lowered(wanted, kept)
    order = list(ordered(ends))
    uses = Counter(arg for term in order for arg in term.args)
    uses.update(ends)
    texts: dict[Term, str] = {}
    depth: dict[Term, int] = {}
    assignments: list[str] = []
    for term in order:
        texts[term] = (called or {}).get(term.name, "") if term.op == "input" else ""
        texts[term] = texts[term] or _text(term, texts)
        depth[term] = 1 + max((depth[arg] for arg in term.args), default=0)
        if term.args and (uses[term] > 1 or depth[term] > NESTED):
            name = f"v{len(assignments)}"
            assignments.append(f"{name} = {_bare(texts[term])}")
            texts[term], depth[term] = name, 0
    return assignments, [_bare(texts[term]) for term in ends]


def compiled(wanted: Sequence[Term], inputs: Sequence[str]) -> Function:
    """The values of terms as a function of the inputs, each a number or an array that broadcasts against the others."""
    assignments, results = lines(wanted)
    body = [*assignments, f"return ({''.join(f'{result}, ' for result in results)})"]
    source = "\n    ".join([f"def function({', '.join(inputs)}):", *body])
    scope: dict[str, Any] = {"np": np}
    exec(compile(source, "<formula>", "exec"), scope)  # noqa: S102 - our own text: names and numbers of a graph
    return scope["function"]


def _text(term: Term, texts: dict[Term, str]) -> str:
    if term.op == "input":
        return term.name
    if term.op == "constant":
        text = repr(term.value) if math.isfinite(term.value) else f"np.{abs(term.value)!r}"
        return f"({text if text[0] == '-' else '-' + text})" if term.value < 0 else text
    args = [texts[arg] for arg in term.args]
    if term.op in _OPERATORS:
        return f"({args[0]} {_OPERATORS[term.op]} {args[1]})"
    return f"(-{args[0]})" if term.op == "negative" else f"np.{term.op}({', '.join(map(_bare, args))})"


def _bare(text: str) -> str:
    """An expression that stands alone, without the brackets around the whole of it."""
    if not text.startswith("("):
        return text
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return text[1:-1] if at == len(text) - 1 else text
    return text
