"""Coarse to fine: the range is narrowed by hand, as the course teaches it."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.search.strategy import Hunt, Strategy, Wave


class CoarseToFine(Strategy, kind="coarse-to-fine"):
    """Many trials of one epoch anywhere, then fewer and longer ones where the best have been.

    Each stage gets a larger share of the budget than the one before (1 : 2 : 3) and trains longer, the last to the end.
    The next window is spanned by the best trials of a stage, and a share of the gap between its trials wider at every
    side: a setting that matters little stays open.
    """

    order = 40
    title = Text("coarse to fine", "거친 탐색에서 촘촘한 탐색으로")
    summary = Text(
        "Short trials everywhere, then longer ones in a smaller range around the best.",
        "먼저 전체를 짧게 시험하고, 가장 좋은 곳 주변의 좁은 범위를 더 길게 시험합니다.",
    )
    formula = (
        r"E_k = E^{k / (K - 1)}, \quad n_k E_k \propto k + 1",
        r"W_{k+1} = \operatorname{box}(\text{best}) \pm r \, |W_k| \, n_k^{-1/d}",
    )
    source = "Li, Karpathy, CS231n: Neural Networks Part 3, hyperparameter optimization"

    stages: int = whole(3, 2, 4, minimum=2, maximum=4, symbol="K", help=Text("stages", "단계 수"))
    best: int = whole(
        3,
        1,
        8,
        minimum=1,
        maximum=50,
        symbol="b",
        help=Text("trials of a stage that span the next range", "다음 범위를 정하는 각 단계의 상위 시도 수"),
    )
    room: float = hyper(
        0.75,
        0.0,
        2.0,
        maximum=10.0,
        symbol="r",
        help=Text(
            "how far the next range reaches beyond them, in gaps between trials",
            "다음 범위에 더하는 여유(시도 사이 간격의 배수)",
        ),
    )

    def waves(self, hunt: Hunt) -> Generator[Wave, Array, None]:
        window = np.tile([0.0, 1.0], (hunt.d, 1))
        for stage, (trials, epochs) in enumerate(self.plan(hunt.epochs, hunt.budget)):
            if not trials:
                continue
            low, wide = window[:, :1], np.diff(window)
            places = low + wide * hunt.rng.random((trials, hunt.d)).T
            score = yield Wave(places, epochs=epochs, stage=stage, window=window)
            window = self._narrowed(window, places, score)

    def plan(self, epochs: int, budget: int) -> list[tuple[int, int]]:
        """Trials of each stage and the epochs that each of them trains; nothing is left over."""
        lengths = [round(epochs ** (k / (self.stages - 1))) for k in range(self.stages)]
        parts = self.stages * (self.stages + 1) // 2
        trials = [(budget - epochs) * (k + 1) // (parts * length) for k, length in enumerate(lengths)]
        trials[-1] += 1  # there is a whole training at least
        trials[0] += budget - sum(n * length for n, length in zip(trials, lengths, strict=True))
        return list(zip(trials, lengths, strict=True))

    def _narrowed(self, window: Array, places: Array, score: Array) -> Array:
        good = np.argsort(score, kind="stable")[: min(self.best, np.count_nonzero(np.isfinite(score)))]
        if not good.size:
            return window
        d, n = places.shape
        pad = self.room * np.diff(window)[:, 0] * n ** (-1.0 / d)
        low, high = places[:, good].min(axis=1) - pad, places[:, good].max(axis=1) + pad
        return np.stack([np.maximum(low, window[:, 0]), np.minimum(high, window[:, 1])], axis=1)
