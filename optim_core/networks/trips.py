"""A training as a way through the space of all weights, and the directions in which to look at it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from optim_core.fields import Array
from optim_core.networks.backward import Layer
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP
from optim_core.networks.normal import Running
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.rule import Rule

RAW = 0.2  # the spread of a random direction that is not fitted to anything
DIRECTION = 6  # the stream of luck, beside those of a training and its data, that directions are drawn from
Found = TypeVar("Found")


class Trip(NamedTuple):
    """Weights after every epoch, the first before any: path (epochs + 1, parameters); the running averages at the end.

    `ended` says that it blew up: it stands still from there on.
    """

    path: Array
    running: Running
    ended: bool


def trips(
    network: MLP, rule: Rule, examples: Examples, seeds: Sequence[int], epochs: int, batch: int = 32
) -> list[Trip]:
    """As many trainings of one build as there are seeds, side by side, in double precision."""
    return drained(travelled(network, rule, examples, seeds, epochs, batch))


def drained(making: Generator[None, None, Found]) -> Found:
    """What comes of work in turns, all of it at once."""
    while True:
        try:
            next(making)
        except StopIteration as end:
            found: Found = end.value
            return found


def travelled(
    network: MLP, rule: Rule, examples: Examples, seeds: Sequence[int], epochs: int, batch: int = 32
) -> Generator[None, None, list[Trip]]:
    """The same in turns, for who has other work as well."""
    lessons = Lessons.alike(examples, len(seeds))
    trainer = Trainer(network, rule, lessons, seeds, batch=batch, precision=np.float64)
    path = [trainer.weights.T.copy()]
    for _ in range(epochs):
        yield from trainer.run(1)
        path.append(trainer.weights.T.copy())
    each = np.stack(path, axis=1)
    return [Trip(each[i], Running(trainer.running.moments[i]), bool(trainer.ended[i])) for i in range(len(seeds))]


def drawn(network: MLP, w: Array, seed: int, count: int = 2, *, fitted: bool = True) -> Array:
    """Random directions, (count, parameters), that turn the weights and leave biases and gammas alone.

    fitted: the weights into each unit are scaled to the length that those of w have (Li et al., Visualizing the loss
    landscape of neural nets, 2018). Else every number of a direction is drawn with the spread RAW, whatever w is.
    """
    rng = np.random.default_rng((DIRECTION, seed))
    return np.stack([_direction(network, w, rng.standard_normal(len(w)), fitted) for _ in range(count)])


def _direction(network: MLP, w: Array, d: Array, fitted: bool) -> Array:
    parts = []
    for layer, into in zip(network.layers(w), network.layers(d), strict=True):
        lengths = _lengths(layer) / _lengths(into) if fitted else RAW
        still = np.zeros(len(layer.bias) + (0 if layer.scale is None else len(layer.scale)))
        parts += [(into.weights * lengths).ravel(), still]
    return np.concatenate(parts)


def _lengths(layer: Layer) -> Array:
    return np.asarray(np.linalg.norm(layer.weights, axis=0))


def rescaled(network: MLP, w: Array, factor: float) -> Array:
    """Weights that say the same otherwise: the first layer times a factor, the second divided by it.

    The function is the same for units that are linear on either side of 0 (ReLU, leaky ReLU, linear). Raises ValueError
    where there is one layer only, and under batch normalisation, which takes the length of the first layer out already.
    """
    first, second, *_ = network.layers(w)
    if first.last:
        raise ValueError("one layer cannot be rescaled against another")
    if first.scale is not None:
        raise ValueError("batch normalisation takes the length of the first layer out already")
    scale = np.ones(len(w))
    begun = first.weights.size + len(first.bias)
    scale[:begun] = factor
    scale[begun : begun + second.weights.size] = 1 / factor
    return np.asarray(w * scale)


class Flat(NamedTuple):
    """The plane that holds most of a path: two directions of length 1 (2, parameters), and the share that each holds.

    The squared distances of the path from its end are what is shared out (Li et al., 2018).
    """

    axes: Array
    held: Array


def flattened(path: Array) -> Flat:
    """Principal components of a path (n, parameters) about its end.

    Raises ValueError where it has no plane: of one step, or of none that leads anywhere.
    """
    away = path[:-1] - path[-1]
    _, lengths, axes = np.linalg.svd(away, full_matrices=False)
    whole = float((lengths * lengths).sum())
    if len(axes) < 2 or whole == 0.0:
        raise ValueError("a path of one step has no plane")
    pair = axes[:2]
    far = pair @ away[0]  # whose signs are free: the start lies to the upper right of the end
    pair = pair * np.where(far < 0, -1.0, 1.0)[:, None]
    return Flat(pair, lengths[:2] ** 2 / whole)


def held(path: Array, axes: Array) -> float:
    """The share of the squared distances of a path from its end that two directions at right angles hold."""
    away = path - path[-1]
    return float(((away @ axes.T) ** 2).sum() / (away * away).sum())


def upright(axes: Array) -> Array:
    """The same plane by two directions of length 1 at right angles, the first as it is."""
    first = axes[0] / np.linalg.norm(axes[0])
    second = axes[1] - (axes[1] @ first) * first
    return np.stack([first, second / np.linalg.norm(second)])
