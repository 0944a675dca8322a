"""A block of runs by a traced update as machine code; a group of runs that have all ended leaves the loop."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from optim_core.trace.blocks import AHEAD, Block
from optim_core.trace.columns import Columns
from optim_core.trace.machine.kernel import LANES
from optim_core.trace.values import values
from optim_core.walk import FAR, Status


class CompiledBlock(Block):
    """Runs side by side, each of which keeps its place. Raises ValueError where there is no compiler."""

    def _quick_rounds(self) -> Iterator[None]:
        fate, runs, numbers = self._fate, len(self._state[0]), self._numbers
        with np.errstate(all="ignore"):
            code = self._program.lanes(*self._case())
            state, own = _whole(self._state, runs), _whole(values(code.own, numbers), runs)
            ended_before = fate.status != Status.RUNNING  # these mimic others
            state[: self._dimensions, :runs][:, ended_before] = fate.x[:, ended_before]
            status, ended = _whole([fate.status], runs, Status.SPENT, np.int64), _whole([fate.ended], runs, 0, np.int64)
            shared, short = np.array(values(code.shared, numbers), dtype=np.float64), _square(self._tolerance)
            width = state.shape[1]
            columns = Columns(code, self._program.update, numbers, self._ahead, runs, width, AHEAD)
        while self._goes_on():
            with np.errstate(all="ignore"):
                table = self._table(columns.most)
                arrays = (state, shared, own, columns.alike(table), columns.apart(table), status, ended)
            code.run(width, table.length, self._t, FAR, short, *(array.ctypes.data for array in arrays))
            self._t += table.length
            self._state = list(state[:, :runs])
            fate.take(status[0, :runs], ended[0, :runs], state[: self._dimensions, :runs])
            yield None


def _whole(rows: Sequence[np.ndarray], runs: int, rest: int = 0, kind: type[np.number[Any]] = np.float64) -> np.ndarray:
    """Rows (n, width) for runs in whole groups."""
    found = np.empty((len(rows), -(-runs // LANES) * LANES), dtype=kind)
    found[:, runs:] = rest
    for row, given in zip(found, rows, strict=True):
        row[:runs] = given
    return found


def _square(tolerance: float) -> float:
    """The largest number whose root is at most the tolerance."""
    square = min(tolerance * tolerance, sys.float_info.max)
    while math.sqrt(square) > tolerance:
        square = math.nextafter(square, 0.0)
    while square < sys.float_info.max and math.sqrt(math.nextafter(square, math.inf)) <= tolerance:
        square = math.nextafter(square, math.inf)
    return square
