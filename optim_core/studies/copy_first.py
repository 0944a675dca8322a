"""Copy first: a published setting against the best of a few random guesses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.search.targets.digits import Digits
from optim_core.search.turned import accuracies, work
from optim_core.studies import words
from optim_core.studies.guessing import expected_best
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

PUBLISHED = Text("published setting", "공개된 설정")
GUESSES = Axis("guesses", Text("random learning rates tried", "무작위로 시도한 학습률 수"), "k")
AT_ONCE = 25  # trainings between two rows


class CopyFirst(Study, kind="copy-first"):
    """A default is a safe first run, a random guess a gamble; a few guesses already beat it."""

    order = 110
    title = Text("Copy first, search second", "먼저 따라 하고 나중에 찾기")
    summary = Text(
        "Trains with Adam's published learning rate and with random ones, and counts the guesses until one is better.",
        "Adam의 공개된 학습률과 무작위 학습률로 학습하고, 몇 번 추측해야 더 나아지는지 셉니다.",
    )
    formula = (r"P(\mathrm{one\ of\ } k \mathrm{\ beats\ it}) = 1 - (1 - p)^k",)
    source = "Kingma, Ba, Adam: a method for stochastic optimization, 2015"
    figures = (
        Figure(
            "guesses",
            Text("The best of so many guesses", "그만큼 추측한 것 중 최고"),
            GUESSES,
            words.ACCURACY,
            (
                Series("best", Text("best of so many, on average", "그만큼 추측한 것 중 최고(평균)"), "line"),
                Series("published", PUBLISHED, "theory"),
            ),
        ),
        Figure(
            "chance",
            Text("How often one of them beats the published setting", "그중 하나가 공개된 설정을 이길 확률"),
            GUESSES,
            Axis("", Text("chance, %", "확률, %")),
            (Series("beaten", Text("chance to beat it", "이길 확률"), "bars", like="best"),),
        ),
        Figure(
            "rates",
            Text("Every guess", "모든 추측"),
            Axis("rate", Text("learning rate", "학습률"), r"\eta", log=True),
            words.ACCURACY,
            (Series("guess", Text("one guess", "추측 하나"), "spots", like="best"),),
        ),
    )
    facts = {
        "published": Fact(PUBLISHED, unit=words.PERCENT),
        "one": Fact(Text("one guess, on average", "추측 하나의 평균"), unit=words.PERCENT),
        "three": Fact(Text("best of three, on average", "세 번 중 최고(평균)"), unit=words.PERCENT),
        "five": Fact(Text("best of five, on average", "다섯 번 중 최고(평균)"), unit=words.PERCENT),
        "beaten_by_one": Fact(Text("one guess beats it", "추측 하나가 이김"), unit=words.PERCENT),
        "beaten_by_five": Fact(Text("one of five guesses beats it", "다섯 번 중 한 번이라도 이김"), unit=words.PERCENT),
        "needed": Fact(Text("guesses until their best is better", "최고 기록이 공개된 설정을 넘는 추측 수"), "k"),
    }

    lr: float = words.rate(1e-3, 1e-5, 1.0, Text("published learning rate", "공개된 학습률"))
    low: float = hyper(
        1e-6, 1e-8, 1e-3, log=True, symbol="a", help=Text("smallest learning rate drawn", "뽑는 가장 작은 학습률")
    )
    high: float = hyper(
        10.0, 0.1, 100.0, log=True, symbol="b", help=Text("largest learning rate drawn", "뽑는 가장 큰 학습률")
    )
    most: int = whole(10, 5, 20, maximum=50, symbol="k", help=Text("most guesses in a row", "이어서 추측하는 횟수"))
    draws: int = whole(
        100,
        50,
        300,
        maximum=1000,
        symbol="N",
        help=Text("guesses that the averages are made of", "평균을 내는 추측의 수"),
    )
    repeats: int = words.repeats(10)
    epochs: int = words.epochs(20)
    examples: int = words.examples(500)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return work(self._target(), {"lr": [self.lr]}, self.repeats + self.draws)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        found = yield from accuracies(self._target(), {"lr": [self.lr]}, self.repeats, self.seed)
        published = float(found.mean())
        yield Facts({"published": published})
        yield Mark("rates", self.lr, PUBLISHED)
        rates = self.low * (self.high / self.low) ** np.random.default_rng((self.seed, 1)).random(self.draws)
        guesses = np.empty(0)
        for first in range(0, self.draws, AT_ONCE):
            some = rates[first : first + AT_ONCE]
            found = yield from accuracies(self._target(), {"lr": some}, 1, self.seed + first)
            guesses = np.append(guesses, found)
            yield Rows("rates", {"rate": some, "guess": found[:, 0]})
        yield from self._told(np.sort(guesses), published)

    def _told(self, guesses: Array, published: float) -> Iterator[Part]:
        k = np.arange(1.0, self.most + 1)
        best = np.array([expected_best(guesses, n + 1) for n in range(self.most)])
        beaten = 100 * (1 - np.mean(guesses <= published) ** k)
        yield Rows("guesses", {"guesses": k, "best": best, "published": np.full(len(k), published)})
        yield Rows("chance", {"guesses": k, "beaten": beaten})
        told = {"one": best[0], "three": best[2], "five": best[4]}
        told |= {"beaten_by_one": beaten[0], "beaten_by_five": beaten[4]}
        if (best > published).any():
            told["needed"] = k[np.argmax(best > published)]
        yield Facts({name: float(value) for name, value in told.items()})

    def _target(self) -> Digits:
        return Digits(optimizer="adam", examples=self.examples, epochs=self.epochs)
