"""The best on the border: a search whose range was chosen too small, what its lamp says, and what widening brings."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.search.compare import compare
from optim_core.search.dimension import Range
from optim_core.search.hunting import Tried
from optim_core.search.space import MARGIN, Space
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.targets.digits import Digits
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

WIDE = Range(1e-6, 10.0, "log", minimum=0.0)
EPOCHS = 5
BINS = 10  # of a range in which the best are counted
SHOWN = 8  # repeats whose trials are drawn

LR = Text("learning rate", "학습률")
NARROW, FULL = Text("narrow range", "좁은 범위"), Text("wide range", "넓은 범위")
ACCURACY = Text("validation accuracy, %", "검증 정확도, %")


class Found(NamedTuple):
    """What the searches of all repeats found: rates and accuracies of every trial (repeats, n)."""

    rates: Array
    accuracies: Array

    @property
    def best(self) -> tuple[Array, Array]:
        """The best rate of each repeat and its accuracy, (repeats,) each."""
        at = np.arange(len(self.rates)), self.accuracies.argmax(axis=1)
        return self.rates[at], self.accuracies[at]


class Border(Study, kind="border"):
    """If the winner stands at the fence, the real winner may be outside (CS231n: be careful there)."""

    order = 96
    title = Text("The best on the border", "경계에 있는 최적값")
    summary = Text(
        "Searches a learning rate in a range that is too small and in a wide one: shows where the best lies in each.",
        "너무 좁은 범위와 넓은 범위에서 학습률을 찾고, 최적값이 각 범위의 어디에 놓이는지 보여 줍니다.",
    )
    formula = (
        r"s = \frac{\log \eta_{\text{best}} - \log a}{\log b - \log a}",
        r"s \le m \ \text{or} \ s \ge 1 - m \ \Rightarrow\ \text{widen the range}",
    )
    source = "Li, Karpathy, CS231n: Neural Networks Part 3, hyperparameter optimization"
    figures = (
        Figure(
            "trials",
            Text("Every trial of the first repeats", "처음 몇 번의 반복에서 한 모든 시도"),
            Axis("lr", LR, r"\eta", log=True),
            Axis("", ACCURACY),
            (Series("narrow", NARROW, "spots"), Series("wide", FULL, "spots")),
        ),
        Figure(
            "best",
            Text("Where in its range the best lies", "최적값이 범위 안에서 놓인 위치"),
            Axis("place", Text("share of the range, from low to high", "범위에서의 위치(낮은 끝 0, 높은 끝 1)"), "s"),
            Axis("", Text("share of the repeats, %", "반복의 비율, %")),
            (
                Series("narrow_share", NARROW, "bars", like="narrow"),
                Series("wide_share", FULL, "bars", like="wide"),
            ),
        ),
    )
    facts = {
        "narrow": Fact(Text("best in the narrow range, mean", "좁은 범위의 최고 정확도, 평균"), unit=PERCENT),
        "narrow_lr": Fact(Text("its learning rate, median", "그 학습률, 중앙값"), r"\eta"),
        "narrow_lamp": Fact(Text("narrow range: best near an end", "좁은 범위: 경계 경고"), unit=PERCENT),
        "wide": Fact(Text("best in the wide range, mean", "넓은 범위의 최고 정확도, 평균"), unit=PERCENT),
        "wide_lr": Fact(Text("the learning rate of that, median", "그때의 학습률, 중앙값"), r"\eta"),
        "wide_lamp": Fact(Text("wide range: best near an end", "넓은 범위: 경계 경고"), unit=PERCENT),
        "widened": Fact(
            Text(
                "where the lamp was on: searched again twice as wide, mean",
                "경고가 켜졌을 때 두 배로 넓혀 다시 찾은 최고 정확도, 평균",
            ),
            unit=PERCENT,
        ),
    }

    high: float = hyper(
        1e-3,
        1e-4,
        1.0,
        log=True,
        minimum=2e-6,
        maximum=9.0,
        symbol="b",
        help=Text("upper end of the narrow range", "좁은 범위의 위쪽 끝"),
    )
    trials: int = whole(
        12, 3, 30, minimum=1, maximum=100, symbol="n", help=Text("trials of a search", "탐색의 시도 횟수")
    )
    margin: float = hyper(
        MARGIN,
        0.02,
        0.3,
        minimum=0.0,
        maximum=0.5,
        symbol="m",
        help=Text("share of the range at either end in which the lamp is on", "경고가 켜지는 양 끝 구간의 비율"),
    )
    repeats: int = whole(
        20, 1, 60, symbol="r", help=Text("repeats, each with its own luck", "서로 다른 난수로 되풀이하는 횟수")
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        return 3 * self.repeats * self.trials * Digits(epochs=EPOCHS).passes(EPOCHS)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        narrow = Range(WIDE.low, self.high, "log", minimum=0.0)
        yield Mark("trials", self.high, Text("end of the narrow range", "좁은 범위의 끝"))
        for end in (self.margin, 1 - self.margin):
            yield Mark("best", end, Text("lamp", "경고"))
        first = yield from self._searched("narrow", narrow)
        yield from self._searched("wide", WIDE)
        again = yield from self._found(narrow.widened("high"))
        lit = self._lamp(narrow, first)
        if lit.any():
            yield Facts({"widened": float(again.best[1][lit].mean())})

    def _searched(self, name: str, of: Range) -> Generator[Part | None, None, Found]:
        """Search a range in every repeat, and tell of it."""
        found = yield from self._found(of)
        yield Rows("trials", {"lr": found.rates[:SHOWN].ravel(), name: found.accuracies[:SHOWN].ravel()})
        rates, accuracies = found.best
        counts, ends = np.histogram(of.shares(rates), BINS, (0.0, 1.0))
        yield Rows("best", {"place": 0.5 * (ends[1:] + ends[:-1]), f"{name}_share": 100 * counts / self.repeats})
        middle = float(np.exp(np.median(np.log(rates))))
        lamp = 100 * float(self._lamp(of, found).mean())
        yield Facts({name: float(accuracies.mean()), f"{name}_lr": middle, f"{name}_lamp": lamp})
        return found

    def _lamp(self, of: Range, found: Found) -> np.ndarray:
        space = Space({"lr": of})
        return np.array([bool(space.edges({"lr": rate}, self.margin)) for rate in found.best[0].tolist()])

    def _found(self, of: Range) -> Generator[None, None, Found]:
        rates, accuracies = [], []
        budget = self.trials * EPOCHS
        for part in compare(
            Digits(epochs=EPOCHS),
            Space({"lr": of}),
            [RandomTrials()],
            budget=budget,
            repeats=self.repeats,
            seed=self.seed,
        ):
            if isinstance(part, Tried):
                rates.append(part.settings["lr"])
                accuracies.append(np.where(np.isfinite(part.score), 100 - part.score, 0.0))
            yield None
        return Found(np.array(rates), np.array(accuracies))
