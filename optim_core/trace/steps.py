"""The updates of one run, made by traced floats: state after state."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.probe import Tally, nothing
from optim_core.trace import nested
from optim_core.trace.parts import Parts
from optim_core.trace.program import program
from optim_core.trace.tables import Table, Tables
from optim_core.trace.tape import Node
from optim_core.trace.update import Update
from optim_core.trace.values import values
from optim_core.walk import FAR, Status

State = tuple[float, ...]  # the point, and what is remembered
AHEAD = 512  # steps whose schedules and luck are worked out at a time


class Made(NamedTuple):
    """Updates in a row.

    Attributes:
        update: their graph; inputs: what its nodes were in each of them, (n,) or numbers, the states left out.
        states: (1 + n, width) the state before the first and after each, or the points alone.
        settings: what schedules make of hyperparameters at these moments, by name, (1 + n,).
        spent: evaluations up to these moments, (1 + n,).
        status: whether the last update blew up; its point is then the one before.
    """

    update: Update
    inputs: Mapping[Node, Any]
    states: Array
    settings: Mapping[str, Array]
    spent: Mapping[Tally, np.ndarray]
    status: Status

    def values(self, nodes: list[Node]) -> list[Array]:
        """What nodes of the graph were in each update, (n,) or numbers."""
        return values(nodes, {**self.inputs, **_named(self.update, self.states[:-1])})


class Steps:
    """A run at moment `t`, which goes on update by update. Raises Untraceable where there is no graph of one."""

    def __init__(self, parts: Parts, start: Array, steps: int, tables: Tables, examples: int, whole: bool) -> None:
        memory = parts.memory(start.reshape(-1, 1))
        self._parts, self._steps, self._tables, self._examples = parts, steps, tables, examples
        self._whole = whole or bool(parts.watching)  # keep what is remembered, too
        self._dimensions = len(start)
        self._state: State = (*start.tolist(), *(float(n) for leaf in nested.leaves(memory) for n in np.ravel(leaf)))
        self._spent = nothing()
        self._stuck = False
        self.t = 0
        self._take_up(memory)

    def make(self, updates: int) -> Made:
        """So many updates or fewer, one at least unless none are asked for."""
        table = self._known_ahead()
        at, update = self.t - table.first, self._program.update
        before = self._state
        rows = self._rows(table, at, min(updates, table.length - at)) if updates else []
        states, status = _frozen(_array(before, rows), self._dimensions)
        made = len(states) - 1
        inputs = {**self._numbers, **_part(table, at, made)}
        spent = self._spending(made)
        settings = {name: column[at : at + made + 1] for name, column in table.settings.items()}
        settings |= self._watched(states if self._settled else states[:1])
        self.t += made
        self._spent = {what: int(count[-1]) for what, count in spent.items()}
        if made and not self._settled:  # the rule remembers other things after its first step
            self._take_up(update.left)
            settings |= {n: np.append(settings[n], last) for n, last in self._watched(states[1:]).items()}
        return Made(update, inputs, states, settings, spent, status)

    def _take_up(self, memory: Any) -> None:
        """Go on with the program for what is remembered now."""
        self._program = program(self._parts, self._dimensions, memory, self._tables.shapes)
        self._settled = nested.shape(memory) == nested.shape(self._program.update.left)
        numbers = self._program.update.numbers.items()
        self._numbers = {node: np.float64(self._parts.number(number)) for number, node in numbers}
        if self._settled:
            self._floats = self._program.whole if self._whole else self._program.path
            self._constants = [float(c) for c in values(self._floats.constants, self._numbers)]
        self._table: Table | None = None

    def _known_ahead(self) -> Table:
        """The table in which the next update stands."""
        if self._table is None or self.t >= self._table.first + self._table.length:
            length = min(AHEAD if self._settled else 1, self._steps - self.t)
            table = self._tables.of(self._program.update, self.t, length, self._spending(length))
            if self._settled:
                columns = values(self._floats.steps, {**self._numbers, **table.inputs})
                self._floats_table = list(zip(*(_column(c, length) for c in columns), strict=True)) or range(length)
            self._table = table
        return self._table

    def _rows(self, table: Table, at: int, updates: int) -> list[State]:
        """The states after so many updates or fewer; where only points are kept, these."""
        rows: list[State] = []
        if self._settled and not self._stuck:
            given = (*self._state, *self._constants, self._floats_table[at : at + updates], rows.append)
            self._state = self._floats.loop(*given)
        self._stuck = self._settled and not self._stuck and len(rows) < updates
        if not rows:  # where Python's floats have no answer NumPy has one
            update = self._program.update
            known = {**self._numbers, **_named(update, np.array([self._state])), **_part(table, at, 1)}
            after = values([*update.next_x, *update.next_memory], known)
            self._state = tuple(float(np.ravel(number)[0]) for number in after)
            rows = [self._state]
            self._stuck = False
        return rows

    def _spending(self, updates: int) -> dict[Tally, np.ndarray]:
        """What will have been spent now, and after each of the next so many updates."""
        counts, done = self._program.update.counts, np.arange(updates + 1)
        looks = self._examples * (counts["value"] + counts["grad"] + counts["hess"])
        each: dict[Tally, int] = {**counts, "samples": looks}
        return {what: self._spent[what] + done * count for what, count in each.items()}

    def _watched(self, states: Array) -> dict[str, Array]:
        """What schedules that watch the loss make of hyperparameters in states from now on."""
        update = self._program.update
        if not update.settings:
            return {}
        t = self.t + np.arange(len(states), dtype=np.float64)
        known = {**self._numbers, **_named(update, states), update.t: t}
        return dict(zip(update.settings, values(update.settings.values(), known), strict=True))


def _named(update: Update, states: Array) -> dict[Node, Array]:
    """The point and memory in states (n, width)."""
    return dict(zip((*update.x, *update.memory), states.T, strict=False))


def _part(table: Table, first: int, length: int) -> dict[Node, Array]:
    return {node: column[first : first + length] for node, column in table.inputs.items()}


def _column(values: Array, length: int) -> list[float]:
    return np.broadcast_to(values, (length,)).tolist()


def _array(before: State, rows: list[State]) -> Array:
    """States (1 + n, width), as wide as those after the first."""
    width = len(rows[0]) if rows else len(before)
    first = before[:width] + (np.nan,) * (width - len(before))
    return np.fromiter(chain(first, chain.from_iterable(rows)), np.float64).reshape(-1, width)


def _frozen(states: Array, dimensions: int) -> tuple[Array, Status]:
    """States up to the first that is no longer on the map, whose point then is the last that was."""
    lost = ~(np.abs(states[:, :dimensions]) <= FAR).all(axis=1)  # NaN fails the comparison
    if not lost.any():
        return states, Status.RUNNING
    last = int(np.argmax(lost))
    status = Status.FAR_AWAY if np.isfinite(states[last, :dimensions]).all() else Status.NOT_A_NUMBER
    states[last, :dimensions] = states[last - 1, :dimensions]
    return states[: last + 1], status
