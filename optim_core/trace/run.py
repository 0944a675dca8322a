"""One run by a traced update: the floats keep the points, all else is worked out from them, many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from optim_core.cost import Budget
from optim_core.edge import outside
from optim_core.fields import Array
from optim_core.probe import Asked, Tally
from optim_core.stretch import Stretch, joined
from optim_core.trace.compiled import CompiledSteps
from optim_core.trace.parts import Parts
from optim_core.trace.steps import Made, Steps
from optim_core.trace.tables import Tables
from optim_core.trace.update import Shown
from optim_core.walk import Moment, Status

AT_A_TIME = 128  # moments worked out together for one who takes them one by one


class TracedRun:
    """A run from `start` (D,); the rest is as in `single`. Raises Untraceable at once where it cannot be traced."""

    quick = True

    def __init__(
        self,
        parts: Parts,
        start: Array,
        steps: int,
        seed: int,
        tolerance: float,
        budget: Budget | None,
        shows: bool,
        fast: bool,
    ) -> None:
        self._rule, self._surface, self._dimensions = parts.rule, parts.surface, len(start)
        self._outside = parts.surface.holes and bool(outside(parts.surface, start))
        self._length, self._tolerance, self._shows = 0 if self._outside else steps, tolerance, shows
        self._budget = budget and budget.on(parts.surface.rows)
        tables = Tables(parts, start.reshape(-1, 1), steps, seed, self._budget)
        self._steps = (CompiledSteps if fast else Steps)(
            parts, start, steps, tables, parts.noise.examples(parts.surface), shows
        )
        self._begun = self.over = False

    def advance(self, moments: int) -> Stretch | None:
        """The next so many moments, fewer where the run ends; None once there are no more."""
        stretches: list[Stretch] = []
        while moments > 0 and not self.over:
            stretches.append(self._told(moments)[0])
            moments -= len(stretches[-1].loss)
        return joined(stretches) if stretches else None

    def moments(self) -> Iterator[Moment]:
        """The rest of the run as a walk yields it, with inner vectors and questions if it shows them."""
        while not self.over:
            stretch, made = self._told(AT_A_TIME)
            yield from stretch.moments(_asked(made, stretch) if self._shows else [])

    def _told(self, moments: int) -> tuple[Stretch, Made]:
        """At least one moment of those, and the updates that led to them."""
        begins = not self._begun
        self._begun = True
        first = self._steps.t + (not begins)
        made = self._steps.make(min(moments - begins, self._length - self._steps.t))
        own = slice(0 if begins else 1, None)
        x = made.states[: self._dimensions, own]
        spent = {what: count[own] for what, count in made.spent.items()}
        with np.errstate(all="ignore"):
            loss, grad = self._surface.value(x), self._surface.grad(x)
            n, status = self._until_end(grad, spent, made.status)
        settings = {name: float(getattr(self._rule, name)) for name in self._rule.numbers()}
        driven = {name: column[own][:n] for name, column in made.settings.items()}
        self.over = status is not Status.RUNNING or first + n > self._length
        stretch = Stretch(
            first,
            x[:, :n],
            loss[:n],
            grad[:, :n],
            {**settings, **driven},
            {what: count[:n] for what, count in spent.items()},
            status,
            -1 if status is Status.RUNNING else first + n - 1,
            {},
        )
        return stretch._replace(show=_shown(made, stretch)) if self._shows else stretch, made

    def _until_end(self, grad: Array, spent: Mapping[Tally, np.ndarray], status: Status) -> tuple[int, Status]:
        """How many of these moments there are if the run ends at one of them, and how it stands at the last."""
        moments = grad.shape[1]
        if self._outside:
            return 1, Status.LEFT
        if not self._budget and not self._tolerance:
            return moments, status
        verdict = np.zeros(moments, dtype=np.int64)
        if self._budget:
            verdict[self._budget.used(spent, len(grad)) >= self._budget.most] = Status.SPENT
        if self._tolerance > 0:
            verdict[np.sqrt(np.sum(grad * grad, axis=0)) <= self._tolerance] = Status.CONVERGED
        ended = np.flatnonzero(verdict[: moments - status.off_map])
        return (int(ended[0]) + 1, Status(verdict[ended[0]])) if len(ended) else (moments, status)


def _shown(made: Made, stretch: Stretch) -> dict[str, Array]:
    """The inner vectors of the updates that led to the moments of a stretch."""
    return dict(zip(made.update.show, _columns(made, stretch, list(made.update.show.values())), strict=True))


def _asked(made: Made, stretch: Stretch) -> list[Asked]:
    """The questions of these updates."""
    questions = made.update.asked
    columns = iter(_columns(made, stretch, [shown for q in questions for shown in (q.at, q.answer)]))
    return [Asked(question.what, next(columns), next(columns)) for question in questions]


def _columns(made: Made, stretch: Stretch, arrays: list[Shown]) -> list[Array]:
    """What arrays of the graph were in the updates that led to n moments, (..., n); the start has none, so NaN."""
    moments, start = len(stretch.loss), int(stretch.first == 0)
    each = iter(made.values([node for shown in arrays for node in shown.nodes]))
    found = []
    for shown in arrays:
        column = np.full((len(shown.nodes), moments), np.nan)
        for row in column:
            row[start:] = np.broadcast_to(next(each), (made.states.shape[1] - 1,))[: moments - start]
        found.append(column.reshape(*shown.shape[:-1], moments))
    return found
