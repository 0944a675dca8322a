"""A block of runs by a traced update as machine code; a group of runs that have all ended leaves the loop."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.trace.blocks import AHEAD, Block
from optim_core.trace.kernel import LANES
from optim_core.trace.kernel import Lanes as Compiled
from optim_core.trace.tables import Table
from optim_core.trace.tape import Node
from optim_core.trace.values import values
from optim_core.walk import Status

TABLED = 2**20  # numbers known ahead that differ between runs, held at a time


class Lanes(Block):
    """Runs side by side, each of which keeps its place. What asks for them raises ValueError without a compiler."""

    def _quick_rounds(self) -> Iterator[None]:
        with np.errstate(all="ignore"):
            code, fate, runs = self._program.lanes(*self._case()), self._fate, len(self._state[0])
            state, own = _whole(self._state, runs), _whole(values(code.own, self._numbers), runs)
            status, ended = _whole([fate.status], runs, Status.SPENT, np.int64), _whole([fate.ended], runs, 0, np.int64)
            shared, short = np.array(values(code.shared, self._numbers), dtype=np.float64), _square(self._tolerance)
        width = state.shape[1]
        most = min(AHEAD, 1 + TABLED // (width * len(code.lanes))) if code.lanes else AHEAD
        while self._goes_on():
            with np.errstate(all="ignore"):
                table = self._table(most)
                steps, lanes = self._steps_of(code, table), self._lanes_of(code, table, runs)
            arrays = (state, shared, own, steps, lanes, status, ended)
            code.run(width, table.length, self._t, short, *(array.ctypes.data for array in arrays))
            self._t += table.length
            self._state = list(state[:, :runs])
            fate.take(status[0, :runs], ended[0, :runs], state[: self._dimensions, :runs])
            yield None

    def _steps_of(self, code: Compiled, table: Table) -> Array:
        """What all runs share in each update, (n, columns)."""
        found = np.empty((table.length, len(code.steps)))
        for k, column in enumerate(values(code.steps, {**self._numbers, **table.inputs})):
            found[:, k] = column
        return found

    def _lanes_of(self, code: Compiled, table: Table, runs: int) -> Array:
        """What differs between runs in each update, (n, columns, width)."""
        if not code.lanes:
            return np.empty(0)
        each = list(self._ahead.lanes(self._program.update, table))
        known: dict[Node, Any] = {node: column[:, None] for node, column in table.inputs.items()}
        known |= {
            node: np.stack([lanes[node] for lanes in each]) for node in self._ahead.differing(self._program.update)
        }
        found = np.zeros((table.length, len(code.lanes), _width(runs)))
        for k, column in enumerate(values(code.lanes, {**self._numbers, **known})):
            found[:, k, :runs] = column
        return found


def _whole(rows: Sequence[np.ndarray], runs: int, rest: int = 0, kind: type[np.number[Any]] = np.float64) -> np.ndarray:
    """Rows (n, width) for runs in whole groups."""
    found = np.full((len(rows), _width(runs)), rest, dtype=kind)
    for row, given in zip(found, rows, strict=True):
        row[:runs] = given
    return found


def _width(runs: int) -> int:
    return -(-runs // LANES) * LANES


def _square(tolerance: float) -> float:
    """The largest number whose root is at most the tolerance."""
    square = min(tolerance * tolerance, sys.float_info.max)
    while math.sqrt(square) > tolerance:
        square = math.nextafter(square, 0.0)
    while square < sys.float_info.max and math.sqrt(math.nextafter(square, math.inf)) <= tolerance:
        square = math.nextafter(square, math.inf)
    return square
