"""Straight-line fits to 442 diabetes patients: the same data raw, standardised and with correlated inputs."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

import numpy as np

from optim_core.data import table
from optim_core.fields import Array, Text
from optim_core.surface import Box, Objective, Pair, Surface, stack2, symmetric

Columns = tuple[Array, Array, Array]


@dataclasses.dataclass(frozen=True)
class Fit:
    """Half the mean squared error of t = x a + y b over some rows, expanded around `centre`.

    Attributes:
        centre: the best fit of the whole table, so that near it nothing cancels.
        aa, ab, bb: means of a a, a b and b b.
        ar, br, rr: means of a r, b r and r r, where r = t - (x a + y b) at the centre.
            Numbers, or one for each point.
    """

    centre: Pair
    aa: Array
    ab: Array
    bb: Array
    ar: Array
    br: Array
    rr: Array

    def value(self, p: Array) -> Array:
        """Half the mean squared error, (*batch)."""
        x, y = self._offset(p)
        square = x * (self.aa * x + self.ab * y) + y * (self.ab * x + self.bb * y)
        return 0.5 * self.rr + (0.5 * square - (self.ar * x + self.br * y))

    def grad(self, p: Array) -> Array:
        """Gradient, (2, *batch)."""
        x, y = self._offset(p)
        return stack2(self.aa * x + self.ab * y - self.ar, self.ab * x + self.bb * y - self.br)

    def hess(self, p: Array) -> Array:
        """Hessian, the same everywhere, (2, 2, *batch)."""
        one = np.ones_like(p[0])
        return symmetric(self.aa * one, self.ab * one, self.bb * one)

    def _offset(self, p: Array) -> tuple[Array, Array]:
        return p[0] - self.centre[0], p[1] - self.centre[1]


class Regression:
    """A table of a, b, t reduced to what a least-squares loss needs: six products a row."""

    def __init__(self, a: Array, b: Array, t: Array) -> None:
        self.best: Pair = (0.0, 0.0)
        for _ in range(3):  # the first pass solves, the others take away what rounding left
            fit = self._about_best(a, b, t)
            det = fit.aa * fit.bb - fit.ab * fit.ab
            x, y = self.best
            x += float((fit.bb * fit.ar - fit.ab * fit.br) / det)
            y += float((fit.aa * fit.br - fit.ab * fit.ar) / det)
            self.best = (x, y)
        self.whole = self._about_best(a, b, t)

    def part(self, rows: np.ndarray) -> Fit:
        """The loss of some rows (B,), or of some for each point, (n, B)."""
        means = self._products.take(rows, axis=0).sum(axis=-2) / rows.shape[-1]
        return Fit(self.best, *means.T)

    def _about_best(self, a: Array, b: Array, t: Array) -> Fit:
        r = t - (self.best[0] * a + self.best[1] * b)
        self._products = np.stack((a * a, a * b, b * b, a * r, b * r, r * r), axis=1)
        return self.part(np.arange(len(t)))


class Diabetes(Surface):
    """What the three views share."""

    source = "Efron, Hastie, Johnstone and Tibshirani, Least Angle Regression, 2004"
    rows = 442

    @staticmethod
    def columns() -> Columns:
        """The inputs a and b and the target t of every patient."""
        raise NotImplementedError

    def value(self, p: Array) -> Array:
        return _regression(self.columns).whole.value(p)

    def grad(self, p: Array) -> Array:
        return _regression(self.columns).whole.grad(p)

    def hess(self, p: Array) -> Array:
        return _regression(self.columns).whole.hess(p)

    def minima(self) -> tuple[Pair, ...]:
        return (_regression(self.columns).best,)

    def floor(self) -> float | None:
        return float(0.5 * _regression(self.columns).whole.rr)

    def sample(self, rows: np.ndarray) -> Objective:
        return _regression(self.columns).part(rows)


@functools.cache
def _regression(columns: Callable[[], Columns]) -> Regression:
    return Regression(*columns())


def _patients(name: str) -> Array:
    return table("diabetes")[name]


def _standard(name: str) -> Array:
    column = _patients(name)
    return (column - column.mean()) / column.std()


class DiabetesRaw(Diabetes, kind="diabetes-raw"):
    """Disease progression (hundreds) from body mass index (in units of 25) and a constant."""

    order = 230
    title = Text("Diabetes, raw", "당뇨병, 원본 데이터")
    summary = Text(
        "A line fitted to 442 patients: with the raw body mass index the loss is a narrow, slanted ravine.",
        "환자 442명의 데이터에 직선을 맞춥니다. 체질량지수를 그대로 쓰면 손실이 좁고 비스듬한 협곡이 됩니다.",
    )
    formula = (
        r"f(x, y) = \frac{1}{2 n} \sum_{i=1}^{n} (a_i x + y - t_i)^2",
        r"a_i = \mathrm{BMI}_i / 25",
    )
    scale = "log"

    @staticmethod
    def columns() -> Columns:
        bmi = _patients("bmi")
        return bmi / 25.0, np.ones_like(bmi), _patients("target") / 100.0

    def domain(self) -> Box:
        return (-1.0, 6.0, -5.0, 3.0)

    def begin(self) -> Pair:
        return (0.0, 0.0)


class DiabetesStandardised(Diabetes, kind="diabetes-standardised"):
    """The same fit after the body mass index was given mean 0 and standard deviation 1."""

    order = 240
    title = Text("Diabetes, standardised", "당뇨병, 표준화")
    summary = Text(
        "The same patients, input standardised: the ravine becomes a round bowl, and lr = 1 lands at once.",
        "같은 데이터에서 입력만 표준화했습니다. 협곡이 둥근 그릇이 되어 학습률 1이면 한 스텝에 도착합니다.",
    )
    formula = (
        r"f(x, y) = \frac{1}{2 n} \sum_{i=1}^{n} (a_i x + y - t_i)^2",
        r"a_i = (\mathrm{BMI}_i - \mu) / \sigma",
    )

    @staticmethod
    def columns() -> Columns:
        bmi = _standard("bmi")
        return bmi, np.ones_like(bmi), _patients("target") / 100.0

    def domain(self) -> Box:
        return (-1.5, 3.0, -1.0, 4.0)

    def begin(self) -> Pair:
        return (-1.0, -0.5)


class DiabetesCorrelated(Diabetes, kind="diabetes-correlated"):
    """Progression about its mean from total and LDL cholesterol, both standardised; they correlate at 0.9."""

    order = 250
    title = Text("Diabetes, correlated", "당뇨병, 상관된 입력")
    summary = Text(
        "Two blood values that say nearly the same: even standardised, they leave a slanted ravine.",
        "거의 같은 정보를 담은 두 혈액 수치입니다. 표준화해도 상관관계 때문에 비스듬한 협곡이 남습니다.",
    )
    formula = (r"f(x, y) = \frac{1}{2 n} \sum_{i=1}^{n} (a_i x + b_i y - t_i)^2",)
    scale = "log"

    @staticmethod
    def columns() -> Columns:
        t = _patients("target") / 100.0
        return _standard("s1"), _standard("s2"), t - t.mean()

    def domain(self) -> Box:
        return (-1.5, 2.0, -2.0, 1.5)

    def begin(self) -> Pair:
        return (-1.0, -1.5)
