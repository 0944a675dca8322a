"""Inputs on their way from raw to standardised, and the bowl that least squares makes of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optim_core.data import table
from optim_core.fields import Array

NEAR, PATIENCE = 1e-6, 20_000  # above the lowest loss, and after how many steps to give up
BMI, PROGRESS = 25.0, 100.0  # the units of the raw table
FLAT = 1e-9  # of the largest curvature: less is rounding, or a pixel that nobody writes in


def scaled(inputs: Array, share: float) -> Array:
    """(a - s mean) / spread^s of every column; one without spread is only shifted."""
    spread = inputs.std(axis=0)
    return np.asarray((inputs - share * inputs.mean(axis=0)) / np.where(spread > 0, spread, 1.0) ** share)


class Bowl(NamedTuple):
    """Half the mean squared error: curvatures (k,), smallest first, their directions (k, k), and the way to the best.

    away: where the start, all weights 0, lies as seen from the best fit, along the directions (k,).
    """

    curvatures: Array
    directions: Array
    away: Array

    @classmethod
    def of(cls, inputs: Array, targets: Array) -> Bowl:
        """The fit of targets (n,) by inputs (n, k)."""
        curvatures, directions = np.linalg.eigh(inputs.T @ inputs / len(inputs))
        bent = curvatures > FLAT * curvatures[-1]
        pull = directions.T @ (inputs.T @ targets) / len(inputs)
        return cls(curvatures, directions, -np.where(bent, pull / np.where(bent, curvatures, 1.0), 0.0))

    @property
    def condition(self) -> float:
        """The largest curvature by the smallest that is one."""
        return float(self.curvatures[-1] / self.curvatures[self.curvatures > FLAT * self.curvatures[-1]][0])

    @property
    def stable(self) -> float:
        """The largest rate at which gradient descent does not blow up."""
        return float(2 / self.curvatures[-1])

    def above(self, offset: Array) -> Array:
        """What the loss is above its lowest, at offsets (k, n) from the best fit."""
        along = self.directions.T @ offset
        return np.asarray(0.5 * (self.curvatures[:, None] * along * along).sum(axis=0))

    def path(self, steps: int) -> Array:
        """Gradient descent at the rate 1 by the largest curvature, as offsets from the best fit, (k, steps + 1)."""
        return np.asarray(self.directions @ self._left(steps + 1))

    def _left(self, points: int) -> Array:
        factors = 1 - self.curvatures / self.curvatures[-1]
        return np.asarray(factors[:, None] ** np.arange(points) * self.away[:, None])

    def steps(self) -> int:
        """How many steps of it come to within NEAR of the lowest loss."""
        left = self._left(PATIENCE)
        near = 0.5 * (self.curvatures[:, None] * left * left).sum(axis=0) < NEAR
        return int(near.argmax()) if near.any() else PATIENCE


def patients(share: float) -> Bowl:
    """A straight line through the progress of 442 patients by their body mass index."""
    columns = table("diabetes")
    index = scaled(columns["bmi"][:, None] / BMI, share)
    return Bowl.of(np.hstack([index, np.ones_like(index)]), columns["target"] / PROGRESS)


def pixels(share: float) -> Bowl:
    """The scores of a linear reader of digits: its bowl depends on the pixels alone, not on what is to be read."""
    pictures = scaled(table("digits")["pixels"].astype(np.float64), share)
    return Bowl.of(pictures, np.zeros(len(pictures)))
