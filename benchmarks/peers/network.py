"""The network that all train: the same weights to begin with, the same mini-batches, float32."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array
from optim_core.networks.examples import Examples, split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.shown import ORDER, WEIGHTS
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.momentum import Momentum
from optim_core.rule import Rule

SIZES, BATCH, EPOCHS, SEED = (64, 32, 10), 32, 2, 0
RULES: dict[str, Rule] = {"momentum": Momentum(lr=0.03, momentum=0.9), "Adam": Adam(lr=0.003)}


def learnt() -> Examples:
    """The pictures, in float32."""
    examples = split_digits().training
    return examples._replace(inputs=examples.inputs.astype(np.float32))


def parts() -> list[Array]:
    """Weights and bias of each layer at the beginning."""
    network = MLP(SIZES)
    w = network.begin(np.random.default_rng((WEIGHTS, SEED))).astype(np.float32)
    return [part for weights, bias, *_ in network.layers(w) for part in (weights, bias)]


def orders() -> list[np.ndarray]:
    """The order of the pictures in each epoch."""
    m = len(learnt().labels)
    return [np.random.default_rng((ORDER, SEED, epoch)).permutation(m) for epoch in range(EPOCHS)]


def ours(rule: Rule, n: int = 1, dropout: float = 0.0, batch_norm: bool = False) -> Array:
    """So many networks at once; the weights of the first of them."""
    lessons = Lessons.alike(split_digits().training, n)
    network = MLP(SIZES, batch_norm=batch_norm)
    trainer = Trainer(network, rule, lessons, range(SEED, SEED + n), batch=BATCH, dropout=dropout)
    for _ in trainer.run(EPOCHS):
        pass
    return trainer.weights[:, 0]
