"""Real pictures: the handwritten digits that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from optim_core import terms
from optim_core.fields import Text, switch, whole
from optim_core.networks import dataset
from optim_core.networks.dataset import Dataset
from optim_core.networks.examples import Split, drawn_digits, split_digits

PIXELS, CLASSES = 64, 10


class Digits(Dataset, kind="digits"):
    """1,000 pictures to learn from, 397 to validate and 400 to test: always the same, whatever the seed."""

    order = 60
    title = Text("handwritten digits", "손글씨 숫자")
    summary = Text(
        "Pictures of 8 by 8 grey levels, ten classes. Careless marking makes them as hard as life.",
        "8 × 8 회색조 그림, 열 가지 클래스입니다. 정답 일부를 틀리게 적으면 현실처럼 어려워집니다.",
    )
    formula = (r"x \in \mathbb{R}^{64}, \quad y \in \{0, \ldots, 9\}",)
    source = "Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998"
    plane = False
    features = PIXELS
    scales: ClassVar[Mapping[str, float]] = {"stride": 0.056, "length": 0.5}  # long inputs: steep losses

    n: int = whole(1000, 50, 1000, minimum=10, symbol="n", help=Text("pictures to learn from", "학습에 쓰는 그림 수"))
    label_noise: float = terms.label_noise()
    standardised: bool = switch(
        True, help=Text("divide each pixel by its own spread", "픽셀마다 표준 편차로 나누기(표준화)"), minor=True
    )
    seed: int = dataset.seed()

    @property
    def classes(self) -> int:
        return CLASSES

    def parts(self) -> Split:
        parts = split_digits(standardised=self.standardised)
        return parts._replace(training=self.marked(parts.training.first(int(self.n))))

    def drawings(self) -> np.ndarray:
        return drawn_digits()
