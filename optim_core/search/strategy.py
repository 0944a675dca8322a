"""What a strategy is: who says, from the scores so far, what is tried next."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import ClassVar, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.registry import Declared, Formula
from optim_core.search.space import Space


class Belief(NamedTuple):
    """What a model makes of the scores so far, on the scale that it works on.

    Attributes:
        dims: the one or two settings over which it is told; others stand at the best place so far.
        at: shares of these (len(dims), *grid).
        mean, sd, gain: expected score, its uncertainty, and what a trial there promises, (*grid) each.
        next: the place that it asks for (d,).
        after: trials that it knows.
        log: mean and sd are in tenfolds of the score, since its scores span decades.
    """

    dims: tuple[str, ...]
    at: Array
    mean: Array
    sd: Array
    gain: Array
    next: Array
    after: int
    log: bool = False


class Wave(NamedTuple):
    """What a strategy asks for at once.

    Attributes:
        places: of new trials (d, n), shares of the space; (d, 0) if only old ones go on.
        on: numbers of earlier trials, counted from 0 in the order asked for, that go on instead.
        epochs: each of all these trains so many more.
        stage: counted from 0; window: the part of the space (d, 2) that its places come from.
        belief: why, if the strategy has a model and `Hunt.watched`.
    """

    places: Array
    on: tuple[int, ...] = ()
    epochs: int = 1
    stage: int = 0
    window: Array | None = None
    belief: Belief | None = None

    @property
    def cost(self) -> int:
        """Epochs in all."""
        return (self.places.shape[1] + len(self.on)) * self.epochs


class Hunt(NamedTuple):
    """What a strategy is given: a space, the epochs of a whole training, those it may spend in all, and its luck.

    watched: somebody looks on, so that beliefs are told.
    """

    space: Space
    epochs: int
    budget: int
    rng: np.random.Generator
    watched: bool = False

    @property
    def d(self) -> int:
        """Dimensions."""
        return len(self.space.dimensions)

    @property
    def trials(self) -> int:
        """Whole trainings that the budget pays for."""
        return self.budget // self.epochs


class Strategy(Declared):
    """Chooses trials; every strategy may spend as many epochs as the others."""

    registry: ClassVar[dict[str, type[Strategy]]] = {}
    formula: ClassVar[Formula | Mapping[str, Formula]] = ()

    def waves(self, hunt: Hunt) -> Generator[Wave | None, Array, None]:
        """Waves, one after the other, never beyond the budget.

        The scores of a wave, its new trials before those that went on, are the answer to its yield; infinite is failed.
        None is no wave but a moment at which the search may be stopped: who thinks for longer has one every 30 ms.
        """
        raise NotImplementedError
