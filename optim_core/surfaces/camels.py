"""The camels: three humps and six."""

from __future__ import annotations

import math

import numpy as np

from optim_core.fields import Array, Text
from optim_core.surface import Box, Pair, Surface, stack2, symmetric

_SOURCE = "Dixon and Szegő, Towards Global Optimisation 2, 1978"


class ThreeHumpCamel(Surface, kind="three-hump-camel"):
    """f = 2 x^2 - 1.05 x^4 + x^6 / 6 + x y + y^2."""

    order = 130
    title = Text("Three-hump camel", "혹 셋 낙타 함수")
    summary = Text(
        "One deep basin between two shallow ones: from half of the map plain descent ends in a shallow one.",
        "깊은 웅덩이 양옆에 얕은 웅덩이가 있습니다. 지도 절반의 출발점에서 경사하강법은 얕은 웅덩이에 갇힙니다.",
    )
    formula = (r"f(x, y) = 2 x^2 - 1.05 x^4 + \frac{1}{6} x^6 + x y + y^2",)
    source = _SOURCE

    def value(self, p: Array) -> Array:
        x, y = p
        x2 = x * x
        return x2 * (2.0 + x2 * (x2 / 6.0 - 1.05)) + y * (x + y)

    def grad(self, p: Array) -> Array:
        x, y = p
        x2 = x * x
        return stack2(x * (4.0 + x2 * (x2 - 4.2)) + y, x + 2.0 * y)

    def hess(self, p: Array) -> Array:
        x2 = p[0] * p[0]
        one = np.ones_like(x2)
        return symmetric(4.0 + x2 * (5.0 * x2 - 12.6), one, 2.0 * one)

    def domain(self) -> Box:
        return (-2.4, 2.4, -2.4, 2.4)

    def begin(self) -> Pair:
        return (-2.0, 1.6)

    def minima(self) -> tuple[Pair, ...]:
        side = math.sqrt(2.1 + math.sqrt(0.91))  # x^4 - 4.2 x^2 + 3.5 = 0 on the line y = -x / 2
        return ((0.0, 0.0), (side, -0.5 * side), (-side, 0.5 * side))

    def floor(self) -> float | None:
        return 0.0


class SixHumpCamel(Surface, kind="six-hump-camel"):
    """f = 4 x^2 - 2.1 x^4 + x^6 / 3 + x y - 4 y^2 + 4 y^4."""

    order = 140
    title = Text("Six-hump camel", "혹 여섯 낙타 함수")
    summary = Text(
        "Two equally deep basins and four shallower ones: the start decides which of the six a run sees.",
        "똑같이 깊은 웅덩이 둘과 얕은 웅덩이 넷이 있습니다. 여섯 가운데 어디로 갈지는 출발점이 정합니다.",
    )
    formula = (r"f(x, y) = 4 x^2 - 2.1 x^4 + \frac{1}{3} x^6 + x y - 4 y^2 + 4 y^4",)
    source = _SOURCE

    def value(self, p: Array) -> Array:
        x, y = p
        x2, y2 = x * x, y * y
        return x2 * (4.0 + x2 * (x2 / 3.0 - 2.1)) + x * y + 4.0 * (y2 * (y2 - 1.0))

    def grad(self, p: Array) -> Array:
        x, y = p
        x2, y2 = x * x, y * y
        return stack2(x * (8.0 + x2 * (2.0 * x2 - 8.4)) + y, x + y * (16.0 * y2 - 8.0))

    def hess(self, p: Array) -> Array:
        x2, y2 = p * p
        return symmetric(8.0 + x2 * (10.0 * x2 - 25.2), np.ones_like(x2), 48.0 * y2 - 8.0)

    def domain(self) -> Box:
        return (-2.0, 2.0, -1.2, 1.2)

    def begin(self) -> Pair:
        return (1.2, 0.2)

    def minima(self) -> tuple[Pair, ...]:
        return (
            (0.08984201310031806, -0.7126564030207396),
            (-0.08984201310031806, 0.7126564030207396),
            (1.703606714969981, -0.7960835686726251),
            (-1.703606714969981, 0.7960835686726251),
            (1.6071047529201972, 0.5686514548841314),
            (-1.6071047529201972, -0.5686514548841314),
        )

    def floor(self) -> float | None:
        return -1.0316284534898774
