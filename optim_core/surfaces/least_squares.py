"""Least squares: what fitting a straight line to a table of two inputs looks like from above."""

from __future__ import annotations

import dataclasses

import numpy as np

from optim_core.fields import Array
from optim_core.surface import Pair, stack2, symmetric


@dataclasses.dataclass(frozen=True)
class Fit:
    """Half the mean squared error of t = x a + y b over some rows, expanded around `centre`.

    Attributes:
        centre: the best fit of the whole table, so that near it nothing cancels.
        aa, ab, bb: means of a a, a b and b b.
        ar, br, rr: means of a r, b r and r r, where r = t - (x a + y b) at the centre.
            Numbers, or one for each point.
    """

    centre: Pair
    aa: Array
    ab: Array
    bb: Array
    ar: Array
    br: Array
    rr: Array

    def value(self, p: Array) -> Array:
        """Half the mean squared error, (*batch)."""
        x, y = self._offset(p)
        square = x * (self.aa * x + self.ab * y) + y * (self.ab * x + self.bb * y)
        return 0.5 * self.rr + (0.5 * square - (self.ar * x + self.br * y))

    def grad(self, p: Array) -> Array:
        """Gradient, (2, *batch)."""
        x, y = self._offset(p)
        return stack2(self.aa * x + self.ab * y - self.ar, self.ab * x + self.bb * y - self.br)

    def hess(self, p: Array) -> Array:
        """Hessian, the same everywhere, (2, 2, *batch)."""
        one = np.ones_like(p[0])
        return symmetric(self.aa * one, self.ab * one, self.bb * one)

    def _offset(self, p: Array) -> tuple[Array, Array]:
        return p[0] - self.centre[0], p[1] - self.centre[1]


class Regression:
    """A table of a, b, t reduced to what a least-squares loss needs: six products a row."""

    def __init__(self, a: Array, b: Array, t: Array) -> None:
        self.best: Pair = (0.0, 0.0)
        for _ in range(3):  # the first pass solves, the others take away what rounding left
            fit = self._about_best(a, b, t)
            det = fit.aa * fit.bb - fit.ab * fit.ab
            x, y = self.best
            x += float((fit.bb * fit.ar - fit.ab * fit.br) / det)
            y += float((fit.aa * fit.br - fit.ab * fit.ar) / det)
            self.best = (x, y)
        self.whole = self._about_best(a, b, t)

    def part(self, rows: np.ndarray) -> Fit:
        """The loss of some rows (B,), or of some for each point, (n, B)."""
        means = self._products.take(rows, axis=0).sum(axis=-2) / rows.shape[-1]
        return Fit(self.best, *means.T)

    def _about_best(self, a: Array, b: Array, t: Array) -> Fit:
        r = t - (self.best[0] * a + self.best[1] * b)
        self._products = np.stack((a * a, a * b, b * b, a * r, b * r, r * r), axis=1)
        return self.part(np.arange(len(t)))
