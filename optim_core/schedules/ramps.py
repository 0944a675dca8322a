"""Schedules that go somewhere: linear, polynomial, cosine, cosine after a warm-up, and a ramp to 1 that never ends."""

from __future__ import annotations

from typing import Any

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.schedule import Schedule
from optim_core.schedules import words


def progress(t: Any, length: Any) -> Array:
    """How much of `length` steps is over, from 0 to 1; a length of 0 is over at once."""
    return np.where(length > 0, np.clip(t / np.maximum(length, 1e-300), 0.0, 1.0), 1.0)


def half_cosine(done: Array) -> Array:
    """From 1 at 0 to 0 at 1, flat at both ends."""
    return 0.5 * (1.0 + np.cos(np.pi * done))


class Linear(Schedule, kind="linear"):
    """From start_factor to end_factor in equal steps, as torch's LinearLR."""

    order = 70
    title = Text("linear", "선형")
    summary = Text(
        "A straight line from one factor to another, up or down.", "한 배율에서 다른 배율까지 직선으로 변합니다."
    )
    formula = (r"s_t = a + (b - a) \min(t / T, 1)",)
    spans = "total_steps"

    start_factor: float = words.start_factor(1.0)
    end_factor: float = words.end_factor(0.0)
    total_steps: int = words.total_steps()

    def at(self, t: int) -> Array:
        return self.start_factor + (self.end_factor - self.start_factor) * progress(t, self.total_steps)


class Polynomial(Schedule, kind="polynomial"):
    """(1 - t/T)^power, as torch's PolynomialLR."""

    order = 80
    title = Text("polynomial decay", "다항 감쇠")
    summary = Text("Falls to zero; the power decides how early.", "0까지 줄어듭니다. 지수가 클수록 일찍 줄어듭니다.")
    formula = (r"s_t = (1 - \min(t / T, 1))^p",)
    spans = "total_steps"

    power: float = hyper(2.0, 0.5, 5.0, minimum=0.0, maximum=100.0, symbol="p", help=Text("power", "지수"))
    total_steps: int = words.total_steps()

    def at(self, t: int) -> Array:
        return (1.0 - progress(t, self.total_steps)) ** self.power


class Cosine(Schedule, kind="cosine"):
    """Half a cosine wave down to end_factor, as torch's CosineAnnealingLR; stays there."""

    order = 60
    title = Text("cosine", "코사인")
    summary = Text(
        "Stays high, falls through the middle and lands softly.",
        "높은 값에 머물다가 중간에 줄어들어 부드럽게 끝납니다.",
    )
    formula = (r"s_t = b + (1 - b) \frac{1 + \cos(\pi \min(t / T, 1))}{2}",)
    source = "Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017"
    spans = "total_steps"

    end_factor: float = words.end_factor(0.0)
    total_steps: int = words.total_steps()

    def at(self, t: int) -> Array:
        return self.end_factor + (1.0 - self.end_factor) * half_cosine(progress(t, self.total_steps))


class WarmupCosine(Schedule, kind="warmup-cosine"):
    """A straight line up from start_factor to 1 in warmup_steps, then half a cosine wave down to end_factor."""

    order = 90
    title = Text("warm-up, then cosine", "워밍업 뒤 코사인")
    summary = Text(
        "Starts carefully while the averages fill up, then anneals.",
        "이동 평균이 쌓이는 동안 천천히 올린 뒤 서서히 줄입니다.",
    )
    formula = (
        r"s_t = a + (1 - a) \frac{t}{w}, \quad t < w",
        r"s_t = b + (1 - b) \frac{1 + \cos(\pi \min((t - w) / (T - w), 1))}{2}, \quad t \ge w",
    )
    source = "Goyal et al., Accurate, Large Minibatch SGD, 2017; Loshchilov and Hutter, SGDR, 2017"
    spans = "total_steps"

    warmup_steps: int = whole(
        10, 0, 200, maximum=100_000, symbol="w", help=Text("steps of the warm-up", "워밍업 스텝 수")
    )
    start_factor: float = words.start_factor(0.0)
    end_factor: float = words.end_factor(0.0)
    total_steps: int = words.total_steps()

    def at(self, t: int) -> Array:
        up = self.start_factor + (1.0 - self.start_factor) * progress(t, self.warmup_steps)
        done = progress(t - self.warmup_steps, self.total_steps - self.warmup_steps)
        down = self.end_factor + (1.0 - self.end_factor) * half_cosine(done)
        return np.where(t < self.warmup_steps, up, down)


class ConvexRamp(Schedule, kind="convex-ramp"):
    """t / (t + r). On a momentum of 1, with r = 3 and a rate of at most 1 / L, it makes Nesterov's method.

    With his look-ahead no run then passes 2 |x_0 - x*|^2 / (lr (t + 1)^2) above the minimum.
    """

    order = 120
    title = Text("ramp for convex losses", "볼록 손실용 증가")
    summary = Text(
        "Rises from 0 towards 1: momentum that grows as the valley gets flatter, with a guarantee for convex losses.",
        "0에서 1로 서서히 올라갑니다. 모멘텀에 쓰면 볼록한 손실에서 수렴이 보장됩니다.",
    )
    formula = (r"s_t = \frac{t}{t + r}",)
    source = "Nesterov, A method for solving the convex programming problem with convergence rate O(1/k^2), 1983"

    r: float = hyper(
        3.0, 1.0, 30.0, minimum=0.1, maximum=1e5, symbol="r", help=Text("steps to one half", "절반에 이르는 스텝 수")
    )

    def at(self, t: int) -> Array:
        return np.asarray(t / (t + self.r))
