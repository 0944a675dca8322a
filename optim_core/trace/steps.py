"""The updates of one run, made by traced floats: state after state."""

from __future__ import annotations

import functools
import struct
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.probe import Tally, nothing
from optim_core.trace import nested
from optim_core.trace.parts import Parts
from optim_core.trace.program import program
from optim_core.trace.tables import Table, Tables, spending
from optim_core.trace.tape import Node
from optim_core.trace.update import Update
from optim_core.trace.values import values
from optim_core.walk import FAR, Status, verdict

State = tuple[float, ...]  # the point, and what is remembered
AHEAD = 2048  # steps whose schedules and luck are worked out at a time


class Made(NamedTuple):
    """Updates in a row.

    Attributes:
        update: their graph; inputs: what its nodes were in each of them, (n,) or numbers, the states left out.
        states: (width, 1 + n) the state before the first and after each, or the points alone.
        settings: what schedules make of hyperparameters at these moments, by name, (1 + n,).
        spent: evaluations up to these moments, (1 + n,).
        status: whether the last update led off the map; its point is then the one before.
    """

    update: Update
    inputs: Mapping[Node, Any]
    states: Array
    settings: Mapping[str, Array]
    spent: Mapping[Tally, np.ndarray]
    status: Status

    def values(self, nodes: list[Node]) -> list[Array]:
        """What nodes of the graph were in each update, (n,) or numbers."""
        return values(nodes, {**self.inputs, **_named(self.update, self.states[:, :-1])})


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
        states, status = _frozen(self._states(table, at, min(updates, table.length - at)), self._dimensions)
        made = states.shape[1] - 1
        inputs = {**self._numbers, **_part(table, at, made)}
        spent = self._spending(made)
        settings = {name: column[at : at + made + 1] for name, column in table.settings.items()}
        settings |= self._watched(states if self._settled else states[:, :1])
        self.t += made
        self._spent = {what: int(count[-1]) for what, count in spent.items()}
        if made and not self._settled:  # the rule remembers other things after its first step
            self._take_up(update.left)
            settings |= {n: np.append(settings[n], last) for n, last in self._watched(states[:, 1:]).items()}
        return Made(update, inputs, states, settings, spent, status)

    def _take_up(self, memory: Any) -> None:
        """Go on with the program for what is remembered now."""
        self._program = program(self._parts, self._dimensions, memory, self._tables.shapes)
        self._settled = self._program.settled
        numbers = self._program.update.numbers.items()
        self._numbers = {node: np.float64(self._parts.number(number)) for number, node in numbers}
        self._width = len(self._program.update.next_x) + len(self._program.update.next_memory)
        if self._settled:
            self._width = self._width if self._whole else self._dimensions
            self._settle()
        self._table: Table | None = None

    def _settle(self) -> None:
        """Take up the loop that will make all further updates."""
        self._floats = self._program.whole if self._whole else self._program.path
        self._constants = [float(c) for c in values(self._floats.constants, self._numbers)]

    def _known_ahead(self) -> Table:
        """The table in which the next update stands."""
        if self._table is None or self.t >= self._table.first + self._table.length:
            length = min(AHEAD if self._settled else 1, self._steps - self.t)
            table = self._tables.of(self._program.update, self.t, length, self._spending)
            if self._settled:
                self._columns: Any = self._columns_of(table)
            self._table = table
        return self._table

    def _columns_of(self, table: Table) -> Any:
        """The table as the loop reads it; one that depends on nothing but numbers is kept for the next run."""
        floats, update = self._floats, self._program.update
        if table.settings or update.noise or update.luck:
            return _columns(floats.steps, {**self._numbers, **table.inputs}, table.length)
        own = tuple((node, self._numbers[node]) for node in floats.numbers)
        return _timeless(floats.steps, own, update.t, table.first, table.length)

    def _states(self, table: Table, at: int, updates: int) -> Array:
        """The state now, and after each of so many updates or fewer, (width, 1 + n)."""
        before = self._state
        return _array(before, self._kept(table, at, updates) if updates else [[]] * self._width)

    def _kept(self, table: Table, at: int, updates: int) -> list[list[float]]:
        """The numbers kept of so many updates or fewer, a list for each."""
        if self._settled and not self._stuck:
            made, kept, state = self._looped(at, updates)
            if not state:  # Python's floats have no answer in the update that follows
                self._stuck = True
                kept = [column[:made] for column in kept]
                state = self._looped(at, made)[2]
            self._state = state
            if made:
                return kept
        update = self._program.update
        known = {**self._numbers, **_named(update, np.array([self._state]).T), **_part(table, at, 1)}
        after = values([*update.next_x, *update.next_memory], known)  # but NumPy has one
        self._state = tuple(float(np.ravel(number)[0]) for number in after)
        self._stuck = False
        return [[number] for number in self._state[: self._width]]

    def _looped(self, at: int, updates: int) -> tuple[int, list[list[float]], State]:
        """The loop over some updates: how many it made, what it kept of them, and the state if it came to the end."""
        rows = zip(range(updates), *(column[at : at + updates] for column in self._columns), strict=True)
        kept = [[0.0] * updates for _ in range(self._width)]
        with np.errstate(all="ignore"):
            made, state = self._floats.loop(
                *self._state, *self._constants, rows if self._columns else range(updates), *kept
            )
        return made, kept, state

    def _spending(self, updates: int) -> dict[Tally, np.ndarray]:
        return spending(self._program.update, self._examples, self._spent, updates)

    def _watched(self, states: Array) -> dict[str, Array]:
        """What schedules that watch the loss make of hyperparameters in states from now on."""
        update = self._program.update
        if not update.settings:
            return {}
        t = self.t + np.arange(states.shape[1], dtype=np.float64)
        known = {**self._numbers, **_named(update, states), update.t: t}
        return dict(zip(update.settings, values(update.settings.values(), known), strict=True))


def _named(update: Update, states: Array) -> dict[Node, Array]:
    """The point and memory in states (width, n)."""
    return dict(zip((*update.x, *update.memory), states, strict=False))


def _part(table: Table, first: int, length: int) -> dict[Node, Array]:
    return {node: column[first : first + length] for node, column in table.inputs.items()}


def _columns(nodes: Sequence[Node], inputs: Mapping[Node, Any], length: int) -> Sequence[list[float]]:
    return [np.broadcast_to(column, (length,)).tolist() for column in values(nodes, inputs)]


@functools.lru_cache(maxsize=16)
def _timeless(
    nodes: tuple[Node, ...], numbers: tuple[tuple[Node, float], ...], t: Node, first: int, length: int
) -> Sequence[list[float]]:
    return _columns(nodes, {**dict(numbers), t: np.arange(first, first + length, dtype=np.float64)}, length)


def _array(before: State, kept: list[list[float]]) -> Array:
    """States (width, 1 + n), of the one before what there is of it."""
    numbers: list[float] = []
    for start, column in zip(before + (np.nan,) * (len(kept) - len(before)), kept, strict=False):
        numbers.append(start)
        numbers.extend(column)
    return np.frombuffer(struct.pack(f"{len(numbers)}d", *numbers)).reshape(len(kept), -1)  # faster than np.array


def _frozen(states: Array, dimensions: int) -> tuple[Array, Status]:
    """States up to the first that is no longer on the map, whose point then is the last that was."""
    points = np.abs(states[:dimensions])
    if points.max() <= FAR:  # NaN fails the comparison
        return states, Status.RUNNING
    last = int(np.argmax(~(points <= FAR).all(axis=0)))
    frozen = states[:, : last + 1].copy()
    frozen[:dimensions, last] = frozen[:dimensions, last - 1]
    return frozen, Status(int(verdict(states[:dimensions, last])))
