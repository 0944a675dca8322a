"""The places of a block: a few arrays in a row, in which rounds of updates are made and room is won."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.trace.fate import Fate
from optim_core.trace.inplace import Inplace
from optim_core.walk import Status

LINE = 8  # numbers in 64 bytes, a line of the cache
WORTH = 8  # room is made once one place in so many is free
NEAR = 1.0 + 1e-9  # squared, a length that is the tolerance may be off by rounding


class Rounds:
    """Runs at moment `t` in states (width, k), with their settings that differ, and their fate."""

    def __init__(
        self,
        code: Inplace,
        numbers: Sequence[Array],
        arrays: Sequence[Array],
        state: Sequence[Array],
        fate: Fate,
        t: int,
        tolerance: float,
    ) -> None:
        self._code, self._numbers, self._fate, self._tolerance = code, numbers, fate, tolerance
        self._width = len(state)
        wanted = len(state) + code.registers + len(arrays)
        places = _aligned(wanted, fate.places)
        self._named, self._arrays = places[: wanted - len(arrays)], places[wanted - len(arrays) :]
        for place, given in zip((*self._named[: self._width], *self._arrays), (*state, *arrays), strict=True):
            place[:] = given
        self._masks = [np.empty(fate.places, dtype=bool) for _ in range(code.masks)]
        self.t = t

    @property
    def state(self) -> list[Array]:
        """Point and memory of every run that still has a place."""
        return self._named[: self._width]

    def make(self, rows: Iterator[tuple[Any, ...]], updates: int) -> None:
        """So many updates; fewer where it is better to make room first."""
        then, self._stopped = self.t + updates, 0
        looks = (self._go, self._tolerance**2 * NEAR, self._arrive)
        constants = (*self._masks, *self._numbers, *self._arrays)
        self._named = list(self._code.loop(islice(rows, updates), *looks, *self._named, *constants))
        self.t = self._stopped or then
        if self._is_worth_it():
            self._make_room()

    def _go(self, t: int, here: Sequence[Array], state: Sequence[Array]) -> bool:
        """Look at where update t has led; whether it is better to make room by now."""
        self._fate.mimic(self._fate.go(t, here, state[: len(here)]), (*state, *self._arrays))
        return self._is_to_stop(t)

    def _arrive(self, t: int, square: Array, state: Sequence[Array]) -> bool:
        """Look at runs whose squared gradient is small; whether it is better to make room after update t."""
        square = np.broadcast_to(square, state[0].shape)  # on a plane it is the same for all
        near = np.flatnonzero(square <= self._tolerance**2 * NEAR)
        arrived = near[np.sqrt(square[near]) <= self._tolerance]
        self._fate.stop(t, arrived, Status.CONVERGED, state[: len(self._fate.x)])
        self._fate.mimic(arrived, (*state, *self._arrays))
        return self._is_to_stop(t)

    def _is_to_stop(self, t: int) -> bool:
        if self._is_worth_it():
            self._stopped = t + 1
        return bool(self._stopped)

    def _is_worth_it(self) -> bool:
        dead = self._fate.places - self._fate.living
        return dead > 0 and dead * WORTH >= self._fate.places

    def _make_room(self) -> None:
        kept = self._fate.keep()
        for i, array in enumerate(self._named):
            if i < self._width:
                array[: len(kept)] = array[kept]
            self._named[i] = array[: len(kept)]
        for i, array in enumerate(self._arrays):
            array[: len(kept)] = array[kept]
            self._arrays[i] = array[: len(kept)]
        self._masks = [mask[: len(kept)] for mask in self._masks]


def _aligned(rows: int, columns: int) -> list[Array]:
    """Arrays that begin with a line of the cache: a tenth to a fifth quicker than those that do not."""
    stride = -(-columns // LINE) * LINE
    room = np.empty(rows * stride + LINE)
    first = -(room.ctypes.data // room.itemsize) % LINE
    return [room[at : at + columns] for at in range(first, first + rows * stride, stride)]
