"""Nonlinear conjugate gradients."""

from __future__ import annotations

import numpy as np

from optim_core import terms
from optim_core.algebra import LEAST, dot
from optim_core.fields import Array, Text, bar, choice
from optim_core.linesearch import parabola
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step

FORMS = {
    "polak-ribiere-plus": Text(
        "Polak-Ribière+: restarts by itself",
        "폴락-리비에르+: 스스로 재시작",
    ),
    "fletcher-reeves": Text("Fletcher-Reeves: long memory", "플레처-리브스: 나쁜 방향을 오래 유지"),
}
ALONG = (
    r"\alpha_{-1} = 0: \quad \beta = 0",
    r"d \leftarrow -g + \beta d",
    r"g^\top d \ge 0: \quad \beta = 0, \quad d \leftarrow -g",
    r"\alpha \approx \mathrm{argmin}_a \, f(x + a d)",
    r"x \leftarrow x + \alpha d",
)


class ConjugateGradient(Rule, kind="conjugate-gradient"):
    """Bends each direction so as not to spoil the last: no zig-zag, no matrix (Fletcher, Reeves, 1964)."""

    order = 150
    title = Text("Conjugate gradients", "켤레 기울기법")
    summary = Text(
        "Bends each direction so as not to spoil the last one: crosses a ravine in two steps, not hundreds.",
        "앞선 스텝의 성과를 해치지 않도록 방향을 정합니다. 협곡을 수백 스텝이 아니라 두 스텝에 지납니다.",
    )
    formula = {
        "polak-ribiere-plus": (
            r"g = \nabla f(x)",
            r"\alpha_{-1} > 0: \quad \beta = \max\left(0, \frac{g^\top (g - g_{-1})}{g_{-1}^\top g_{-1}}\right)",
            *ALONG,
        ),
        "fletcher-reeves": (
            r"g = \nabla f(x)",
            r"\alpha_{-1} > 0: \quad \beta = \frac{g^\top g}{g_{-1}^\top g_{-1}}",
            *ALONG,
        ),
    }
    source = "Fletcher, Reeves, Function minimization by conjugate gradients, 1964; Polak, Ribière, 1969"
    shows = {
        "gradient": terms.GRADIENT,
        "direction": terms.DIRECTION,
        "length": terms.LENGTH,
        "beta": bar(r"\beta", Text("share of the last direction; 0 at a restart", "이전 방향의 비중. 재시작하면 0")),
    }
    branches = True

    lr: float = terms.trial()
    form: str = choice("polak-ribiere-plus", FORMS, help=Text("formula of beta", "베타를 계산하는 공식"))

    def start(self, x: Array) -> Slots:
        return np.zeros_like(x), np.zeros_like(x), None

    def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
        d_before, g_before, known = slots
        g = f.grad(x)
        before = dot(g_before, g_before)
        change = g if self.form == "fletcher-reeves" else g - g_before
        shared = np.maximum(dot(g, change), 0.0)
        beta = np.where(before > LEAST, shared / np.where(before > LEAST, before, 1.0), 0.0)
        downhill = dot(g, beta * d_before - g) < 0
        beta = np.where(downhill, beta, 0.0)  # otherwise start again along the gradient
        d = beta * d_before - g
        alpha, value = parabola(f, x, known, d, g, self.lr)
        slots = (d, np.where(alpha > 0, g, 0.0), value)  # nothing found: the next step begins anew
        return Step(alpha * d, slots, {"gradient": g, "direction": d, "length": alpha, "beta": beta})
