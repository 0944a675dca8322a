"""Plain gradient descent."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text
from optim_core.laws import Law, best, stable
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step


class GradientDescent(Rule, kind="gradient-descent"):
    """A step against the gradient: stable only below 2 / (largest curvature) (Cauchy, 1847)."""

    order = 10
    title = Text("Gradient descent", "경사하강법")
    summary = Text(
        "Steps straight downhill; a rate that suits the steep direction crawls along the flat one.",
        "가장 가파른 내리막으로 갑니다. 가파른 방향에 맞춘 학습률로는 완만한 방향에서 거의 나아가지 못합니다.",
    )
    formula = (r"g = \nabla f(x) + \lambda x", r"x \leftarrow x - \eta g")
    source = "Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847"
    shows = {"gradient": terms.GRADIENT}

    lr: float = terms.lr(0.01, 1e-6, 10.0, per="stride", share=0.9)
    weight_decay: float = terms.weight_decay()

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.SGD([x], lr=lr, weight_decay=weight_decay)"

    def laws(self) -> tuple[Law, ...]:
        if np.any(self.weight_decay):
            return ()
        rate = Text("fastest rate", "가장 빠른 학습률")
        return (
            stable("lr", r"\eta < \frac{2}{\lambda_{\max}}", lambda low, high: (2.0 / high,)),
            best(
                ("lr",),
                rate,
                r"\eta^* = \frac{2}{\lambda_{\max} + \lambda_{\min}}",
                lambda low, high: (2.0 / (high + low),),
            ),
        )

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        g = f.grad(x) + self.weight_decay * x
        return Step(-self.lr * g, slots, {"gradient": g})
