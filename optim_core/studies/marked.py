"""Digits that somebody has marked carelessly, networks that learn from them side by side, and what these answer.

On clean digits networks make hardly a mistake: what ensembles, averages and early stopping are good for stays unseen.
"""

from __future__ import annotations

import functools
from collections.abc import Generator, Sequence
from typing import Any

import numpy as np

from optim_core import terms
from optim_core.data import table
from optim_core.fields import Array
from optim_core.networks.examples import INK, Examples, Split, relabelled
from optim_core.networks.losses import shares
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.rule import Rule
from optim_core.studies.taught import seeds

NETWORK = MLP((64, 32, 10), unit="relu")
BATCH = 32
HELD, TEST, LEAST = 397, 800, 400  # pictures to choose by, and to be judged by at last: fewer where they run out
MEMBERS, CUT, ORDER = range(3)  # streams of luck of a repeat
TURNS = 5  # orders in which the members of a team come together


@functools.cache
def pictures() -> Examples:
    """All 1,797, as shares of full ink."""
    stored = table("digits")
    return Examples(stored["pixels"] / INK, stored["digit"].astype(np.int64))


def dealt(learnt: int, label_noise: float, path: Sequence[int]) -> Split:
    """So many pictures to learn from, some of them marked wrongly; others, marked rightly, to choose and to judge by.

    Drawn with the luck of this path. Raises ValueError where there are not as many.
    """
    inputs, labels = pictures()
    if learnt + HELD + LEAST > len(labels):
        raise ValueError(f"{len(labels) - HELD - LEAST} pictures may be learnt from, not {learnt}")
    rng = np.random.default_rng((*path, CUT))
    order = rng.permutation(len(labels))
    first, held, asked = order[:learnt], order[-HELD:], order[learnt:-HELD][-TEST:]
    told = relabelled(labels[first], label_noise, 10, rng)
    return Split(Examples(inputs[first], told), *(Examples(inputs[part], labels[part]) for part in (held, asked)))


def class_of(learnt: Examples, members: int, lr: float, path: Sequence[int], rule: Rule | None = None) -> Trainer:
    """Networks that learn from the same pictures, each with its own beginning and its own order."""
    rule = rule or Momentum(lr=lr)
    return Trainer(NETWORK, rule, Lessons.alike(learnt, members), seeds((*path, MEMBERS), members), batch=BATCH)


def answers(
    trainer: Trainer, examples: Examples, network: MLP = NETWORK, most: int | None = None
) -> Generator[None, None, Array]:
    """The shares that each network of a trainer, or the first so many, gives, (n, examples, classes)."""
    found = []
    for w in trainer.weights.T[:most]:
        found.append(shares(network.scores(w, examples.inputs)))
        yield None
    return np.stack(found)


def percent(shares: Array, labels: np.ndarray) -> Array:
    """Right answers, by whatever comes before the examples: (...) of (..., examples, classes)."""
    return np.asarray(100 * (shares.argmax(axis=-1) == labels).mean(axis=-1))


def together(each: Array) -> Array:
    """What the first member, the first two, ... and all of them give on average, (n, ..., classes)."""
    counts = np.arange(1, len(each) + 1).reshape(-1, *[1] * (each.ndim - 1))
    return np.asarray(np.cumsum(each, axis=0) / counts)


def votes(each: Array) -> Array:
    """One vote for each member in the place of its shares; a tie goes to those that are surer."""
    return np.asarray(np.eye(each.shape[-1])[each.argmax(axis=-1)] + 1e-6 * each)


def team(each: Array, labels: np.ndarray) -> Generator[None, None, Array]:
    """Percent of right answers of one member, two, ... all of them together, (n,): nobody is always the first.

    Of one: the mean of them all.
    """
    found = []
    for first in range(0, len(each), max(len(each) // TURNS, 1)):
        found.append(percent(together(np.roll(each, -first, axis=0)), labels))
        yield None
    right = np.asarray(np.mean(found, axis=0))
    right[0] = percent(each, labels).mean()
    return right


def disagreement(each: Array) -> Array:
    """The chance, in percent, that two of the members (n, ..., classes) answer differently: (...)."""
    n = len(each)
    counts = np.eye(each.shape[-1])[each.argmax(axis=-1)].sum(axis=0)
    return np.asarray(100 * (n * n - (counts * counts).sum(axis=-1)) / (n * max(n - 1, 1)))


def careless(default: float = 0.2) -> Any:
    """The switch that makes the digits as hard as life; 0 is the clean data."""
    return terms.label_noise(default)
