"""Hidden units: what more of them bring, and where linear and logarithmic draws of their number fall."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Text, whole
from optim_core.search.targets.digits import Digits
from optim_core.search.turned import accuracies, work
from optim_core.studies import words
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

SMALL = (5, 10, 20)  # units below the range, to see where more of them matter
STEPS = 5  # numbers of units in the range
UNITS = Axis("units", Text("units of the hidden layer", "은닉층의 유닛 수"), "n")


class HiddenUnits(Study, kind="units"):
    """A plain uniform draw is fine where the result hardly changes (Ng's tuning lectures)."""

    order = 70
    title = Text("How many hidden units", "은닉 유닛은 몇 개가 좋을까")
    summary = Text(
        "Trains networks with few and many hidden units: from some number on, more make no difference.",
        "은닉 유닛 수를 바꿔 가며 신경망을 학습합니다. 어느 수부터는 더 늘려도 차이가 없습니다.",
    )
    formula = (r"n = a + (b - a) u", r"n = a \left(\frac{b}{a}\right)^{u}")
    source = "Ng, Improving Deep Neural Networks: using an appropriate scale to pick hyperparameters, 2017"
    figures = (
        Figure(
            "accuracy",
            Text("How well a network reads", "유닛 수에 따른 정답률"),
            UNITS,
            words.ACCURACY,
            (
                Series("accuracy_low", words.SPREAD, "spread", "accuracy_high"),
                Series("accuracy", Text("mean of the repeats", "반복의 평균"), "line"),
            ),
        ),
        Figure(
            "draws",
            Text("Where draws from the range fall", "범위 안에서 뽑은 유닛 수"),
            UNITS,
            Axis("", Text("how they were drawn", "뽑은 방법")),
            (
                Series("uniform", Text("drawn uniformly", "균등하게 뽑음"), "dots"),
                Series("log", Text("drawn on a log scale", "로그 척도로 뽑음"), "dots"),
            ),
        ),
    )
    facts = {
        "few": Fact(Text("with 5 units", "유닛 5개"), unit=words.PERCENT),
        "range": Fact(Text("difference within the range", "범위 안에서의 정답률 차이"), unit=words.POINTS),
        "luck": Fact(Text("difference that luck makes", "난수에 따른 차이(표준 편차)"), r"\sigma", words.POINTS),
        "uniform_lower": Fact(
            Text("uniform draws in the lower half of the range", "범위의 아래쪽 절반에 든 균등 추출"),
            unit=words.PERCENT,
        ),
        "log_lower": Fact(
            Text("log draws in the lower half of the range", "범위의 아래쪽 절반에 든 로그 추출"), unit=words.PERCENT
        ),
    }

    low: int = whole(50, 20, 100, minimum=20, symbol="a", help=Text("fewest units drawn", "가장 적은 유닛 수"))
    high: int = whole(150, 110, 200, minimum=101, symbol="b", help=Text("most units drawn", "가장 많은 유닛 수"))
    lr: float = terms.lr(0.03, 1e-3, 0.3)
    draws: int = whole(30, 5, 100, symbol="m", help=Text("draws that are shown", "그림에 보일 값의 수"))
    repeats: int = words.repeats(8)
    epochs: int = words.epochs(10)
    examples: int = words.examples(500)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return work(self._target(), {"units": self._tried()}, self.repeats)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._draws()
        tried = self._tried()
        found = yield from accuracies(self._target(), {"units": tried}, self.repeats, self.seed)
        yield Rows("accuracy", {"units": tried, **words.spread("accuracy", found)})
        within = tried >= self.low
        means = found[within].mean(axis=1)
        told = {"few": found[0].mean(), "range": np.ptp(means), "luck": found[within].std(axis=1).mean()}
        yield Facts({name: float(value) for name, value in told.items()})

    def _target(self) -> Digits:
        return Digits(lr=self.lr, examples=self.examples, epochs=self.epochs)

    def _tried(self) -> np.ndarray:
        return np.concatenate([SMALL, np.linspace(self.low, self.high, STEPS).round()]).astype(int)

    def _draws(self) -> Iterator[Part]:
        u = np.random.default_rng(self.seed).random(self.draws)
        numbers, ratio = np.arange(1.0, self.draws + 1), self.high / self.low
        yield Rows("draws", {"units": np.rint(self.low + (self.high - self.low) * u), "uniform": numbers})
        yield Rows("draws", {"units": np.rint(self.low * ratio**u), "log": numbers})
        middle = np.log((self.low + self.high) / 2 / self.low) / np.log(ratio)
        yield Facts({"uniform_lower": 50.0, "log_lower": 100 * float(middle)})
