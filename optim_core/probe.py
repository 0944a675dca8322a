"""The only door to an objective: it counts what it is asked, remembers where, and adds the noise of the step."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import numpy as np

from optim_core.algebra import slopes
from optim_core.fields import Array
from optim_core.noise import Noise
from optim_core.surface import Box, Objective, Surface, What

Tally = Literal["value", "grad", "hess", "samples"]  # samples: the examples of the data that were looked at
Count = int | np.ndarray  # one number while all runs of a batch ask alike
Seed = int | Sequence[int]
LUCK = 0x5EED  # keeps a rule's own draws apart from those of the noise under the same seed


def nothing() -> dict[Tally, Count]:
    """The counts of a run that has not asked yet."""
    return {"value": 0, "grad": 0, "hess": 0, "samples": 0}


class Asked(NamedTuple):
    """One question of a rule: what it asked for, where (D, *batch), and what it was told."""

    what: What
    at: Array
    answer: Array


class Probe:
    """A noisy, counted view of a surface, one step at a time.

    `value`, `grad` and `hess` take points (D, *batch). A rule whose runs ask differently often (a line search)
    passes `where`, a mask (*batch) of the runs that need the answer: only those are counted. While it is `steady`
    what was learned about a point in one step still holds in the next. What is counted is what the surface is asked:
    a gradient by differences counts as the values it is made of. On a loss made of data every evaluation is one look
    at each example of the batch, which `samples` counts.

    One seed is the same luck for all runs of a batch; a sequence of seeds gives each run of a batch (n,) its own.
    """

    def __init__(self, surface: Surface, noise: Noise, seed: Seed) -> None:
        self.surface = surface
        self.domain: Box = surface.domain()
        self.counts = nothing()
        self._noise, self._examples = noise, noise.examples(surface)
        self.asked: list[Asked] = []
        self._seeds = [seed] if isinstance(seed, int) else seed
        self._draw = noise.draws(surface, seed) if isinstance(seed, int) else noise.draws_each(surface, seed)
        self._objective: Objective = surface
        self.steady = noise.steady
        self._ones: tuple[int, ...] = ()
        self._here: tuple[Array, Array] | None = None

    def begin(self, x: Array, true_grad: Array) -> None:
        """Open a step at points `x`, whose true gradient the walk knows already."""
        self._objective = self._draw(x)
        self._ones = (1,) * (x.ndim - 2)
        self._here = (x, true_grad) if self._objective is self.surface else None
        self.asked = []

    def value(self, p: Array, where: np.ndarray | None = None) -> Array:
        """Loss as this step sees it, (*batch)."""
        self._count("value", p, where)
        return self._noted("value", p, self._objective.value(p))

    def grad(self, p: Array, where: np.ndarray | None = None) -> Array:
        """Gradient as this step sees it, (D, *batch)."""
        return self._noted("grad", p, self._grad(p, where))

    def hess(self, p: Array, where: np.ndarray | None = None) -> Array:
        """Hessian as this step sees it, (D, D, *batch); by counted central differences where none is given."""
        if self.surface.has_hessian():
            self._count("hess", p, where)
            return self._noted("hess", p, self._objective.hess(p))
        return self._noted("hess", p, slopes(lambda q: self._grad(q, where), p))

    def normal(self, size: int) -> Array:
        """Standard normal draws (size, *batch), the same for every run of a race: where luck is shared, axes are 1."""
        return self._drawn(lambda rng: rng.standard_normal(size))

    def uniform(self, size: int) -> Array:
        """Uniform draws from [0, 1), likewise."""
        return self._drawn(lambda rng: rng.random(size))

    @functools.cached_property
    def _luck(self) -> list[np.random.Generator]:
        return [np.random.default_rng([LUCK, seed]) for seed in self._seeds]

    def _drawn(self, draw: Callable[[np.random.Generator], Array]) -> Array:
        each = np.stack([draw(rng) for rng in self._luck], axis=-1)
        return each.reshape(*each.shape, *self._ones)

    def _count(self, what: What, p: Array, where: np.ndarray | None) -> None:
        what, times = self._noise.asks(what, len(p))
        asked = times if where is None else times * where.astype(np.int64)
        self.counts[what] = self.counts[what] + asked
        if self._examples:
            self.counts["samples"] = self.counts["samples"] + asked * self._examples

    def _noted(self, what: What, p: Array, answer: Array) -> Array:
        self.asked.append(Asked(what, p, answer))
        return answer

    def _grad(self, p: Array, where: np.ndarray | None) -> Array:
        self._count("grad", p, where)
        if self._here is not None and p is self._here[0]:
            return self._here[1]
        return self._objective.grad(p)
