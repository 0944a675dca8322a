"""RMSprop."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step


class RMSprop(Rule, kind="rmsprop"):
    """Adagrad that forgets: divides by recent gradients only, so it never slows down (Hinton, 2012)."""

    order = 60
    title = Text("RMSprop", "RMSprop")
    summary = Text(
        "Adagrad that forgets: divides by the recent slope only, so it keeps its pace, and jitters.",
        "과거를 잊는 Adagrad입니다. 최근 기울기로만 나누어 느려지지 않지만, 바닥에서는 진동합니다.",
    )
    formula = (
        r"g = \nabla f(x) + \lambda x",
        r"v \leftarrow \rho v + (1 - \rho) g \odot g",
        r"x \leftarrow x - \eta \frac{g}{\sqrt{v} + \epsilon}",
    )
    source = "Tieleman, Hinton, Neural networks for machine learning, lecture 6.5, 2012"
    shows = {"gradient": terms.GRADIENT, "scale": terms.SCALE}

    lr: float = terms.lr(0.02, per="length", share=0.005)
    decay: float = terms.decay()
    eps: float = terms.eps()
    weight_decay: float = terms.weight_decay()

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.RMSprop([x], lr=lr, alpha=decay, eps=eps, weight_decay=weight_decay)"

    def start(self, x: Array) -> Slots:
        return (np.zeros_like(x),)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        (v,) = slots
        g = f.grad(x) + self.weight_decay * x
        v = self.decay * v + (1.0 - self.decay) * (g * g)
        scale = np.sqrt(v)
        return Step(-self.lr * g / (scale + self.eps), (v,), {"gradient": g, "scale": scale})
