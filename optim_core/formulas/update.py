"""One update as its formula sees it: what the symbols stand for and what the objective said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.formulas.clauses import Clause
from optim_core.formulas.operations import Value
from optim_core.formulas.tree import Ask, Symbol
from optim_core.probe import Asked
from optim_core.surface import Surface, What
from optim_core.walk import Moment


class Worked(NamedTuple):
    """A clause of one update.

    Attributes:
        holds: whether its condition, or the relation that it is, holds; None where there is none.
        given: the value was not worked out from the clause.
        value: what the target has now: a number, a column or a matrix; None where there is no target.
        seen: by LaTeX, what each symbol and question in the clause stood for.
    """

    clause: Clause
    holds: bool | None
    given: bool
    value: Value | None
    seen: Mapping[str, Value]


class State(NamedTuple):
    """What an update leaves to the next: values by symbol, and what is known of the objective at the point reached."""

    values: Mapping[str, Value]
    known: Mapping[What, Array]


class World:
    """One update as its formula sees it."""

    def __init__(
        self, numbers: Mapping[str, np.float64], surface: Surface, state: State, before: Moment, after: Moment
    ) -> None:
        """`numbers` are the hyperparameters in force, by symbol."""
        self._surface, self._state, self._asked = surface, state, after.asked
        x = column(before.x)
        self.values: dict[str, Value] = {
            "t": np.float64(before.t - before.begun + 1),
            "I": np.eye(len(x)),
            **numbers,
            **state.values,
            "x": x,
        }
        self._seen: dict[str, Value] = {}

    def work(self, clause: Clause, truth: Mapping[str, Value]) -> Worked:
        """A clause worked out, as far as that is possible."""
        self._seen = {}
        try:
            holds = clause.condition.holds(self) if clause.condition else None
            if clause.relation is not None:
                return Worked(clause, clause.relation.holds(self), False, None, self._seen)
        except (KeyError, ValueError):
            return Worked(clause, None, True, None, {})
        if clause.target is None:
            return Worked(clause, holds, True, None, self._seen)
        name = clause.target.name
        if holds is False:
            return Worked(clause, False, True, self.values.get(name), self._seen)
        try:
            if clause.right is not None:
                return Worked(clause, holds, False, clause.right.value(self), self._seen)
        except (KeyError, ValueError):
            pass
        return Worked(clause, holds, True, truth.get(name), self._seen)

    def symbol(self, symbol: Symbol) -> Value:
        """What it stands for now, or stood for one step ago. Raises KeyError."""
        value = (self._state.values if symbol.before else self.values)[symbol.name]
        self._seen[symbol.latex] = value
        return value

    def answer(self, ask: Ask) -> Value:
        """What the objective said, or says. Raises KeyError where it has no Hessian to ask for."""
        inner, self._seen = self._seen, {}  # what the point is made of is not said in the line
        at = ask.at.value(self)
        self._seen = inner
        value = of_shape(self._told(ask.what, at))
        self._seen[ask.latex] = value
        return value

    def _told(self, what: What, at: Array) -> Array:
        """The answer of this update, else what is known from an earlier one, else the surface's own."""
        asked = self._again(what, at)
        if asked is not None:
            return asked.answer
        if what in self._state.known and np.array_equal(at, self.values["x"]):
            return self._state.known[what]
        surface = self._surface
        if what == "hess" and not surface.has_hessian():
            raise KeyError(what)
        return {"value": surface.value, "grad": surface.grad, "hess": surface.hess}[what](at)

    def _again(self, what: What, at: Array) -> Asked | None:
        near = 1e-12 * np.max(np.abs(at))
        same = (a for a in reversed(self._asked) if a.what == what and np.max(np.abs(a.at - at)) <= near)
        return next(same, None)


def column(x: Array) -> Array:
    """The point of a batch of one, as a column."""
    return x.reshape(-1, 1)


def of_shape(value: Array) -> Value:
    """An answer or inner quantity of the only run: a number, a column or a matrix."""
    array = np.asarray(value, dtype=np.float64)
    if array.ndim < 2:
        return array.flat[0]
    return array.reshape(array.shape[0], -1)
