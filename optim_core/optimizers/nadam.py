"""NAdam."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, arrow, hyper
from optim_core.optimizers.adam import GRADIENT, MOMENTS, Moments
from optim_core.probe import Probe
from optim_core.rule import Slots, Step


class NAdam(Moments, kind="nadam"):
    """Adam with Nesterov's look-ahead and a momentum that warms up (Dozat, 2016)."""

    order = 110
    title = Text("NAdam", "NAdam")
    summary = Text(
        "Adam that looks ahead as Nesterov does: today's slope counts more, so it turns earlier.",
        "네스테로프처럼 앞을 내다보는 Adam입니다. 현재 기울기의 비중이 커서 더 일찍 방향을 바꿉니다.",
    )
    formula = (
        GRADIENT,
        *MOMENTS,
        r"\mu_t = \beta_1 \left(1 - \tfrac12 \cdot 0.96^{t \psi}\right)",
        r"\mu_{t+1} = \beta_1 \left(1 - \tfrac12 \cdot 0.96^{(t + 1) \psi}\right)",
        r"p \leftarrow p \mu_t, \quad p_0 = 1",
        r"\hat{m} = \frac{\mu_{t+1} m}{1 - p \mu_{t+1}} + \frac{(1 - \mu_t) g}{1 - p}",
        r"x \leftarrow x - \eta \frac{\hat{m}}{\sqrt{v / (1 - \beta_2^t)} + \epsilon}",
    )
    source = "Dozat, Incorporating Nesterov momentum into Adam, 2016"
    shows = {
        "gradient": terms.GRADIENT,
        "moment": terms.MOMENT,
        "moment_hat": arrow(r"\hat{m}", Text("mean gradient, one step ahead", "한 스텝 앞을 내다본 평균 기울기")),
        "scale_hat": terms.SCALE_HAT,
    }

    momentum_decay: float = hyper(
        0.004,
        0.0,
        0.1,
        maximum=10.0,
        minor=True,
        symbol=r"\psi",
        help=Text("how fast the momentum warms up from half its value", "모멘텀이 절반에서 제 값으로 커지는 속도"),
    )

    def torch(self, driven: Collection[str] = ()) -> str:
        memory = "betas=(beta1, beta2), eps=eps, momentum_decay=momentum_decay"
        return f"torch.optim.NAdam([x], lr=lr, {memory}, weight_decay=weight_decay)"

    def start(self, x: Array) -> Slots:
        return np.zeros_like(x), np.zeros_like(x), np.ones_like(x[0])

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        m, v, product = slots
        g = f.grad(x) + self.weight_decay * x
        m, v = self.moments(m, v, g)
        # np.power and not **, which rounds otherwise where the decay is a plain number of NumPy's and no array
        mu = self.beta1 * (1.0 - 0.5 * np.power(0.96, (t + 1) * self.momentum_decay))
        mu_next = self.beta1 * (1.0 - 0.5 * np.power(0.96, (t + 2) * self.momentum_decay))
        product = product * mu
        m_hat = mu_next / (1.0 - product * mu_next) * m + (1.0 - mu) / (1.0 - product) * g
        scale_hat = np.sqrt(v / (1.0 - self.beta2 ** (t + 1)))
        show = {"gradient": g, "moment": m, "moment_hat": m_hat, "scale_hat": scale_hat}
        return Step(-self.lr * m_hat / (scale_hat + self.eps), (m, v, product), show)
