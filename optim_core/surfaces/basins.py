"""Several basins with a minimum each: Himmelblau, Styblinski-Tang and Goldstein-Price."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text
from optim_core.surface import Box, Pair, Surface, stack2, symmetric


class Himmelblau(Surface, kind="himmelblau"):
    """f = (x^2 + y - 11)^2 + (x + y^2 - 7)^2."""

    order = 90
    title = Text("Himmelblau", "히멜블라우(Himmelblau) 함수")
    summary = Text(
        "Four minima, equally deep: where a run ends depends on its start, its rate and its momentum.",
        "깊이가 같은 최소점이 네 개 있습니다. 어디로 갈지는 출발점과 학습률, 모멘텀에 달렸습니다.",
    )
    formula = (r"f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",)
    source = "Himmelblau, Applied Nonlinear Programming, 1972"
    scale = "log"

    def value(self, p: Array) -> Array:
        x, y = p
        u, v = x * x + y - 11.0, x + y * y - 7.0
        return u * u + v * v

    def grad(self, p: Array) -> Array:
        x, y = p
        u, v = x * x + y - 11.0, x + y * y - 7.0
        return stack2(4.0 * (x * u) + 2.0 * v, 2.0 * u + 4.0 * (y * v))

    def hess(self, p: Array) -> Array:
        x, y = p
        x2, y2 = x * x, y * y
        xx = 12.0 * x2 + 4.0 * y - 42.0
        yy = 12.0 * y2 + 4.0 * x - 26.0
        return symmetric(xx, 4.0 * (x + y), yy)

    def domain(self) -> Box:
        return (-6.0, 6.0, -6.0, 6.0)

    def begin(self) -> Pair:
        return (0.0, 0.0)

    def minima(self) -> tuple[Pair, ...]:
        return (
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.283185991286169),
            (3.5844283403304917, -1.8481265269644036),
        )

    def floor(self) -> float | None:
        return 0.0


class StyblinskiTang(Surface, kind="styblinski-tang"):
    """f = (x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y) / 2."""

    order = 120
    title = Text("Styblinski-Tang", "스티블린스키-탕 함수")
    summary = Text(
        "Four basins of different depth: a start just across the ridge ends in the worst of them.",
        "깊이가 다른 웅덩이가 네 개 있습니다. 능선을 조금만 넘은 곳에서 출발해도 가장 얕은 곳에서 끝납니다.",
    )
    formula = (r"f(x, y) = \frac{1}{2} (x^4 - 16 x^2 + 5 x) + \frac{1}{2} (y^4 - 16 y^2 + 5 y)",)
    source = "Styblinski and Tang, Experiments in Nonconvex Optimization, 1990"

    def value(self, p: Array) -> Array:
        x, y = p
        x2, y2 = x * x, y * y
        return 0.5 * (x2 * (x2 - 16.0) + 5.0 * x + y2 * (y2 - 16.0) + 5.0 * y)

    def grad(self, p: Array) -> Array:
        return 2.0 * (p * p * p) - 16.0 * p + 2.5

    def hess(self, p: Array) -> Array:
        x, y = p
        return symmetric(6.0 * (x * x) - 16.0, np.zeros_like(x), 6.0 * (y * y) - 16.0)

    def domain(self) -> Box:
        return (-5.0, 5.0, -5.0, 5.0)

    def begin(self) -> Pair:
        return (0.4, 0.6)

    def minima(self) -> tuple[Pair, ...]:
        deep, shallow = -2.903534027771177, 2.746802770990837  # roots of 2 x^3 - 16 x + 2.5
        return ((deep, deep), (shallow, deep), (deep, shallow), (shallow, shallow))

    def floor(self) -> float | None:
        return -78.33233140754282


class GoldsteinPrice(Surface, kind="goldstein-price"):
    """f = a(x + y) b(2x - 3y), a product of two quartics with minima at -1, 2 and at 0, 3."""

    order = 150
    title = Text("Goldstein-Price", "골드스타인-프라이스 함수")
    summary = Text(
        "Heights from 3 to a million and four minima: a rate that is safe on the walls crawls on the floor.",
        "높이가 3에서 백만에 이르고 최소점이 네 개입니다. 벽에서 안전한 학습률로는 바닥에서 거의 나아가지 못합니다.",
    )
    formula = (
        r"f(x, y) = (1 + (u + 1)^2 (19 - 14 u + 3 u^2)) (30 + v^2 (18 - 16 v + 3 v^2))",
        r"u = x + y, \quad v = 2 x - 3 y",
    )
    source = "Goldstein and Price, On Descent from Local Minima, 1971"
    scale = "log"

    def value(self, p: Array) -> Array:
        a, b = _factors(*_sum_and_slant(p))
        return a * b

    def grad(self, p: Array) -> Array:
        u, v = _sum_and_slant(p)
        a, b = _factors(u, v)
        da, db = _slopes(u, v)
        along_u, along_v = da * b, a * db
        return stack2(along_u + 2.0 * along_v, along_u - 3.0 * along_v)

    def hess(self, p: Array) -> Array:
        u, v = _sum_and_slant(p)
        a, b = _factors(u, v)
        da, db = _slopes(u, v)
        uu = 12.0 * (u * (3.0 * u - 4.0) - 1.0) * b
        uv = da * db
        vv = 12.0 * (v * (3.0 * v - 8.0) + 3.0) * a
        return symmetric(uu + 4.0 * uv + 4.0 * vv, uu - uv - 6.0 * vv, uu - 6.0 * uv + 9.0 * vv)

    def domain(self) -> Box:
        return (-2.0, 2.0, -2.0, 2.0)

    def begin(self) -> Pair:
        return (-1.5, 0.5)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8))

    def floor(self) -> float | None:
        return 3.0


def _sum_and_slant(p: Array) -> tuple[Array, Array]:
    x, y = p
    return x + y, 2.0 * x - 3.0 * y


def _factors(u: Array, v: Array) -> tuple[Array, Array]:
    u1 = u + 1.0
    a = 1.0 + u1 * u1 * (19.0 + u * (3.0 * u - 14.0))
    return a, 30.0 + v * v * (18.0 + v * (3.0 * v - 16.0))


def _slopes(u: Array, v: Array) -> tuple[Array, Array]:
    return 12.0 * ((u + 1.0) * (u - 1.0) * (u - 2.0)), 12.0 * (v * (v - 1.0) * (v - 3.0))
