"""Where a formula may have no slope: the functions that bend sharply, and how near a point is to such a bend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from optim_core.expression.bounds import bounds
from optim_core.expression.grammar import FUNCTIONS
from optim_core.expression.graph import Term, inputs
from optim_core.expression.simplify import minus, number
from optim_core.graphs import ordered

_NAMES = {function.op: name for name, function in FUNCTIONS.items() if function.kink}
_COMPARED = ("less", "less_equal", "greater", "greater_equal")


class Kink(NamedTuple):
    """A function of the grammar that bends where a term is 0."""

    name: str
    term: Term


def kinks(value: Term) -> tuple[Kink, ...]:
    """Every bend of a formula that x or y can come to."""
    return tuple(kink for kink in _all(value) if inputs([kink.term]) & {"x", "y"})


def _all(value: Term) -> Iterator[Kink]:
    known = bounds(value)
    for term in ordered([value]):
        match term.op:
            case "absolute" | "relu":
                yield Kink(_NAMES[term.op], term.args[0])
            case "maximum" | "minimum":
                yield Kink(_NAMES[term.op], minus(*term.args))
            case "where":
                for part in ordered(term.args[:1]):
                    if part.op in _COMPARED:
                        yield Kink(_NAMES[term.op], minus(*part.args))
            case "sqrt" | "power" if _comes_to_a_point(term) and known[term.args[0]].low >= 0.0:
                if known[
                    term.args[0]
                ].zero:  # it ends in a point, as the distance from 0 does, not at the edge of a hole
                    yield Kink("sqrt", term.args[0])


def _comes_to_a_point(term: Term) -> bool:
    if term.op == "sqrt":
        return True
    exponent = number(term.args[1])
    return exponent is not None and 0.0 < exponent < 1.0
