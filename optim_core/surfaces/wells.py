"""A right place to end and a wrong one: the double well and the deep hole."""

from __future__ import annotations

import math

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.surface import Box, Pair, Surface, stack2, symmetric


class DoubleWell(Surface, kind="double-well"):
    """f = x^4 / 4 - x^2 / 2 + tilt x + y^2 / 2."""

    order = 100
    title = Text("Double well", "이중 우물")
    summary = Text(
        "A shallow well and a deep one: momentum may roll over the barrier, for better or for worse.",
        "얕은 우물과 깊은 우물이 있습니다. 모멘텀은 고개를 넘어 더 깊은 쪽으로도, 더 얕은 쪽으로도 갈 수 있습니다.",
    )
    formula = (r"f(x, y) = \frac{1}{4} x^4 - \frac{1}{2} x^2 + c x + \frac{1}{2} y^2",)

    tilt: float = hyper(
        0.15,
        -0.5,
        0.5,
        minimum=-5.0,
        maximum=5.0,
        symbol="c",
        help=Text(
            "tilt: lowers the left well and lifts the right one",
            "기울임: 왼쪽 우물을 낮추고 오른쪽을 높입니다",
        ),
    )

    def value(self, p: Array) -> Array:
        x, y = p
        x2 = x * x
        return x2 * (0.25 * x2 - 0.5) + self.tilt * x + 0.5 * (y * y)

    def grad(self, p: Array) -> Array:
        x, y = p
        return stack2(x * x * x - x + self.tilt, y)

    def hess(self, p: Array) -> Array:
        x = p[0]
        one = np.ones_like(x)
        return symmetric(3.0 * (x * x) - 1.0, 0.0 * one, one)

    def domain(self) -> Box:
        return (-2.0, 2.0, -1.5, 1.5)

    def begin(self) -> Pair:
        return (1.9, 1.0)

    def minima(self) -> tuple[Pair, ...]:
        tilt, side = abs(float(self.tilt)), -1.0 if self.tilt >= 0.0 else 1.0
        deep = _root(1.0 + math.cbrt(tilt), -tilt)
        if tilt >= 2.0 / math.sqrt(27.0):  # the barrier is gone, and the shallow well with it
            return ((side * deep, 0.0),)
        return ((side * deep, 0.0), (-side * _root(1.0, tilt), 0.0))

    def floor(self) -> float | None:
        return float(self.value(np.array(self.minima()[0])))


def _root(x: float, tilt: float) -> float:
    """The root of x^3 - x + tilt below a start on its rising, convex right-hand side, by Newton's method."""
    for _ in range(60):
        slope = 3.0 * x * x - 1.0
        if slope <= 0.0:
            break
        x -= (x * x * x - x + tilt) / slope
    return x


class DeepHole(Surface, kind="deep-hole"):
    """f = (x^2 + y^2) / 20 + 1 - exp(-(x^2 + y^2) / (2 width^2))."""

    order = 110
    title = Text("Deep hole", "깊은 구멍")
    summary = Text(
        "A deep, narrow hole in a wide bowl: a high rate keeps jumping over it, a decaying one drops in.",
        "넓고 얕은 그릇 속의 깊고 좁은 구멍입니다. 학습률이 계속 크면 뛰어넘기만 하고, 줄이면 안으로 들어갑니다.",
    )
    formula = (r"f(x, y) = 0.05 r^2 + 1 - \exp(-\frac{r^2}{2 w^2}), \quad r^2 = x^2 + y^2",)

    width: float = hyper(
        0.15,
        0.05,
        1.0,
        log=True,
        minimum=1e-3,
        maximum=100.0,
        symbol="w",
        help=Text("width of the hole", "구멍의 너비"),
    )

    def _exponent(self, p: Array) -> Array:
        x, y = p[0] / self.width, p[1] / self.width
        return -0.5 * (x * x + y * y)

    def value(self, p: Array) -> Array:
        x, y = p
        return 0.05 * (x * x + y * y) - np.expm1(self._exponent(p))

    def grad(self, p: Array) -> Array:
        pull = np.exp(self._exponent(p)) / (self.width * self.width)
        return (0.1 + pull) * p

    def hess(self, p: Array) -> Array:
        x, y = p[0] / self.width, p[1] / self.width
        pull = np.exp(self._exponent(p)) / (self.width * self.width)
        return symmetric(0.1 + pull * (1.0 - x * x), -pull * (x * y), 0.1 + pull * (1.0 - y * y))

    def domain(self) -> Box:
        return (-2.0, 2.0, -2.0, 2.0)

    def begin(self) -> Pair:
        return (1.6, 1.2)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 0.0),)

    def floor(self) -> float | None:
        return 0.0
