"""Where a formula has a value, as a graph of its own: told from what its functions are given, not from overflow."""

from __future__ import annotations

from optim_core.expression.bounds import Bounds, bounds
from optim_core.expression.graph import Term, ordered
from optim_core.expression.simplify import number


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

    It is said as "not below 0", so that what has overflowed to no number passes: the walk will see to that.
    """
    match term.op:
        case "log" if not args[0].positive:
            return _not("less_equal", term.args[0])
        case "sqrt" if args[0].low < 0.0:
            return _not("less", term.args[0])
        case "divide" if args[1].zero:
            return _not("equal", term.args[1])
        case "power" if not args[0].positive:
            return _power(term, args[0])
    return None


def _power(term: Term, base: Bounds) -> Term | None:
    """A negative number has only whole powers, and 0 no negative ones."""
    exponent = term.args[1]
    if (n := number(exponent)) is not None:
        if n.is_integer():
            return _not("equal", term.args[0]) if n < 0.0 and base.zero else None
        if n < 0.0:
            return _not("less_equal", term.args[0])
        return _not("less", term.args[0]) if base.low < 0.0 else None
    graph, zero = term.graph, term.graph.constant(0.0)
    broken = graph.apply("not_equal", exponent, graph.apply("floor", exponent))
    negative = graph.apply("logical_and", graph.apply("less", term.args[0], zero), broken)
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
    """What the branch that is taken demands."""
    graph = test.graph
    other = graph.apply("logical_not", test)
    taken = None if a is None else graph.apply("logical_or", other, a)
    left = None if b is None else graph.apply("logical_or", test, b)
    return _both(taken, left)
