"""A rule's formula followed along a walk: for each update the values of all its lines.

In a formula t counts from 1, from where the rule began, and everything begins at 0, unless a clause with the index 0
says otherwise; before the first update x has been where it is. A line is worked out from the numbers before it; where
that is not possible (a random number, a search) or does not come to what the rule shows (a case the formula leaves
out), the value is the one shown.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from optim_core.formulas.clauses import Clause, read
from optim_core.formulas.operations import Value
from optim_core.formulas.reader import Unreadable, symbol
from optim_core.formulas.tree import Ask, Symbol
from optim_core.formulas.update import State, Worked, World, column, of_shape
from optim_core.rule import Rule
from optim_core.surface import Surface
from optim_core.walk import Moment

CLOSE = 1e-9  # relative: what a line comes to is what the rule shows


class Replay:
    """The formula of a rule. One run only: the moments it is given are batches of one."""

    def __init__(self, rule: Rule, surface: Surface) -> None:
        self._surface = surface
        clauses = read(tuple(rule.lines()))
        self._clauses = [clause for clause in clauses if not clause.initial]
        self._initial = [clause for clause in clauses if clause.initial]
        self._last = {clause.target.name: i for i, clause in enumerate(self._clauses) if clause.target}
        self._symbols = {plain(setting.symbol): name for name, setting in rule.numbers().items()}
        self._shown = {plain(vector.symbol): name for name, vector in rule.shows.items()}
        self._carried = self._read_before_set()
        self._needed = self._what_keeps_the_state()

    def numbers(self, moment: Moment) -> dict[str, np.float64]:
        """The hyperparameters in force, by symbol."""
        return {name: np.float64(moment.settings[field].flat[0]) for name, field in self._symbols.items()}

    def start(self, before: Moment, after: Moment) -> State:
        """What the first update begins with; it is worked out once to see the shapes."""
        nothing = State(dict.fromkeys(self._carried, np.float64(0.0)) | {"x": column(before.x)}, {})
        ends = self._pass(nothing, before, after, self._clauses)[1]
        values = {name: np.zeros_like(ends[name]) for name in self._carried if name in ends}
        begun = World(self.numbers(before), self._surface, nothing, before, after)
        for clause in self._initial:
            if clause.target is not None and clause.right is not None:
                values[clause.target.name] = clause.right.value(begun)
        return State(values | {"x": column(before.x)}, {})

    def after(self, state: State, before: Moment, after: Moment) -> State:
        """The state one update later, with as little work as that takes."""
        ends = self._pass(state, before, after, self._needed, shortcut=True)[1] if self._needed else {}
        carried = {name: ends[name] for name in self._carried if name in ends}
        here = after.x.tobytes()
        known = dict(state.known) if before.x.tobytes() == here else {}
        known |= {asked.what: asked.answer for asked in after.asked if asked.at.tobytes() == here}
        return State(carried | {"x": column(before.x)}, known)

    def lines(self, state: State, before: Moment, after: Moment) -> list[Worked]:
        """Every clause of the update from `before` to `after`; of several cases of a target, those that hold."""
        worked = self._pass(state, before, after, self._clauses)[0]
        told = {_name(line) for line in worked if line.holds is not False}
        shown = []
        for line in worked:
            if line.holds is False and line.clause.target is not None:
                first = _name(line) not in told  # no case holds: the first says so for all
                told.add(_name(line))
                if line.clause.follows or not first:
                    continue
            shown.append(line)
        return shown

    def _pass(
        self, state: State, before: Moment, after: Moment, clauses: Iterable[Clause], shortcut: bool = False
    ) -> tuple[list[Worked], dict[str, Value]]:
        world = World(self.numbers(before), self._surface, state, before, after)
        truth = {name: of_shape(after.show[shown]) for name, shown in self._shown.items()} | {"x": column(after.x)}
        world.values |= {name: value for name, value in truth.items() if name not in self._last}
        worked: list[Worked] = []
        with np.errstate(all="ignore"):
            for clause in clauses:
                name = clause.target.name if clause.target else None
                if shortcut and name in truth:
                    world.values[name] = truth[name]
                    continue
                worked.append(line := world.work(clause, truth))
                if name is None:
                    continue
                if line.value is not None:
                    world.values[name] = line.value
                if self._clauses[self._last[name]] is clause and name in truth:
                    world.values[name] = truth[name]
                    _correct(
                        worked, name, truth[name], state.values.get(name, 0.0) if name != "x" else column(before.x)
                    )
        return worked, world.values

    def _read_before_set(self) -> set[str]:
        """The symbols whose value comes from the update before."""
        carried, done = set(), {"x"}
        for clause in self._clauses:
            for leaf in _symbols_of(clause):
                if leaf.name in self._last and (leaf.before or leaf.name not in done):
                    carried.add(leaf.name)
            if clause.target and clause.condition is None:
                done.add(clause.target.name)
            elif clause.target and clause.target.name not in done:
                carried.add(clause.target.name)
        return carried - {"x"}

    def _what_keeps_the_state(self) -> list[Clause]:
        """The clauses without which the next update would not know what it begins with."""
        wanted: set[str] = set(self._carried)
        while True:
            needed = [clause for clause in self._clauses if clause.target and clause.target.name in wanted]
            read_there = {
                s.name for c in needed if c.target and c.target.name not in self._shown for s in _symbols_of(c)
            }
            if read_there & self._last.keys() - {"x"} <= wanted:
                return needed
            wanted |= read_there & self._last.keys() - {"x"}


def plain(latex: str) -> str:
    """The name of a declared symbol as formulas spell it; of something longer, the text itself."""
    try:
        return symbol(latex).latex
    except Unreadable:
        return latex


def agree(a: Value, b: Value, before: Value) -> bool:
    """Whether two values are the same to nine digits of them, or of what was there `before`."""
    sizes = (np.max(np.abs(value)) for value in (a, b, before))
    return np.shape(a) == np.shape(b) and bool(np.max(np.abs(a - b)) <= CLOSE * max(sizes))


def _correct(worked: list[Worked], name: str, truth: Value, before: Value) -> None:
    """Where the formula does not come to what the rule shows, what it shows stands."""
    i = max(
        i for i, line in enumerate(worked) if _name(line) == name and (line.holds is not False or i == len(worked) - 1)
    )
    if worked[i].value is None or not agree(worked[i].value, truth, before):
        worked[i] = worked[i]._replace(given=True, value=truth)


def _name(line: Worked) -> str | None:
    return line.clause.target.name if line.clause.target else None


def _symbols_of(clause: Clause) -> Iterable[Symbol]:
    for leaf in clause.leaves():
        yield from _symbols_in(leaf)


def _symbols_in(leaf: Symbol | Ask) -> Iterable[Symbol]:
    if isinstance(leaf, Symbol):
        yield leaf
    else:
        for inner in leaf.at.leaves():
            yield from _symbols_in(inner)
