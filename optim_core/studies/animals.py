"""Cats, dogs and elephants: three digits that are confused now and then, a network for them, and a bias to tune."""

from __future__ import annotations

import functools
from typing import NamedTuple, Self

import numpy as np

from optim_core.fields import Array, Text
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP
from optim_core.studies.taught import every_digit

DIGITS = (3, 5, 8)
ANIMALS = (Text("cat", "고양이"), Text("dog", "개"), Text("elephant", "코끼리"))
ELEPHANT = 2
NETWORK = MLP((64, 16, len(ANIMALS)), unit="relu")
BIASES = np.linspace(-15, 15, 121)


@functools.cache
def animals() -> Examples:
    """The pictures of the three digits, labelled 0, 1 and 2."""
    inputs, labels = every_digit()
    chosen = np.isin(labels, DIGITS)
    return Examples(inputs[chosen], np.searchsorted(DIGITS, labels[chosen]))


class Tuned(NamedTuple):
    """What a bias on the score of elephants does: percent, by bias, on the part held out and on the test.

    bias: chosen by the former; of equals the one in the middle.
    """

    mock: Array
    exam: Array
    bias: float

    @classmethod
    def of(cls, w: Array, held: np.ndarray, test: np.ndarray) -> Self:
        """Try them all on one network."""
        mock, exam = _by_bias(w, held), _by_bias(w, test)
        return cls(mock, exam, float(np.median(BIASES[mock == mock.max()])))

    @property
    def at(self) -> int:
        """The place of the bias among those tried."""
        return int(np.abs(BIASES - self.bias).argmin())


def _by_bias(w: Array, rows: np.ndarray) -> Array:
    inputs, labels = animals().inputs[rows], animals().labels[rows]
    scores = NETWORK.scores(w, inputs)
    elephant = scores[:, ELEPHANT] + BIASES[:, None] > scores[:, :ELEPHANT].max(axis=1)
    answers = np.where(elephant, ELEPHANT, scores[:, :ELEPHANT].argmax(axis=1))
    return np.asarray(100 * (answers == labels).mean(axis=1))
