"""The paths of many runs that are walked in one batch."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from optim_core.claims.path import Path
from optim_core.probe import Count, Tally
from optim_core.surface import Surface
from optim_core.walk import Moment, Status

_COLUMNS = 5  # x, y, loss, length of the gradient, learning rate


class Abreast:
    """Notes the moments of a batch of `runs` runs over at most `steps` updates; holds 40 bytes a run and step."""

    def __init__(self, steps: int, runs: int) -> None:
        self._columns = np.empty((_COLUMNS, steps + 1, runs))
        self._points = 0
        self._status = np.zeros(runs, dtype=np.int8)
        self._ended = np.full(runs, -1)
        self._spent: Mapping[Tally, Count] = {}

    def note(self, moment: Moment) -> None:
        """The next moment of the walk."""
        here = self._columns[:, moment.t]
        here[0], here[1] = moment.x
        here[2] = moment.loss
        here[3] = np.hypot(*moment.grad)
        here[4] = moment.settings.get("lr", math.nan)
        self._points = moment.t + 1
        self._status, self._ended, self._spent = moment.status, moment.ended, moment.spent

    def path(self, run: int, surface: Surface) -> Path:
        """One run exactly as if it had been walked alone: `Path.of`."""
        status, end = Status(int(self._status[run])), int(self._ended[run])
        points = self._points if end < 0 else end + (end == 0 or not status.off_map)
        x, y, loss, norm, lr = (np.array(column[:points, run]) for column in self._columns)
        spent = {what: _of(count, run) for what, count in self._spent.items()}
        losses = np.append(loss, [math.inf] * status.off_map)
        return Path(surface, x, y, losses, norm, lr, spent, status)


def _of(count: Count, run: int) -> int:
    return count if isinstance(count, int) else int(count[run])
