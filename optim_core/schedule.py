"""What a schedule is: a factor on a hyperparameter as time goes by."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from optim_core.fields import Array
from optim_core.registry import Declared


class Schedule(Declared):
    """A factor on any numeric field of a rule: at update t the field has `its value * factor(t)`.

    Class attributes:
        watches_loss: the factor depends on the true loss so far, so that `step` is overridden instead of `at`.
        spans: the field that holds the length of the schedule, where 0 stands for "as long as the race".
    """

    registry: ClassVar[dict[str, type[Schedule]]] = {}
    watches_loss: ClassVar[bool] = False
    spans: ClassVar[str] = ""

    def at(self, t: int) -> Array:
        """The factor at update t = 0, 1, 2 ...; broadcasts against `*batch`."""
        raise NotImplementedError

    def step(self, t: int, loss: Array, memory: Any) -> tuple[Array, Any]:
        """The factor at update t and the memory for the next one; `loss` (*batch) is the true loss at point t."""
        return self.at(t), None

    def lasting(self, steps: int | np.ndarray) -> Schedule:
        """A copy for a race of that many steps; (*batch) where runs differ."""
        if not self.spans:
            return self
        length = np.asarray(getattr(self, self.spans))
        return self.replace(**{self.spans: np.where(length == 0, steps, length)})
