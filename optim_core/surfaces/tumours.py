"""Logistic regression on 569 breast tumours."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

import numpy as np

from optim_core.data import table
from optim_core.fields import Array, Text
from optim_core.surface import Box, Objective, Pair, Surface, symmetric

_DECAY = 0.01  # twice the factor of x^2 + y^2
_BLOCK = 64  # points taken at a time, so that a map of the loss stays within the processor's cache


@dataclasses.dataclass(frozen=True, eq=False)
class Logistic:
    """Mean of ln(1 + exp(m)) over some examples plus 0.005 (x^2 + y^2), where m = x a + y b.

    Attributes:
        a, b: the two inputs of each example times minus its label, (n,); or (points, n), examples for each point.
    """

    a: Array
    b: Array

    def value(self, p: Array) -> Array:
        """Loss, (*batch)."""
        x, y = p
        (loss,) = self._means(p, _softplus)
        return loss + 0.5 * _DECAY * (x * x + y * y)

    def grad(self, p: Array) -> Array:
        """Gradient, (2, *batch)."""
        return self._means(p, self._slopes) + _DECAY * p

    def hess(self, p: Array) -> Array:
        """Hessian, (2, 2, *batch)."""
        xx, xy, yy = self._means(p, self._bends)
        return symmetric(xx + _DECAY, xy, yy + _DECAY)

    def _slopes(self, m: Array) -> tuple[Array, ...]:
        e = np.exp(-np.abs(m))
        s = np.where(m < 0.0, e, 1.0) / (1.0 + e)
        return s * self.a, s * self.b

    def _bends(self, m: Array) -> tuple[Array, ...]:
        e = np.exp(-np.abs(m))
        sa = e / ((1.0 + e) * (1.0 + e)) * self.a
        sb = e / ((1.0 + e) * (1.0 + e)) * self.b
        return sa * self.a, sa * self.b, sb * self.b

    def _means(self, p: Array, terms: Callable[[Array], tuple[Array, ...]]) -> Array:
        """Means over the examples, (k, *batch), of k functions of m; every point is summed in one order."""
        flat = p.reshape(2, -1, 1)
        blocks: list[list[Array]] = []
        block = _BLOCK if self.a.ndim == 1 else len(self.a)
        for first in range(0, max(flat.shape[1], 1), block):
            x, y = flat[:, first : first + block]
            m = np.ascontiguousarray(x * self.a + y * self.b)
            blocks.append([np.add.reduce(term, axis=-1) for term in terms(m)])
        sums = np.concatenate(blocks, axis=1)
        return (sums / self.a.shape[-1]).reshape(len(sums), *p.shape[1:])


def _softplus(m: Array) -> tuple[Array, ...]:
    return (np.maximum(m, 0.0) + np.log1p(np.exp(-np.abs(m))),)


@functools.cache
def _whole() -> Logistic:
    cells = table("tumours")
    sign = 1.0 - 2.0 * cells["malignant"]  # minus the label, which is 1 for malignant and -1 for benign
    radius, texture = ((cells[name] - cells[name].mean()) / cells[name].std() for name in ("radius", "texture"))
    return Logistic(sign * radius, sign * texture)


@functools.cache
def _best() -> Pair:
    x = y = 0.0
    for _ in range(8):  # Newton, which converges here since the loss is strictly convex
        p = np.array([x, y])
        (gx, gy), ((xx, xy), (_, yy)) = _whole().grad(p).tolist(), _whole().hess(p).tolist()
        det = xx * yy - xy * xy
        x, y = x - (yy * gx - xy * gy) / det, y - (xx * gy - xy * gx) / det
    return (x, y)


class Tumours(Surface, kind="tumours"):
    """Malignant or benign from the standardised mean radius and mean texture of the cell nuclei."""

    order = 260
    title = Text("Tumours", "종양")
    summary = Text(
        "Logistic regression on 569 tumours: a smooth convex valley, steep on one side, faint on the other.",
        "유방 종양 569건의 로지스틱 회귀입니다. 매끈하고 볼록한 골짜기이며, 한쪽은 가파르고 다른 쪽은 완만합니다.",
    )
    formula = (r"f(x, y) = \frac{1}{n} \sum_{i=1}^{n} \ln(1 + \exp(-t_i (a_i x + b_i y))) + 0.005 (x^2 + y^2)",)
    source = "Street, Wolberg and Mangasarian, Nuclear Feature Extraction for Breast Tumor Diagnosis, 1993"
    rows = 569

    def value(self, p: Array) -> Array:
        return _whole().value(p)

    def grad(self, p: Array) -> Array:
        return _whole().grad(p)

    def hess(self, p: Array) -> Array:
        return _whole().hess(p)

    def domain(self) -> Box:
        return (-3.0, 7.0, -4.0, 5.0)

    def begin(self) -> Pair:
        return (-2.0, 3.5)

    def minima(self) -> tuple[Pair, ...]:
        return (_best(),)

    def floor(self) -> float | None:
        return float(_whole().value(np.array(_best())))

    def sample(self, rows: np.ndarray) -> Objective:
        whole = _whole()
        return Logistic(whole.a.take(rows), whole.b.take(rows))
