"""A quarter at best: the slope of a unit, and what is left of a number after many layers of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks import terms as of_networks
from optim_core.networks.units import UNITS
from optim_core.study import Axis, Band, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

REACH, POINTS = 10.0, 401  # sums that are drawn
FAR = 100  # layers that are drawn
LEAST, MOST = 1e-30, 1e10  # of a power that is worth a drawing: beyond it nothing is to be told apart
FADED, BURST = Text("less than a millionth arrives", "백만분의 일도 도달하지 않음"), Text("explodes", "폭발")


class Quarter(Study, kind="quarter"):
    """Depth is a power law: a factor a little below one dies, a little above one explodes."""

    order = 210
    title = Text("A quarter at best", "최대 4분의 1")
    summary = Text(
        "The slope of a unit at every sum, and what is left of a signal that is multiplied by it layer after layer.",
        "합에 따른 활성화 함수의 기울기와, 층마다 그만큼 곱해지는 신호가 얼마나 남는지를 보여 줍니다.",
    )
    formula = (
        r"u(z) = \frac{1}{1 + e^{-z}}",
        r"u'(z) = u(z) (1 - u(z)) \le \tfrac{1}{4}",
        r"x^n = \underbrace{x \cdot x \cdots x}_{n}",
    )
    source = "Hochreiter, Untersuchungen zu dynamischen neuronalen Netzen, 1991"
    figures = (
        Figure(
            "unit",
            Text("A unit and its slope", "활성화 함수와 그 기울기"),
            Axis("z", Text("sum that goes into the unit", "유닛에 들어가는 합"), "z"),
            Axis("", Text("what comes out, and the slope", "출력과 기울기")),
            (
                Series("output", Text("what comes out", "출력"), "line"),
                Series(
                    "slope",
                    Text("slope: the factor of the signal on its way back", "기울기: 역전파 신호에 곱해지는 수"),
                    "line",
                ),
            ),
        ),
        Figure(
            "power",
            Text("What is left after n layers", "n개 층을 지나 남는 비율"),
            Axis("n", Text("layers", "층수"), "n"),
            Axis("", Text("share of the signal", "남는 신호의 비율"), log=True),
            (
                Series("steepest_power", Text("every unit at its steepest", "모든 유닛이 가장 가파를 때"), "line"),
                Series(
                    "slope_power",
                    Text("every unit at the chosen sum", "모든 유닛이 고른 합에 있을 때"),
                    "line",
                    like="slope",
                ),
                Series("x_power", Text("the chosen factor", "고른 인수"), "line"),
            ),
            (Band(0.0, 1e-6, FADED, "poor"), Band(1e3, np.inf, BURST, "bad")),
        ),
    )
    facts = {
        "steepest": Fact(Text("largest slope", "가장 큰 기울기"), r"\max u'"),
        "steepest_at": Fact(Text("where it is", "가장 큰 곳"), "z"),
        "output": Fact(Text("what comes out at the chosen sum", "고른 합에서의 출력"), "u(z)"),
        "slope": Fact(Text("slope there", "그곳의 기울기"), "u'(z)"),
        "steepest_power": Fact(Text("largest slope to the power of n", "가장 큰 기울기의 n제곱"), r"(\max u')^n"),
        "slope_power": Fact(Text("slope there to the power of n", "그곳 기울기의 n제곱"), "u'(z)^n"),
        "x_power": Fact(Text("chosen factor to the power of n", "고른 인수의 n제곱"), "x^n"),
    }

    unit: str = of_networks.unit("sigmoid", Text("activation of the unit", "활성화 함수"))
    z: float = hyper(
        2.0, -REACH, REACH, minimum=-100.0, maximum=100.0, symbol="z", help=Text("sum that goes into it", "들어가는 합")
    )
    x: float = hyper(
        0.9, 0.1, 1.5, minimum=0.0, maximum=10.0, symbol="x", help=Text("factor of a layer", "층마다 곱해지는 인수")
    )
    n: int = whole(10, 1, FAR, minimum=1, maximum=1000, symbol="n", help=Text("layers", "층수"))

    def passes(self, ground: Ground | None) -> float:
        return float(POINTS + 3 * FAR)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        across = np.linspace(-REACH, REACH, POINTS)
        output, slope = self._unit(across)
        yield Rows("unit", {"z": across, "output": output, "slope": slope})
        at = Mark("unit", self.z, Text("chosen", "고른 값"))
        if abs(self.z) <= REACH:
            yield at
        (out,), (steep,) = self._unit(np.array([self.z]))
        steepest = slope.argmax()
        bases = {"steepest_power": float(slope[steepest]), "slope_power": float(steep), "x_power": self.x}
        yield Rows("power", {"n": np.arange(FAR + 1.0), **{name: _powers(base) for name, base in bases.items()}})
        if self.n <= FAR:
            yield Mark("power", self.n, Text("chosen", "고른 값"))
        with np.errstate(over="ignore", under="ignore"):
            powers = {name: float(np.float64(base) ** self.n) for name, base in bases.items()}
        told = {"steepest": slope[steepest], "steepest_at": across[steepest], "output": out, "slope": steep}
        yield Facts({name: float(value) for name, value in told.items()} | powers)

    def _unit(self, z: Array) -> tuple[Array, Array]:
        unit = UNITS[self.unit]
        output = unit.of(z)
        return output, unit.slope(z, output)


def _powers(base: float) -> Array:
    """Of 0 to FAR layers; NaN where there is nothing to be drawn."""
    with np.errstate(over="ignore", under="ignore"):
        powers = np.float64(base) ** np.arange(FAR + 1.0)
    return np.where((powers >= LEAST) & (powers <= MOST), powers, np.nan)
