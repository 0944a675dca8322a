"""Where a formula has a value, as a graph of its own: told from what its functions are given, not from overflow."""

from __future__ import annotations

import math

from optim_core.expression.bounds import Bounds, bounds
from optim_core.expression.grammar import VARIABLES
from optim_core.expression.graph import Term, inputs
from optim_core.expression.simplify import number
from optim_core.graphs import ordered


def inside(value: Term) -> Term | None:
    """A condition on the inputs that holds where there is a value; None where there always is one."""
    known = bounds(value)
    found: dict[Term, Term | None] = {}
    for term in ordered([value]):
        if term.op == "where":
            test, a, b = (found[arg] for arg in term.args)
            found[term] = _both(test, _branch(term.args[0], a, b))
        else:
            needs: Term | None = _own(term, [known[arg] for arg in term.args])
            for arg in term.args:
                needs = _both(needs, found[arg])
            found[term] = needs
    return found[value]


def _own(term: Term, args: list[Bounds]) -> Term | None:
    """What an operation demands of its arguments, where they do not give it anyway.

    No float is a pole of the tangent, but that there are poles is to be known. A demand is said as "not below 0", so
    that what has overflowed to no number passes: the walk will see to that.
    """
    match term.op:
        case "log" if not args[0].positive:
            return _not("less_equal", term.args[0])
        case "sqrt" if args[0].low < 0.0:
            return _not("less", term.args[0])
        case "divide" if args[1].zero:
            return _not("equal", term.args[1])
        case "tan" if args[0].low <= -math.pi / 2.0 or args[0].high >= math.pi / 2.0:
            return _not("equal", term.graph.apply("cos", term.args[0]))
        case "power" if not args[0].positive:
            return _power(term, args[0])
    return None


def _power(term: Term, base: Bounds) -> Term | None:
    """A negative number has only whole powers, and 0 no negative ones.

    Where the power changes from point to point, whole ones are points on their own, which are no domain to walk in.
    """
    exponent = term.args[1]
    if (n := number(exponent)) is not None:
        if n.is_integer():
            return _not("equal", term.args[0]) if n < 0.0 and base.zero else None
        if n < 0.0:
            return _not("less_equal", term.args[0])
        return _not("less", term.args[0]) if base.low < 0.0 else None
    graph, zero = term.graph, term.graph.constant(0.0)
    negative = graph.apply("less", term.args[0], zero)
    if not inputs([exponent]) & set(VARIABLES):
        broken = graph.apply("not_equal", exponent, graph.apply("floor", exponent))
        negative = graph.apply("logical_and", negative, broken)
    infinite = graph.apply("logical_and", graph.apply("equal", term.args[0], zero), graph.apply("less", exponent, zero))
    return graph.apply("logical_not", graph.apply("logical_or", negative, infinite))


def _not(comparison: str, term: Term) -> Term:
    graph = term.graph
    return graph.apply("logical_not", graph.apply(comparison, term, graph.constant(0.0)))


def _both(a: Term | None, b: Term | None) -> Term | None:
    if a is None or b is None:
        return b if a is None else a
    return a if a is b else a.graph.apply("logical_and", a, b)


def _branch(test: Term, a: Term | None, b: Term | None) -> Term | None:
    """What the branch that is taken demands, so far as the test does not see to it."""
    graph = test.graph
    a, b = _left(a, _excluded(test, holds=True)), _left(b, _excluded(test, holds=False))
    taken = None if a is None else graph.apply("logical_or", graph.apply("logical_not", test), a)
    other = None if b is None else graph.apply("logical_or", test, b)
    return _both(taken, other)


def _left(needs: Term | None, excluded: set[tuple[str, Term]]) -> Term | None:
    """Demands without those that exclude what is excluded anyway."""
    if needs is None:
        return None
    if needs.op == "logical_not":
        comparison = needs.args[0]
        return None if comparison.args and (comparison.op, comparison.args[0]) in excluded else needs
    parts = [_left(part, excluded) for part in needs.args]
    if needs.op == "logical_and":
        return _both(*parts)
    return None if needs.op == "logical_or" and None in parts else needs


def _excluded(test: Term, holds: bool) -> set[tuple[str, Term]]:
    """Comparisons with 0 that cannot be true where a test holds, or where it does not."""
    if test.op == "logical_and":
        return set().union(*(_excluded(part, holds) for part in test.args)) if holds else set()
    a, b = test.args
    if number(a) is not None:
        a, b, sign = b, a, _MIRRORED[test.op]
    else:
        sign = test.op
    sign = sign if holds else _OPPOSITE[sign]
    bound = number(b)
    if bound is None:
        return set()
    if (sign == "greater" and bound >= 0.0) or (sign == "greater_equal" and bound > 0.0):
        return {("less_equal", a), ("less", a), ("equal", a)}
    if (sign == "less" and bound <= 0.0) or (sign == "less_equal" and bound < 0.0):
        return {("equal", a)}
    return {("less", a)} if sign == "greater_equal" and bound == 0.0 else set()


_MIRRORED = {"less": "greater", "greater": "less", "less_equal": "greater_equal", "greater_equal": "less_equal"}
_OPPOSITE = {"less": "greater_equal", "greater_equal": "less", "greater": "less_equal", "less_equal": "greater"}
