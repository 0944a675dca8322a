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
    diverged: bool

    @classmethod
    def of(cls, surface: Surface, run: Run) -> Path:
        """The rest of a run, to its last finite point; one that blew up has an infinite loss after it."""
        parts: list[Stretch] = []
        while not run.over and (part := run.advance(AT_ONCE)):
            parts.append(part)
        whole = joined(parts)
        blown = whole.status.diverged
        there = slice(len(whole.loss) - blown)
        x, y = whole.x[:, there]
        rates = np.broadcast_to(whole.settings.get("lr", math.nan), whole.loss.shape)
        losses = np.append(whole.loss[there], [math.inf] * blown)
        spent = {what: int(count[-1]) for what, count in whole.spent.items()}
        return cls(surface, x, y, losses, np.hypot(*whole.grad[:, there]), rates[there], spent, blown)
