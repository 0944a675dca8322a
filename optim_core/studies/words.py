"""What studies of trainings have in common: the words of their axes, and settings that mean the same in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.study import Axis

PERCENT, POINTS, TIMES = Text("%", "%"), Text("points", "%p"), Text("times", "배")
ACCURACY = Axis("", Text("right answers on unseen digits, %", "처음 보는 숫자의 정답률, %"))
SPREAD = Text("standard deviation over the repeats", "반복에 따른 표준 편차")


def rate(default: float, low: float, high: float, help: Text) -> Any:
    """A learning rate among others."""
    return hyper(default, low, high, log=True, minimum=0.0, maximum=1e6, symbol=r"\eta", help=help)


def repeats(default: int) -> Any:
    """How often each setting is trained."""
    return whole(
        default,
        1,
        20,
        maximum=100,
        symbol="R",
        help=Text("repeats, each with its own luck", "서로 다른 난수로 되풀이하는 횟수"),
    )


def epochs(default: int, least: int = 1) -> Any:
    """How long."""
    return whole(
        default,
        least,
        60,
        maximum=100,
        symbol="E",
        help=Text("epochs of a training", "학습 한 번의 에폭 수"),
        minor=True,
    )


def examples(default: int) -> Any:
    """From how much."""
    return whole(
        default,
        100,
        1000,
        minimum=10,
        symbol="m",
        help=Text("pictures to learn from", "학습에 쓰는 그림 수"),
        minor=True,
    )


def seed() -> Any:
    """The luck of the first repeat."""
    return whole(0, 0, 100, maximum=2**31 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))


def spread(name: str, found: Array) -> Mapping[str, Array]:
    """Columns of the mean of repeats (k, repeats) and of one standard deviation to either side."""
    mean, deviation = found.mean(axis=1), found.std(axis=1)
    return {name: mean, f"{name}_low": mean - deviation, f"{name}_high": np.minimum(mean + deviation, 100)}
