"""Which runs of a block still run, and how the others ended."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

import numpy as np

from optim_core.fields import Array
from optim_core.walk import FAR, Status, verdict


class Fate:
    """How the runs of a block end, while those that have ended leave their places to others.

    A run that has ended is made to mimic one that has not, from whose place on it gives no more trouble; it stays in
    its place until `keep` tells who is worth one.

    Attributes:
        x, status, ended: how each run of the block has ended, (D, k) and (k,).
        source: whose settings and luck the run in each place goes by.
    """

    def __init__(self, x: Array) -> None:
        runs = x.shape[1]
        self.x = np.array(x)
        self.status = np.full(runs, Status.RUNNING, dtype=np.int8)
        self.ended = np.full(runs, -1, dtype=np.int64)
        self.source = np.arange(runs)
        self._lane = np.arange(runs)
        self._alive = np.ones(runs, dtype=bool)
        self.living = runs

    @property
    def places(self) -> int:
        """Runs in the block, those that only mimic others included."""
        return len(self._lane)

    def go(self, t: int, here: Sequence[Array], there: Sequence[Array]) -> np.ndarray:
        """End the runs that update t has led off the map, at points `here`; the places in which such a point stands."""
        lost = np.flatnonzero(~functools.reduce(np.logical_and, (np.abs(coordinate) <= FAR for coordinate in there)))
        why = verdict(np.stack([coordinate[lost] for coordinate in there]))
        for status in (Status.FAR_AWAY, Status.NOT_A_NUMBER, Status.LEFT):
            self.stop(t + 1, lost[why == status], status, here)
        return lost

    def stop(self, t: int, places: np.ndarray, status: Status, x: Sequence[Array]) -> None:
        """End the runs in these places at moment t, at points x."""
        places = places[self._alive[places]]
        if places.size:
            lanes = self._put(places, x)
            self.status[lanes], self.ended[lanes] = status, t
            self._alive[places] = False
            self.living -= len(lanes)

    def take(self, status: np.ndarray, ended: np.ndarray, x: Array) -> None:
        """Take over from elsewhere how all runs stand, and where."""
        self.x, self.status, self.ended = x, status.astype(np.int8), ended
        self._alive = self.status == Status.RUNNING
        self.living = int(np.count_nonzero(self._alive))

    def mimic(self, places: np.ndarray, arrays: Iterable[Array]) -> None:
        """Give these places the numbers of a run that has not ended, as far as there is one."""
        if not places.size or not self.living:
            return
        example = int(np.argmax(self._alive))
        self.source = self.source.copy()  # an array of its own: who keeps what depends on it can tell
        self.source[places] = self.source[example]
        for array in arrays:
            array[places] = array[example]

    def keep(self) -> np.ndarray:
        """The places of the runs that have not ended; from now on there are no others."""
        kept = np.flatnonzero(self._alive)
        self._lane, self.source, self._alive = self._lane[kept], self.source[kept], self._alive[kept]
        return kept

    def settle(self, x: Sequence[Array]) -> None:
        """Write down where the runs are that have not ended."""
        if self.places < len(self.status):
            self._put(np.flatnonzero(self._alive), x)
        else:  # each in the place where it began
            for row, coordinate in zip(self.x, x, strict=True):
                np.copyto(row, coordinate, where=self._alive)

    def _put(self, places: np.ndarray, x: Sequence[Array]) -> np.ndarray:
        lanes = self._lane[places]
        for row, coordinate in zip(self.x, x, strict=True):
            row[lanes] = coordinate[places]
        return lanes
