"""The updates of one run, made by machine code."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array
from optim_core.trace.steps import Steps
from optim_core.trace.tables import Table
from optim_core.trace.values import in_rows, values


class CompiledSteps(Steps):
    """The same steps; overflow and the like are as NumPy has them."""

    def _settle(self) -> None:
        self._code = self._program.machine(self._whole)
        self._constants_there = np.array(values(self._code.constants, self._numbers), dtype=np.float64)

    def _columns_of(self, table: Table) -> Array:
        return in_rows(self._code.steps, {**self._numbers, **table.inputs}, table.length)

    def _states(self, table: Table, at: int, updates: int) -> Array:
        if not self._settled or not updates:
            return super()._states(table, at, updates)
        states, state = np.empty((self._width, 1 + updates)), np.array(self._state)
        states[:, 0] = state[: self._width]
        arrays = (state, self._constants_there, self._columns[at:], states[:, 1:])
        self._code.run(updates, 1 + updates, *(array.ctypes.data for array in arrays))
        self._state = tuple(state.tolist())
        return states
