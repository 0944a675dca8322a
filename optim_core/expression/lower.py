"""Terms spelt out in operations that NumPy is quick at: powers as products, numbers worked out, equal sums shared."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from optim_core.expression.grammar import STEEPEST
from optim_core.expression.graph import Term
from optim_core.graphs import ordered

_EITHER_WAY = ("add", "multiply", "maximum", "minimum", "logical_and", "logical_or")


def lowered(wanted: Sequence[Term], kept: frozenset[str] = frozenset()) -> list[Term]:
    """The same numbers in functions that NumPy has, and in those that are to be kept as they are."""
    found: dict[Term, Term] = {}
    for term in ordered(wanted):
        args = [found[arg] for arg in term.args]
        if not term.args:
            found[term] = term.graph.constant(term.value) if term.op == "constant" else term
        elif term.op in kept and not all(arg.op == "constant" for arg in args):
            found[term] = term.graph.apply(term.op, *args)
        elif term.op in _SPELT_OUT:
            found[term] = _SPELT_OUT[term.op](*args)
        else:
            found[term] = _apply(term.op, *args)
    return [found[term] for term in wanted]


def constant(term: Term) -> float:
    """The value of a term without inputs, which may be infinite or NaN."""
    return lowered([term])[0].value


def _apply(op: str, *args: Term) -> Term:
    graph = args[0].graph
    if op in _EITHER_WAY:
        args = tuple(sorted(args, key=graph.place))
    if all(arg.op == "constant" for arg in args):
        with np.errstate(all="ignore"):
            return graph.constant(float(getattr(np, op)(*(np.float64(arg.value) for arg in args))))
    return graph.apply(op, *args)


def _power(base: Term, exponent: Term) -> Term:
    graph = base.graph
    if base.op == "constant" and base.value == math.e:
        return _apply("exp", exponent)
    if exponent.op != "constant" or base.op == "constant":
        return _apply("power", base, exponent)
    n = exponent.value
    if n.is_integer() and 0 < abs(n) <= STEEPEST:
        product = _multiplied(base, int(abs(n)))
        return product if n > 0 else _apply("divide", graph.constant(1.0), product)
    if abs(n) == 0.5:
        root = _apply("sqrt", base)
        return root if n > 0 else _apply("divide", graph.constant(1.0), root)
    return _apply("power", base, exponent)


def _multiplied(base: Term, times: int) -> Term:
    """A whole power by as few products as squaring needs."""
    half = base if times < 4 else _multiplied(base, times // 2)
    if times < 4:
        for _ in range(times - 1):
            half = _apply("multiply", half, base)
        return half
    square = _apply("multiply", half, half)
    return _apply("multiply", square, base) if times % 2 else square


def _sigmoid(u: Term) -> Term:
    """With all digits on both sides, where 1 / (1 + exp(-u)) would overflow on the one."""
    return _apply("exp", _apply("negative", _softplus(_apply("negative", u))))


def _softplus(u: Term) -> Term:
    return _apply("logaddexp", u.graph.constant(0.0), u)


def _where(test: Term, a: Term, b: Term) -> Term:
    if test.op == "constant":
        return a if test.value else b
    return test.graph.apply("where", test, a, b)


_SPELT_OUT: dict[str, Callable[..., Term]] = {
    "power": _power,
    "sigmoid": _sigmoid,
    "softplus": _softplus,
    "relu": lambda u: _apply("maximum", u, u.graph.constant(0.0)),
    "where": _where,
}
