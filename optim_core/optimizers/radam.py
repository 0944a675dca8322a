"""RAdam."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, bar
from optim_core.optimizers.adam import GRADIENT, MOMENTS, Moments
from optim_core.probe import Probe
from optim_core.rule import Slots, Step


class RAdam(Moments, kind="radam"):
    """Adam that walks like momentum until it has seen enough to trust its scale (Liu et al., 2020)."""

    order = 120
    title = Text("RAdam", "RAdam")
    summary = Text(
        "Adam that first walks as plain momentum and adapts its pace only once it has seen enough slopes.",
        "처음에는 모멘텀처럼 움직이다가, 기울기를 충분히 본 뒤에야 좌표별 보폭을 조절하는 Adam입니다.",
    )
    formula = (
        GRADIENT,
        *MOMENTS,
        r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \rho_\infty = \frac{2}{1 - \beta_2} - 1",
        r"\rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t}",
        r"\rho_t > 5: \quad "
        r"r = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2) \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2) \rho_t}}",
        r"\quad x \leftarrow x - \eta r \sqrt{1 - \beta_2^t} \frac{\hat{m}}{\sqrt{v} + \epsilon}",
        r"\rho_t \le 5: \quad r = 0, \quad x \leftarrow x - \eta \hat{m}",
    )
    source = "Liu et al., On the variance of the adaptive learning rate and beyond, 2020"
    shows = {
        "gradient": terms.GRADIENT,
        "moment": terms.MOMENT,
        "moment_hat": terms.MOMENT_HAT,
        "scale": terms.SCALE,
        "trust": bar("r", Text("trust in the scale; 0 while it is not used", "2차 모멘트의 신뢰도. 쓰기 전에는 0")),
    }

    lr: float = terms.lr(0.02, 1e-6, 10.0, per="stride", share=0.1)

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.RAdam([x], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)"

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        m, v = slots
        g = f.grad(x) + self.weight_decay * x
        m, v = self.moments(m, v, g)
        power = self.beta2 ** (t + 1)
        m_hat, scale = m / (1.0 - self.beta1 ** (t + 1)), np.sqrt(v)
        most = 2.0 / (1.0 - self.beta2) - 1.0
        rho = most - 2.0 * (t + 1) * power / (1.0 - power)
        r = np.sqrt((rho - 4.0) * (rho - 2.0) * most / ((most - 4.0) * (most - 2.0) * rho))
        adapted = r * np.sqrt(1.0 - power) / (scale + self.eps)
        move = -self.lr * m_hat * np.where(rho > 5.0, adapted, 1.0)
        trust = np.where(rho > 5.0, r, 0.0) * np.ones_like(x[0])
        show = {"gradient": g, "moment": m, "moment_hat": m_hat, "scale": scale, "trust": trust}
        return Step(move, (m, v), show)
