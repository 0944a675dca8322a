"""Dropout: what silencing hidden units does, and how many trials a log scale would spend on next to none of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Text, hyper, whole
from optim_core.search.targets.digits import Digits
from optim_core.search.turned import accuracies, work
from optim_core.studies import words
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

TRIED = np.array([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
LITTLE, USUAL = 0.1, 0.6  # the ends of the plateau
TENTHS = np.linspace(0, 1, 11)


class Dropout(Study, kind="dropout"):
    """A probability counts as it is: from 0.4 to 0.5 is as far as from 0.1 to 0.2."""

    order = 80
    title = Text("How much dropout", "드롭아웃은 얼마나 쓸까")
    summary = Text(
        "Silences a share of the hidden units while a network learns: a wide plateau, then a collapse.",
        "학습하는 동안 은닉 유닛의 일부를 꺼 둡니다. 넓은 구간에서 비슷하다가 갑자기 무너집니다.",
    )
    formula = (r"\tilde{a} = \frac{m \odot a}{1 - p}, \quad m_i \sim \mathrm{Bernoulli}(1 - p)",)
    source = "Srivastava and others, Dropout: a simple way to prevent neural networks from overfitting, 2014"
    figures = (
        Figure(
            "accuracy",
            Text("How well a network reads", "드롭아웃에 따른 정답률"),
            Axis("p", Text("share of hidden units that is silent", "꺼 두는 은닉 유닛의 비율"), "p"),
            words.ACCURACY,
            (
                Series("accuracy_low", words.SPREAD, "spread", "accuracy_high"),
                Series("accuracy", Text("mean of the repeats", "반복의 평균"), "line"),
            ),
        ),
        Figure(
            "draws",
            Text("Share of the trials in each tenth", "구간마다 시도가 차지하는 비율"),
            Axis("p", Text("share of hidden units, middle of the tenth", "꺼 두는 비율(구간의 가운데)"), "p"),
            Axis("", Text("share of the trials, %", "시도의 비율, %")),
            (
                Series("uniform", Text("drawn uniformly", "균등하게 뽑음"), "bars"),
                Series("log", Text("drawn on a log scale", "로그 척도로 뽑음"), "bars"),
            ),
        ),
    )
    facts = {
        "none": Fact(Text("without dropout", "드롭아웃 없음"), "p = 0", words.PERCENT),
        "best": Fact(Text("best", "가장 좋을 때"), unit=words.PERCENT),
        "best_at": Fact(Text("where it is best", "가장 좋은 비율"), "p"),
        "plateau": Fact(Text("difference from 0.1 to 0.6", "0.1에서 0.6까지의 차이"), unit=words.POINTS),
        "nine_tenths": Fact(Text("with nine tenths silent", "열에 아홉을 끌 때"), "p = 0.9", words.PERCENT),
        "most": Fact(Text("with nineteen of twenty silent", "스물에 열아홉을 끌 때"), "p = 0.95", words.PERCENT),
        "log_little": Fact(Text("log draws below 0.1", "0.1보다 작은 로그 추출"), unit=words.PERCENT),
        "uniform_little": Fact(Text("uniform draws below 0.1", "0.1보다 작은 균등 추출"), unit=words.PERCENT),
    }

    low: float = hyper(
        1e-4,
        1e-6,
        0.05,
        log=True,
        minimum=1e-9,
        symbol="a",
        help=Text("smallest share drawn; the largest is 1", "뽑는 가장 작은 비율(가장 큰 비율은 1)"),
    )
    units: int = whole(128, 16, 200, symbol="n", help=Text("units of the hidden layer", "은닉층의 유닛 수"))
    lr: float = terms.lr(0.03, 1e-3, 0.3)
    repeats: int = words.repeats(5)
    epochs: int = words.epochs(20)
    examples: int = words.examples(500)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return work(self._target(), {"dropout": TRIED}, self.repeats)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        below = np.log(np.maximum(TENTHS, self.low) / self.low) / np.log(1 / self.low)
        uniform, log = 100 * np.diff((np.maximum(TENTHS, self.low) - self.low) / (1 - self.low)), 100 * np.diff(below)
        yield Rows("draws", {"p": (TENTHS[1:] + TENTHS[:-1]) / 2, "uniform": uniform, "log": log})
        yield Facts({"log_little": float(log[0]), "uniform_little": float(uniform[0])})
        found = yield from accuracies(self._target(), {"dropout": TRIED}, self.repeats, self.seed)
        yield Rows("accuracy", {"p": TRIED, **words.spread("accuracy", found)})
        mean = found.mean(axis=1)
        told = {
            "none": mean[0],
            "best": mean.max(),
            "best_at": TRIED[mean.argmax()],
            "plateau": np.ptp(mean[(TRIED >= LITTLE) & (TRIED <= USUAL)]),
            "nine_tenths": mean[-2],
            "most": mean[-1],
        }
        yield Facts({name: float(value) for name, value in told.items()})

    def _target(self) -> Digits:
        return Digits(units=self.units, lr=self.lr, examples=self.examples, epochs=self.epochs)
