"""The repeats of a run, which differ in luck only: the loss as quantiles, and now and then where each one is."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from app.courses import Course
from app.declared import build
from app.specs import Race, Run
from app.wire import number, numbers
from app.work import Turn
from optim_core import Rule
from optim_core.cost import passes
from optim_core.fields import Array
from optim_core.walk import Moment, Status, diverged, off_map

PLACES = 120  # moments of a race, about, at which every repeat's place is told
LOW, HIGH = 0.1, 0.9  # quantiles


class Spread(NamedTuple):
    """Consecutive points of all repeats together, from number `first` on: one entry a point in each array.

    Attributes:
        low, median, high, mean: of the true loss; a repeat that was led off the map counts as infinitely high.
        grads, cost, epochs: what a repeat has spent up to each point, on average; no epochs where there is no data.
        moments: the numbers of the points whose places are told.
        places: of every repeat at those, (moments, 2, repeats).
    """

    first: int
    low: Array
    median: Array
    high: Array
    mean: Array
    grads: Array
    cost: Array
    epochs: Array | None
    moments: np.ndarray
    places: Array


class Crowd:
    """All repeats of one run in progress, the run itself among them."""

    quick = False

    def __init__(self, spec: Race, run: Run) -> None:
        self.over = False
        self._course = Course(spec, run)
        self._rows = self._course.surface.rows
        self._moments = self._course.repeated(build(Rule, run.optimizer))
        self._stride = 1
        self._last: Moment | None = None

    async def advance(self, points: int, turn: Turn) -> Spread | None:
        """Walk on for that many points; None once there are no more."""
        fresh = []
        for _ in range(points):
            moment = next(self._moments, None)
            if moment is None:
                self.over = True
                break
            fresh.append(moment)
            if moment.t == 1:
                self._stride = -(-self._course.length(moment) // PLACES)
            await turn.over()
        told = [moment for moment in fresh if moment.t % self._stride == 0]
        self._last = last = fresh[-1] if fresh else self._last
        if self.over and last is not None and last.t % self._stride:
            told.append(last)
        return _spread(fresh, told, self._rows) if fresh or told else None

    def result(self) -> dict[str, Any]:
        """How they ended; to be asked when they are over. A number that does not exist is None."""
        if self._last is None or not self.over:
            raise RuntimeError("repeats have a result once they are over")
        final = _losses([self._last])
        ends = zip(("p10", "median", "p90", "mean"), _summary(final), strict=True)
        status = self._last.status
        shares = {"diverged": float(np.mean(diverged(status))), "left": float(np.mean(status == Status.LEFT))}
        return {name: number(value[0]) for name, value in ends} | shares | {"final": numbers(final[0])}


def _spread(moments: list[Moment], told: list[Moment], rows: int) -> Spread:
    first = moments[0].t if moments else told[0].t + 1
    losses = _losses(moments) if moments else np.empty((0, 1))
    return Spread(
        first,
        *_summary(losses),
        np.array([np.mean(m.spent["grad"]) for m in moments]),
        np.array([np.mean(passes(m.spent)) for m in moments]),
        np.array([np.mean(m.spent["samples"]) / rows for m in moments]) if rows else None,
        np.array([m.t for m in told], dtype=np.int64),
        np.stack([m.x for m in told]) if told else np.empty((0, 2, 0)),
    )


def _losses(moments: list[Moment]) -> Array:
    """The losses of all repeats, a row a moment; what is no number is infinitely high."""
    losses = np.stack([np.where(off_map(m.status), np.inf, m.loss) for m in moments])
    return np.where(np.isnan(losses), np.inf, losses)


def _summary(losses: Array) -> tuple[Array, Array, Array, Array]:
    """The low quantile, the median, the high quantile and the mean of each row."""
    ranked = np.sort(losses, axis=1)
    return _quantile(ranked, LOW), _quantile(ranked, 0.5), _quantile(ranked, HIGH), np.mean(ranked, axis=1)


def _quantile(ranked: Array, share: float) -> Array:
    """Between neighbours in proportion, as NumPy's own; but between infinities it is infinite, not undefined."""
    place = share * (ranked.shape[1] - 1)
    below, rest = int(place), place - int(place)
    low = ranked[:, below]
    return low if rest == 0.0 else (1.0 - rest) * low + rest * ranked[:, below + 1]
