"""Points that leave no gaps."""

from __future__ import annotations

from collections.abc import Generator

from optim_core.fields import Array, Text
from optim_core.search.samplers import halton
from optim_core.search.strategy import Hunt, Strategy, Wave


class Halton(Strategy, kind="halton"):
    """As many values of every setting as there are trials, as in a random search, and no two of them close together."""

    order = 30
    title = Text("Halton", "할톤")
    summary = Text(
        "Spreads its trials like random ones, but evenly: no two close together, no large gap.",
        "무작위처럼 흩어 놓되 고르게 놓습니다. 서로 붙은 점도 큰 빈틈도 없습니다.",
    )
    formula = (
        r"u_{i,j} = \phi_{p_j}(i) + s_j \bmod 1",
        r"\phi_p\Bigl(\sum_k a_k p^k\Bigr) = \sum_k a_k p^{-k-1}",
    )
    source = "Halton, Algorithm 247, Communications of the ACM 7, 1964; shifted as by Cranley and Patterson, 1976"

    def waves(self, hunt: Hunt) -> Generator[Wave, Array, None]:
        seed = int(hunt.rng.integers(2**32))
        yield Wave(halton(hunt.trials, hunt.d, seed), epochs=hunt.epochs)
