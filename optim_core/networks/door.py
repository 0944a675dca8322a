"""The door through which an optimizer asks a network: of every update another mini-batch stands behind it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from optim_core.fields import Array
from optim_core.networks.mlp import Training
from optim_core.noise import Draw, Noise
from optim_core.noises.none import NoNoise
from optim_core.probe import Probe
from optim_core.registry import load
from optim_core.rule import Rule
from optim_core.surface import Box, Objective, Surface, What
from optim_core.surfaces.quadratic import Bowl


class _Weights(Surface):
    """The space of weights: all around 0, and without a loss until there is a mini-batch."""

    def domain(self) -> Box:
        return -1.0, 1.0, -1.0, 1.0


class _Shown(Noise):
    """What was shown last."""

    behind: list[Training]

    def draws_each(self, surface: Surface, seeds: Sequence[int]) -> Draw:
        # a Hessian is made of differences before it comes to this: the space has none by formula
        return lambda x: cast(Objective, self.behind[0])


@functools.cache
def trainable() -> tuple[str, ...]:
    """The optimizers, by kind and in the order of a course, that ask for nothing but slopes.

    Those that ask for a Hessian are made for the plane; values of mini-batches, which differ from update to update,
    mislead those that compare them.
    """
    load("optim_core.optimizers")
    kinds = sorted(Rule.registry.items(), key=lambda item: item[1].order)
    return tuple(kind for kind, rule in kinds if _asks(rule()) == {"grad"})


class _Luckless(Probe):
    """To draw luck takes longer, the first time, than all else that is done here: NumPy loads it late."""

    def normal(self, size: int) -> Array:
        return np.zeros((size, 1))

    uniform = normal


def _asks(rule: Rule) -> set[What]:
    bowl, x = Bowl(), np.ones((2, 1))
    probe = _Luckless(bowl, NoNoise(), 0)
    probe.begin(x, bowl.grad(x))
    rule.over((1,)).step(x, rule.start(x), probe, 0)
    return {asked.what for asked in probe.asked}


def door(seeds: Sequence[int]) -> tuple[Probe, Callable[[Training, Array], None]]:
    """A probe for trainings with these seeds, and what opens its next step: the loss it shows, and the weights."""
    behind: list[Training] = []
    probe = Probe(_Weights(), _Shown(behind), seeds)

    def show(training: Training, w: Array) -> None:
        behind[:] = [training]
        probe.begin(w, w)  # what it takes for the true gradient goes unused: behind the door is never the space itself

    return probe, show
