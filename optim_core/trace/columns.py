"""What machine code is told of the updates of many runs before they are made: tables, a row for each update."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optim_core.fields import Array
from optim_core.graphs import ordered
from optim_core.trace.ahead import Ahead
from optim_core.trace.machine.kernel import Lanes
from optim_core.trace.spread import Spread
from optim_core.trace.tables import Table
from optim_core.trace.tape import Node
from optim_core.trace.update import Update
from optim_core.trace.values import in_rows, values

ROOM = 2**20  # numbers in a table of what differs between runs


class Columns:
    """The columns of a code, for so many runs in a width of so many; `numbers` are the settings of its update.

    Attributes:
        most: updates in a table at most.
    """

    def __init__(
        self, code: Lanes, update: Update, numbers: Mapping[Node, Array], ahead: Ahead, runs: int, width: int, most: int
    ) -> None:
        self._code, self._update, self._numbers, self._ahead = code, update, numbers, ahead
        self._runs, self._width = runs, width
        self._drawn = ahead.differing(update)
        drawn = {node for node in code.lanes if not set(self._drawn).isdisjoint(ordered([node]))}
        self._by_luck = [k for k, node in enumerate(code.lanes) if node in drawn]
        self._by_settings = [k for k, node in enumerate(code.lanes) if node not in drawn]
        self._spread = Spread([code.lanes[k] for k in self._by_settings], numbers)
        self._everyone = np.arange(runs)
        self.most = min(most, 1 + ROOM // (width * len(code.lanes))) if code.lanes else most

    def alike(self, table: Table) -> Array:
        """What is one number for all runs, (updates, columns)."""
        return in_rows(self._code.steps, {**self._numbers, **table.inputs}, table.length)

    def apart(self, table: Table) -> Array:
        """What differs between runs, (updates, columns, width)."""
        found = np.zeros((table.length, len(self._code.lanes), self._width))
        if self._by_settings:
            rows = self._spread.rows(table.inputs, table.length, lambda: self._everyone)
            for update, row in zip(found, rows, strict=True):
                update[self._by_settings, : self._runs] = row
        if self._by_luck:
            each = list(self._ahead.lanes(self._update, table))
            known = {**self._numbers, **{node: column[:, None] for node, column in table.inputs.items()}}
            known |= {node: np.stack([lanes[node] for lanes in each]) for node in self._drawn}
            wanted = [self._code.lanes[k] for k in self._by_luck]
            for k, column in zip(self._by_luck, values(wanted, known), strict=True):
                found[:, k, : self._runs] = column
        return found
