"""Straight-line fits to 442 diabetes patients: the same data raw, standardised and with correlated inputs."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from optim_core.data import table
from optim_core.fields import Array, Text
from optim_core.surface import Box, Objective, Pair, Surface
from optim_core.surfaces.least_squares import Regression

Columns = tuple[Array, Array, Array]


class Diabetes(Surface):
    """What the three views share."""

    source = "Efron, Hastie, Johnstone and Tibshirani, Least Angle Regression, 2004"
    rows = 442
    quadratic = True

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
