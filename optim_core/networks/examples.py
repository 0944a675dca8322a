"""Labelled examples, and the handwritten digits that the course's networks learn to read."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from optim_core.data import table
from optim_core.fields import Array

INK = 16.0  # the darkest value of a pixel
MARKING = 4  # the stream of luck, next to those of the trainer, that careless marking is drawn from


class Examples(NamedTuple):
    """What a network is asked, and what it should answer.

    inputs: (n, features). labels: (n,), whole numbers from 0.
    """

    inputs: Array
    labels: np.ndarray

    def first(self, n: int) -> Examples:
        """The first n of them."""
        return Examples(self.inputs[:n], self.labels[:n])


class Parted(NamedTuple):
    """Examples to learn from, and others to be asked about afterwards."""

    training: Examples
    test: Examples


class Split(NamedTuple):
    """Exercises, mock exam, real exam: examples to learn from, to choose settings by, and to be judged by at last."""

    training: Examples
    validation: Examples
    test: Examples


@functools.cache
def digits(training: int = 1000, test: int = 400) -> Parted:
    """Pictures of handwritten digits as 64 grey levels in shares of full ink, less the mean training picture.

    Always the same pictures: the order is that of scikit-learn's `train_test_split` with `random_state=0`.
    Raises ValueError where there are not as many.
    """
    learnt, _, asked = split_digits(training, 0, test)
    return Parted(learnt, asked)


@functools.cache
def split_digits(training: int = 1000, validation: int = 397, test: int = 400, standardised: bool = False) -> Split:
    """The same pictures in three parts that share none; the validation part are those that `digits` leaves out.

    standardised: every pixel is divided by its standard deviation among the training pictures.
    Raises ValueError where there are not as many.
    """
    stored = table("digits")
    inputs, labels = stored["pixels"] / INK, stored["digit"].astype(np.int64)
    if training + validation + test > len(labels):
        raise ValueError(f"there are {len(labels)} digits, not {training + validation + test}")
    learnt, rest, asked = _shuffled(training, validation, test)
    inputs = inputs - inputs[learnt].mean(axis=0)
    if standardised:
        spread = inputs[learnt].std(axis=0)
        inputs = inputs / np.where(spread > 0, spread, 1)  # corners that nobody writes in stay as they are
    return Split(*(_fixed(inputs[part], labels[part]) for part in (learnt, rest, asked)))


@functools.cache
def drawn_digits(training: int = 1000, validation: int = 397, test: int = 400) -> np.ndarray:
    """The pictures of their validation part as they are drawn, grey levels (validation, 64), uint8; read-only."""
    _, rest, _ = _shuffled(training, validation, test)
    drawn = np.rint(table("digits")["pixels"][rest] * (255 / INK)).astype(np.uint8)
    drawn.setflags(write=False)
    return drawn


def _shuffled(training: int, validation: int, test: int) -> list[np.ndarray]:
    """Which of the stored pictures are in which part."""
    order = np.random.RandomState(0).permutation(len(table("digits")["digit"]))  # frozen by NumPy in every release
    asked, learnt, rest = np.split(order[: test + training + validation], [test, test + training])
    return [learnt, rest, asked]


def relabelled(labels: np.ndarray, share: float, classes: int, rng: np.random.Generator) -> np.ndarray:
    """Labels of which a share is drawn anew from all classes, at random: the noise of careless marking."""
    redrawn = rng.permutation(len(labels))[: round(share * len(labels))]
    told = np.array(labels)
    told[redrawn] = rng.integers(0, classes, len(redrawn))
    return told


def _fixed(inputs: Array, labels: np.ndarray) -> Examples:
    for column in (inputs, labels):
        column.setflags(write=False)  # they are shared
    return Examples(inputs, labels)
