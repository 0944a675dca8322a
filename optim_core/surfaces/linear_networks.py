"""The smallest networks: products of weights that should make 1."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.surface import Box, Pair, Surface, stack2, symmetric


class TwoLayerLinear(Surface, kind="two-layer-linear"):
    """f = (x y - 1)^2 / 2, zero on the hyperbola x y = 1; its two flattest points are listed as minima."""

    order = 210
    title = Text("Two-layer linear network", "2층 선형 신경망")
    summary = Text(
        "Two weights in a row: both at zero is a saddle, and every point of x y = 1 is as good as any other.",
        "가중치 두 개를 이은 신경망입니다. 둘 다 0이면 안장점이고, xy = 1 위의 모든 점이 똑같이 좋습니다.",
    )
    formula = (r"f(x, y) = \frac{1}{2} (x y - 1)^2",)
    source = "Baldi and Hornik, Neural Networks and Principal Component Analysis, 1989"
    scale = "log"

    def value(self, p: Array) -> Array:
        x, y = p
        e = x * y - 1.0
        return 0.5 * (e * e)

    def grad(self, p: Array) -> Array:
        x, y = p
        e = x * y - 1.0
        return stack2(e * y, e * x)

    def hess(self, p: Array) -> Array:
        x, y = p
        return symmetric(y * y, 2.0 * (x * y) - 1.0, x * x)

    def domain(self) -> Box:
        return (-3.0, 3.0, -3.0, 3.0)

    def begin(self) -> Pair:
        return (0.02, -0.015)

    def minima(self) -> tuple[Pair, ...]:
        return ((1.0, 1.0), (-1.0, -1.0))

    def floor(self) -> float | None:
        return 0.0


class Chain(Surface, kind="chain"):
    """f = (y x^depth - 1)^2 / 2, zero along the whole curve y = x^-depth."""

    order = 220
    title = Text("Deep chain", "깊은 사슬")
    summary = Text(
        "One weight shared by all layers: below 1 its power vanishes, above 1 it explodes.",
        "모든 층이 같은 가중치를 씁니다. 가중치가 1보다 작으면 거듭제곱이 소실되고 1보다 크면 폭발합니다.",
    )
    formula = (r"f(x, y) = \frac{1}{2} (y x^n - 1)^2",)
    source = "Pascanu, Mikolov and Bengio, On the Difficulty of Training Recurrent Neural Networks, 2013"
    scale = "log"

    depth: int = whole(
        10,
        2,
        30,
        maximum=100,
        symbol="n",
        help=Text("layers that share the weight x", "가중치 x를 함께 쓰는 층의 수"),
    )

    def _power(self, x: Array, less: float) -> Array:
        """x^(depth - less), both spread to one shape, since NumPy treats a lone exponent of 2 differently."""
        n = self.depth - less + np.zeros_like(x)
        return np.power(x + np.zeros_like(n), n)

    def value(self, p: Array) -> Array:
        x, y = p
        e = y * self._power(x, 0.0) - 1.0
        return 0.5 * (e * e)

    def grad(self, p: Array) -> Array:
        x, y = p
        w1 = self._power(x, 1.0)
        w = w1 * x
        e = y * w - 1.0
        return stack2(self.depth * (e * y * w1), e * w)

    def hess(self, p: Array) -> Array:
        x, y = p
        w2 = self._power(x, 2.0)
        w1 = w2 * x
        w = w1 * x
        e = y * w - 1.0
        n = self.depth
        xx = n * y * (n * y * (w1 * w1) + (n - 1.0) * (e * w2))
        return symmetric(xx, n * w1 * (y * w + e), w * w)

    def domain(self) -> Box:
        return (0.3, 1.3, 0.2, 3.0)

    def begin(self) -> Pair:
        return (0.45, 1.0)

    def scales(self) -> dict[str, float]:
        """The valley is a curve; its curvature is taken where all weights are 1."""
        return super().scales() | {"stride": 1.0 / (self.depth * self.depth + 1.0)}

    def floor(self) -> float | None:
        return 0.0
