"""optax as it is fastest: a whole epoch is one `scan` over its mini-batches, compiled by `jit`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.peers.network import BATCH, RULES, learnt, orders, parts
from optim_core.fields import Array


def _optimizer(rule: str) -> optax.GradientTransformation:
    own = RULES[rule]
    return optax.adam(own.lr) if rule == "Adam" else optax.sgd(own.lr, own.momentum)


def _loss(weights: Any, pictures: Any, labels: Any) -> Any:
    w1, b1, w2, b2 = weights
    scores = jnp.tanh(pictures @ w1 + b1) @ w2 + b2
    return optax.softmax_cross_entropy_with_integer_labels(scores, labels).mean()


def contestant(rule: str) -> Callable[[], Array]:
    """Trains the network by a rule and answers its weights; the last mini-batch of an epoch, smaller, goes alone."""
    optimizer = _optimizer(rule)
    pictures, labels = jnp.asarray(learnt().inputs), jnp.asarray(learnt().labels)
    whole = len(learnt().labels) // BATCH * BATCH
    rows = [(jnp.asarray(order[:whole].reshape(-1, BATCH)), jnp.asarray(order[whole:])) for order in orders()]
    begun = [jnp.asarray(part) for part in parts()]

    def update(state: Any, some: Any) -> Any:
        weights, slots = state
        moves, slots = optimizer.update(jax.grad(_loss)(weights, pictures[some], labels[some]), slots, weights)
        return (optax.apply_updates(weights, moves), slots), None

    @jax.jit
    def epoch(state: Any, batches: Any, rest: Any) -> Any:
        state, _ = jax.lax.scan(update, state, batches)
        return update(state, rest)[0]

    def train() -> Array:
        state = begun, optimizer.init(begun)
        for batches, rest in rows:
            state = epoch(state, batches, rest)
        return np.concatenate([np.asarray(part).ravel() for part in state[0]])

    return train
