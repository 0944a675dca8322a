"""Adam and its nearest relatives: AMSGrad and AdamW."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, axes, switch
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step

GRADIENT = r"g = \nabla f(x) + \lambda x"
MOMENTS = (r"m \leftarrow \beta_1 m + (1 - \beta_1) g", r"v \leftarrow \beta_2 v + (1 - \beta_2) g \odot g")
HATS = (r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \hat{v} = \frac{v}{1 - \beta_2^t}",)
SHOWS = {
    "gradient": terms.GRADIENT,
    "moment": terms.MOMENT,
    "moment_hat": terms.MOMENT_HAT,
    "scale": terms.SCALE,
    "scale_hat": terms.SCALE_HAT,
}


class Moments(Rule):
    """What the family shares: running means of the gradient and of its square, both starting at zero."""

    lr: float = terms.lr(0.05, per="length", share=0.02)
    beta1: float = terms.beta1()
    beta2: float = terms.beta2()
    eps: float = terms.eps()
    weight_decay: float = terms.weight_decay()

    def start(self, x: Array) -> Slots:
        return np.zeros_like(x), np.zeros_like(x)

    def moments(self, m: Array, v: Array, g: Array) -> tuple[Array, Array]:
        """Both means after one more gradient."""
        return self.beta1 * m + (1.0 - self.beta1) * g, self.beta2 * v + (1.0 - self.beta2) * (g * g)


class Adam(Moments, kind="adam"):
    """Mean gradient over the root of its mean square: each coordinate at its own pace (Kingma, Ba, 2015)."""

    order = 70
    title = Text("Adam", "Adam")
    summary = Text(
        "Momentum with a fair pace for each coordinate: the first step is the learning rate on every axis.",
        "모멘텀에 좌표별 보폭 조절을 더했습니다. 첫 스텝은 모든 축에서 학습률만큼 움직입니다.",
    )
    formula = {
        "bias_correction": (
            GRADIENT,
            *MOMENTS,
            *HATS,
            r"x \leftarrow x - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}",
        ),
        "no bias_correction": (GRADIENT, *MOMENTS, r"x \leftarrow x - \eta \frac{m}{\sqrt{v} + \epsilon}"),
    }
    source = "Kingma, Ba, Adam: a method for stochastic optimization, 2015"
    shows = SHOWS

    bias_correction: bool = switch(
        True,
        help=Text("correct both moments for their start at zero", "두 모멘트의 편향 보정(bias correction)"),
        minor=True,
    )

    def torch(self, driven: Collection[str] = ()) -> str:
        return (
            "torch.optim.Adam([x], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)"
            if self.bias_correction
            else ""
        )

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        m, v = slots
        g = f.grad(x) + self.weight_decay * x
        m, v = self.moments(m, v, g)
        m_hat, scale = m, np.sqrt(v)
        scale_hat = scale
        if self.bias_correction:
            m_hat = m / (1.0 - self.beta1 ** (t + 1))
            scale_hat = scale / np.sqrt(1.0 - self.beta2 ** (t + 1))
        move = -self.lr * m_hat / (scale_hat + self.eps)
        show = {"gradient": g, "moment": m, "moment_hat": m_hat, "scale": scale, "scale_hat": scale_hat}
        return Step(move, (m, v), show)


class AMSGrad(Moments, kind="amsgrad"):
    """Adam that never forgets its largest scale, so steps cannot grow again (Reddi, Kale, Kumar, 2018)."""

    order = 90
    title = Text("AMSGrad", "AMSGrad")
    summary = Text(
        "Adam that remembers the steepest slope it met: its step per coordinate cannot grow again.",
        "가장 가팔랐던 기울기를 잊지 않는 Adam입니다. 좌표별 보폭이 다시 커지지 않습니다.",
    )
    formula = (
        GRADIENT,
        *MOMENTS,
        r"w \leftarrow \max(w, v)",
        r"\hat{m} = \frac{m}{1 - \beta_1^t}, \quad \hat{w} = \frac{w}{1 - \beta_2^t}",
        r"x \leftarrow x - \eta \frac{\hat{m}}{\sqrt{\hat{w}} + \epsilon}",
    )
    source = "Reddi, Kale, Kumar, On the convergence of Adam and beyond, 2018"
    shows = {
        "gradient": terms.GRADIENT,
        "moment": terms.MOMENT,
        "moment_hat": terms.MOMENT_HAT,
        "largest": axes(
            r"\sqrt{w}",
            Text("largest root of the second moment so far", "지금까지 가장 큰 2차 모멘트의 제곱근"),
        ),
        "largest_hat": axes(
            r"\sqrt{\hat{w}}",
            Text("the same, corrected: as if it had not started at zero", "보정된 값: 편향 보정(bias correction)을 함"),
        ),
    }

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.Adam([x], lr=lr, betas=(beta1, beta2), eps=eps, amsgrad=True, weight_decay=weight_decay)"

    def start(self, x: Array) -> Slots:
        return np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        m, v, w = slots
        g = f.grad(x) + self.weight_decay * x
        m, v = self.moments(m, v, g)
        w = np.maximum(w, v)
        m_hat, largest = m / (1.0 - self.beta1 ** (t + 1)), np.sqrt(w)
        largest_hat = largest / np.sqrt(1.0 - self.beta2 ** (t + 1))
        move = -self.lr * m_hat / (largest_hat + self.eps)
        show = {
            "gradient": g,
            "moment": m,
            "moment_hat": m_hat,
            "largest": largest,
            "largest_hat": largest_hat,
        }
        return Step(move, (m, v, w), show)


class AdamW(Moments, kind="adamw"):
    """Adam with its weight decay beside the scaled step, not inside it (Loshchilov, Hutter, 2019)."""

    order = 80
    title = Text("AdamW", "AdamW")
    summary = Text(
        "Adam whose pull to the origin is not divided by the gradient's scale: all weights shrink alike.",
        "원점으로 당기는 힘을 기울기 크기로 나누지 않는 Adam입니다. 모든 가중치가 같은 비율로 줄어듭니다.",
    )
    formula = (
        r"g = \nabla f(x)",
        *MOMENTS,
        *HATS,
        r"x \leftarrow x - \eta \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon} - \eta \lambda x",
    )
    source = "Loshchilov, Hutter, Decoupled weight decay regularization, 2019"
    shows = SHOWS

    weight_decay: float = terms.weight_decay(0.01, minor=False)

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.AdamW([x], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)"

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        m, v = slots
        g = f.grad(x)
        m, v = self.moments(m, v, g)
        m_hat, scale = m / (1.0 - self.beta1 ** (t + 1)), np.sqrt(v)
        scale_hat = scale / np.sqrt(1.0 - self.beta2 ** (t + 1))
        move = -self.lr * m_hat / (scale_hat + self.eps) - self.lr * self.weight_decay * x
        show = {"gradient": g, "moment": m, "moment_hat": m_hat, "scale": scale, "scale_hat": scale_hat}
        return Step(move, (m, v), show)
