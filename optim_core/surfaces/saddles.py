"""Saddles: the plain one, the monkey's, and both made bounded so that there is somewhere to arrive."""

from __future__ import annotations

import math

import numpy as np

from optim_core.fields import Array, Text
from optim_core.surface import Box, Pair, Surface, stack2, symmetric

_SIN_60 = math.sqrt(0.75)


class Saddle(Surface, kind="saddle"):
    """f = (x^2 - y^2) / 2, unbounded below."""

    order = 50
    title = Text("Saddle", "안장")
    summary = Text(
        "A pass between two hills: the gradient is zero there, yet along y the surface falls away for ever.",
        "두 봉우리 사이의 고갯마루입니다. 그곳의 기울기는 0이지만, y 방향으로는 끝없이 내려갑니다.",
    )
    formula = (r"f(x, y) = \frac{1}{2} (x^2 - y^2)",)
    quadratic = True

    def value(self, p: Array) -> Array:
        x, y = p
        return 0.5 * (x * x - y * y)

    def grad(self, p: Array) -> Array:
        x, y = p
        return stack2(x, -y)

    def hess(self, p: Array) -> Array:
        one = np.ones_like(p[0])
        return symmetric(one, 0.0 * one, -one)

    def domain(self) -> Box:
        return (-2.0, 2.0, -2.0, 2.0)

    def begin(self) -> Pair:
        return (1.5, 0.001)


class BoundedSaddle(Surface, kind="bounded-saddle"):
    """f = x^2 / 2 - y^2 / 2 + y^4 / 4."""

    order = 60
    title = Text("Bounded saddle", "바닥이 있는 안장")
    summary = Text(
        "Every run is drawn to the saddle first; methods differ in how soon they leave it for a minimum.",
        "모두 먼저 안장점으로 끌려갑니다. 얼마나 빨리 벗어나 최소점으로 가는지는 방법마다 다릅니다.",
    )
    formula = (r"f(x, y) = \frac{1}{2} x^2 - \frac{1}{2} y^2 + \frac{1}{4} y^4",)
    source = "Nesterov, Introductory Lectures on Convex Optimization, 2004, example 1.2.2"

    def value(self, p: Array) -> Array:
        x, y = p
        y2 = y * y
        return 0.5 * (x * x) - 0.5 * y2 + 0.25 * (y2 * y2)

    def grad(self, p: Array) -> Array:
        x, y = p
        return stack2(x, y * y * y - y)

    def hess(self, p: Array) -> Array:
        y = p[1]
        one = np.ones_like(y)
        return symmetric(one, 0.0 * one, 3.0 * (y * y) - 1.0)

    def domain(self) -> Box:
        return (-2.0, 2.0, -1.6, 1.6)

    def begin(self) -> Pair:
        return (1.5, 0.001)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 1.0), (0.0, -1.0))

    def floor(self) -> float | None:
        return -0.25


class MonkeySaddle(Surface, kind="monkey-saddle"):
    """f = x^3 - 3 x y^2, unbounded below."""

    order = 70
    title = Text("Monkey saddle", "원숭이 안장")
    summary = Text(
        "Three ways down, one of them for the tail; at the origin even the curvature is zero.",
        "세 내리막 가운데 하나는 원숭이의 꼬리를 위한 것입니다. 원점에서는 곡률마저 0입니다.",
    )
    formula = (r"f(x, y) = x^3 - 3 x y^2",)

    def value(self, p: Array) -> Array:
        x, y = p
        return x * (x * x - 3.0 * (y * y))

    def grad(self, p: Array) -> Array:
        x, y = p
        return stack2(3.0 * (x * x - y * y), -6.0 * (x * y))

    def hess(self, p: Array) -> Array:
        x, y = p
        return symmetric(6.0 * x, -6.0 * y, -6.0 * x)

    def domain(self) -> Box:
        return (-1.5, 1.5, -1.5, 1.5)

    def begin(self) -> Pair:
        return (0.9, 0.02)


class BoundedMonkeySaddle(Surface, kind="bounded-monkey-saddle"):
    """f = x^3 - 3 x y^2 + 3/4 (x^2 + y^2)^2."""

    order = 80
    title = Text("Bounded monkey saddle", "바닥이 있는 원숭이 안장")
    summary = Text(
        "Near a saddle without curvature a run waits ten times longer from ten times closer.",
        "곡률이 없는 안장점에서는 열 배 더 가까운 곳에서 출발하면 열 배 더 오래 머뭅니다.",
    )
    formula = (r"f(x, y) = x^3 - 3 x y^2 + \frac{3}{4} (x^2 + y^2)^2",)

    def value(self, p: Array) -> Array:
        x, y = p
        x2, y2 = x * x, y * y
        r2 = x2 + y2
        return x * (x2 - 3.0 * y2) + 0.75 * (r2 * r2)

    def grad(self, p: Array) -> Array:
        x, y = p
        x2, y2 = x * x, y * y
        r2 = x2 + y2
        return stack2(3.0 * (x2 - y2 + x * r2), 3.0 * (y * r2 - 2.0 * (x * y)))

    def hess(self, p: Array) -> Array:
        x, y = p
        x2, y2 = x * x, y * y
        xx = 6.0 * x + 9.0 * x2 + 3.0 * y2
        yy = 3.0 * x2 + 9.0 * y2 - 6.0 * x
        return symmetric(xx, 6.0 * (x * y - y), yy)

    def domain(self) -> Box:
        return (-1.5, 1.5, -1.5, 1.5)

    def begin(self) -> Pair:
        return (0.9, 0.02)

    def minima(self) -> tuple[Pair, ...]:
        return ((-1.0, 0.0), (0.5, _SIN_60), (0.5, -_SIN_60))

    def floor(self) -> float | None:
        return -0.25
