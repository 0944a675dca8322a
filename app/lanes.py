"""The runs of a race on their way, a few hundred points at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.courses import Course
from app.declared import build
from app.specs import Race, Run
from app.work import Turn
from optim_core import Rule
from optim_core.cost import passes
from optim_core.ends import slopeless
from optim_core.fields import Array
from optim_core.probe import Tally
from optim_core.stretch import Stretch, joined
from optim_core.walk import Status

FEW = 8  # points of a run that is not quick before the turn is offered
_TOLD = {
    Status.FAR_AWAY: "diverged",
    Status.NOT_A_NUMBER: "diverged",
    Status.CONVERGED: "converged",
    Status.LEFT: "left-domain",
}
_REASONS = {Status.FAR_AWAY: "reason.far", Status.NOT_A_NUMBER: "reason.nan", Status.LEFT: "reason.left"}
_REASONS_BESIDE_HOLES = _REASONS | {Status.NOT_A_NUMBER: "reason.nan-beside-holes"}


class Columns(NamedTuple):
    """Consecutive points of one run: one entry a point in each array.

    `driven` are the hyperparameters other than the learning rate that schedules drive, `rows` the examples of the
    surface's data.
    """

    stretch: Stretch
    driven: Sequence[str]
    rows: int

    @property
    def first(self) -> int:
        """The number of the first point."""
        return self.stretch.first

    @property
    def x(self) -> Array:
        """First coordinates; `y` are the second."""
        return self.stretch.x[0]

    @property
    def y(self) -> Array:
        return self.stretch.x[1]

    @property
    def loss(self) -> Array:
        """The true loss."""
        return self.stretch.loss

    @property
    def gx(self) -> Array:
        """First components of the true gradient; `gy` are the second."""
        return self.stretch.grad[0]

    @property
    def gy(self) -> Array:
        return self.stretch.grad[1]

    @property
    def grad_norm(self) -> Array:
        """How steep it is."""
        return np.hypot(*self.stretch.grad)

    @property
    def lr(self) -> Array:
        """The learning rate in force for the update that follows; NaN where a rule has none."""
        return self._setting("lr")

    @property
    def settings(self) -> Mapping[str, Array]:
        """What else schedules drive, by name."""
        return {name: self._setting(name) for name in self.driven}

    @property
    def spent(self) -> Mapping[Tally, np.ndarray]:
        """Evaluations of value, grad and hess up to each point, and samples looked at."""
        return self.stretch.spent

    @property
    def grads(self) -> np.ndarray:
        """Gradients asked for up to each point."""
        return self.spent["grad"]

    @property
    def evaluations(self) -> np.ndarray:
        """Everything asked of the objective up to each point."""
        return self.spent["value"] + self.spent["grad"] + self.spent["hess"]

    @property
    def cost(self) -> np.ndarray:
        """The same in forward passes."""
        return np.asarray(passes(self.spent))

    @property
    def epochs(self) -> Array | None:
        """How often all the data has been looked at up to each point; None where there is none."""
        return self.spent["samples"] / self.rows if self.rows else None

    def _setting(self, name: str) -> Array:
        value = self.stretch.settings.get(name, np.nan)
        return np.full(len(self.loss), value) if isinstance(value, float) else value


class Result(NamedTuple):
    """How a run ended."""

    status: str
    diverged_at: int | None
    left_at: int | None
    reason: str | None
    points: int
    evaluations: Mapping[str, int]
    cost: int
    epochs: float | None
    final: Mapping[str, float | None]


class _Last(NamedTuple):
    """How many points there were, and the last of them: all that is kept of what was told."""

    points: int
    x: Array
    loss: Array
    grad: Array


class Lane:
    """One run of a race in progress."""

    def __init__(self, spec: Race, run: Run) -> None:
        course = Course(spec, run)
        self.surface = course.surface
        self.start = course.start
        self.optimizer: dict[str, Any] = run.optimizer.model_dump()
        self.label: str | None = run.label
        self._driven = [name for name in run.schedules if name != "lr"]
        self._run = course.single(build(Rule, run.optimizer))
        self.quick = self._run.quick
        self._last: _Last | None = None
        self._end = Status.RUNNING
        self._spent: Mapping[Tally, int] = {}

    @property
    def over(self) -> bool:
        """Whether there is no further point."""
        return self._run.over

    async def advance(self, points: int, turn: Turn) -> Columns | None:
        """Walk on for that many points; None once there are no more."""
        parts: list[Stretch] = []
        while points > 0 and (part := self._run.advance(points if self.quick else min(points, FEW))):
            points -= len(part.loss)
            self._end = part.status
            self._spent = {what: int(count[-1]) for what, count in part.spent.items()}
            parts.append(part)
            await turn.over()
        fresh = self._finite(joined(parts)) if parts else None
        if fresh is None or not len(fresh.loss):
            return None
        self._last = _Last(
            fresh.first + len(fresh.loss), *(v[..., -1].copy() for v in (fresh.x, fresh.loss, fresh.grad))
        )
        return Columns(fresh, self._driven, self.surface.rows)

    def _finite(self, fresh: Stretch) -> Stretch:
        """The list of a run that was led off the map ends at the last point it had, which its stretch says twice."""
        if not fresh.stays:
            return fresh
        return fresh._replace(
            x=fresh.x[:, :-1],
            loss=fresh.loss[:-1],
            grad=fresh.grad[:, :-1],
            settings={name: v if isinstance(v, float) else v[:-1] for name, v in fresh.settings.items()},
            spent={what: count[:-1] for what, count in fresh.spent.items()},
        )

    def result(self) -> Result:
        """How it ended; to be asked when it is over."""
        last, spent = self._last, self._spent
        if last is None or not self.over:
            raise RuntimeError("a run has a result once it is over")
        x, y = (float(c) for c in last.x)
        stuck = bool(slopeless(np.array(self._end), last.loss, last.grad))
        reasons = _REASONS_BESIDE_HOLES if self.surface.holes else _REASONS
        points = last.points
        away = [float(np.hypot(x - a, y - b)) for a, b in self.surface.minima()]
        return Result(
            status="no-slope" if stuck else _TOLD.get(self._end, "finished"),
            diverged_at=points if self._end.diverged and not stuck else None,
            left_at=points if self._end is Status.LEFT else None,
            reason="reason.no-slope" if stuck else reasons.get(self._end),
            points=points,
            evaluations={what: count for what, count in spent.items() if what != "samples"},
            cost=int(passes(spent)),
            epochs=spent["samples"] / self.surface.rows if self.surface.rows else None,
            final={
                "x": x,
                "y": y,
                "loss": float(last.loss),
                "grad_norm": float(np.hypot(*last.grad)),
                "distance_to_minimum": min(away, default=None),
            },
        )
