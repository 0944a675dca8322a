"""The decays of CS231n: none, by steps, exponential and 1/t."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.schedule import Schedule
from optim_core.schedules import words


class Constant(Schedule, kind="constant"):
    """No change."""

    order = 10
    title = Text("constant", "일정")
    summary = Text("The value stays as it is.", "값이 변하지 않습니다.")
    formula = (r"s_t = 1",)

    def at(self, t: int) -> Array:
        return np.asarray(1.0)


class StepDecay(Schedule, kind="step"):
    """Multiplied by gamma every `step_size` steps, as torch's StepLR."""

    order = 20
    title = Text("step decay", "계단 감쇠")
    summary = Text(
        "Cuts the value by the same factor every so many steps.", "일정한 스텝마다 값을 같은 비율로 줄입니다."
    )
    formula = (r"s_t = \gamma^{\lfloor t / s \rfloor}",)

    gamma: float = hyper(
        0.5,
        0.05,
        1.0,
        minimum=0.0,
        maximum=10.0,
        symbol=r"\gamma",
        help=Text("factor of each cut", "한 번 줄일 때 곱하는 값"),
    )
    step_size: int = words.step_size(20, "steps between two cuts", "줄이는 간격(스텝)")

    def at(self, t: int) -> Array:
        return self.gamma ** np.floor(t / self.step_size)


class Exponential(Schedule, kind="exponential"):
    """exp(-k t)."""

    order = 30
    title = Text("exponential decay", "지수 감쇠")
    summary = Text(
        "Shrinks by the same share every step; the whole way left is finite, so a fast decay freezes far away.",
        "매 스텝 같은 비율로 줄어듭니다. 갈 수 있는 거리가 유한해서, 너무 빨리 줄이면 도중에 멈춥니다.",
    )
    formula = (r"s_t = e^{-k t}",)

    k: float = words.decay_rate(0.01)

    def at(self, t: int) -> Array:
        return np.exp(-self.k * t)


class InverseTime(Schedule, kind="inverse-time"):
    """1 / (1 + k t), the decay of Robbins and Monro (1951)."""

    order = 40
    title = Text("1/t decay", "1/t 감쇠")
    summary = Text(
        "Falls fast at first, then ever more slowly: it never stops the walk entirely.",
        "처음에는 빠르게, 갈수록 천천히 줄어들어 완전히 멈추지는 않습니다.",
    )
    formula = (r"s_t = \frac{1}{1 + k t}",)
    source = "Robbins and Monro, A Stochastic Approximation Method, 1951"

    k: float = words.decay_rate(0.01)

    def at(self, t: int) -> Array:
        return np.asarray(1.0 / (1.0 + self.k * t))
