"""Where the gradient is far too small or far too large: the plateau and the cliff."""

from __future__ import annotations

import math

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.surface import Box, Pair, Surface, stack2, symmetric

_SOFT = 12.0  # how sharply the cliff's foot bends


class Plateau(Surface, kind="plateau"):
    """f = 1 - exp(-(x^2 + y^2) / 2)."""

    order = 180
    title = Text("Plateau", "고원")
    summary = Text(
        "A golf hole in a flat green: the gradient is so small that plain descent hardly moves.",
        "평평한 잔디 위의 골프 홀입니다. 기울기가 너무 작아 경사하강법은 거의 움직이지 못합니다.",
    )
    formula = (r"f(x, y) = 1 - \exp(-\frac{1}{2} (x^2 + y^2))",)

    def value(self, p: Array) -> Array:
        return -np.expm1(_exponent(p))

    def grad(self, p: Array) -> Array:
        return np.exp(_exponent(p)) * p

    def hess(self, p: Array) -> Array:
        x, y = p
        bell = np.exp(_exponent(p))
        return symmetric(bell * (1.0 - x * x), -bell * (x * y), bell * (1.0 - y * y))

    def domain(self) -> Box:
        return (-5.0, 5.0, -5.0, 5.0)

    def begin(self) -> Pair:
        return (3.0, 2.0)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 0.0),)

    def floor(self) -> float | None:
        return 0.0


class Cliff(Surface, kind="cliff"):
    """f = ((x + 1)^2 + y^2) / 20 + (wall / 12) ln(1 + exp(12 (x - 1)))."""

    order = 190
    title = Text("Cliff", "절벽")
    summary = Text(
        "A gentle bowl beside a wall: one step from it crosses the whole map unless gradients are clipped.",
        "완만한 그릇 옆의 절벽입니다. 기울기 클리핑이 없으면 한 스텝에 지도 밖으로 튕겨 나갑니다.",
    )
    formula = (r"f(x, y) = 0.05 (x + 1)^2 + 0.05 y^2 + \frac{w}{12} \ln(1 + \exp(12 (x - 1)))",)
    source = "Pascanu, Mikolov and Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013"
    scale = "log"

    wall: float = hyper(
        48.0,
        1.0,
        1000.0,
        log=True,
        minimum=0.0,
        maximum=1e6,
        symbol="w",
        help=Text("slope of the wall", "절벽의 기울기"),
    )

    def value(self, p: Array) -> Array:
        x, y = p
        x1 = x + 1.0
        return 0.05 * (x1 * x1) + 0.05 * (y * y) + self.wall / _SOFT * np.logaddexp(0.0, _SOFT * (x - 1.0))

    def grad(self, p: Array) -> Array:
        x, y = p
        return stack2(0.1 * (x + 1.0) + self.wall * _sigmoid(_SOFT * (x - 1.0)), 0.1 * y)

    def hess(self, p: Array) -> Array:
        x = p[0]
        z = _SOFT * (x - 1.0)
        flat = 0.1 * np.ones_like(x)
        return symmetric(0.1 + _SOFT * self.wall * (_sigmoid(z) * _sigmoid(-z)), 0.0 * flat, flat)

    def domain(self) -> Box:
        return (-4.0, 2.0, -3.0, 3.0)

    def begin(self) -> Pair:
        return (1.3, 2.0)

    def minima(self) -> tuple[Pair, ...]:
        x = -1.0  # Newton on 0.1 (x + 1) + wall sigmoid(12 (x - 1)), which is convex here
        for _ in range(20):
            s = 1.0 / (1.0 + math.exp(-_SOFT * (x - 1.0)))
            x -= (0.1 * (x + 1.0) + float(self.wall) * s) / (0.1 + _SOFT * float(self.wall) * s * (1.0 - s))
        return ((x, 0.0),)

    def floor(self) -> float | None:
        return float(self.value(np.array(self.minima()[0])))


def _exponent(p: Array) -> Array:
    x, y = p
    return -0.5 * (x * x + y * y)


def _sigmoid(z: Array) -> Array:
    return np.exp(-np.logaddexp(0.0, -z))
