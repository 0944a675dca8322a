"""Additive Gaussian noise on the gradient."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.noise import Draw, Noise
from optim_core.surface import Objective, Surface

_BLOCK = 64  # steps drawn at a time: a call for each step of each of many runs would cost more than the steps


@dataclasses.dataclass(frozen=True)
class Tilted:
    """A surface tilted around `x`, so that value and gradient of one step tell the same story to a line search."""

    surface: Objective
    x: Array
    slope: Array

    def value(self, p: Array) -> Array:
        """True value plus what the tilt adds between x and p."""
        return self.surface.value(p) + np.sum(self.slope * (p - self.x), axis=0)

    def grad(self, p: Array) -> Array:
        """True gradient plus the same draw everywhere."""
        return self.surface.grad(p) + self.slope

    def hess(self, p: Array) -> Array:
        """A tilt has no curvature."""
        return self.surface.hess(p)


class Gaussian(Noise, kind="gaussian"):
    """The gradient of step t is the true one plus sigma times a standard normal draw."""

    order = 20
    title = Text("Gaussian", "가우시안")
    summary = Text(
        "Adds the same random vector to every run's gradient at each step.",
        "매 스텝 모든 실행의 기울기에 같은 무작위 벡터를 더합니다.",
    )
    formula = (r"\tilde g_t = \nabla f(x) + \sigma z_t, \quad z_t \sim \mathcal N(0, I)",)

    sigma: float = hyper(
        0.1,
        1e-4,
        10.0,
        log=True,
        minimum=0.0,
        maximum=1e6,
        symbol=r"\sigma",
        help=Text("standard deviation of the noise in each coordinate", "좌표별 잡음의 표준편차"),
    )

    def draws(self, surface: Surface, seed: int) -> Draw:
        rng = np.random.default_rng(seed)

        def draw(x: Array) -> Objective:
            normal = rng.standard_normal((x.shape[0],) + (1,) * (x.ndim - 1))
            return Tilted(surface, x, self.sigma * normal)

        return draw

    def draws_each(self, surface: Surface, seeds: Sequence[int]) -> Draw:
        normals: Iterator[Array] | None = None

        def draw(x: Array) -> Objective:
            nonlocal normals
            normals = normals or _normals(seeds, x.shape[0])
            return Tilted(surface, x, self.sigma * next(normals))

        return draw


def _normals(seeds: Sequence[int], dimensions: int) -> Iterator[Array]:
    """Standard normal draws (D, n), step after step, of n streams of their own."""
    streams = [np.random.default_rng(seed) for seed in seeds]
    while True:
        yield from np.stack([rng.standard_normal((_BLOCK, dimensions)) for rng in streams], axis=-1)
