"""Lion."""

from __future__ import annotations

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, arrow
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step


class Lion(Rule, kind="lion"):
    """Only the sign of a mean gradient: every step is a diagonal of the same length (Chen et al., 2023)."""

    order = 130
    title = Text("Lion", "Lion")
    summary = Text(
        "Keeps only the signs: every step goes the same distance on each axis, however steep or flat it is.",
        "부호만 씁니다. 가파르든 완만하든 매 스텝 각 축에서 똑같은 거리를 갑니다.",
    )
    formula = (
        r"g = \nabla f(x)",
        r"c = \beta_1 m + (1 - \beta_1) g",
        r"m \leftarrow \beta_2 m + (1 - \beta_2) g",
        r"x \leftarrow x - \eta (\mathrm{sign}(c) + \lambda x)",
    )
    source = "Chen et al., Symbolic discovery of optimization algorithms, 2023"
    shows = {
        "gradient": terms.GRADIENT,
        "blend": arrow(
            "c",
            Text(
                "mean of memory and gradient, whose signs make the step",
                "모멘트와 기울기의 평균. 이 값의 부호로 이동합니다",
            ),
        ),
        "moment": terms.MOMENT,
    }

    lr: float = terms.lr(0.02, per="length", share=0.005)
    beta1: float = terms.beta1()
    beta2: float = terms.beta2(0.99)
    weight_decay: float = terms.weight_decay()

    def start(self, x: Array) -> Slots:
        return (np.zeros_like(x),)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        (m,) = slots
        g = f.grad(x)
        c = self.beta1 * m + (1.0 - self.beta1) * g
        m = self.beta2 * m + (1.0 - self.beta2) * g
        move = -self.lr * (np.sign(c) + self.weight_decay * x)
        return Step(move, (m,), {"gradient": g, "blend": c, "moment": m})
