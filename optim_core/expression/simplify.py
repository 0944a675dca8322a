"""Sums, products and powers of terms as a person would write them: no plus 0, no times 1, the number in front.

What is left out is 0 whatever the rest is, so that a slope of 0 stays 0 beside something infinite.
"""

from __future__ import annotations

import math

from optim_core.expression.graph import Graph, Term


def number(term: Term) -> float | None:
    """The value of a plain number, with or without a sign in front."""
    if term.op == "constant" and not term.name:
        return term.value
    if term.op == "negative" and (inner := number(term.args[0])) is not None:
        return -inner
    return None


def split(term: Term) -> tuple[float, Term | None]:
    """A term as a number times the rest, which is nothing for a plain number."""
    if (value := number(term)) is not None:
        return value, None
    if term.op == "negative":
        factor, rest = split(term.args[0])
        return -factor, rest
    if term.op == "multiply":
        for first, other in (term.args, term.args[::-1]):
            if (value := number(first)) is not None:
                factor, rest = split(other)
                return value * factor, rest
    return 1.0, term


def scaled(graph: Graph, factor: float, rest: Term | None) -> Term:
    """A number times a term."""
    if rest is None or factor == 0.0:
        return graph.constant(factor + 0.0)
    if factor == 1.0:
        return rest
    if factor == -1.0:
        return graph.apply("negative", rest)
    return graph.apply("multiply", graph.constant(factor), rest)


def times(a: Term, b: Term) -> Term:
    """a b."""
    (m, u), (n, v) = split(a), split(b)
    factor = m * n if m and n else 0.0  # whatever the other is
    if factor == 0.0 or u is None or v is None:
        return scaled(a.graph, factor, u if v is None else v)
    if v.op == "divide" and number(v.args[0]) == 1.0:
        return over(scaled(a.graph, m * n, u), v.args[1])
    base, one = (u.args[0], number(u.args[1])) if u.op == "power" else (u, 1.0)
    other, two = (v.args[0], number(v.args[1])) if v.op == "power" else (v, 1.0)
    if base is other and one is not None and two is not None:
        return scaled(a.graph, factor, raised(base, one + two))
    return scaled(a.graph, factor, a.graph.apply("multiply", u, v))


def over(a: Term, b: Term) -> Term:
    """a / b."""
    (m, u), (n, v) = split(a), split(b)
    graph, ratio = a.graph, m / n if n else math.nan
    if m == 0.0:
        return graph.constant(0.0)
    if v is None and (ratio * 1024.0).is_integer() and ratio * n == m:  # a number that is still easy to read
        return scaled(graph, ratio, u)
    above, below = (ratio, 1.0) if ratio.is_integer() else (m, n)
    if (n / m).is_integer():
        above, below = 1.0, n / m
    fraction = graph.apply("divide", scaled(graph, abs(above), u), scaled(graph, abs(below), v))
    return fraction if (above > 0.0) == (below > 0.0) else graph.apply("negative", fraction)


def plus(a: Term, b: Term) -> Term:
    """a + b."""
    (m, u), (n, v) = split(a), split(b)
    if m == 0.0 or n == 0.0:
        return b if m == 0.0 else a
    if u is v:
        return scaled(a.graph, m + n, u)
    if v is None and a.op in ("add", "subtract") and (last := number(a.args[1])) is not None:
        return plus(a.args[0], a.graph.constant(n + last if a.op == "add" else n - last))
    if n < 0.0:
        return a.graph.apply("subtract", a, scaled(a.graph, -n, v))
    if m < 0.0:
        return a.graph.apply("subtract", b, scaled(a.graph, -m, u))
    return a.graph.apply("add", a, b)


def negated(a: Term) -> Term:
    """-a."""
    if a.op == "subtract":
        return minus(a.args[1], a.args[0])
    factor, rest = split(a)
    return scaled(a.graph, -factor, rest)


def minus(a: Term, b: Term) -> Term:
    """a - b."""
    return plus(a, negated(b))


def raised(base: Term, exponent: float) -> Term:
    """A power by a plain number."""
    if base.op == "power" and (inner := number(base.args[1])) is not None and inner.is_integer():
        return raised(base.args[0], inner * exponent) if exponent.is_integer() else _power(base, exponent)
    if exponent == 0.0:
        return base.graph.constant(1.0)
    if exponent == 1.0:
        return base
    value = number(base)
    if value is not None and value > 0.0 and abs(exponent * math.log(value)) < 700.0:  # no more fits into a float
        return base.graph.constant(value**exponent)
    return _power(base, exponent)


def _power(base: Term, exponent: float) -> Term:
    return base.graph.apply("power", base, base.graph.constant(exponent))


def chosen(test: Term, a: Term, b: Term) -> Term:
    """a where the test holds, else b."""
    return a if a is b else a.graph.apply("where", test, a, b)
