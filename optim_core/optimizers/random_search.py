"""Random search: no gradient at all."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array, Text, choice, hyper, point
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step

FORMS = {
    "local": Text("local: near the best point so far", "국소: 지금까지 가장 좋은 점 근처"),
    "uniform": Text("uniform: anywhere on the map", "균등: 지도 전체에서 아무 점"),
}


class RandomSearch(Rule, kind="random-search"):
    """Tries a random point and keeps it if it is lower: fine in two dimensions, hopeless in many (CS231n)."""

    order = 200
    title = Text("Random search", "무작위 탐색")
    summary = Text(
        "Tries a random point and goes there only if it is lower: it never asks for the slope.",
        "무작위로 고른 점이 더 낮을 때만 옮겨 갑니다. 기울기는 전혀 쓰지 않습니다.",
    )
    formula = {
        "local": (
            r"\tilde{x} \sim N(x, \sigma^2 I)",
            r"f(\tilde{x}) < f(x): \quad x \leftarrow \tilde{x}",
        ),
        "uniform": (
            r"\tilde{x} \sim U([x_{\min}, x_{\max}] \times [y_{\min}, y_{\max}])",
            r"f(\tilde{x}) < f(x): \quad x \leftarrow \tilde{x}",
        ),
    }
    source = "Li, Karpathy, CS231n: Optimization I, strategies 1 and 2, 2015"
    shows = {"candidate": point(r"\tilde{x}", Text("the point tried", "시도한 점"))}

    form: str = choice("local", FORMS, help=Text("where the next point is drawn", "다음 점을 뽑는 방법"))
    sigma: float = hyper(
        0.1,
        1e-3,
        10.0,
        log=True,
        minimum=0.0,
        maximum=1e6,
        symbol=r"\sigma",
        help=Text("size of a random step (local form)", "무작위 이동의 크기(국소)"),
    )

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        (best,) = slots or (f.value(x),)
        move = self._draw(x, f)
        candidate = x + move
        there = f.value(candidate)
        better = there < best
        return Step(np.where(better, move, 0.0), (np.where(better, there, best),), {"candidate": candidate})

    def _draw(self, x: Array, f: Probe) -> Array:
        if self.form == "local":
            return self.sigma * (f.normal(x.shape[0]) * np.ones_like(x))
        column = (-1,) + (1,) * (x.ndim - 1)
        low, high = np.array(f.domain[0::2]).reshape(column), np.array(f.domain[1::2]).reshape(column)
        return np.asarray(low + (high - low) * f.uniform(x.shape[0]) - x)
