"""Adamax."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, axes
from optim_core.optimizers.adam import Moments
from optim_core.probe import Probe
from optim_core.rule import Slots, Step


class Adamax(Moments, kind="adamax"):
    """Adam with the fading maximum of |g| for its scale: a spike brakes it at once (Kingma, Ba, 2015)."""

    order = 100
    title = Text("Adamax", "Adamax")
    summary = Text(
        "Adam that divides by the largest recent slope: no step is longer than the learning rate allows.",
        "최근의 가장 큰 기울기로 나누는 Adam입니다. 어떤 스텝도 학습률이 정한 한도보다 길지 않습니다.",
    )
    formula = (
        r"g = \nabla f(x) + \lambda x",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g",
        r"u \leftarrow \max(\beta_2 u, |g| + \epsilon)",
        r"\hat{m} = \frac{m}{1 - \beta_1^t}",
        r"x \leftarrow x - \eta \frac{\hat{m}}{u}",
    )
    source = "Kingma, Ba, Adam: a method for stochastic optimization, section 7.1, 2015"
    shows = {
        "gradient": terms.GRADIENT,
        "moment": terms.MOMENT,
        "moment_hat": terms.MOMENT_HAT,
        "scale": axes("u", Text("fading maximum of the gradient, per coordinate", "서서히 줄이는 좌표별 최대 기울기")),
    }

    lr: float = terms.lr(0.05, per="length", share=0.03)

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.Adamax([x], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)"

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        m, u = slots
        g = f.grad(x) + self.weight_decay * x
        m = self.beta1 * m + (1.0 - self.beta1) * g
        u = np.maximum(self.beta2 * u, np.abs(g) + self.eps)
        m_hat = m / (1.0 - self.beta1 ** (t + 1))
        show = {"gradient": g, "moment": m, "moment_hat": m_hat, "scale": u}
        return Step(-self.lr * m_hat / u, (m, u), show)
