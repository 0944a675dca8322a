"""A strongly convex surface on which the heavy ball never arrives."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text
from optim_core.surface import Box, Pair, Surface, stack2, symmetric


class HeavyBallTrap(Surface, kind="heavy-ball-trap"):
    """Curvature 25, then 1 for 1 < x < 2, then 25 again, the slope being continuous; 5 along y."""

    order = 200
    title = Text("Heavy-ball trap", "무거운 공(heavy ball)의 함정")
    summary = Text(
        "Convex with one minimum, yet momentum tuned for a quadratic circles among three points for ever.",
        "볼록하고 최소점도 하나뿐인데, 이차함수에 맞춘 모멘텀은 세 점 사이를 영원히 맴돕니다.",
    )
    formula = (
        r"f(x, y) = h(x) + \frac{5}{2} y^2",
        r"h(x) = \frac{25}{2} x^2, \quad x < 1",
        r"h(x) = \frac{1}{2} x^2 + 24 x - 12, \quad 1 \le x < 2",
        r"h(x) = \frac{25}{2} x^2 - 24 x + 36, \quad x \ge 2",
    )
    source = "Lessard, Recht and Packard, Analysis and Design of Optimization Algorithms, 2016"

    def value(self, p: Array) -> Array:
        x, y = p
        x2 = x * x
        far = np.where(x < 2.0, 0.5 * x2 + 24.0 * x - 12.0, 12.5 * x2 - 24.0 * x + 36.0)
        return np.where(x < 1.0, 12.5 * x2, far) + 2.5 * (y * y)

    def grad(self, p: Array) -> Array:
        x, y = p
        far = np.where(x < 2.0, x + 24.0, 25.0 * x - 24.0)
        return stack2(np.where(x < 1.0, 25.0 * x, far), 5.0 * y)

    def hess(self, p: Array) -> Array:
        x = p[0]
        one = np.ones_like(x)
        xx = np.where((x >= 1.0) & (x < 2.0), one, 25.0 * one)
        return symmetric(xx, 0.0 * one, 5.0 * one)

    def domain(self) -> Box:
        return (-3.0, 4.0, -2.0, 2.0)

    def begin(self) -> Pair:
        return (3.3, 1.0)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 0.0),)

    def floor(self) -> float | None:
        return 0.0
