"""The work of a race, in short fair slices: 300 races at once all show their first points early."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from app import limits
from app.courses import Course
from app.specs import Race, Run, build
from optim_core import Rule, Surface
from optim_core.cost import passes
from optim_core.fields import Array
from optim_core.probe import Count, Tally, nothing
from optim_core.walk import Moment, Status

SLICE = 0.004  # seconds of the event loop before another request gets its turn
_NONE = np.full(1, np.nan)


class Turn:
    """Gives way to others once its slice is used up.

    All races stand in one queue and the event loop lets one of them go on each time round: whoever else asks for
    something, be it a page, waits for one slice and not for one of every race.
    """

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._spent = 0.0

    async def over(self) -> None:
        """Let the others run if it is their turn. Raises TooLong once the race has had all its time."""
        slice_ = time.monotonic() - self._began
        if slice_ > SLICE:
            self._spent += slice_
            if self._spent > limits.SECONDS:
                raise TooLong
            await _line().join()
            self._began = time.monotonic()


class TooLong(Exception):  # noqa: N818 - a verdict on a race, not a fault
    """A race has used up its share of the server."""


class Line:
    """First come, first served, one each time the event loop goes round."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def join(self) -> None:
        """Wait for one's turn."""
        mine = self._loop.create_future()
        self._waiting.append(mine)
        if len(self._waiting) == 1:
            self._loop.call_soon(self._next)
        await mine

    def _next(self) -> None:
        while self._waiting:
            first = self._waiting.popleft()
            if not first.done():  # else its reader has left and it was cancelled
                first.set_result(None)
                break
        if self._waiting:
            self._loop.call_soon(self._next)


_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, Line] = WeakKeyDictionary()


def _line() -> Line:
    """The line of the running event loop: a server has one, tests have many."""
    loop = asyncio.get_running_loop()
    if loop not in _lines:
        _lines[loop] = Line(loop)
    return _lines[loop]


class Columns(NamedTuple):
    """Consecutive points of one run, from number `first` on: one entry a point in each array.

    `gx`, `gy` are the true gradient; `settings` are the other hyperparameters that schedules drive, by name; `rows` are
    the examples of the surface's data, and `samples` the looks at them.
    """

    first: int
    x: Array
    y: Array
    loss: Array
    gx: Array
    gy: Array
    grad_norm: Array
    lr: Array
    settings: Mapping[str, Array]
    rows: int
    value: np.ndarray
    grad: np.ndarray
    hess: np.ndarray
    samples: np.ndarray

    @property
    def evaluations(self) -> np.ndarray:
        """Everything asked of the objective up to each point."""
        return self.value + self.grad + self.hess

    @property
    def cost(self) -> np.ndarray:
        """The same in forward passes."""
        return np.asarray(passes({"value": self.value, "grad": self.grad, "hess": self.hess}))

    @property
    def epochs(self) -> Array | None:
        """How often all the data has been looked at up to each point; None where there is none."""
        return self.samples / self.rows if self.rows else None


class Result(NamedTuple):
    """How a run ended."""

    status: str
    diverged_at: int | None
    reason: str | None
    points: int
    evaluations: Mapping[str, int]
    cost: int
    epochs: float | None
    final: Mapping[str, float | None]


class Lane:
    """One run of a race in progress."""

    def __init__(self, spec: Race, run: Run) -> None:
        course = Course(spec, run)
        self.surface = course.surface
        self.start = course.start
        self.optimizer: dict[str, Any] = run.optimizer.model_dump()
        self.label: str | None = run.label
        self.over = False
        self._driven = [name for name in run.schedules if name != "lr"]
        self._moments = course.walk(build(Rule, run.optimizer))
        self._fresh: list[Moment] = []
        self._last: Moment | None = None
        self._end = Status.RUNNING
        self._spent: Mapping[Tally, Count] = {}

    async def advance(self, points: int, turn: Turn) -> Columns | None:
        """Walk on for that many points; None once there are no more."""
        for _ in range(points):
            moment = next(self._moments, None)
            if moment is None:
                self.over = True
                break
            self._note(moment)
            await turn.over()
        fresh, self._fresh = self._fresh, []
        return _columns(fresh, self._driven, self.surface.rows) if fresh else None

    def _note(self, moment: Moment) -> None:
        self._end = Status(int(moment.status[0]))
        self._spent = moment.spent
        if not self._end.diverged:  # the list of a run that blew up ends at its last finite point
            self._fresh.append(moment)
            self._last = moment

    def result(self) -> Result:
        """How it ended; to be asked when it is over."""
        last = self._last
        if last is None or not self.over:
            raise RuntimeError("a run has a result once it is over")
        x, y = (float(c) for c in last.x[:, 0])
        spent = {what: _alone(count) for what, count in self._spent.items()}
        away = [float(np.hypot(x - a, y - b)) for a, b in self.surface.minima()]
        return Result(
            status="diverged" if self._end.diverged else "converged" if self._end is Status.CONVERGED else "finished",
            diverged_at=last.t + 1 if self._end.diverged else None,
            reason={Status.FAR_AWAY: "reason.far", Status.NOT_A_NUMBER: "reason.nan"}.get(self._end),
            points=last.t + 1,
            evaluations={what: count for what, count in spent.items() if what != "samples"},
            cost=_alone(passes(spent)),
            epochs=spent["samples"] / self.surface.rows if self.surface.rows else None,
            final={
                "x": x,
                "y": y,
                "loss": float(last.loss[0]),
                "grad_norm": float(np.hypot(*last.grad[:, 0])),
                "distance_to_minimum": min(away, default=None),
            },
        )


async def heights(surface: Surface, points: Array) -> Array:
    """Values of a surface on a grid (2, ny, nx), a row at a time."""
    turn, rows = Turn(), []
    for row in range(points.shape[1]):
        with np.errstate(all="ignore"):
            rows.append(surface.value(points[:, row]))
        await turn.over()
    return np.stack(rows)


def _columns(moments: list[Moment], driven: list[str], rows: int) -> Columns:
    points = np.concatenate([m.x for m in moments], axis=1)
    grads = np.concatenate([m.grad for m in moments], axis=1)

    def setting(name: str) -> Array:
        return np.concatenate([m.settings.get(name, _NONE) for m in moments])

    return Columns(
        moments[0].t,
        points[0],
        points[1],
        np.concatenate([m.loss for m in moments]),
        grads[0],
        grads[1],
        np.hypot(grads[0], grads[1]),
        setting("lr"),
        {name: setting(name) for name in driven},
        rows,
        *(np.array([_alone(m.spent[what]) for m in moments]) for what in nothing()),
    )


def _alone(count: Count) -> int:
    """The count of the only run of a batch of one."""
    return count if isinstance(count, int) else int(count.flat[0])
