"""A run as claims see it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.probe import Tally
from optim_core.stretch import Run, Stretch, joined
from optim_core.surface import Surface
from optim_core.walk import Status

AT_ONCE = 4096  # moments


class Path(NamedTuple):
    """Places, losses, gradient norms and rates (n,), what it spent, and how it ended."""

    surface: Surface
    x: Array
    y: Array
    loss: Array
    grad_norm: Array
    lr: Array
    spent: Mapping[Tally, int]
    status: Status

    @classmethod
    def of(cls, surface: Surface, run: Run) -> Path:
        """The rest of a run, to its last finite point; one that was led off the map has an infinite loss after it."""
        parts: list[Stretch] = []
        while not run.over and (part := run.advance(AT_ONCE)):
            parts.append(part)
        whole = joined(parts)
        there = slice(len(whole.loss) - whole.stays)
        x, y = whole.x[:, there]
        rates = np.broadcast_to(whole.settings.get("lr", math.nan), whole.loss.shape)
        losses = np.append(whole.loss[there], [math.inf] * whole.status.off_map)
        spent = {what: int(count[-1]) for what, count in whole.spent.items()}
        return cls(surface, x, y, losses, np.hypot(*whole.grad[:, there]), rates[there], spent, whole.status)
