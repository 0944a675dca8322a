"""Adagrad."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, axes, switch
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step

SUM = (r"g = \nabla f(x) + \lambda x", r"s \leftarrow s + g \odot g")


class Adagrad(Rule, kind="adagrad"):
    """Divides by all the gradient a coordinate ever saw: steps even out, then fade (Duchi et al., 2011)."""

    order = 40
    title = Text("Adagrad", "Adagrad")
    summary = Text(
        "Divides each axis by all the slope it ever saw: steep and flat move alike, and steps only shrink.",
        "좌표마다 지금까지 누적된 기울기로 나눕니다. 가파르든 완만하든 비슷하게 나아가고, 보폭은 줄기만 합니다.",
    )
    formula = {
        "square_root": (*SUM, r"x \leftarrow x - \eta \frac{g}{\sqrt{s} + \epsilon}"),
        "no square_root": (*SUM, r"x \leftarrow x - \eta \frac{g}{s + \epsilon}"),
    }
    source = "Duchi, Hazan, Singer, Adaptive subgradient methods for online learning, 2011"
    shows = {
        "gradient": terms.GRADIENT,
        "scale": axes(r"\sqrt{s}", Text("what each coordinate is divided by", "좌표별로 나누는 값")),
    }

    lr: float = terms.lr(0.5, 1e-3, 100.0, per="length", share=0.08)
    eps: float = terms.eps()
    weight_decay: float = terms.weight_decay()
    square_root: bool = switch(
        True, help=Text("take the root of the sum of squares", "제곱합에 제곱근을 취함"), minor=True
    )

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.Adagrad([x], lr=lr, eps=eps, weight_decay=weight_decay)" if self.square_root else ""

    def start(self, x: Array) -> Slots:
        return (np.zeros_like(x),)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        (s,) = slots
        g = f.grad(x) + self.weight_decay * x
        s = s + g * g
        scale = np.sqrt(s) if self.square_root else s
        return Step(-self.lr * g / (scale + self.eps), (s,), {"gradient": g, "scale": scale})
