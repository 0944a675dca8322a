"""The door through which an optimizer asks a network: of every update another mini-batch stands behind it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import numpy as np

from optim_core.fields import Array, Text
from optim_core.networks import memory
from optim_core.networks.mlp import Training
from optim_core.noise import Draw, Noise
from optim_core.noises.none import NoNoise
from optim_core.probe import Probe
from optim_core.registry import load
from optim_core.rule import Rule, Slots
from optim_core.surface import Box, Objective, Surface, What
from optim_core.surfaces.quadratic import Bowl

MATRIX = 400  # weights: the Hessian by differences takes two gradients a weight, and every update solves a system


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


class Wants(NamedTuple):
    """What an optimizer must be given beyond the slope of a mini-batch.

    same: it compares losses, or learns from how slopes change, and so must see the same examples at every update.
    matrix: it works with a number for every pair of weights.
    asks: what it asks for in an update; one that searches along a line may ask more often.
    """

    same: bool
    matrix: bool
    asks: tuple[What, ...]

    def gradients(self, parameters: int) -> int:
        """What an update of a network of so many weights costs, in gradients: a Hessian is made of differences."""
        return sum(2 * parameters if what == "hess" else 1 for what in self.asks)


def wants(rule: Rule) -> Wants:
    """Told from one step of it: nobody has to say so."""
    asked, slots = _tried(rule)
    matrix = "hess" in asked or any(slot.ndim == 3 for slot in memory.arrays(slots).values())
    return Wants(set(asked) != {"grad"}, matrix, asked)


def barred(rule: Rule, parameters: int) -> Text | None:
    """Why an optimizer cannot train a network of so many weights; None where it can."""
    if parameters <= MATRIX or not wants(rule).matrix:
        return None
    title = rule.title
    return Text(
        f"{title.en} works with a number for every pair of weights: "
        f"it trains networks of up to {MATRIX} weights, and this one has {parameters}",
        f"‘{title.ko}’에는 가중치 두 개마다 숫자가 하나씩 필요해서 가중치가 {MATRIX}개 이하인 신경망만 "
        f"학습할 수 있는데, 이 신경망에는 {parameters}개가 있습니다",
    )


@functools.cache
def trainable() -> tuple[str, ...]:
    """The optimizers, by kind and in the order of a course, that ask for nothing but slopes.

    Those that ask for a Hessian are made for the plane; values of mini-batches, which differ from update to update,
    mislead those that compare them.
    """
    load("optim_core.optimizers")
    kinds = sorted(Rule.registry.items(), key=lambda item: item[1].order)
    return tuple(kind for kind, rule in kinds if not wants(rule()).same)


class _Luckless(Probe):
    """To draw luck takes longer, the first time, than all else that is done here: NumPy loads it late."""

    def normal(self, size: int) -> Array:
        return np.zeros((size, 1))

    uniform = normal


def _tried(rule: Rule) -> tuple[tuple[What, ...], Slots]:
    """What a rule asks for in its first step on the plane, and what it keeps after it."""
    bowl, x = Bowl(), np.ones((2, 1))
    probe = _Luckless(bowl, NoNoise(), 0)
    probe.begin(x, bowl.grad(x))
    _, slots, _ = rule.over((1,)).step(x, rule.start(x), probe, 0)
    return tuple(asked.what for asked in probe.asked), slots


def door(seeds: Sequence[int]) -> tuple[Probe, Callable[[Training, Array], None]]:
    """A probe for trainings with these seeds, and what opens its next step: the loss it shows, and the weights."""
    behind: list[Training] = []
    probe = Probe(_Weights(), _Shown(behind), seeds)

    def show(training: Training, w: Array) -> None:
        behind[:] = [training]
        probe.begin(w, w)  # what it takes for the true gradient goes unused: behind the door is never the space itself

    return probe, show
