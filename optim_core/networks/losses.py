"""How wrong the scores of a classifier are: a loss of each example and its slope in the scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text


class Verdict(NamedTuple):
    """Of each example: the loss (*batch, n), and its slope in every score (*batch, n, classes)."""

    loss: Array
    slope: Array


class Loss(NamedTuple):
    """A loss of scores (*batch, n, classes) given the labels (n,)."""

    title: Text
    of: Callable[[Array, np.ndarray], Verdict]


def softmax(scores: Array, labels: np.ndarray) -> Verdict:
    """Cross-entropy: minus the logarithm of the probability that the softmax gives to the right class."""
    rows = np.arange(len(labels))
    below = scores - scores.max(axis=-1, keepdims=True)  # the largest exponential is 1: nothing overflows
    weights = np.exp(below)
    total = weights.sum(axis=-1, keepdims=True)
    slope = weights / total
    slope[..., rows, labels] -= 1
    return Verdict(np.log(total[..., 0]) - below[..., rows, labels], slope)


def hinge(scores: Array, labels: np.ndarray) -> Verdict:
    """The support vector machine of many classes: what each wrong score lacks of staying 1 below the right one."""
    rows = np.arange(len(labels))
    lack = np.maximum(scores - scores[..., rows, labels][..., None] + 1, 0)
    lack[..., rows, labels] = 0
    slope = (lack > 0).astype(scores.dtype)
    slope[..., rows, labels] = -slope.sum(axis=-1)
    return Verdict(lack.sum(axis=-1), slope)


LOSSES: Mapping[str, Loss] = {
    "hinge": Loss(Text("SVM (hinge)", "SVM (힌지)"), hinge),
    "softmax": Loss(Text("softmax", "소프트맥스"), softmax),
}
