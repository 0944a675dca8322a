"""Who learns and who is asked: one part held out, or every part in its turn (k-fold cross-validation).

Dealing n examples into k folds makes an array (n,): the fold of each example, from 0 to k - 1.
The folds and their sizes are those of scikit-learn's KFold and StratifiedKFold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np


class Split(NamedTuple):
    """Numbers of the examples that are learnt from, and of those that are held out; no example is in both."""

    learnt: np.ndarray
    held: np.ndarray


def last(n: int, held: int) -> Split:
    """The last so many of n examples are held out: right only where their order means nothing."""
    if not 0 < held < n:
        raise ValueError(f"of {n} examples 1 to {n - 1} may be held out, not {held}")
    return Split(np.arange(n - held), np.arange(n - held, n))


def contiguous(n: int, k: int) -> np.ndarray:
    """k folds of neighbours, (n,): the first n mod k of them are one example larger."""
    _deals(n, k)
    sizes = np.full(k, n // k)
    sizes[: n % k] += 1
    return np.repeat(np.arange(k), sizes)


def shuffled(n: int, k: int, rng: np.random.Generator) -> np.ndarray:
    """k folds as large as the contiguous ones, of examples drawn at random, (n,)."""
    return rng.permutation(contiguous(n, k))


def stratified(labels: np.ndarray, k: int, rng: np.random.Generator) -> np.ndarray:
    """k folds, (n,), each with its share of every class of labels (n,), give or take one; within a class at random.

    Kohavi, A study of cross-validation and bootstrap for accuracy estimation and model selection, IJCAI 1995.
    """
    _deals(len(labels), k)
    classes = labels[np.sort(np.unique(labels, return_index=True)[1])]
    in_order = np.concatenate([labels[labels == one] for one in classes])
    folds = np.empty(len(labels), dtype=np.int64)
    for one in classes:
        counts = [int(np.count_nonzero(in_order[fold::k] == one)) for fold in range(k)]  # dealt like cards
        folds[labels == one] = rng.permutation(np.repeat(np.arange(k), counts))
    return folds


def splits(folds: np.ndarray) -> Iterator[Split]:
    """Each fold held out in its turn, the others learnt from."""
    for fold in range(int(folds.max()) + 1):
        yield Split(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold))


def _deals(n: int, k: int) -> None:
    if not 2 <= k <= n:
        raise ValueError(f"{n} examples can be dealt into 2 to {n} folds, not {k}")
