"""Networks that learn to read digits, each from pictures of its own choice, and what each of them is asked."""

from __future__ import annotations

import functools
from collections.abc import Generator, Sequence

import numpy as np

from optim_core.fields import Array
from optim_core.networks.examples import Examples, split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.rule import Rule


@functools.cache
def every_digit() -> Examples:
    """All 1,797 pictures: a study parts them in its own way."""
    parts = split_digits(standardised=True)
    return Examples(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def seeds(path: Sequence[int], count: int) -> list[int]:
    """As many seeds of trainings, the same ones for the same path."""
    return [int(seed) for seed in np.random.SeedSequence(path).generate_state(count)]


def taught(
    network: MLP, rule: Rule, examples: Examples, rows: Sequence[np.ndarray], seeds: Sequence[int], epochs: int
) -> Generator[None, None, Array]:
    """The weights of a network for each list of rows that one learns from, (parameters, n).

    Lists of one length go side by side.
    """
    weights = np.empty((network.parameters, len(rows)))
    for length in sorted({len(some) for some in rows}):
        alike = [i for i, some in enumerate(rows) if len(some) == length]
        chosen = np.stack([rows[i] for i in alike])
        lessons = Lessons(examples.inputs, chosen, examples.labels[chosen])
        trainer = Trainer(network, rule, lessons, [seeds[i] for i in alike])
        yield from trainer.run(epochs)
        weights[:, alike] = trainer.weights
    return weights


def answered(
    network: MLP, weights: Array, examples: Examples, rows: Sequence[np.ndarray]
) -> Generator[None, None, list[np.ndarray]]:
    """Of each network whether it is right about each of its rows, a list of (m,)."""
    right = []
    for w, some in zip(weights.T, rows, strict=True):
        scores = network.scores(w, examples.inputs[some])
        right.append(scores.argmax(axis=-1) == examples.labels[some])
        yield None
    return right
