"""Real mini-batches of the data a loss is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from optim_core.fields import Array, Text, choice, whole
from optim_core.noise import Draw, Misfit, Noise
from optim_core.surface import Objective, Surface


class MiniBatch(Noise, kind="mini-batch"):
    """Each step sees the loss of a few examples drawn from the data (Robbins and Monro, 1951)."""

    order = 30
    title = Text("mini-batch", "미니배치")
    summary = Text(
        "Each step sees only a few examples of the data; every run sees the same ones.",
        "매 스텝 데이터 몇 개만 사용합니다. 모든 실행이 같은 표본을 씁니다.",
    )
    formula = (r"\tilde g_t = \frac{1}{|B_t|} \sum_{i \in B_t} \nabla \ell_i(x)",)
    needs_rows = True
    source = "Robbins and Monro, A Stochastic Approximation Method, 1951"

    batch_size: int = whole(
        8,
        1,
        256,
        log=True,
        maximum=100_000,
        symbol="B",
        help=Text("examples per step", "한 스텝에 쓰는 표본 수"),
    )
    sampling: str = choice(
        "epoch",
        {
            "epoch": Text("shuffled, at most once an epoch", "섞어서 에폭마다 최대 한 번"),
            "with-replacement": Text("with replacement", "복원 추출"),
        },
        help=Text("how a batch is drawn", "배치를 뽑는 방법"),
    )

    def examples(self, surface: Surface) -> int:
        return int(self.batch_size)

    def draws(self, surface: Surface, seed: int) -> Draw:
        batches = self._batches(surface.rows, self._size(surface), np.random.default_rng(seed))

        def draw(x: Array) -> Objective:
            return surface.sample(next(batches))

        return draw

    def draws_each(self, surface: Surface, seeds: Sequence[int]) -> Draw:
        size = self._size(surface)
        streams = [self._batches(surface.rows, size, np.random.default_rng(seed)) for seed in seeds]

        def draw(x: Array) -> Objective:
            return surface.sample(np.stack([next(batches) for batches in streams]))

        return draw

    def _size(self, surface: Surface) -> int:
        """Examples in a batch. Raises Misfit where the surface has not as many."""
        if surface.rows == 0:
            raise Misfit(
                "noise.kind",
                Text(
                    f"mini-batches need a surface made of data, and {surface.title.en} is a formula",
                    f"미니배치에는 데이터로 만든 손실 곡면이 필요한데 ‘{surface.title.ko}’에는 데이터가 없습니다",
                ),
            )
        size = int(self.batch_size)
        if size > surface.rows:
            raise Misfit(
                "noise.batch_size",
                Text(
                    f"a batch can hold at most the {surface.rows} examples of {surface.title.en}, not {size}",
                    f"배치 크기는 표본 수({surface.title.ko}: {surface.rows}개) 이하여야 하는데 {size}입니다",
                ),
            )
        return size

    def _batches(self, rows: int, size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
        if self.sampling == "with-replacement":
            while True:
                yield rng.integers(0, rows, size)
        while True:  # a remainder smaller than a batch waits for a later epoch, as torch's drop_last does
            order = rng.permutation(rows)
            for first in range(0, rows - size + 1, size):
                yield order[first : first + size]
