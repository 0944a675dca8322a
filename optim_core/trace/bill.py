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
        self._from: list[tuple[int, dict[Tally, int], dict[Tally, int]]] = []

    def go_on(self, t: int, update: Update) -> None:
        """From moment t on it is this update."""
        before = {what: int(count) for what, count in self.at(np.array(t)).items()}
        after = spending(update, self._examples, before, 1)
        self._from.append((t, before, {what: int(count[1]) - before[what] for what, count in after.items()}))

    def at(self, moments: np.ndarray) -> dict[Tally, np.ndarray]:
        """What a run has spent at each of these moments."""
        found: dict[Tally, np.ndarray] = {}
        for first, before, each in self._from:
            spent = {what: before[what] + (moments - first) * count for what, count in each.items()}
            found = {what: np.where(moments >= first, spent[what], found[what]) for what in found} or spent
        return found or {what: np.zeros_like(moments) for what in nothing()}

    def last(self, t: int, steps: int, budget: Budget | None, dimensions: int) -> int:
        """The moment at which a budget is used up by such updates from moment t on, `steps` at most."""
        if budget is None:
            return steps
        now, then = (int(budget.used(self.at(np.array(moment)), dimensions)) for moment in (t, t + 1))
        if now >= budget.most:
            return t
        return min(steps, t - (now - budget.most) // (then - now)) if then > now else steps
