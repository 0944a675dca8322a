"""Exact slopes of a graph: every operation hands on how fast it changes with one input, beside its value.

This is forward differentiation: a formula of two variables costs it two passes, each a fixed number of operations for
every operation there is, however deep they stand in each other (Griewank and Walther, Evaluating Derivatives, 2008,
chapter 3). Where a function has no slope the one taken is stated in `grammar.FUNCTIONS`, as PyTorch has it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from optim_core.expression.graph import Term
from optim_core.expression.simplify import chosen, minus, negated, number, over, plus, raised, times
from optim_core.graphs import ordered


def derivatives(wanted: Sequence[Term], by: str) -> list[Term]:
    """How fast each of the terms changes with an input."""
    slopes: dict[Term, Term] = {}
    for term in ordered(wanted):
        graph = term.graph
        if not term.args:
            slopes[term] = graph.constant(1.0 if term.op == "input" and term.name == by else 0.0)
        elif term.op in FLAT:
            slopes[term] = graph.constant(0.0)
        else:
            slopes[term] = _RULES[term.op](term, [slopes[arg] for arg in term.args])
    return [slopes[term] for term in wanted]


def gradient(value: Term) -> tuple[Term, Term]:
    """Both partial derivatives of a function of x and y."""
    return derivatives([value], "x")[0], derivatives([value], "y")[0]


def hessian(slopes: tuple[Term, Term]) -> tuple[Term, Term, Term]:
    """The second derivatives xx, xy and yy, from the gradient."""
    xx, xy = derivatives(slopes, "x")
    return xx, xy, derivatives(slopes[1:], "y")[0]


Slopes = Sequence[Term]
FLAT = frozenset(("less", "less_equal", "greater", "greater_equal", "logical_and", "sign"))


def _product(term: Term, d: Slopes) -> Term:
    a, b = term.args
    return plus(times(d[0], b), times(a, d[1]))


def _quotient(term: Term, d: Slopes) -> Term:
    a, b = term.args
    return minus(over(d[0], b), over(times(a, d[1]), raised(b, 2.0)))


def _power(term: Term, d: Slopes) -> Term:
    base, exponent = term.args
    if (n := number(exponent)) is not None:
        return times(times(exponent.graph.constant(n), raised(base, n - 1.0)), d[0])
    lower = term.graph.apply("power", base, minus(exponent, base.graph.constant(1.0)))
    growth = base.graph.constant(1.0) if base.value == math.e else base.graph.apply("log", base)
    return plus(times(times(exponent, lower), d[0]), times(times(term, growth), d[1]))


def _between(term: Term, d: Slopes, first: str, second: str) -> Term:
    """The first slope, the second, or the mean of both where the terms are equal, by two comparisons."""
    mean = times(term.graph.constant(0.5), plus(*d))
    return chosen(term.graph.apply(first, *term.args), d[0], chosen(term.graph.apply(second, *term.args), d[1], mean))


def _chain(outer: Callable[[Term, Term], Term]) -> Callable[[Term, Slopes], Term]:
    """A function of one argument, by its slope, which is told from the term and its argument."""
    return lambda term, d: times(d[0], outer(term, term.args[0])) if number(d[0]) != 0.0 else d[0]


def _one(term: Term) -> Term:
    return term.graph.constant(1.0)


def _of(op: str, term: Term) -> Term:
    return term.graph.apply(op, term)


def _divided(below: Callable[[Term, Term], Term]) -> Callable[[Term, Slopes], Term]:
    """A function of one argument whose slope is 1 over something."""
    return lambda term, d: over(d[0], below(term, term.args[0]))


_RULES: dict[str, Callable[[Term, Slopes], Term]] = {
    "add": lambda term, d: plus(*d),
    "subtract": lambda term, d: minus(*d),
    "multiply": _product,
    "divide": _quotient,
    "negative": lambda term, d: negated(d[0]),
    "power": _power,
    "where": lambda term, d: chosen(term.args[0], d[1], d[2]),
    "maximum": lambda term, d: _between(term, d, "greater", "less"),
    "minimum": lambda term, d: _between(term, d, "less", "greater"),
    "relu": lambda term, d: chosen(term.graph.apply("greater", term.args[0], term.graph.constant(0.0)), d[0], _no(d)),
    "absolute": _chain(lambda term, u: _of("sign", u)),
    "sqrt": _divided(lambda term, u: times(term.graph.constant(2.0), term)),
    "exp": _chain(lambda term, u: term),
    "log": _divided(lambda term, u: u),
    "sin": _chain(lambda term, u: _of("cos", u)),
    "cos": _chain(lambda term, u: negated(_of("sin", u))),
    "tan": _chain(lambda term, u: plus(_one(u), raised(term, 2.0))),
    "tanh": _chain(lambda term, u: minus(_one(u), raised(term, 2.0))),
    "sigmoid": _chain(lambda term, u: times(term, minus(_one(u), term))),
    "softplus": _chain(lambda term, u: _of("sigmoid", u)),
}


def _no(d: Slopes) -> Term:
    return d[0].graph.constant(0.0)
