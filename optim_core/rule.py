"""What an optimizer is: a start and a step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np

from optim_core.fields import Array, Vector
from optim_core.laws import Law
from optim_core.registry import Declared

if TYPE_CHECKING:
    from optim_core.probe import Probe

Slots = tuple[Any, ...]


class Step(NamedTuple):
    """What a rule answers: the move (D, *batch), the memory it keeps, and the inner vectors it computed anyway."""

    move: Array
    slots: Slots
    show: Mapping[str, Array]


class Rule(Declared):
    """An optimizer. Points are (D, *batch); hyperparameters broadcast against `*batch`; nothing is changed in place.

    Class attributes:
        shows: the inner vectors of a step by name; `step` returns each of them in `Step.show`.
        branches: the rule decides by value how often to ask the objective (a line search), so it cannot be
            compiled to straight-line code.
    """

    registry: ClassVar[dict[str, type[Rule]]] = {}
    shows: ClassVar[Mapping[str, Vector]] = {}
    branches: ClassVar[bool] = False

    def torch(self, driven: Collection[str] = ()) -> str:
        """The same optimizer of PyTorch as code over `[x]` and the names of the fields; empty where it has none.

        `driven` are the fields that a schedule drives: the code must take them as arguments of their names.
        """
        return ""

    def scheduled(self, name: str, factor: Any) -> Array:
        """A number under the factor of a schedule, kept to what it may be: no schedule makes a rule what it is not."""
        base, declared = getattr(self, name), self.numbers()[name]
        value = np.where(base == 0, 0.0, base * factor)  # 0 stays 0 under a factor that overflows
        return np.clip(value, declared.minimum, declared.maximum)

    def laws(self) -> tuple[Law, ...]:
        """What theory says of these settings on quadratics; the most telling first, nothing where nothing is known."""
        return ()

    def start(self, x: Array) -> Slots:
        """The memory before the first step; `x` is the start, (D, *batch)."""
        return ()

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        """Update number t = 0, 1, 2 ...: the next point is `x + move`.

        The objective is asked through `f` only, anywhere and any number of times.
        """
        raise NotImplementedError
