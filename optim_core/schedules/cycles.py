"""Schedules that rise as well as fall: triangular cycles and one cycle."""

from __future__ import annotations

from typing import Any

import numpy as np

from optim_core.fields import Array, Text, hyper
from optim_core.schedule import Schedule
from optim_core.schedules import words
from optim_core.schedules.ramps import half_cosine, progress


class Cyclic(Schedule, kind="cyclic"):
    """Triangles between base_factor and max_factor, as torch's CyclicLR in mode "triangular"."""

    order = 100
    title = Text("cyclic (triangular)", "순환(삼각파)")
    summary = Text(
        "Up and down again and again, to shake a run out of a bad valley.",
        "오르내리기를 되풀이해 나쁜 골짜기에서 벗어나게 합니다.",
    )
    formula = (
        r"c = \lfloor 1 + t / (2 s) \rfloor",
        r"s_t = a + (b - a) \max(0, 1 - | t / s - 2 c + 1 |)",
    )
    source = "Smith, Cyclical Learning Rates for Training Neural Networks, 2017"

    base_factor: float = words.share(0.1, "a", "lowest factor", "가장 낮은 배율")
    max_factor: float = words.share(1.0, "b", "highest factor", "가장 높은 배율")
    step_size: int = words.step_size(25, "steps of half a cycle", "반 주기의 스텝 수")

    def at(self, t: int) -> Array:
        cycle = np.floor(1.0 + t / (2.0 * self.step_size))
        height = np.maximum(0.0, 1.0 - np.abs(t / self.step_size - 2.0 * cycle + 1.0))
        return self.base_factor + (self.max_factor - self.base_factor) * height


class OneCycle(Schedule, kind="one-cycle"):
    """Up to the full value, then down to almost nothing, as torch's OneCycleLR with cosine annealing.

    The field's own value is the peak (torch's max_lr); the cycle ends at step total_steps - 1 and stays there.
    """

    order = 110
    title = Text("one cycle", "원사이클")
    summary = Text(
        "Starts low, rises to a peak that would be too high to stay at, and ends far below the start.",
        "낮게 시작해, 계속 쓰기에는 너무 큰 최댓값까지 올랐다가, 시작값보다 훨씬 낮게 끝납니다.",
    )
    formula = (
        r"s_0 = \frac{1}{d}, \quad s_{pT - 1} = 1, \quad s_{T - 1} = \frac{1}{d\,d'}",
        r"s_t = s_{to} + (s_{from} - s_{to}) \frac{1 + \cos(\pi u)}{2}",
    )
    source = "Smith and Topin, Super-Convergence, 2018"
    spans = "total_steps"

    pct_start: float = hyper(
        0.3, 0.05, 0.95, minimum=0.0, maximum=1.0, symbol="p", help=Text("share of the rise", "올라가는 구간의 비율")
    )
    div_factor: float = hyper(
        25.0, 1.0, 100.0, log=True, maximum=1e6, symbol="d", help=Text("peak over start", "최댓값 ÷ 시작값")
    )
    final_div_factor: float = hyper(
        1e4, 1.0, 1e6, log=True, maximum=1e9, symbol="d'", help=Text("start over end", "시작값 ÷ 최종값")
    )
    total_steps: int = words.total_steps()

    def at(self, t: Any) -> Array:
        first = 1.0 / self.div_factor
        final = first / self.final_div_factor
        peak = self.pct_start * self.total_steps - 1.0
        t = np.minimum(t, self.total_steps - 1.0)
        up = 1.0 + (first - 1.0) * half_cosine(progress(t, peak))
        down = final + (1.0 - final) * half_cosine(progress(t - peak, self.total_steps - 1.0 - peak))
        return np.where(t <= peak, up, down)
