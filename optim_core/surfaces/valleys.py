"""Curved and flat valleys: Rosenbrock's and Beale's."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.surface import Box, Pair, Surface, stack2, symmetric


class Rosenbrock(Surface, kind="rosenbrock"):
    """f = (a - x)^2 + b (y - x^2)^2."""

    order = 30
    title = Text("Rosenbrock", "로젠브록(Rosenbrock) 함수")
    summary = Text(
        "A banana-shaped valley: its floor is found at once, following the bend takes thousands of steps.",
        "바나나처럼 휜 골짜기입니다. 바닥에는 금방 닿지만 굽이를 따라가는 데 수천 스텝이 걸립니다.",
    )
    formula = (r"f(x, y) = (a - x)^2 + b (y - x^2)^2",)
    source = "Rosenbrock, An Automatic Method for Finding the Greatest or Least Value of a Function, 1960"
    scale = "log"

    a: float = hyper(
        1.0,
        0.0,
        1.5,
        minimum=-3.0,
        maximum=3.0,
        minor=True,
        symbol="a",
        help=Text("where the minimum lies: (a, a²)", "최소점의 위치: (a, a²)"),
    )
    b: float = hyper(
        100.0,
        1.0,
        1000.0,
        log=True,
        minimum=1e-3,
        maximum=1e6,
        symbol="b",
        help=Text("steepness of the valley's walls", "골짜기 벽의 가파른 정도"),
    )

    def value(self, p: Array) -> Array:
        x, y = p
        t, u = y - x * x, self.a - x
        return u * u + self.b * (t * t)

    def grad(self, p: Array) -> Array:
        x, y = p
        t = self.b * (y - x * x)
        return stack2(-2.0 * (self.a - x) - 4.0 * (t * x), 2.0 * t)

    def hess(self, p: Array) -> Array:
        x, y = p
        xx = 2.0 - 4.0 * self.b * (y - 3.0 * (x * x))
        return symmetric(xx, -4.0 * self.b * x, 2.0 * self.b * np.ones_like(x))

    def domain(self) -> Box:
        a = float(np.max(np.abs(self.a)))
        return (-max(2.0, a + 0.5), max(2.0, a + 0.5), -1.0, max(3.0, a * a + 1.0))

    def begin(self) -> Pair:
        return (-1.2, 1.0)

    def minima(self) -> tuple[Pair, ...]:
        a = float(self.a)
        return ((a, a * a),)

    def floor(self) -> float | None:
        return 0.0


class Beale(Surface, kind="beale"):
    """f = sum over k = 1, 2, 3 of (c_k - x + x y^k)^2 with c = 1.5, 2.25, 2.625."""

    order = 40
    title = Text("Beale", "빌(Beale) 함수")
    summary = Text(
        "A flat valley between steep corners: high momentum is thrown out, low momentum hardly arrives.",
        "가파른 모서리 사이의 평평한 골짜기입니다. 모멘텀이 크면 튕겨 나가고 작으면 도착이 한참 늦습니다.",
    )
    formula = (r"f(x, y) = (1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",)
    source = "Beale, On an Iterative Method for Finding a Local Minimum, Princeton technical report 25, 1958"
    scale = "log"

    def value(self, p: Array) -> Array:
        x, y = p
        y2 = y * y
        r, s, t = _residuals(x, y, y2, y2 * y)
        return r * r + s * s + t * t

    def grad(self, p: Array) -> Array:
        x, y = p
        y2 = y * y
        y3 = y2 * y
        r, s, t = _residuals(x, y, y2, y3)
        by_x = r * (y - 1.0) + s * (y2 - 1.0) + t * (y3 - 1.0)
        by_y = x * (r + 2.0 * (s * y) + 3.0 * (t * y2))
        return stack2(2.0 * by_x, 2.0 * by_y)

    def hess(self, p: Array) -> Array:
        x, y = p
        y2 = y * y
        y3 = y2 * y
        r, s, t = _residuals(x, y, y2, y3)
        d, e, g = y - 1.0, y2 - 1.0, y3 - 1.0
        xx = d * d + e * e + g * g
        xy = r + 2.0 * (s * y) + 3.0 * (t * y2) + x * (d + 2.0 * (e * y) + 3.0 * (g * y2))
        yy = x * x * (1.0 + 4.0 * y2 + 9.0 * (y2 * y2)) + x * (2.0 * s + 6.0 * (t * y))
        return symmetric(2.0 * xx, 2.0 * xy, 2.0 * yy)

    def domain(self) -> Box:
        return (-4.5, 4.5, -4.5, 4.5)

    def begin(self) -> Pair:
        return (1.0, 1.5)

    def minima(self) -> tuple[Pair, ...]:
        return ((3.0, 0.5),)

    def floor(self) -> float | None:
        return 0.0


def _residuals(x: Array, y: Array, y2: Array, y3: Array) -> tuple[Array, Array, Array]:
    return 1.5 - x + x * y, 2.25 - x + x * y2, 2.625 - x + x * y3
