"""A formula for whoever differentiates its code: the branch that is not taken must not hand back what is no number.

Automatic differentiation goes back through both branches of a choice and gives nothing to the one that is not taken;
but nothing times an infinite slope is no number. What may be infinite is therefore asked about 1 there.
"""

from __future__ import annotations

from optim_core.expression.grammar import STEEPEST
from optim_core.expression.graph import Term
from optim_core.expression.simplify import number

_STEEP = {"sqrt": (0,), "log": (0,), "exp": (0,), "tan": (0,), "power": (0,), "divide": (1,)}  # which arguments
_Taken = tuple[tuple[Term, bool], ...]  # conditions, and whether they hold


def guarded(value: Term) -> Term:
    """The same values, by code whose derivative is a number wherever the derivative of the branch that is taken is."""
    known: dict[tuple[Term, _Taken], Term] = {}

    def made(term: Term, taken: _Taken) -> Term:
        found = known.get((term, taken))
        if found is None:
            found = known[term, taken] = anew(term, taken)
        return found

    def anew(term: Term, taken: _Taken) -> Term:
        if not term.args:
            return term
        if term.op == "where":
            test = made(term.args[0], taken)
            a, b = term.args[1:]
            return term.graph.apply("where", test, made(a, (*taken, (test, True))), made(b, (*taken, (test, False))))
        args = [made(arg, taken) for arg in term.args]
        tame = term.op == "power" and (number(args[1]) or 0.5) in range(1, STEEPEST + 1)
        for i in () if tame else _STEEP.get(term.op, ()):
            args[i] = _safe(args[i], taken)
        return term.graph.apply(term.op, *args)

    return made(value, ())


def _safe(term: Term, taken: _Taken) -> Term:
    """The term where the conditions are as they are said to be, else 1."""
    if term.op == "constant":
        return term
    one = term.graph.constant(1.0)
    for test, holds in taken:
        term = term.graph.apply("where", test, *((term, one) if holds else (one, term)))
    return term
