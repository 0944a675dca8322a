"""What is told of trainings that go on side by side: how they began, how they stand, and how they ended."""

from __future__ import annotations

from typing import NamedTuple

from optim_core.fields import Array
from optim_core.networks.examples import Split
from optim_core.networks.views import View


class Figures(NamedTuple):
    """Mean loss, without the penalty, and share of right answers."""

    loss: float
    accuracy: float


class Began(NamedTuple):
    """What there is to learn; how many of the trainings share a batch with each, itself included."""

    parts: Split
    together: tuple[int, ...]


class Epoch(NamedTuple):
    """How a training stands after so many epochs; 0 is before the first update.

    gradient: length in the weights of each layer, penalty included, on the first examples to learn from.
    ratio: of the last update and the weights it was made to, by layer; NaN before there is one.
    dead: share of the units of each hidden layer that pass on nothing, on the same examples.
    """

    run: int
    epoch: int
    training: Figures
    validation: Figures
    gradient: Array
    ratio: Array
    dead: Array


class Picture(NamedTuple):
    """What a network makes of its data after so many epochs."""

    run: int
    epoch: int
    view: View


class BlownUp(NamedTuple):
    """In this epoch, counted from 1, the weights of a training blew up: it stays as it was before."""

    run: int
    epoch: int


class Judged(NamedTuple):
    """How a training ended: whether it blew up, its epochs, the one of the lowest validation loss, and the test.

    seconds: of the processor, for its updates alone; trainings of one batch share them evenly.
    """

    diverged: bool
    epochs: int
    best: int
    test: Figures
    seconds: float


class Ended(NamedTuple):
    """All trainings at their end."""

    runs: tuple[Judged, ...]


Told = Began | Epoch | Picture | BlownUp | Ended
