"""Telling 569 breast tumours apart by a straight line, under two losses."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

import numpy as np

from optim_core.data import table
from optim_core.fields import Array, Text, choice
from optim_core.surface import Box, Objective, Pair, Surface, symmetric

_DECAY = 0.01  # twice the factor of x^2 + y^2
_BLOCK = 64  # points taken at a time, so that a map of the loss stays within the processor's cache


@dataclasses.dataclass(frozen=True, eq=False)
class Margins:
    """Mean of a loss of m over some examples plus 0.005 (x^2 + y^2), where m = x a + y b: how far on the wrong side.

    Attributes:
        a, b: the two inputs of each example times minus its label, (n,); or (points, n), examples for each point.
    """

    a: Array
    b: Array

    def of(self, m: Array) -> Array:
        """The loss of one example."""
        raise NotImplementedError

    def slope(self, m: Array) -> Array:
        """Its first derivative."""
        raise NotImplementedError

    def bend(self, m: Array) -> Array:
        """Its second derivative."""
        raise NotImplementedError

    def value(self, p: Array) -> Array:
        """Loss, (*batch)."""
        x, y = p
        (loss,) = self._means(p, self._losses)
        return loss + 0.5 * _DECAY * (x * x + y * y)

    def grad(self, p: Array) -> Array:
        """Gradient, (2, *batch)."""
        return self._means(p, self._slopes) + _DECAY * p

    def hess(self, p: Array) -> Array:
        """Hessian, (2, 2, *batch)."""
        xx, xy, yy = self._means(p, self._bends)
        return symmetric(xx + _DECAY, xy, yy + _DECAY)

    def part(self, rows: np.ndarray) -> Objective:
        """The loss of some examples."""
        return type(self)(self.a.take(rows), self.b.take(rows))

    def _losses(self, m: Array) -> tuple[Array, ...]:
        return (self.of(m),)

    def _slopes(self, m: Array) -> tuple[Array, ...]:
        s = self.slope(m)
        return s * self.a, s * self.b

    def _bends(self, m: Array) -> tuple[Array, ...]:
        s = self.bend(m)
        sa = s * self.a
        return sa * self.a, sa * self.b, s * self.b * self.b

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


class Logistic(Margins):
    """ln(1 + exp(m)): wrong examples pull with full strength, right ones less the surer they are."""

    def of(self, m: Array) -> Array:
        """ln(1 + exp(m)), without overflow."""
        return np.maximum(m, 0.0) + np.log1p(np.exp(-np.abs(m)))

    def slope(self, m: Array) -> Array:
        """The logistic function."""
        e = np.exp(-np.abs(m))
        return np.where(m < 0.0, e, 1.0) / (1.0 + e)

    def bend(self, m: Array) -> Array:
        """Its slope."""
        e = np.exp(-np.abs(m))
        return e / ((1.0 + e) * (1.0 + e))


class Squared(Margins):
    """(1 + m)^2 / 2, half the squared distance from the label: what is right by more than enough pulls back."""

    def of(self, m: Array) -> Array:
        """(1 + m)^2 / 2."""
        return 0.5 * ((1.0 + m) * (1.0 + m))

    def slope(self, m: Array) -> Array:
        """1 + m."""
        return 1.0 + m

    def bend(self, m: Array) -> Array:
        """1."""
        return np.ones_like(m)


@functools.cache
def _whole(loss: str) -> Margins:
    cells = table("tumours")
    sign = 1.0 - 2.0 * cells["malignant"]  # minus the label, which is 1 for malignant and -1 for benign
    radius, texture = ((cells[name] - cells[name].mean()) / cells[name].std() for name in ("radius", "texture"))
    rated = Squared if loss == "squared" else Logistic
    return rated(sign * radius, sign * texture)


@functools.cache
def _best(loss: str) -> Pair:
    whole = _whole(loss)
    x = y = 0.0
    for _ in range(8):  # Newton, which converges here since the loss is strictly convex
        p = np.array([x, y])
        (gx, gy), ((xx, xy), (_, yy)) = whole.grad(p).tolist(), whole.hess(p).tolist()
        det = xx * yy - xy * xy
        x, y = x - (yy * gx - xy * gy) / det, y - (xx * gy - xy * gx) / det
    return (x, y)


class Tumours(Surface, kind="tumours"):
    """Malignant or benign from the standardised mean radius and mean texture of the cell nuclei."""

    order = 260
    title = Text("Tumours", "종양")
    summary = Text(
        "A line that tells 569 tumours apart: a smooth convex valley, and the loss decides where its bottom is.",
        "유방 종양 569건을 직선 하나로 나눕니다. 매끈하고 볼록한 골짜기이며, 바닥이 어디인지는 손실 함수가 정합니다.",
    )
    formula = {
        "logistic": (r"f(x, y) = \frac{1}{n} \sum_{i=1}^{n} \ln(1 + \exp(-t_i (a_i x + b_i y))) + 0.005 (x^2 + y^2)",),
        "squared": (r"f(x, y) = \frac{1}{2 n} \sum_{i=1}^{n} (a_i x + b_i y - t_i)^2 + 0.005 (x^2 + y^2)",),
    }
    source = "Street, Wolberg and Mangasarian, Nuclear Feature Extraction for Breast Tumor Diagnosis, 1993"
    rows = 569

    loss: str = choice(
        "logistic",
        {
            "logistic": Text("logistic (cross-entropy)", "로지스틱(교차 엔트로피)"),
            "squared": Text("squared", "제곱"),
        },
        help=Text("how a wrong answer is counted", "틀린 답을 재는 방법"),
    )

    def value(self, p: Array) -> Array:
        return _whole(self.loss).value(p)

    def grad(self, p: Array) -> Array:
        return _whole(self.loss).grad(p)

    def hess(self, p: Array) -> Array:
        return _whole(self.loss).hess(p)

    def domain(self) -> Box:
        return (-3.0, 7.0, -4.0, 5.0)

    def begin(self) -> Pair:
        return (-2.0, 3.5)

    def minima(self) -> tuple[Pair, ...]:
        return (_best(self.loss),)

    def floor(self) -> float | None:
        return float(_whole(self.loss).value(np.array(_best(self.loss))))

    def sample(self, rows: np.ndarray) -> Objective:
        return _whole(self.loss).part(rows)
