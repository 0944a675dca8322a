"""How the runs of a batch ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.probe import Tally, nothing
from optim_core.walk import Moment, Status, diverged, off_map


class Ends(NamedTuple):
    """What the last moment of a walk says of its runs.

    Attributes:
        x, loss, grad: points (D, *batch), true loss (*batch) and true gradient (D, *batch); of a run that blew up
            or left the domain of the loss, at its last good point.
        spent: evaluations up to the end, (*batch) each.
        status, ended: how each run stands and the moment at which it ended (-1 where it ran on to the last), (*batch).
    """

    x: Array
    loss: Array
    grad: Array
    spent: Mapping[Tally, np.ndarray]
    status: np.ndarray
    ended: np.ndarray

    @classmethod
    def of(cls, last: Moment) -> Ends:
        """The same of the last moment of a walk."""
        batch = last.x.shape[1:]
        spent = {what: np.array(np.broadcast_to(count, batch)) for what, count in last.spent.items()}
        loss, grad = np.broadcast_to(last.loss, batch), np.broadcast_to(last.grad, last.x.shape)
        return cls(last.x, loss, grad, spent, last.status, last.ended)

    @classmethod
    def empty(cls, dimensions: int, runs: int) -> Ends:
        """Room for those of so many runs: one array, since the system gives a large one at a lower price."""
        tallies = tuple(nothing())
        room = np.empty((2 * dimensions + len(tallies) + 3, runs))
        x, loss, grad = room[:dimensions], room[dimensions], room[dimensions + 1 : 2 * dimensions + 1]
        *spent, ended, status = room[2 * dimensions + 1 :].view(np.int64)
        return cls(x, loss, grad, dict(zip(tallies, spent, strict=True)), status.view(np.int8)[:runs], ended)

    def put(self, lanes: slice, ends: Ends) -> None:
        """Write those of some runs in."""
        for whole, part in zip(self._arrays(), ends._arrays(), strict=True):
            whole[..., lanes] = part

    def over(self, batch: tuple[int, ...]) -> Ends:
        """The same for runs over these axes."""
        x, loss, grad, *spent, status, ended = (a.reshape(*a.shape[:-1], *batch) for a in self._arrays())
        return Ends(x, loss, grad, dict(zip(self.spent, spent, strict=True)), status, ended)

    def _arrays(self) -> list[np.ndarray]:
        return [self.x, self.loss, self.grad, *self.spent.values(), self.status, self.ended]

    @property
    def diverged(self) -> np.ndarray:
        """Which runs blew up, (*batch)."""
        return diverged(self.status) & ~slopeless(self.status, self.loss, self.grad)

    @property
    def left(self) -> np.ndarray:
        """Which left the domain of the loss, (*batch)."""
        return self.status == Status.LEFT

    @property
    def never_began(self) -> np.ndarray:
        """Which of these stood outside from the start, (*batch)."""
        return self.left & (self.ended == 0)

    @property
    def off_map(self) -> np.ndarray:
        """Which blew up or left the domain of the loss, (*batch)."""
        return off_map(self.status)


def slopeless(status: np.ndarray, loss: Array, grad: Array) -> np.ndarray:
    """Which of many runs were led nowhere because the loss, which has a value where they stand, has no slope there.

    Args: their status (*batch), and the true loss (*batch) and gradient (D, *batch) at their last points.
    """
    return diverged(status) & np.isfinite(loss) & ~np.isfinite(grad).all(axis=0)
