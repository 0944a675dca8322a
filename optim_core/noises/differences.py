"""A gradient by differences of the loss: what one has before anybody has done the calculus."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array, Text, choice, hyper
from optim_core.gradcheck import KINDS, Kind, evaluations, quotient
from optim_core.noise import Draw, Noise
from optim_core.surface import Objective, Surface, What

STEP_SIZE = Text("step size", "보폭")


@dataclasses.dataclass(frozen=True)
class Measured:
    """A surface whose gradient is worked out from its values at points a step apart along each coordinate."""

    surface: Surface
    h: Any  # in the precision of its points
    form: Kind

    def value(self, p: Array) -> Array:
        """The true value."""
        return self.surface.value(p)

    def grad(self, p: Array) -> Array:
        """D + 1 values make a forward gradient, 2 D a central one."""
        here = self.surface.value(p) if self.form == "forward" else None
        rows = []
        for axis in range(len(p)):
            ahead = self.surface.value(moved(p, axis, self.h))
            behind = self.surface.value(moved(p, axis, -self.h)) if self.form == "central" else None
            rows.append(quotient(self.form, behind, here, ahead, self.h))
        return np.stack(rows)

    def hess(self, p: Array) -> Array:
        """The true Hessian."""
        return self.surface.hess(p)


@dataclasses.dataclass(frozen=True)
class Rounded:
    """The same with points and values in single precision."""

    exact: Surface
    rough: Measured

    def value(self, p: Array) -> Array:
        """The true value."""
        return self.exact.value(p)

    def grad(self, p: Array) -> Array:
        """In single precision all the way, as far as the surface keeps to what it is given."""
        return self.rough.grad(p.astype(np.float32)).astype(np.float64)

    def hess(self, p: Array) -> Array:
        """The true Hessian."""
        return self.exact.hess(p)


def step_size() -> Any:
    """How far from a point a difference asks for the loss: CS231n's name of it."""
    return hyper(
        1e-5,
        1e-12,
        1.0,
        log=True,
        minimum=1e-16,
        maximum=1e3,
        symbol="h",
        help=STEP_SIZE,
    )


def precision() -> Any:
    """How many digits the values have that are subtracted."""
    return choice(
        "float64",
        {
            "float64": Text("double (float64)", "배정밀도 (float64)"),
            "float32": Text("single (float32)", "단정밀도 (float32)"),
        },
        help=Text("digits with which the loss is computed", "손실을 계산하는 정밀도"),
    )


class Differences(Noise, kind="differences"):
    """Every gradient is worked out from values of the loss a small step h apart (CS231n, optimization 1)."""

    order = 40
    title = Text("by differences", "차분")
    summary = Text(
        "The gradient comes from values of the loss nearby: one or two for each coordinate, and never quite right.",
        "가까운 곳의 손실로 기울기를 어림합니다. 좌표마다 손실을 한두 번 더 계산하고, 정확하지도 않습니다.",
    )
    formula = {
        "central": (r"\tilde g_i = \frac{f(x + h e_i) - f(x - h e_i)}{2 h}",),
        "forward": (r"\tilde g_i = \frac{f(x + h e_i) - f(x)}{h}",),
    }
    steady = True
    source = "CS231n, Optimization: Stochastic Gradient Descent, computing the gradient numerically"

    form: str = choice(
        "central",
        {kind: KINDS[kind] for kind in ("central", "forward")},
        help=Text("one side or both: where the loss is asked", "한쪽 또는 양쪽: 손실을 어디에서 계산하는지"),
    )
    h: float = step_size()
    precision: str = precision()

    def asks(self, what: What, dimensions: int) -> tuple[What, int]:
        return ("value", evaluations(self._kind, dimensions)) if what == "grad" else (what, 1)

    def draws(self, surface: Surface, seed: int) -> Draw:
        objective: Objective = Measured(surface, self.h, self._kind)
        if self.precision == "float32":
            objective = Rounded(
                surface, Measured(_single(surface) if surface.differs else surface, np.float32(self.h), self._kind)
            )
        return lambda x: objective

    def draws_each(self, surface: Surface, seeds: Sequence[int]) -> Draw:
        return self.draws(surface, 0)

    @property
    def _kind(self) -> Kind:
        return "forward" if self.form == "forward" else "central"


def moved(p: Array, axis: int, way: Any) -> Array:
    """Points p (D, *batch), another coordinate along one axis."""
    there = p.copy()
    there[axis] = there[axis] + way
    return there


def _single(surface: Surface) -> Surface:
    """A surface whose arrays of numbers are single precision; plain numbers keep to the precision of the points."""
    numbers = {name: getattr(surface, name) for name in surface.numbers()}
    return surface.replace(**{n: v.astype(np.float32) for n, v in numbers.items() if isinstance(v, np.ndarray)})
