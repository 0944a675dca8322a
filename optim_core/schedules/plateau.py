"""Reduction when the loss stops falling."""

from __future__ import annotations

from typing import Any

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.schedule import Schedule


class Plateau(Schedule, kind="plateau"):
    """Multiplied by `factor` once the loss has failed `patience` + 1 times to improve, as torch's ReduceLROnPlateau.

    At update t it has seen the true loss at points 0 ... t. An improvement is a loss below
    best - threshold * |best|: torch's relative mode for positive losses, and sound for negative ones too.
    """

    order = 50
    title = Text("on plateau", "정체 시 감소")
    summary = Text(
        "Cuts the value when the loss has stopped falling for a while.", "손실이 한동안 줄지 않으면 값을 줄입니다."
    )
    formula = (r"s_{t} = \gamma s_{t-1} \quad \mathrm{after\ more\ than\ } p \mathrm{\ steps\ without\ improvement}",)
    watches_loss = True

    factor: float = hyper(
        0.5,
        0.05,
        0.95,
        minimum=0.0,
        maximum=1.0,
        symbol=r"\gamma",
        help=Text("factor of each cut", "한 번 줄일 때 곱하는 값"),
    )
    patience: int = whole(
        10,
        0,
        200,
        maximum=100_000,
        symbol="p",
        help=Text("steps without improvement that are forgiven", "개선이 없어도 기다리는 스텝 수"),
    )
    threshold: float = hyper(
        1e-4,
        1e-8,
        0.1,
        log=True,
        minimum=0.0,
        maximum=1.0,
        minor=True,
        symbol=r"\delta",
        help=Text("relative improvement that counts", "개선으로 인정하는 상대 감소량"),
    )
    cooldown: int = whole(
        0,
        0,
        200,
        maximum=100_000,
        minor=True,
        symbol="c",
        help=Text("steps after a cut before counting again", "줄인 뒤 다시 세기까지의 스텝 수"),
    )

    def step(self, t: int, loss: Array, memory: Any) -> tuple[Array, Any]:
        if memory is None:
            memory = (np.full_like(loss, np.inf), np.zeros_like(loss), np.zeros_like(loss), np.ones_like(loss))
        best, bad, cooling, scale = memory
        bar = np.where(np.isinf(best), np.inf, best - self.threshold * np.abs(best))
        better = loss < bar
        best = np.where(better, loss, best)
        bad = np.where(better, 0.0, bad + 1.0)
        bad = np.where(cooling > 0, 0.0, bad)
        cooling = np.maximum(cooling - 1.0, 0.0)
        cut = bad > self.patience
        scale = np.where(cut, scale * self.factor, scale)
        cooling = np.where(cut, self.cooldown, cooling)
        bad = np.where(cut, 0.0, bad)
        return scale, (best, bad, cooling, scale)
