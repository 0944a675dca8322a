"""Random search."""

from __future__ import annotations

from collections.abc import Generator

from optim_core.fields import Array, Text
from optim_core.search.strategy import Hunt, Strategy, Wave


class RandomTrials(Strategy, kind="random"):
    """Every trial is a draw from the whole space, and tests a value of its own of every setting."""

    order = 20
    title = Text("random", "무작위")
    summary = Text(
        "Draws every trial at random: each one tests another value of every setting.",
        "시도마다 무작위로 뽑습니다. 시도 하나하나가 모든 설정의 새로운 값을 시험합니다.",
    )
    formula = (r"u_i \sim \mathcal U[0, 1]^d",)
    source = "Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012"

    def waves(self, hunt: Hunt) -> Generator[Wave, Array, None]:
        yield Wave(hunt.rng.random((hunt.trials, hunt.d)).T, epochs=hunt.epochs)
