"""What a target is: something that is trained again and again, each time with other settings, and gets a score."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np

from optim_core.fields import Array, Text
from optim_core.registry import Declared, Formula
from optim_core.search.samplers import halton
from optim_core.search.space import Space
from optim_core.study import Fact

LOOKS = 16  # places of a space that tell what its trainings cost


class Measure(NamedTuple):
    """The score as it is shown; lower is better.

    Attributes:
        title: of a whole training; early: of one that is not yet whole, where that is another.
        log: its decades count.
    """

    title: Text
    log: bool = False
    unit: Text | None = None
    early: Text | None = None


class Seen(NamedTuple):
    """Trainings after some epochs: their score, infinite where they failed, and what else they tell, (n,) each."""

    score: Array
    told: Mapping[str, Array]


class Course(ABC):
    """Trainings side by side, each with settings and luck of its own; none knows of the others.

    epochs: done so far by each (n,).
    """

    epochs: np.ndarray

    @abstractmethod
    def advance(self, which: Sequence[int] | np.ndarray, epochs: int) -> Iterator[Seen | None]:
        """Some of them go on by so many epochs: nothing at least every 30 ms, and at last what is seen of these."""

    @abstractmethod
    def state(self, i: int) -> dict[str, Array]:
        """All that one of them needs to go on, bit for bit."""


class Target(Declared):
    """What is tuned. Settings that a space names are chosen by a search; all others stay as they are declared.

    Class attributes:
        raced: it is one run of a race, and has what that consists of beside its settings.
        tells: what it says of a training beside the score.
    """

    registry: ClassVar[dict[str, type[Target]]] = {}
    formula: ClassVar[Formula | Mapping[str, Formula]] = ()
    raced: ClassVar[bool] = False
    tells: ClassVar[Mapping[str, Fact]] = {}
    epochs: int

    @property
    def measure(self) -> Measure:
        """Its score as it is shown."""
        raise NotImplementedError

    def space(self) -> Space:
        """Everything that can be searched."""
        raise NotImplementedError

    def present(self) -> Mapping[str, Any]:
        """The present value of everything in its space."""
        raise NotImplementedError

    def having(self, settings: Mapping[str, Any]) -> Self:
        """The same with one value for each of some of these, as its present ones."""
        return self.replace(**settings)

    def begin(self, settings: Mapping[str, Sequence[Any] | np.ndarray], seeds: Sequence[int]) -> Course:
        """Trainings with these settings, (n,) each, and these lucks (n,), of which nothing has been done yet."""
        raise NotImplementedError

    def resume(self, settings: Mapping[str, Any], seed: int, state: Mapping[str, Array]) -> Course:
        """A course of one training that goes on from its `Course.state`."""
        raise NotImplementedError

    def marked(self, seen: Seen) -> str:
        """What the name of a file says of one training: its score, and before it how good that is, the best last."""
        score = float(seen.score[0])
        return f"rank{_rank(score):09.4f}_score{score:.4e}"

    def passes(self, epochs: int) -> float:
        """The work of so many epochs of its present training, in gradients of a formula: told without doing any."""
        raise NotImplementedError

    def passes_over(self, space: Space) -> float:
        """The same of a whole training as a search of that space has it, on average."""
        places = halton(LOOKS, len(space.dimensions), 0)
        settings = space.settings(places)
        each = ({name: values[i].item() for name, values in settings.items()} for i in range(LOOKS))
        return sum(self.having(one).passes(self.epochs) for one in each) / LOOKS


def _rank(score: float) -> float:
    """From 0 to 2000, the lower the score the higher: by its decimal places, for the best losses differ in these."""
    if not math.isfinite(score):
        return 0.0
    if score == 0.0:
        return 1000.0
    places = math.log10(abs(score))
    return 500.0 - places if score > 0.0 else 1500.0 + places
