"""A bowl and a funnel under ripples: Rastrigin and Ackley."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.surface import Box, Pair, Surface, symmetric


class Rastrigin(Surface, kind="rastrigin"):
    """f = x^2 + y^2 + A (2 - cos 2 pi x - cos 2 pi y); only the global one of its many minima is listed."""

    order = 160
    title = Text("Rastrigin", "라스트리긴(Rastrigin) 함수")
    summary = Text(
        "A bowl full of dips: without noise a run ends in one near its start, seldom in the deepest.",
        "움푹한 곳이 가득한 그릇입니다. 잡음이 없으면 가장 깊은 곳보다 출발점 근처의 웅덩이에서 끝나기 쉽습니다.",
    )
    formula = (r"f(x, y) = x^2 + y^2 + A (2 - \cos 2 \pi x - \cos 2 \pi y)",)
    source = "Rastrigin, Systems of Extremal Control, 1974"

    amplitude: float = hyper(
        10.0,
        0.0,
        20.0,
        maximum=1e3,
        symbol="A",
        help=Text("height of the ripples; 0 leaves a bowl", "물결의 높이. 0이면 그릇"),
    )

    def value(self, p: Array) -> Array:
        x, y = p
        sx, sy = np.sin(np.pi * x), np.sin(np.pi * y)
        return x * x + y * y + 2.0 * self.amplitude * (sx * sx + sy * sy)

    def grad(self, p: Array) -> Array:
        return 2.0 * p + 2.0 * np.pi * self.amplitude * np.sin(2.0 * np.pi * p)

    def hess(self, p: Array) -> Array:
        xx, yy = 2.0 + 4.0 * np.pi * np.pi * self.amplitude * np.cos(2.0 * np.pi * p)
        return symmetric(xx, np.zeros_like(xx), yy)

    def domain(self) -> Box:
        return (-5.12, 5.12, -5.12, 5.12)

    def begin(self) -> Pair:
        return (3.2, -2.3)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 0.0),)

    def floor(self) -> float | None:
        return 0.0


class Ackley(Surface, kind="ackley"):
    """f = 20 (1 - exp(-0.2 r / sqrt 2)) + e (1 - exp(-sin^2 pi x - sin^2 pi y)), r being the distance from 0.

    This is the usual form without its cancellation. Of its many minima only the global one is listed: the tip
    of a cone, where the gradient is set to 0 and the Hessian, which does not exist, to a finite stand-in.
    """

    order = 170
    title = Text("Ackley", "애클리(Ackley) 함수")
    summary = Text(
        "A rippled plain with a funnel in the middle: fading noise finds it, plain descent does not.",
        "물결치는 벌판 한가운데에 깔때기가 있습니다. 잡음을 서서히 줄이면 찾지만, 그냥 내려가서는 찾지 못합니다.",
    )
    formula = (
        r"f(x, y) = 20 - 20 \exp(-0.2 \sqrt{\frac{1}{2} (x^2 + y^2)})"
        r" + e - \exp(\frac{1}{2} (\cos 2 \pi x + \cos 2 \pi y))",
    )
    source = "Ackley, A Connectionist Machine for Genetic Hillclimbing, 1987"

    def value(self, p: Array) -> Array:
        return -20.0 * np.expm1(-_RATE * _distance(p)) - np.e * np.expm1(_dip(p))

    def grad(self, p: Array) -> Array:
        r = _distance(p)
        funnel = _SLOPE * np.exp(-_RATE * r) / _nonzero(r)
        return funnel * p + np.pi * np.exp(1.0 + _dip(p)) * np.sin(2.0 * np.pi * p)

    def hess(self, p: Array) -> Array:
        r = _distance(p)
        ux, uy = p / _nonzero(r)
        steep = _SLOPE * np.exp(-_RATE * r)
        across = steep / _nonzero(r)
        along = -(_RATE * steep + across)  # what the radial direction has beyond the one across
        ripple = np.pi * np.exp(1.0 + _dip(p))
        sx, sy = np.sin(2.0 * np.pi * p)
        cx, cy = np.cos(2.0 * np.pi * p)
        xx = across + along * (ux * ux) + np.pi * ripple * (2.0 * cx - sx * sx)
        xy = along * (ux * uy) - np.pi * ripple * (sx * sy)
        yy = across + along * (uy * uy) + np.pi * ripple * (2.0 * cy - sy * sy)
        return symmetric(xx, xy, yy)

    def domain(self) -> Box:
        return (-5.0, 5.0, -5.0, 5.0)

    def begin(self) -> Pair:
        return (3.4, -2.6)

    def minima(self) -> tuple[Pair, ...]:
        return ((0.0, 0.0),)

    def floor(self) -> float | None:
        return 0.0


_RATE = float(0.2 / np.sqrt(2.0))
_SLOPE = 20.0 * _RATE


def _distance(p: Array) -> Array:
    x, y = p
    return np.sqrt(x * x + y * y)


def _nonzero(r: Array) -> Array:
    return np.where(r > 0.0, r, 1.0)


def _dip(p: Array) -> Array:
    sx, sy = np.sin(np.pi * p)
    return -(sx * sx + sy * sy)
