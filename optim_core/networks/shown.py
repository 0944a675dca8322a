"""What luck gives a training: the weights to begin with; which examples, and which units silent, update by update."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import numpy as np

from optim_core.fields import Array
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP

WEIGHTS, ORDER, DROPPED, LUCK = range(4)  # the streams of luck of a training, each drawn from its seed apart


def first(network: MLP, seed: int) -> Array:
    """The weights that a training of this seed begins with, (parameters,)."""
    return network.begin(np.random.default_rng((WEIGHTS, seed)))


def shuffled(rows: np.ndarray, labels: np.ndarray, seeds: Sequence[int], epoch: int) -> tuple[np.ndarray, np.ndarray]:
    """Those of n trainings (n, m), each in its order of this epoch."""
    orders = [_order(seed, epoch, rows.shape[1]) for seed in seeds]
    if len(orders) == 1:
        return rows.take(orders[0], axis=1), labels.take(orders[0], axis=1)
    order = np.stack(orders)
    return np.take_along_axis(rows, order, axis=1), np.take_along_axis(labels, order, axis=1)


def mini_batches(inputs: Array, rows: np.ndarray, labels: np.ndarray, batch: int) -> Iterator[Examples]:
    """Examples of n trainings, (n, batch, features) and (n, batch), given their rows of the inputs and labels (n, m).

    Of a training alone they have no axis of trainings. The last ones are what is left.
    """
    parts = [slice(first, first + batch) for first in range(0, rows.shape[-1], batch)]
    if len(rows) == 1:
        shown, alone = inputs.take(rows[0], axis=0), labels[0]
        yield from (Examples(shown[part], alone[part]) for part in parts)
    else:
        yield from (Examples(inputs.take(rows[:, part], axis=0), labels[:, part]) for part in parts)


class Dropout:
    """Factors for the units of every hidden layer, drawn anew at every update."""

    def __init__(self, chance: Array, units: Sequence[int], seeds: Sequence[int], epoch: int) -> None:
        """Chances of n trainings (n,) that a unit is silent, and how many units each layer has."""
        self._streams = [np.random.default_rng((DROPPED, seed, epoch)) for seed in seeds] if chance.any() else []
        self._chance, self._units = (chance if len(seeds) > 1 else chance[0])[..., None, None], units

    def kept(self, examples: int) -> Sequence[Array]:
        """One layer after another (n, examples, units), alone (examples, units); none where nobody drops out."""
        if not self._streams:
            return ()
        batch = self._chance.shape[:-2]
        drawn = (
            np.stack([stream.random((examples, units), dtype=np.float32) for stream in self._streams])
            for units in self._units
        )
        return [(each.reshape(*batch, *each.shape[1:]) >= self._chance) / (1 - self._chance) for each in drawn]


@functools.lru_cache(maxsize=32)  # trainings beside one another often share their luck
def _order(seed: int, epoch: int, m: int) -> np.ndarray:
    """In which m examples are shown in one epoch."""
    return np.random.default_rng((ORDER, seed, epoch)).permutation(m)
