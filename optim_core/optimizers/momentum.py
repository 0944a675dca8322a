"""Momentum and Nesterov's look-ahead, each in the three forms that textbooks use."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, choice
from optim_core.laws import Law
from optim_core.optimizers import momentum_laws
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step

FORMS = {
    "classical": Text("classical (CS231n)", "고전형(CS231n): 속도가 곧 이동량"),
    "pytorch": Text("PyTorch: sum of gradients", "PyTorch형: 속도는 기울기의 합"),
    "averaged": Text("averaged: mean of gradients", "평균형: 속도는 기울기의 평균"),
}
GRADIENT = r"g = \nabla f(x) + \lambda x"
GRADIENT_AHEAD = r"g = \nabla f(\tilde{x}) + \lambda \tilde{x}"
SUM, MEAN = r"v \leftarrow \mu v + g", r"v \leftarrow \mu v + (1 - \mu) g"


class Rolling(Rule):
    """What both rules have: a velocity that starts at zero and the convention that defines it."""

    lr: float = terms.lr(0.01, 1e-6, 10.0, per="stride", share=0.3)
    momentum: float = terms.momentum()
    form: str = choice("classical", FORMS, help=Text("which textbook's velocity", "속도를 정의하는 방식"))
    weight_decay: float = terms.weight_decay()

    def start(self, x: Array) -> Slots:
        return (np.zeros_like(x),)


class Momentum(Rolling, kind="momentum"):
    """A ball with friction: steady slopes add up, alternating ones cancel (Polyak, 1964)."""

    order = 20
    title = Text("Momentum", "모멘텀")
    summary = Text(
        "Rolls like a ball: speed builds up along the valley while the swings across it cancel.",
        "공처럼 굴러갑니다. 골짜기 방향으로는 속도가 붙고, 골짜기를 가로지르는 진동은 서로 상쇄됩니다.",
    )
    formula = {
        "classical": (GRADIENT, r"v \leftarrow \mu v - \eta g", r"x \leftarrow x + v"),
        "pytorch": (GRADIENT, SUM, r"x \leftarrow x - \eta v"),
        "averaged": (GRADIENT, MEAN, r"x \leftarrow x - \eta v"),
    }
    source = "Polyak, Some methods of speeding up the convergence of iteration methods, 1964"
    shows = {"gradient": terms.GRADIENT, "velocity": terms.VELOCITY}

    form: str = choice(
        "classical",
        FORMS,
        help=Text(
            "which textbook's velocity; classical and PyTorch walk the same path while the rate is constant",
            "속도를 정의하는 방식. 학습률이 일정하면 고전형과 PyTorch형은 같은 경로를 지납니다",
        ),
    )

    def torch(self, driven: Collection[str] = ()) -> str:
        alike = ("pytorch",) if "lr" in driven else ("pytorch", "classical")
        return "torch.optim.SGD([x], lr=lr, momentum=momentum, weight_decay=weight_decay)" if self.form in alike else ""

    def laws(self) -> tuple[Law, ...]:
        if np.any(self.weight_decay):
            return ()
        known = momentum_laws.heavy_ball_of_means if self.form == "averaged" else momentum_laws.heavy_ball
        return known(self.lr, self.momentum)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        (v,) = slots
        g = f.grad(x) + self.weight_decay * x
        if self.form == "classical":
            move = v = self.momentum * v - self.lr * g
        else:
            v = self.momentum * v + (g if self.form == "pytorch" else (1.0 - self.momentum) * g)
            move = -self.lr * v
        return Step(move, (v,), {"gradient": g, "velocity": v})


class Nesterov(Rolling, kind="nesterov"):
    """Momentum that looks before it leaps: the slope ahead brakes an overshoot in time (Nesterov, 1983)."""

    order = 30
    title = Text("Nesterov momentum", "네스테로프 모멘텀")
    summary = Text(
        "Asks for the slope where the velocity is about to carry it, so it brakes before it overshoots.",
        "속도대로 가면 닿을 곳의 기울기를 미리 보고, 지나치기 전에 속도를 줄입니다.",
    )
    formula = {
        "classical": (
            r"\tilde{x} = x + \mu v",
            GRADIENT_AHEAD,
            r"v \leftarrow \mu v - \eta g",
            r"x \leftarrow x + v",
        ),
        "pytorch": (GRADIENT, SUM, r"x \leftarrow x - \eta (g + \mu v)"),
        "averaged": (r"\tilde{x} = x - \eta \mu v", GRADIENT_AHEAD, MEAN, r"x \leftarrow x - \eta v"),
    }
    source = "Nesterov, A method for solving the convex programming problem with convergence rate O(1/k^2), 1983"
    shows = {"gradient": terms.GRADIENT, "velocity": terms.VELOCITY, "ahead": terms.AHEAD}

    def torch(self, driven: Collection[str] = ()) -> str:
        if self.form != "pytorch" or not self.momentum:
            return ""
        return "torch.optim.SGD([x], lr=lr, momentum=momentum, nesterov=True, weight_decay=weight_decay)"

    def laws(self) -> tuple[Law, ...]:
        if np.any(self.weight_decay):
            return ()
        return momentum_laws.look_ahead(self.lr, self.momentum, mean=self.form == "averaged")

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        (v,) = slots
        mu, lr = self.momentum, self.lr
        ahead = x  # PyTorch keeps the look-ahead point itself
        if self.form != "pytorch":
            ahead = x + (mu * v if self.form == "classical" else -lr * (mu * v))
        g = f.grad(ahead) + self.weight_decay * ahead
        if self.form == "classical":
            move = v = mu * v - lr * g
        elif self.form == "averaged":
            v = mu * v + (1.0 - mu) * g
            move = -lr * v
        else:
            v = mu * v + g
            move = -lr * (g + mu * v)
        return Step(move, (v,), {"gradient": g, "velocity": v, "ahead": ahead})
