"""Stacks of hidden layers that are looked into: how much of the error comes back to each."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array, Text, choice, switch, whole
from optim_core.networks.datasets.digits import CLASSES, PIXELS
from optim_core.networks.examples import Examples, split_digits
from optim_core.networks.inits import INITS
from optim_core.networks.inside import Inside
from optim_core.networks.mlp import MLP
from optim_core.networks.terms import units
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.study import Axis

WATCHED = 3  # networks
LAYER = Axis("layer", Text("layer, the first next to the input", "층 번호(1이 입력 쪽)"), "k")
BATCH_NORM = Text("batch normalisation between the layers", "층 사이의 배치 정규화")


class Seen(NamedTuple):
    """What comes back to the layers of networks of one build, the last one included, (layers, networks) each.

    signal: the error as a share of what it is at the output. slopes: the part that the slopes of the units have in
    that, as a product from the output down.
    """

    signal: Array
    slopes: Array


def stack(depth: int, width: int, unit: str, init: str, batch_norm: bool) -> MLP:
    """A network that reads digits with as many hidden layers."""
    return MLP((PIXELS, *(width,) * depth, CLASSES), unit, init=init, batch_norm=batch_norm)


def standardised(pictures: int) -> Examples:
    """Digits to learn from, every pixel divided by its own spread."""
    return split_digits(standardised=True).training.first(pictures)


def seen(network: MLP, examples: Examples, repeats: int, seed: int) -> Generator[None, None, Seen]:
    """Networks before any training, one by one so that it may be given up."""
    signals, slopes = [], []
    for k in range(repeats):
        inside = Inside(network.on(examples), network.begin(np.random.default_rng((seed, k))))
        with np.errstate(all="ignore"):  # what overflows is a result
            signal = inside.signal
            bends = [np.sqrt((bend * bend).mean()) for bend in inside.bends]
            signals.append(signal / signal[-1])
        slopes.append(np.cumprod([1.0, *bends[::-1]])[::-1])
        yield None
    return Seen(np.stack(signals, axis=-1), np.stack(slopes, axis=-1))


class Watched:
    """A few networks that learn from all pictures at once, update by update, while one looks at their layers."""

    def __init__(self, network: MLP, examples: Examples, lr: float, seed: int) -> None:
        seeds = [seed + k for k in range(WATCHED)]
        self._training = network.on(examples)
        lessons = Lessons.alike(examples, WATCHED)
        self._trainer = Trainer(network, Momentum(lr=lr), lessons, seeds, batch=len(examples.labels))

    def step(self) -> Iterator[None]:
        """One update of all."""
        return self._trainer.run(1)

    def gradients(self) -> Array:
        """The length of the gradient of each layer now, (layers,)."""
        with np.errstate(all="ignore"):
            return middle(Inside(self._training, self._trainer.weights).gradients)


def middle(shares: Array) -> Array:
    """The geometric mean over the repeats, the last axis; 0 where one of them is."""
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(np.exp(np.log(shares).mean(axis=-1)))


def depth(default: int, help: Text) -> Any:
    """How many hidden layers."""
    return whole(default, 1, 20, minimum=1, maximum=40, symbol="L", help=help)


def width(default: int) -> Any:
    """How many units in each."""
    return units(default, 8, 128, maximum=200)


def init(default: str) -> Any:
    """What it begins with."""
    return choice(
        default, {name: one.title for name, one in INITS.items()}, help=Text("initial weights", "가중치 초기화")
    )


def batch_norm() -> Any:
    """Whether its sums are evened."""
    return switch(False, help=BATCH_NORM)
