"""Whether twice the batch is better: pairs of trainings that differ in nothing else (exhibit of batches)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import words
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Done, Fact, Facts, Figure, Ground, Part, Rows, Series

SMALL, LARGE = Text("the batch", "기준 배치"), Text("twice the batch", "배치 두 배")
SCALED = Text("twice the batch and the rate", "배치도 학습률도 두 배")
LONGER = Text("twice the batch and the epochs", "배치도 에폭도 두 배")


class Way(NamedTuple):
    """How a training differs from the first: in so many times its batch, rate and epochs."""

    batch: int
    rate: int
    epochs: int


WAYS: Mapping[str, Way] = {
    "small": Way(1, 1, 1),
    "large": Way(2, 1, 1),
    "scaled": Way(2, 2, 1),
    "longer": Way(2, 1, 2),
}


def _pair(name: str, en: str, ko: str) -> dict[str, Fact]:
    """A difference, and how sure it is."""
    return {
        f"{name}_more": Fact(Text(f"{en}: difference", f"{ko}: 차이"), r"\Delta", words.POINTS),
        f"{name}_error": Fact(
            Text(f"{en}: standard error of it", f"{ko}: 차이의 표준 오차"), r"\sigma_\Delta", words.POINTS
        ),
    }


class BiggerBatch(Tasked, kind="bigger-batch"):
    """A change of the batch size changes the number of updates too, unless something else is changed with it."""

    order = 230
    title = Text("Is twice the batch better?", "배치를 두 배로 하면 나을까")
    summary = Text(
        "Trains pairs of networks from the same start, one with twice the batch, and counts what that brings.",
        "같은 출발점에서 기준 배치와 두 배 배치로 학습한 신경망을 짝지어 정답률의 차이를 잽니다.",
    )
    formula = (
        r"\bar{\Delta} = \frac{1}{R} \sum_r \Delta_r",
        r"\sigma_{\Delta} = \sqrt{\frac{1}{R (R - 1)} \sum_r (\Delta_r - \bar{\Delta})^2}",
    )
    source = "Shallue and others, Measuring the effects of data parallelism on neural network training, JMLR 20, 2019"
    figures = (
        Figure(
            "pairs",
            Text("What twice the batch brought, pair by pair", "배치를 두 배로 했을 때 짝마다 달라진 정답률"),
            Axis("pair", Text("pair", "짝"), "r"),
            Axis("", Text("difference in right answers, points", "정답률의 차이, %p")),
            (
                Series("large_more", LARGE, "spots", like="large"),
                Series("scaled_more", SCALED, "spots", like="scaled"),
                Series("longer_more", LONGER, "spots", like="longer"),
                Series("none", Text("no difference", "차이 없음"), "theory"),
            ),
        ),
        Figure(
            "course",
            Text("On the way there", "학습하는 동안"),
            Axis("epoch", Text("epoch", "에폭"), "E"),
            Axis("", Text("right answers on unseen examples, %", "처음 보는 표본의 정답률, %")),
            (
                Series("small", SMALL, "line"),
                Series("large", LARGE, "line"),
                Series("scaled", SCALED, "line"),
                Series("longer", LONGER, "line"),
            ),
        ),
    )
    facts = {
        "small": Fact(SMALL, "B", words.PERCENT),
        "large": Fact(LARGE, "2 B", words.PERCENT),
        "scaled": Fact(SCALED, unit=words.PERCENT),
        "longer": Fact(LONGER, unit=words.PERCENT),
        **_pair("large", "twice the batch", "배치 두 배"),
        **_pair("scaled", "batch and rate doubled", "배치와 학습률 두 배"),
        **_pair("longer", "batch and epochs doubled", "배치와 에폭 두 배"),
        "updates": Fact(Text("updates with the batch", "기준 배치의 업데이트 횟수")),
        "updates_large": Fact(Text("updates with twice the batch", "두 배 배치의 업데이트 횟수")),
        "spread": Fact(
            Text("difference that luck makes, one training", "학습 한 번의 운에 따른 차이"), r"\sigma", words.POINTS
        ),
        "exam": Fact(
            Text("standard error of one examination", "시험 한 번의 표준 오차"), r"\sqrt{p (1 - p) / n}", words.POINTS
        ),
    }

    batch: int = whole(
        256,
        8,
        500,
        log=True,
        minimum=1,
        maximum=1000,
        symbol="B",
        help=Text("examples in the batch", "기준 배치의 표본 수"),
    )
    lr: float = terms.lr(0.1, 1e-3, 1.0)
    momentum: float = terms.momentum()
    epochs: int = words.epochs(20)
    repeats: int = words.repeats(20)

    def passes(self, ground: Ground | None) -> float:
        return self.repeats * sum(way.epochs * self.epochs * self.epoch(self._size(way)) for way in WAYS.values())

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        right: dict[str, Array] = {}
        pairs = np.arange(1.0, self.repeats + 1)
        yield Rows("pairs", {"pair": pairs, "none": np.zeros(self.repeats)})
        for name, way in WAYS.items():
            right[name] = yield from self._trained(name, way)
            yield Facts({name: float(right[name].mean())})
            if name != "small":
                more = right[name] - right["small"]
                yield Rows("pairs", {"pair": pairs, f"{name}_more": more})
                error = more.std(ddof=1) / np.sqrt(self.repeats) if self.repeats > 1 else np.nan
                yield Facts({f"{name}_more": float(more.mean()), f"{name}_error": float(error)})
        share, asked = right["small"].mean() / 100, len(self.task().test.labels)
        yield Facts(
            {
                "updates": self._updates(WAYS["small"]),
                "updates_large": self._updates(WAYS["large"]),
                "spread": float(right["small"].std()),
                "exam": float(100 * np.sqrt(share * (1 - share) / asked)),
            }
        )

    def _trained(self, name: str, way: Way) -> Generator[Part | None, None, Array]:
        """Percent of right answers of each repeat, (repeats,)."""
        rule, asked = Momentum(momentum=self.momentum), self.task().test
        trainer = self.trainer(rule, [way.rate * self.lr], self.repeats, self._size(way))
        right = np.empty(0)
        for epoch in range(1, way.epochs * self.epochs + 1):
            yield from trainer.run(1)
            right = 100 * trainer.judged(asked)[1]
            yield Rows("course", {"epoch": [epoch], name: [float(right.mean())]})
            yield Done(self.repeats * self.epoch(self._size(way)))
        return right

    def _size(self, way: Way) -> int:
        return min(way.batch * self.batch, self.examples)

    def _updates(self, way: Way) -> float:
        return float(way.epochs * self.epochs * -(-self.examples // self._size(way)))
