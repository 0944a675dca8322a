"""Gradient descent with a line search."""

from __future__ import annotations

from optim_core import terms
from optim_core.fields import Array, Text, hyper
from optim_core.linesearch import backtrack
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step


class LineSearch(Rule, kind="line-search"):
    """Gradient descent that shortens each step until it goes down enough: no rate to tune (Armijo, 1966)."""

    order = 140
    title = Text("Line search", "선 탐색")
    summary = Text(
        "Gradient descent that tries a long step and shortens it until it goes down: the loss never rises.",
        "긴 보폭부터 시도해 손실이 줄 때까지 짧게 하는 경사하강법입니다. 손실이 커지는 일이 없습니다.",
    )
    formula = (
        r"g = \nabla f(x)",
        r"\alpha = \max \{\eta, \beta \eta, \beta^2 \eta, \ldots\}",
        r"f(x - \alpha g) \le f(x) - c_1 \alpha \, g^\top g",
        r"x \leftarrow x - \alpha g",
    )
    source = "Armijo, Minimization of functions having Lipschitz continuous first partial derivatives, 1966"
    shows = {"gradient": terms.GRADIENT, "length": terms.LENGTH}
    branches = True

    lr: float = terms.trial()
    shrink: float = hyper(
        0.5,
        0.1,
        0.9,
        minimum=0.01,
        maximum=0.95,
        symbol=r"\beta",
        help=Text("factor by which a step that is too long is shortened", "너무 긴 보폭을 줄이는 비율"),
    )
    c1: float = hyper(
        1e-4,
        1e-6,
        0.5,
        log=True,
        minimum=0.0,
        maximum=0.999,
        minor=True,
        symbol="c_1",
        help=Text("share of the promised decrease that a step must keep", "예상 감소량 중 실제로 줄어야 하는 비율"),
    )

    def start(self, x: Array) -> Slots:
        return (None,)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        g = f.grad(x)
        (known,) = slots
        alpha, value = backtrack(f, x, known, -g, g, self.lr, shrink=self.shrink, c1=self.c1)
        return Step(alpha * -g, (value,), {"gradient": g, "length": alpha})
