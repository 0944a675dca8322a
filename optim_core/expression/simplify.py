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
    if m * n == 0.0 or u is None or v is None:
        return scaled(a.graph, m * n, u if v is None else v)
    if v.op == "divide" and number(v.args[0]) == 1.0:
        return over(scaled(a.graph, m * n, u), v.args[1])
    base, one = (u.args[0], number(u.args[1])) if u.op == "power" else (u, 1.0)
    other, two = (v.args[0], number(v.args[1])) if v.op == "power" else (v, 1.0)
    if base is other and one is not None and two is not None:
        return scaled(a.graph, m * n, raised(base, one + two))
    return scaled(a.graph, m * n, a.graph.apply("multiply", u, v))


def over(a: Term, b: Term) -> Term:
    """a / b."""
    (m, u), (n, v) = split(a), split(b)
    if m == 0.0:
        return a.graph.constant(0.0)
    if n != 0.0 and (m / n * 1024.0).is_integer() and m / n * n == m:  # a number that is still easy to read
        if v is None:
            return scaled(a.graph, m / n, u)
        return scaled(a.graph, m / n, a.graph.apply("divide", a.graph.constant(1.0) if u is None else u, v))
    if m < 0.0:
        return a.graph.apply("negative", a.graph.apply("divide", scaled(a.graph, -m, u), b))
    return a.graph.apply("divide", scaled(a.graph, m, u), b)


def plus(a: Term, b: Term) -> Term:
    """a + b."""
    (m, u), (n, v) = split(a), split(b)
    if m == 0.0 or n == 0.0:
        return b if m == 0.0 else a
    if u is v:
        return scaled(a.graph, m + n, u)
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
    if exponent == 0.0:
        return base.graph.constant(1.0)
    if exponent == 1.0:
        return base
    if (value := number(base)) is not None and value > 0.0 and math.isfinite(known := value**exponent):
        return base.graph.constant(known)
    return base.graph.apply("power", base, base.graph.constant(exponent))


def chosen(test: Term, a: Term, b: Term) -> Term:
    """a where the test holds, else b."""
    return a if a is b else a.graph.apply("where", test, a, b)
