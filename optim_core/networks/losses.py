"""How wrong the scores of a classifier are: a loss of each example and its slope in the scores."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text
from optim_core.networks.products import summed


class Verdict(NamedTuple):
    """Of each example: the loss (*batch, n), computed where it is asked for, and its slope in every score.

    The slope is (*batch, n, classes).
    """

    loss: Callable[[], Array]
    slope: Array


class Loss(NamedTuple):
    """A loss of scores (*batch, n, classes) given the labels, (n,) for the whole batch or (*batch, n)."""

    title: Text
    of: Callable[[Array, np.ndarray], Verdict]


def softmax(scores: Array, labels: np.ndarray) -> Verdict:
    """Cross-entropy: minus the logarithm of the probability that the softmax gives to the right class."""
    # Class by class: what goes over classes is several times slower where the few of them lie next to one another.
    by_class = scores.swapaxes(-1, -2).copy()
    right = _unit_vectors(scores.shape[-1], scores.dtype).take(labels, axis=1)
    if labels.ndim > 1:
        right = right.transpose(*range(1, labels.ndim), 0, labels.ndim)
    by_class -= np.maximum.reduce(by_class, axis=-2, keepdims=True)  # the largest exponential is 1: nothing overflows
    slope = np.exp(by_class)
    total = summed(slope)[..., None, :]
    slope /= total
    slope -= right
    return Verdict(lambda: np.log(total[..., 0, :]) - np.add.reduce(by_class * right, axis=-2), slope.swapaxes(-1, -2))


def hinge(scores: Array, labels: np.ndarray) -> Verdict:
    """The support vector machine of many classes: what each wrong score lacks of staying 1 below the right one."""
    scores, right = _placed(scores, labels)
    lack = np.maximum(scores - scores.reshape(-1)[right][..., None] + 1, 0)
    lack.reshape(-1)[right] = 0
    slope = (lack > 0).astype(scores.dtype)
    slope.reshape(-1)[right] = -slope.sum(axis=-1)
    return Verdict(lambda: lack.sum(axis=-1), slope)


def squared(scores: Array, labels: np.ndarray) -> Verdict:
    """Mean squared error of the scores, which should be 1 for the right class and 0 for the others."""
    scores, right = _placed(scores, labels)
    off = scores.copy()
    off.reshape(-1)[right] -= 1
    return Verdict(lambda: (off * off).mean(axis=-1), 2 / scores.shape[-1] * off)


def shares(scores: Array) -> Array:
    """What a network gives to each class, summing to 1: the softmax of its scores (..., classes)."""
    apart = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(apart / apart.sum(axis=-1, keepdims=True))


def _placed(scores: Array, labels: np.ndarray) -> tuple[Array, np.ndarray]:
    """The scores row by row, and where those of the right classes stand among all of them, (*batch, n)."""
    return np.ascontiguousarray(scores), _firsts(*scores.shape) + labels


@functools.lru_cache(maxsize=64)
def _unit_vectors(n: int, precision: np.dtype) -> Array:
    """1 for the right one of n classes and 0 for the others, (n, n), read-only."""
    made = np.eye(n, dtype=precision)
    made.setflags(write=False)
    return made


@functools.lru_cache(maxsize=64)
def _firsts(*shape: int) -> np.ndarray:
    """Where every row of an array of this shape begins, (*batch, n)."""
    *rows, classes = shape
    begun = np.arange(0, math.prod(shape), classes).reshape(rows)
    begun.setflags(write=False)
    return begun


LOSSES: Mapping[str, Loss] = {
    "hinge": Loss(Text("SVM (hinge)", "SVM (힌지)"), hinge),
    "softmax": Loss(Text("cross-entropy (softmax)", "교차 엔트로피(소프트맥스)"), softmax),
    "squared": Loss(Text("mean squared error", "평균 제곱 오차"), squared),
}
