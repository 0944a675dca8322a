"""What is rare in the data: a word that few texts hold, and a push that few examples give."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from optim_core.fields import Array, Text
from optim_core.surface import Box, Objective, Pair, Surface, stack2, symmetric
from optim_core.surfaces.least_squares import Regression

_TEXTS = 2000
_SHARE = 0.02  # of the texts hold the rare word
_PICK = 759  # a draw in which 46 texts do, and the curvatures are 1.000 and 0.023


@functools.cache
def _texts() -> Regression:
    rng = np.random.default_rng(_PICK)
    common = rng.standard_normal(_TEXTS)
    rare = np.where(rng.random(_TEXTS) < _SHARE, 1.0, 0.0)
    return Regression(common, rare, 2.0 * common + 2.0 * rare + 0.1 * rng.standard_normal(_TEXTS))


class RareWord(Surface, kind="rare-word"):
    """Half the mean squared error of t = 2 a + 2 b + noise, where b is 1 in one text of fifty and else 0."""

    order = 270
    title = Text("Rare word", "드문 단어")
    summary = Text(
        "One input is in every text, the other in one of fifty: its weight hears of itself only now and then.",
        "한 입력은 모든 글에 있고 다른 입력은 쉰 편에 한 번만 나옵니다. 그 가중치는 가끔만 기울기를 받습니다.",
    )
    formula = (
        r"f(x, y) = \frac{1}{2 n} \sum_{i=1}^{n} (a_i x + b_i y - t_i)^2",
        r"t_i = 2 a_i + 2 b_i + 0.1 z_i",
    )
    source = "Duchi, Hazan and Singer, Adaptive Subgradient Methods for Online Learning, 2011"
    scale = "log"
    rows = _TEXTS
    quadratic = True

    def value(self, p: Array) -> Array:
        return _texts().whole.value(p)

    def grad(self, p: Array) -> Array:
        return _texts().whole.grad(p)

    def hess(self, p: Array) -> Array:
        return _texts().whole.hess(p)

    def domain(self) -> Box:
        return (-0.5, 3.5, -0.5, 3.5)

    def begin(self) -> Pair:
        return (0.0, 0.0)

    def minima(self) -> tuple[Pair, ...]:
        return (_texts().best,)

    def floor(self) -> float | None:
        return float(0.5 * _texts().whole.rr)

    def sample(self, rows: np.ndarray) -> Objective:
        return _texts().part(rows)


_EXAMPLES = 101
_RARE = 1010.0  # the slope of the first example, to the right
_COMMON = -10.0  # the slope of every other one
_MEAN = (_RARE + (_EXAMPLES - 1) * _COMMON) / _EXAMPLES
_WALL = 100.0  # the curvature outside -1 < x < 1
_BOWL = 1.0  # the curvature along y


@dataclasses.dataclass(frozen=True)
class Push:
    """slope * x between soft walls, and a bowl along y; a slope for all points, or one for each."""

    slope: float | Array

    def value(self, p: Array) -> Array:
        """Loss, (*batch)."""
        x, y = p
        depth = _depth(x)
        return self.slope * x + 0.5 * _WALL * (depth * depth) + 0.5 * _BOWL * (y * y)

    def grad(self, p: Array) -> Array:
        """Gradient, (2, *batch)."""
        x, y = p
        return stack2(self.slope + _WALL * _depth(x), _BOWL * y)

    def hess(self, p: Array) -> Array:
        """Hessian, (2, 2, *batch)."""
        one = np.ones_like(p[0])
        return symmetric(np.where(np.abs(p[0]) > 1.0, _WALL, 0.0), 0.0 * one, _BOWL * one)


def _depth(x: Array) -> Array:
    """How far inside a wall, with the sign of its side; 0 between them."""
    return x - np.clip(x, -1.0, 1.0)


class RarePush(Surface, kind="rare-push"):
    """Of 101 examples one has slope +1010 and the others -10, so that the mean, +0.099, says: left.

    Reddi et al. give the slopes in this order and cut x off at -1 and 1. Here mini-batches of one shuffle them, and
    the walls are soft, so that a minimum exists (near x = -1.001) and a step may overshoot; y is added to make a plane.
    Their rate falls as 1/sqrt(t) from 1. Here, with rates that fall as 1 / (1 + 0.0003 t) over 20,000 steps, Adam
    (lr 0.2, beta2 0.99) ends on the right, AMSGrad with the same settings and gradient descent (lr 0.001) on the left.
    """

    order = 280
    title = Text("Rare push", "드문 힘")
    summary = Text(
        "The mean slope says left, but 100 of 101 examples say right; the one that knows better is rare and steep.",
        "평균 기울기는 왼쪽을 가리키지만 표본 101개 중 100개는 오른쪽을 가리킵니다. 드물고 가파른 하나가 옳습니다.",
    )
    formula = (
        r"f(x, y) = \frac{1}{101} \sum_{i=1}^{101} s_i x + 50 \max(|x| - 1, 0)^2 + \frac{1}{2} y^2",
        r"s_1 = 1010, \quad s_2 = \dots = s_{101} = -10",
    )
    source = "Reddi, Kale and Kumar, On the Convergence of Adam and Beyond, 2018"
    scale = "log"
    rows = _EXAMPLES

    def value(self, p: Array) -> Array:
        return Push(_MEAN).value(p)

    def grad(self, p: Array) -> Array:
        return Push(_MEAN).grad(p)

    def hess(self, p: Array) -> Array:
        return Push(_MEAN).hess(p)

    def domain(self) -> Box:
        return (-2.0, 2.0, -1.5, 1.5)

    def begin(self) -> Pair:
        return (0.0, 0.8)

    def minima(self) -> tuple[Pair, ...]:
        return ((-1.0 - _MEAN / _WALL, 0.0),)

    def floor(self) -> float | None:
        return -_MEAN - 0.5 * _MEAN * _MEAN / _WALL

    def sample(self, rows: np.ndarray) -> Objective:
        return Push(np.where(rows == 0, _RARE, _COMMON).sum(axis=-1) / rows.shape[-1])
