"""A block of runs by a traced update, in NumPy that writes in place; whoever has ended makes room."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

import numpy as np

from optim_core.cost import Budget
from optim_core.edge import outside
from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.probe import Seed
from optim_core.trace import nested
from optim_core.trace.ahead import Ahead
from optim_core.trace.bill import Bill
from optim_core.trace.fate import Fate
from optim_core.trace.inplace import Inplace
from optim_core.trace.parts import Parts
from optim_core.trace.program import program
from optim_core.trace.rounds import Rounds
from optim_core.trace.spread import Spread
from optim_core.trace.tables import Table, spending
from optim_core.trace.tape import Node
from optim_core.trace.values import values
from optim_core.walk import Status

AHEAD = 512  # steps whose schedules and luck are worked out at a time
ROUND = 32  # updates between two chances to make room


class Block:
    """Runs side by side, which have come to moment t."""

    def __init__(self, parts: Parts, x: Array, steps: int, seed: Seed, tolerance: float, budget: Budget | None) -> None:
        self._parts, self._one = parts, parts.some(x.shape[1:], slice(1))
        self._steps, self._tolerance = steps, tolerance
        self._budget = budget and budget.on(parts.surface.rows)
        self._examples = parts.noise.examples(parts.surface)
        self._bill = Bill(self._examples)
        self._ahead = Ahead(parts, x, steps, seed, self._budget)
        self._fate, self._dimensions, self._t = Fate(x), len(x), 0
        memory = self._one.memory(x[:, :1])
        self._state = [*x, *_rows(parts.memory(x), memory, x.shape[1])]
        self._take_up(memory)
        if parts.surface.holes:
            self._refuse(np.flatnonzero(outside(parts.surface, x)), x)

    @classmethod
    def runs(
        cls, parts: Parts, x: Array, steps: int, seed: Seed, tolerance: float, budget: Budget | None
    ) -> Iterator[Ends | None]:
        """How runs from x (D, k) end, as in `many`: nothing after every round of updates, and at last their ends.

        Raises Untraceable where there is no graph of their update.
        """
        with np.errstate(all="ignore"):
            block = cls(parts, x, steps, seed, tolerance, budget)
        for _ in block.rounds():
            yield None
        with np.errstate(all="ignore"):
            yield block.ends()

    def rounds(self) -> Iterator[None]:
        """Run to the end, some updates at a time."""
        while not self._settled and self._goes_on():
            with np.errstate(all="ignore"):
                self._update_once()
        if self._goes_on():
            yield from self._quick_rounds()

    def ends(self) -> Ends:
        """How they have ended once they all have."""
        fate, t, surface = self._fate, self._t, self._parts.surface
        fate.settle(self._state[: self._dimensions])
        loss = np.ascontiguousarray(np.broadcast_to(surface.value(fate.x), fate.status.shape))
        grad = np.ascontiguousarray(np.broadcast_to(surface.grad(fate.x), fate.x.shape))
        if fate.living:
            for which, status in ((self._arrived(grad), Status.CONVERGED), (self._bankrupt(t), Status.SPENT)):
                if np.any(which):
                    stopped = (fate.status == Status.RUNNING) & which
                    fate.status[stopped], fate.ended[stopped] = status, t
        last = np.where(fate.ended < 0, t, fate.ended)
        spent = {what: count[last] for what, count in self._bill.at(np.arange(t + 1)).items()}
        return Ends(fate.x, loss, grad, spent, fate.status, fate.ended)

    def _goes_on(self) -> bool:
        return self._t < self._last and self._fate.living > 0

    def _arrived(self, grad: Array) -> np.ndarray:
        if not self._tolerance > 0:
            return np.zeros(grad.shape[1], dtype=bool)
        return np.asarray(np.sqrt(np.sum(grad * grad, axis=0)) <= self._tolerance)

    def _bankrupt(self, t: int) -> bool:
        spent = self._bill.at(np.array(t))
        return bool(self._budget and self._budget.used(spent, self._dimensions) >= self._budget.most)

    def _refuse(self, places: np.ndarray, x: Array) -> None:
        """End the runs that stand where there is no loss before they begin."""
        self._fate.stop(0, places, Status.LEFT, list(x))
        self._state = [np.array(row) for row in self._state]
        self._fate.mimic(places, self._state)

    def _take_up(self, memory: Any) -> None:
        """Go on with the program for what a single run remembers now."""
        self._program = program(self._one, self._dimensions, memory, self._ahead.shapes)
        update = self._program.update
        self._settled = self._program.settled
        self._numbers = {n: np.asarray(self._parts.number(number), np.float64) for number, n in update.numbers.items()}
        self._bill.go_on(self._t, update)
        self._last = self._bill.last(self._t, self._steps, self._budget, self._dimensions)

    def _table(self, most: int) -> Table:
        """What all runs share in the next updates."""
        update, length = self._program.update, min(most, self._last - self._t)
        now = self._bill.at(np.array(self._t))
        return self._ahead.table(update, self._t, length, lambda steps: spending(update, self._examples, now, steps))

    def _update_once(self) -> None:
        """An update by the graph as it is: the first of a rule that remembers other things afterwards."""
        update, table, x = self._program.update, self._table(1), self._state[: self._dimensions]
        arrived = np.flatnonzero(self._arrived(self._parts.surface.grad(np.stack(x))))
        self._fate.stop(self._t, arrived, Status.CONVERGED, x)
        known: dict[Node, Any] = dict(zip((*update.x, *update.memory), self._state, strict=True)) | self._numbers
        known |= {node: column[0] for node, column in table.inputs.items()}
        known |= next(self._ahead.lanes(update, table))
        after = values([*update.next_x, *update.next_memory], known)
        self._state = [np.array(np.broadcast_to(row, x[0].shape), dtype=np.float64) for row in after]
        lost = self._fate.go(self._t, x, self._state[: self._dimensions])
        self._fate.mimic(lost, self._state)
        self._t += 1
        self._take_up(update.left)

    def _quick_rounds(self) -> Iterator[None]:
        """All other updates."""
        with np.errstate(all="ignore"):
            code, rounds = self._places()
        while self._goes_on():
            with np.errstate(all="ignore"):
                table = self._table(AHEAD)
                rows, end = self._rows(code, table), self._t + table.length
            while self._t < end and self._fate.living:
                with np.errstate(all="ignore"):
                    rounds.make(rows, min(ROUND, end - self._t))
                self._t, self._state = rounds.t, rounds.state
                yield None

    def _places(self) -> tuple[Inplace, Rounds]:
        """The code of the update, and places in which it works."""
        code = self._program.blocks(*self._case())
        self._spread = Spread(code.spread, self._numbers)
        numbers = [np.asarray(number) for number in values(code.numbers, self._numbers)]
        arrays = [array[self._fate.source] for array in values(code.arrays, self._numbers)]
        return code, Rounds(code, numbers, arrays, self._state, self._fate, self._t, self._tolerance)

    def _case(self) -> tuple[frozenset[Node], Node | None]:
        """The inputs of the update that differ between runs, and the slope by which they may end."""
        differing = {*self._ahead.differing(self._program.update), *(n for n, v in self._numbers.items() if v.ndim)}
        watched = self._program.slope(self._one.surface) if self._tolerance > 0 else None
        return frozenset(differing), watched

    def _rows(self, code: Inplace, table: Table) -> Iterator[tuple[int, tuple[Array, ...], tuple[Array, ...]]]:
        """What is known of each update of a table, as the code wants it."""
        columns = values(code.steps, {**self._numbers, **table.inputs})
        each = [[np.asarray(v) for v in np.broadcast_to(column, table.length).tolist()] for column in columns]
        return zip(
            range(table.first, table.first + table.length),
            zip(*each, strict=True) if each else repeat(()),
            self._lanes(code, table) if code.lanes or code.spread else repeat(()),
            strict=False,
        )

    def _lanes(self, code: Inplace, table: Table) -> Iterator[tuple[Array, ...]]:
        """What of it differs between runs, for those that have a place by then."""
        each = self._ahead.lanes(self._program.update, table) if code.lanes else repeat({})
        spread = self._spread.rows(table.inputs, table.length, lambda: self._fate.source) if code.spread else repeat(())
        for found, others in zip(each, spread, strict=False):
            yield (*(found[node][self._fate.source] for node in code.lanes), *others)


def _rows(memory: Any, one: Any, runs: int) -> Iterator[Array]:
    """The numbers of what runs remember, (k,) each, where `one` is what one of them remembers."""
    for leaf, alone in zip(nested.leaves(memory), nested.leaves(one), strict=True):
        each = np.reshape(leaf, (np.size(alone), -1))
        yield from np.broadcast_to(each, (len(each), runs))
