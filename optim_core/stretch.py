"""Consecutive points of one run, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from optim_core.fields import Array
from optim_core.probe import Asked, Tally
from optim_core.walk import Moment, Status


class Stretch(NamedTuple):
    """What moments say, for n moments of one run in a row.

    Attributes:
        first: number of the first moment.
        x, loss, grad: points (D, n), true loss (n,) and true gradient (D, n).
        settings: hyperparameters in force for the update that follows: (n,), or a number where none changes.
        spent: evaluations up to each point, (n,).
        status, ended: how the run stands after the last moment, and the moment at which it ended (-1 while it runs).
            A run that was led off the map has, as its last moment, the last point where it could stand a second time.
        show: inner vectors of the update that led to each point, (..., n), NaN at the start; empty unless asked for.
    """

    first: int
    x: Array
    loss: Array
    grad: Array
    settings: Mapping[str, float | Array]
    spent: Mapping[Tally, np.ndarray]
    status: Status
    ended: int
    show: Mapping[str, Array]

    @property
    def stays(self) -> bool:
        """Whether the last moment says the point before it a second time."""
        return self.status.off_map and self.ended > 0

    def moments(self, asked: Sequence[Asked]) -> Iterator[Moment]:
        """The same one by one, as a walk yields them; `asked` are the questions of these updates, (..., n)."""
        last = len(self.loss) - 1
        for i in range(last + 1):
            one = slice(i, i + 1)
            begins = self.first + i == 0
            yield Moment(
                t=self.first + i,
                x=self.x[:, one],
                loss=self.loss[one],
                grad=self.grad[:, one],
                settings={n: v[one] if isinstance(v, np.ndarray) else np.array([v]) for n, v in self.settings.items()},
                spent={what: int(count[i]) for what, count in self.spent.items()},
                status=np.array([self.status if i == last else Status.RUNNING], dtype=np.int8),
                ended=np.array([self.ended if i == last else -1]),
                show={} if begins else {name: value[..., one] for name, value in self.show.items()},
                asked=[] if begins else [Asked(a.what, a.at[..., one], a.answer[..., one]) for a in asked],
            )


class Run(Protocol):
    """One run on its way; a `quick` one makes hundreds of moments in the time another needs for ten."""

    quick: bool

    @property
    def over(self) -> bool:
        """Whether there are no more moments."""

    def advance(self, moments: int) -> Stretch | None:
        """The next so many moments, fewer where the run ends; None once there are no more."""

    def moments(self) -> Iterator[Moment]:
        """The rest of the run as a walk yields it."""


def joined(parts: Sequence[Stretch]) -> Stretch:
    """Stretches that follow each other as one."""
    if len(parts) == 1:
        return parts[0]
    first, last = parts[0], parts[-1]
    return Stretch(
        first.first,
        np.concatenate([part.x for part in parts], axis=1),
        np.concatenate([part.loss for part in parts]),
        np.concatenate([part.grad for part in parts], axis=1),
        {name: _settings(name, parts) for name in first.settings},
        {what: np.concatenate([part.spent[what] for part in parts]) for what in first.spent},
        last.status,
        last.ended,
        {name: np.concatenate([part.show[name] for part in parts], axis=-1) for name in first.show},
    )


def _settings(name: str, parts: Sequence[Stretch]) -> float | Array:
    values = [part.settings[name] for part in parts]
    if isinstance(values[0], float):
        return values[0]
    return np.concatenate([np.asarray(value) for value in values])
