"""Adadelta."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, axes
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step


class Adadelta(Rule, kind="adadelta"):
    """Measures its step in the steps it took before: no rate to tune, but a slow start (Zeiler, 2012)."""

    order = 50
    title = Text("Adadelta", "Adadelta")
    summary = Text(
        "Learns its own step size from its past steps; it needs no learning rate but starts out very slowly.",
        "지난 이동량을 보고 보폭을 스스로 정합니다. 학습률을 고를 필요가 없지만 초반이 매우 느립니다.",
    )
    formula = (
        r"g = \nabla f(x) + \lambda x",
        r"v \leftarrow \rho v + (1 - \rho) g \odot g",
        r"d = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}} \odot g",
        r"u \leftarrow \rho u + (1 - \rho) d \odot d",
        r"x \leftarrow x - \eta d",
    )
    source = "Zeiler, ADADELTA: an adaptive learning rate method, 2012"
    shows = {
        "gradient": terms.GRADIENT,
        "scale": axes(
            r"\sqrt{v + \epsilon}",
            Text("size of recent gradients, per coordinate", "좌표별 최근 기울기의 크기"),
        ),
        "stride": axes(
            r"\sqrt{u + \epsilon}",
            Text("size of recent steps, per coordinate", "좌표별 최근 이동량의 크기"),
            divides=False,
        ),
    }

    lr: float = terms.lr(1.0, 1e-2, 100.0)
    rho: float = terms.decay()
    eps: float = terms.eps(1e-6)
    weight_decay: float = terms.weight_decay()

    def torch(self, driven: Collection[str] = ()) -> str:
        return "torch.optim.Adadelta([x], lr=lr, rho=rho, eps=eps, weight_decay=weight_decay)"

    def start(self, x: Array) -> Slots:
        return np.zeros_like(x), np.zeros_like(x)

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        v, u = slots
        g = f.grad(x) + self.weight_decay * x
        v = self.rho * v + (1.0 - self.rho) * (g * g)
        scale, stride = np.sqrt(v + self.eps), np.sqrt(u + self.eps)
        d = stride / scale * g
        u = self.rho * u + (1.0 - self.rho) * (d * d)
        return Step(-self.lr * d, (v, u), {"gradient": g, "scale": scale, "stride": stride})
