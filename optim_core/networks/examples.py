"""Labelled examples, and the handwritten digits that the course's networks learn to read."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from optim_core.data import table
from optim_core.fields import Array

INK = 16.0  # the darkest value of a pixel


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


@functools.cache
def digits(training: int = 1000, test: int = 400) -> Parted:
    """Pictures of handwritten digits as 64 grey levels in shares of full ink, less the mean training picture.

    Always the same pictures: the order is that of scikit-learn's `train_test_split` with `random_state=0`.
    Raises ValueError where there are not as many.
    """
    stored = table("digits")
    inputs, labels = stored["pixels"] / INK, stored["digit"].astype(np.int64)
    if training + test > len(labels):
        raise ValueError(f"there are {len(labels)} digits, not {training + test}")
    order = np.random.RandomState(0).permutation(len(labels))  # frozen by NumPy: the same in every release
    apart, learnt = order[:test], order[test : test + training]
    inputs = inputs - inputs[learnt].mean(axis=0)
    return Parted(_fixed(inputs[learnt], labels[learnt]), _fixed(inputs[apart], labels[apart]))


def _fixed(inputs: Array, labels: np.ndarray) -> Examples:
    for column in (inputs, labels):
        column.setflags(write=False)  # they are shared
    return Examples(inputs, labels)
