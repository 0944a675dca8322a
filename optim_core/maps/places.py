"""Where runs end: the known minima of a surface, and whatever else they come to rest at."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optim_core.batch import grid
from optim_core.edge import valued
from optim_core.ends import Ends
from optim_core.fields import Array
from optim_core.maps.stationary import Kind, kind, level, stationary
from optim_core.surface import Box, Surface
from optim_core.walk import Status

# Labels below OUTSIDE are numbers of places; 255 is left to who draws.
OUTSIDE, LEFT, OTHER, DIVERGED, UNSETTLED = 250, 251, 252, 253, 254
ARRIVED = 0.01  # of the diagonal of a window: whoever ends this near to a place has reached it
AROUND = 3.0  # reaches within which the stationary point is looked for at which a run came to rest
DUST = 1e-6  # reaches: a place this near to an axis lies on it
HEIGHT = 0.01  # of the height of the window: flat places closer in height are one


class Place(NamedTuple):
    """Somewhere to end; of a plain or of a curve of equal height, the first point of it that was found."""

    x: float
    y: float
    kind: Kind
    loss: float


def reach_over(window: Box) -> float:
    """How near is there, on a map of that window."""
    x_min, x_max, y_min, y_max = window
    return ARRIVED * math.hypot(x_max - x_min, y_max - y_min)


class Places:
    """The places of a surface: its known minima first, then what is found, in the order in which it is found.

    Two places are told apart if they are more than `reach` apart; flat ones, of which a plain or the floor of a valley
    would have thousands, by their height. A flat place as low as the surface can be is one of its minima.
    """

    def __init__(self, surface: Surface, reach: float | None = None) -> None:
        self.reach = reach_over(surface.domain()) if reach is None else reach
        self.known: list[Place] = []
        self._flat: set[int] = set()
        self._surface = surface
        for point in surface.minima():
            self._add(np.array(point), "minimum")
        self._given = len(self.known)
        self._step = HEIGHT * self._height()

    def label(self, ends: Ends) -> tuple[np.ndarray, np.ndarray]:
        """Where each run of a batch ended, uint8 (n), and whether it has come to rest there, (n); places may be added.

        A run that has come to rest (its gradient was at most the tolerance) belongs to the nearest place within reach,
        which is a new one where there was none, or OTHER when there are too many. A run that has not belongs to the
        nearest minimum within reach all the same, since with noise, or at a constant rate, many never do; else it is
        UNSETTLED. Who was led off the map has DIVERGED or LEFT the domain, or would have begun OUTSIDE it. The labels
        are the same however a batch is cut, if it comes in the same order.
        """
        found = _Labels(ends, self.reach)
        for number, place in enumerate(self.known[: self._given]):
            found.near(number, place)
        resting = found.resting()
        if resting.size:
            found.polish(self._surface, resting)
            for number, place in enumerate(self.known[: self._given]):
                found.near(number, place)
        for number in range(self._given, len(self.known)):
            self._claim(found, number)
        while (left := found.resting()).size:
            if len(self.known) == OUTSIDE:
                found.labels[left] = OTHER
                break
            self._find(found, int(left[0]))
        return found.labels, found.settled

    def _find(self, found: _Labels, run: int) -> None:
        """The place at which a run has come to rest, which is none of those known."""
        point = found.x[:, run]
        sort = kind(self._surface, point, self.reach) if found.stationary[run] else "flat"
        place = self._add(point, sort)
        if sort == "flat":
            self._flat.add(len(self.known) - 1)
            floor = self._surface.floor()
            if floor is not None and place.loss <= floor + self._step:
                self.known[-1] = place._replace(kind="minimum")
        self._claim(found, len(self.known) - 1, run)

    def _claim(self, found: _Labels, number: int, first: int = 0) -> None:
        place = self.known[number]
        found.near(number, place, first)
        if number in self._flat:
            found.as_high(number, place, self._step, first)

    def _add(self, point: Array, sort: Kind) -> Place:
        point = np.where(np.abs(point) < DUST * self.reach, 0.0, point)
        place = Place(float(point[0]), float(point[1]), sort, float(self._surface.value(point.reshape(2, 1))[0]))
        self.known.append(place)
        return place

    def _height(self) -> float:
        """Of the middle of the window above its lowest point."""
        with np.errstate(all="ignore"):
            heights = valued(self._surface, grid(self._surface.domain(), 33, 33)).reshape(-1)
        heights = heights[np.isfinite(heights)]
        return float(np.median(heights) - heights.min()) if heights.size else 0.0


class _Labels:
    """The labels of a batch while they are found; runs come in order, so that a place is none of earlier ones'."""

    def __init__(self, ends: Ends, reach: float) -> None:
        self.x, self._loss = ends.x.reshape(2, -1), ends.loss.reshape(-1)
        self.settled = ends.status.reshape(-1) == Status.CONVERGED
        self._gone = ends.off_map.reshape(-1)
        fates = [which.reshape(-1) for which in (ends.never_began, ends.left, ends.diverged)]
        self.labels = np.select(fates, (OUTSIDE, LEFT, DIVERGED), UNSETTLED).astype(np.uint8)
        self.stationary, self._level = np.zeros((2, len(self.labels)), dtype=bool)
        self._nearest = np.full(self.labels.shape, np.nextafter(reach * reach, np.inf))  # squared: no roots are needed
        self._reach = reach

    def resting(self) -> np.ndarray:
        """The runs that have come to rest at no place yet."""
        return np.flatnonzero(self.settled & (self.labels == UNSETTLED))

    def polish(self, surface: Surface, runs: np.ndarray) -> None:
        """Move the ends of some runs to the stationary points next to them."""
        x, self.stationary[runs] = stationary(surface, self.x[:, runs], AROUND * self._reach)
        self.x = self.x.copy()
        self.x[:, runs] = x
        self._level[runs] = ~self.stationary[runs] | level(surface, x)

    def near(self, number: int, place: Place, first: int = 0) -> None:
        """Runs from the first on that ended nearer to this place than to others; at rest, or at a minimum."""
        x, y = self.x[0, first:] - place.x, self.x[1, first:] - place.y
        away = x * x + y * y
        there = (away < self._nearest[first:]) & ~self._gone[first:]
        if place.kind != "minimum":
            there &= self.settled[first:]
        self.labels[first:][there] = number
        self._nearest[first:][there] = away[there]

    def as_high(self, number: int, place: Place, step: float, first: int = 0) -> None:
        """Runs from the first on that have come to rest on level ground of the height of this place."""
        there = self._level[first:] & (self.labels[first:] == UNSETTLED)
        with np.errstate(invalid="ignore"):
            near = np.abs(self._loss[first:] - place.loss) <= step
        there &= near | (self._loss[first:] == place.loss)  # both may be infinite
        self.labels[first:][there] = number
