"""Balls that circle the goal of a noisy bowl, and running averages of where they were."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array

START = (-2.5, 0.0)
BALLS = 200  # by which a mean height is told
DRAWN = 250  # steps of the path that are seen


class Circled(NamedTuple):
    """What became of balls and of their averages, one for each constant.

    path: of the first ball and of its first average, at the start and after each of the first steps,
        (2, 2, points): who, coordinate, point. heights: of both, the mean of all balls, after each step, (2, steps).
    ends: height of every average at the end, (constants,). half: that of the plain mean of the second half.
    """

    path: Array
    heights: Array
    ends: Array
    half: float


def circled(lr: float, sigma: float, steps: int, betas: Array, seed: int) -> Generator[None, None, Circled]:
    """Plain steps on half the squared distance to 0, with normal noise of the spread sigma on every slope."""
    rng = np.random.default_rng(seed)
    x = np.repeat(np.array(START)[:, None], BALLS, axis=1)
    means = np.repeat(x[:, :, None], len(betas), axis=2)
    half, path, heights = np.zeros_like(x), [(x[:, 0], means[:, 0, 0])], list[tuple[float, float]]()
    for step in range(steps):
        x = x - lr * (x + sigma * rng.standard_normal(x.shape))
        means = betas * means + (1 - betas) * x[:, :, None]
        half += x / (steps - steps // 2) if step >= steps // 2 else 0
        heights.append((_height(x), _height(means[:, :, 0])))
        if step < DRAWN:
            path.append((x[:, 0], means[:, 0, 0]))
        yield None
    ends = np.array([_height(means[:, :, k]) for k in range(len(betas))])
    return Circled(np.array(path).transpose(1, 2, 0), np.array(heights).T, ends, _height(half))


def _height(x: Array) -> float:
    """The mean height over the bowl of points (2, n)."""
    return float(0.5 * (x * x).sum(axis=0).mean())
