"""A run as claims see it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.probe import Tally
from optim_core.surface import Surface
from optim_core.walk import Moment, Status


class Path(NamedTuple):
    """Places, losses, gradient norms and rates (n,), what it spent, and how it ended."""

    surface: Surface
    x: Array
    y: Array
    loss: Array
    grad_norm: Array
    lr: Array
    spent: Mapping[Tally, int]
    diverged: bool

    @classmethod
    def of(cls, surface: Surface, moments: Iterable[Moment]) -> Path:
        """The path of a walk of one run, to its last finite point; one that blew up has an infinite loss after it."""
        kept: list[Moment] = []
        spent: Mapping[Tally, Any] = {}
        blown = False
        for moment in moments:
            spent = moment.spent
            blown = Status(int(moment.status.flat[0])).diverged
            if not blown:
                kept.append(moment)
        places = np.stack([m.x.reshape(2) for m in kept])
        grads = np.stack([m.grad.reshape(2) for m in kept])
        rates = [float(np.asarray(m.settings.get("lr", math.nan)).flat[0]) for m in kept]
        losses = [float(m.loss.flat[0]) for m in kept] + [math.inf] * blown
        return cls(
            surface,
            places[:, 0],
            places[:, 1],
            np.array(losses),
            np.hypot(grads[:, 0], grads[:, 1]),
            np.array(rates),
            {what: int(np.asarray(count).flat[0]) for what, count in spent.items()},
            blown,
        )
