"""Quadratics: the bowl and the ravine."""

from __future__ import annotations

import math

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.surface import Box, Pair, Surface, stack2, symmetric


class Bowl(Surface, kind="bowl"):
    """f = (x^2 + y^2) / 2."""

    order = 10
    title = Text("Bowl", "그릇")
    summary = Text(
        "The same curvature in every direction: lr = 1 lands in one step, anything above 2 diverges.",
        "모든 방향의 곡률이 같습니다. 학습률 1이면 한 스텝에 도착하고 2를 넘으면 발산합니다.",
    )
    formula = (r"f(x, y) = \tfrac12 (x^2 + y^2)",)
    quadratic = True

    def value(self, p: Array) -> Array:
        x, y = p
        return 0.5 * (x * x + y * y)

    def grad(self, p: Array) -> Array:
        return p * 1.0

    def hess(self, p: Array) -> Array:
        one = np.ones_like(p[0])
        return symmetric(one, 0.0 * one, one)

    def domain(self) -> Box:
        return (-3.0, 3.0, -3.0, 3.0)

    def begin(self) -> Pair:
        return (2.0, 1.5)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 0.0),)

    def floor(self) -> float | None:
        return 0.0


class Ravine(Surface, kind="ravine"):
    """f = (u^2 + kappa v^2) / 2, where (u, v) are the coordinates turned by `angle` degrees."""

    order = 20
    title = Text("Ravine", "협곡")
    summary = Text(
        "Steep across, flat along: the step that suits one direction is wrong for the other.",
        "가로지르면 가파르고 따라가면 완만합니다. 한 방향에 맞는 보폭이 다른 방향에는 맞지 않습니다.",
    )
    formula = (
        r"f(x, y) = \tfrac12 (u^2 + \kappa v^2)",
        r"u = x \cos\theta + y \sin\theta, \quad v = y \cos\theta - x \sin\theta",
    )
    scale = "log"
    quadratic = True

    kappa: float = hyper(
        100.0,
        1.0,
        1000.0,
        log=True,
        minimum=1e-3,
        maximum=1e6,
        symbol=r"\kappa",
        help=Text("condition number: steep curvature over flat", "조건수: 가파른 곡률 ÷ 완만한 곡률"),
    )
    angle: float = hyper(
        0.0,
        0.0,
        90.0,
        minimum=-360.0,
        maximum=360.0,
        symbol=r"\theta",
        help=Text("turn of the valley, in degrees", "골짜기의 회전각(도)"),
    )

    def _turn(self) -> tuple[Array, Array]:
        radians = np.deg2rad(self.angle)
        return np.cos(radians), np.sin(radians)

    def _along_across(self, p: Array) -> tuple[Array, Array]:
        c, s = self._turn()
        x, y = p
        return c * x + s * y, c * y - s * x

    def value(self, p: Array) -> Array:
        u, v = self._along_across(p)
        return 0.5 * (u * u + self.kappa * (v * v))

    def grad(self, p: Array) -> Array:
        c, s = self._turn()
        u, v = self._along_across(p)
        v = self.kappa * v
        return stack2(c * u - s * v, s * u + c * v)

    def hess(self, p: Array) -> Array:
        c, s = self._turn()
        one = np.ones_like(p[0])
        xx, xy, yy = c * c + self.kappa * (s * s), c * s * (1.0 - self.kappa), s * s + self.kappa * (c * c)
        return symmetric(xx * one, xy * one, yy * one)

    def domain(self) -> Box:
        turned = float(np.max(np.abs(self._turn()[1])))
        tall = min(1.0 + 2.0 * turned / math.sqrt(0.5), 3.0)
        return (-3.0, 3.0, -tall, tall)

    def begin(self) -> Pair:
        if self.angle == 45.0:
            return (-2.0, -1.6)  # the nearest start that reads well on the diagonal valley
        c, s = (float(part) for part in self._turn())
        u, v = -2.5, 0.25
        return (round(c * u - s * v, 4), round(s * u + c * v, 4))

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 0.0),)

    def floor(self) -> float | None:
        return 0.0
