"""What runs that ask alike have spent, which is known before they run."""

from __future__ import annotations

import numpy as np

from optim_core.cost import Budget
from optim_core.probe import Tally, nothing
from optim_core.trace.tables import spending
from optim_core.trace.update import Update


class Bill:
    """What every run of a block has spent at each moment; `examples` of the data are looked at by every question."""

    def __init__(self, examples: int) -> None:
        self._examples = examples
        self._from: list[tuple[int, dict[Tally, np.ndarray], Update]] = []

    def go_on(self, t: int, update: Update) -> None:
        """From moment t on it is this update."""
        self._from.append((t, self.at(np.array(t)), update))

    def at(self, moments: np.ndarray) -> dict[Tally, np.ndarray]:
        """What a run has spent at each of these moments."""
        found: dict[Tally, np.ndarray] = {what: np.zeros_like(moments) for what in nothing()}
        for first, before, update in self._from:
            each = spending(update, self._examples, nothing(), 1)
            for what, count in each.items():
                found[what] = np.where(moments >= first, before[what] + (moments - first) * count[1], found[what])
        return found

    def last(self, t: int, steps: int, budget: Budget | None, dimensions: int) -> int:
        """The moment at which a budget is used up by such updates from moment t on, `steps` at most."""
        if budget is None:
            return steps
        now, then = (int(budget.used(self.at(np.array(moment)), dimensions)) for moment in (t, t + 1))
        if now >= budget.most:
            return t
        return min(steps, t - (now - budget.most) // (then - now)) if then > now else steps
