"""Between which numbers a term lies, whatever the inputs are: enough to see that 1 + x^2 is never 0."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from optim_core.expression.graph import Term
from optim_core.expression.simplify import number
from optim_core.graphs import ordered

_INF = math.inf


class Bounds(NamedTuple):
    """low <= value <= high, and whether it can be 0; wider than need be where that is hard to tell."""

    low: float
    high: float
    zero: bool

    @property
    def positive(self) -> bool:
        """Whether it is surely above 0."""
        return self.low >= 0.0 and not self.zero


ANY = Bounds(-_INF, _INF, True)


def bounds(wanted: Term) -> dict[Term, Bounds]:
    """The bounds of a term and of everything it needs."""
    found: dict[Term, Bounds] = {}
    for term in ordered([wanted]):
        if term.op == "constant":
            found[term] = Bounds(term.value, term.value, term.value == 0.0)
        elif term.op in _RULES:
            found[term] = _RULES[term.op](term, *(found[arg] for arg in term.args))
        else:
            found[term] = ANY
    return found


def _sum(a: Bounds, b: Bounds) -> Bounds:
    low, high = a.low + b.low, a.high + b.high
    if math.isnan(low) or math.isnan(high):
        return ANY
    one_side = (a.low >= 0.0 and b.low >= 0.0) or (a.high <= 0.0 and b.high <= 0.0)
    return Bounds(low, high, (a.zero and b.zero) if one_side else low <= 0.0 <= high)


def _minus(a: Bounds) -> Bounds:
    return Bounds(-a.high, -a.low, a.zero)


def _product(term: Term, a: Bounds, b: Bounds) -> Bounds:
    if term.args[0] is term.args[1]:
        return Bounds(0.0, _INF, a.zero)
    ends = [_times(u, v) for u in (a.low, a.high) for v in (b.low, b.high)]
    return Bounds(min(ends), max(ends), a.zero or b.zero)


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0.0 or b == 0.0 else a * b


def _quotient(term: Term, a: Bounds, b: Bounds) -> Bounds:
    if a.low >= 0.0 and b.low >= 0.0:
        return Bounds(0.0, _INF, a.zero)
    return Bounds(-_INF, _INF, a.zero)


def _power(term: Term, base: Bounds, exponent: Bounds) -> Bounds:
    n = number(term.args[1])
    if base.low >= 0.0 or (n is not None and n % 2.0 != 1.0):
        return Bounds(0.0, _INF, base.zero and n != 0.0)
    return Bounds(-_INF, _INF, base.zero)


def _either(a: Bounds, b: Bounds) -> Bounds:
    return Bounds(min(a.low, b.low), max(a.high, b.high), a.zero or b.zero)


def _larger(a: Bounds, b: Bounds) -> Bounds:
    low, high = max(a.low, b.low), max(a.high, b.high)
    return Bounds(low, high, low <= 0.0 <= high and not (a.positive or b.positive))


def _within(low: float, high: float) -> Callable[[Term, Bounds], Bounds]:
    return lambda term, a: Bounds(low, high, a.zero)


def _above(zero: bool) -> Callable[[Term, Bounds], Bounds]:
    return lambda term, a: Bounds(0.0, _INF, zero and a.zero)


_RULES: dict[str, Callable[..., Bounds]] = {
    "add": lambda term, a, b: _sum(a, b),
    "subtract": lambda term, a, b: _sum(a, _minus(b)),
    "negative": lambda term, a: _minus(a),
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "absolute": _above(zero=True),
    "sqrt": _above(zero=True),
    "exp": _above(zero=False),
    "softplus": _above(zero=False),
    "sigmoid": lambda term, a: Bounds(0.0, 1.0, False),
    "relu": lambda term, a: Bounds(max(a.low, 0.0), max(a.high, 0.0), not a.positive),
    "tanh": _within(-1.0, 1.0),
    "sin": lambda term, a: Bounds(-1.0, 1.0, True),
    "cos": lambda term, a: Bounds(-1.0, 1.0, True),
    "maximum": lambda term, a, b: _larger(a, b),
    "minimum": lambda term, a, b: _minus(_larger(_minus(a), _minus(b))),
    "where": lambda term, test, a, b: _either(a, b),
}
