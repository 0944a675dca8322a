"""Coarse to fine: a lap is enough to see where not to look (exhibit of narrowing a range)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.search.compare import compare
from optim_core.search.dimension import Range
from optim_core.search.hunting import Tried
from optim_core.search.space import Space
from optim_core.search.strategies.coarse_to_fine import CoarseToFine
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.strategy import Strategy
from optim_core.search.targets.digits import Digits
from optim_core.studies import attempts
from optim_core.studies.attempts import collected, reached
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

RATES = Space({"lr": Range(1e-6, 10.0, "log")})
STAGES = ("first", "second", "third")
ALONG, LUCKS = 41, 4  # learning rates whose courses are followed, each with so many lucks
CHANCE, HOPELESS = 10.0, 30.0  # percent right: of a network that has learnt nothing, and of one nobody would go on with

LR = Text("learning rate", "학습률")
FINE = Text("coarse to fine", "거칠게 시작해 촘촘하게")
WHOLE = Text("random, each trained to the end", "무작위, 모두 끝까지 학습")
SHORT = Text("random, each trained as long as the second stage", "무작위, 모두 두 번째 단계만큼 학습")
VALIDATION = Text("right answers on the validation digits, %", "검증 숫자의 정답률, %")


class Narrowing(Study, kind="narrowing"):
    """Many short trainings, fewer longer ones where the best were, and a few to the end: against one stage alone."""

    order = 100
    title = Text("From coarse to fine", "거칠게 시작해 촘촘하게")
    summary = Text(
        "Searches the learning rate in three stages, each narrower and longer, against one stage for the same epochs.",
        "학습률을 세 단계로 점점 좁게, 점점 오래 찾고, 같은 에폭을 한 단계에 다 쓴 것과 견줍니다.",
    )
    formula = CoarseToFine.formula
    source = CoarseToFine.source
    figures = (
        Figure(
            "stages",
            Text("The three stages of the first repeat", "첫 번째 반복의 세 단계"),
            Axis("lr", LR, r"\eta", log=True),
            Axis("", VALIDATION),
            (
                Series("first", Text("first stage, an epoch each", "첫 단계, 한 에폭씩"), "spots"),
                Series("second", Text("second stage, some epochs", "둘째 단계, 몇 에폭씩"), "spots"),
                Series("third", Text("last stage, to the end", "마지막 단계, 끝까지"), "spots"),
            ),
        ),
        Figure(
            "price",
            Text("What the epochs buy, on average", "에폭으로 얻는 정답률(평균)"),
            Axis("spent", Text("epochs paid for", "쓴 에폭 수")),
            Axis("", Text("right answers on the test digits, %", "시험 숫자의 정답률, %")),
            (
                Series("fine", FINE, "steps", slot=attempts.NARROWING),
                Series("whole", WHOLE, "steps", slot=attempts.RANDOM),
                Series("short", SHORT, "steps"),
            ),
        ),
        Figure(
            "early",
            Text("How much can be seen early", "일찍 알 수 있는 것"),
            Axis("lr", LR, r"\eta", log=True),
            Axis("", VALIDATION),
            (
                Series("after_first", Text("after an epoch", "한 에폭 뒤"), "line", like="first"),
                Series(
                    "after_second",
                    Text("after as long as the second stage", "둘째 단계만큼 학습한 뒤"),
                    "line",
                    like="second",
                ),
                Series("after_third", Text("at the end", "끝까지 학습한 뒤"), "line", like="third"),
            ),
        ),
    )
    facts = {
        "fine": Fact(FINE, unit=PERCENT),
        "fine_low": Fact(Text("its worst tenth", "단계별 탐색의 하위 10 %"), unit=PERCENT),
        "whole": Fact(WHOLE, unit=PERCENT),
        "whole_low": Fact(Text("the worst tenth of that", "끝까지 학습한 것의 하위 10 %"), unit=PERCENT),
        "short": Fact(SHORT, unit=PERCENT),
        "better": Fact(
            Text("repeats in which it beats random to the end", "무작위로 끝까지 학습한 것을 이긴 반복"), unit=PERCENT
        ),
        "hopeless": Fact(
            Text("learning rates below 30 % after an epoch", "한 에폭 뒤 30 % 미만인 학습률"), unit=PERCENT
        ),
        "rank": Fact(Text("rank correlation, one epoch with the end", "한 에폭 뒤와 끝의 순위 상관"), r"\rho"),
        "best_early": Fact(Text("best learning rate after an epoch", "한 에폭 뒤 가장 좋은 학습률")),
        "best_late": Fact(Text("best learning rate at the end", "끝까지 학습한 뒤 가장 좋은 학습률")),
    }

    epochs: int = whole(20, 4, 30, symbol="E", help=Text("epochs of a whole training", "학습 한 번의 에폭 수"))
    paid: int = whole(
        6, 2, 10, symbol="m", help=Text("whole trainings that each way may cost", "방법마다 쓸 학습 횟수")
    )
    repeats: int = whole(
        20, 2, 40, symbol="N", help=Text("repeats, each with its own luck", "서로 다른 난수로 되풀이하는 횟수")
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    @property
    def _budget(self) -> int:
        return self.paid * self.epochs

    @property
    def _plan(self) -> list[tuple[int, int]]:
        return CoarseToFine(stages=len(STAGES)).plan(self.epochs, self._budget)

    def _target(self, epochs: int) -> Digits:
        return Digits(optimizer="gradient-descent", epochs=epochs)

    def passes(self, ground: Ground | None) -> float:
        trainings = 3 * self.repeats * self.paid + ALONG * LUCKS
        return trainings * self._target(self.epochs).passes(self.epochs)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        ways: dict[str, tuple[Strategy, int]] = {
            "fine": (CoarseToFine(stages=len(STAGES)), self.epochs),
            "whole": (RandomTrials(), self.epochs),
            "short": (RandomTrials(), self._plan[1][1]),
        }
        found: dict[str, list[Tried]] = {name: [] for name in ways}
        for name, (strategy, epochs) in ways.items():
            search = compare(
                self._target(epochs), RATES, [strategy], budget=self._budget, repeats=self.repeats, seed=self.seed
            )
            yield from collected(search, found[name])
            if name == "fine":
                yield from _zoomed(found[name])
        yield from self._bought(found)
        yield from self._followed()

    def _bought(self, found: dict[str, list[Tried]]) -> Iterator[Part]:
        """The test accuracy of what validation chose, once a first training of a way is paid for."""
        moments = np.unique(np.concatenate([wave.spent for tried in found.values() for wave in tried]))
        right = {name: reached(tried, moments, CHANCE, "test_accuracy") for name, tried in found.items()}
        shown = {
            name: np.where(moments >= found[name][0].spent[0], each.mean(axis=0), np.nan)
            for name, each in right.items()
        }
        yield Rows("price", {"spent": moments.astype(float), **shown})
        end = {name: each[:, -1] for name, each in right.items()}
        facts = {name: float(of.mean()) for name, of in end.items()}
        facts |= {f"{name}_low": float(np.quantile(end[name], 0.1)) for name in ("fine", "whole")}
        yield Facts(facts | {"better": 100 * float((end["fine"] > end["whole"]).mean())})

    def _followed(self) -> Iterator[Part | None]:
        """Even learning rates after as many epochs as each stage trains."""
        rates = RATES.settings(np.linspace(0.0, 1.0, ALONG)[None])["lr"]
        lucks = np.repeat(self.seed + np.arange(LUCKS), ALONG).tolist()
        course = self._target(self.epochs).begin({"lr": np.tile(rates, LUCKS)}, lucks)
        after, done = [], 0
        for _, epochs in self._plan:
            for seen in course.advance(np.arange(len(lucks)), epochs - done):
                if seen:
                    after.append(_accuracy(seen.score, seen.told["validation_accuracy"]).reshape(LUCKS, ALONG).mean(0))
                yield None
            done = epochs
        yield Rows("early", {"lr": rates, **{f"after_{name}": each for name, each in zip(STAGES, after, strict=True)}})
        yield Facts(
            {
                "hopeless": 100 * float((after[0] < HOPELESS).mean()),
                "rank": rank_correlation(after[0], after[-1]),
                "best_early": float(rates[after[0].argmax()]),
                "best_late": float(rates[after[-1].argmax()]),
            }
        )


def rank_correlation(a: Array, b: Array) -> float:
    """Spearman's: the correlation of the ranks, equals sharing theirs."""
    ranks = [np.unique(values, return_inverse=True, return_counts=True) for values in (a, b)]
    middles = [(np.cumsum(counts) - (counts - 1) / 2)[which] for _, which, counts in ranks]
    return float(np.corrcoef(middles[0], middles[1])[0, 1])


def _zoomed(tried: list[Tried]) -> Iterator[Part]:
    waves = [wave for wave in tried if wave.repeat == 0]
    for name, wave in zip(STAGES, waves, strict=False):
        yield Rows("stages", {"lr": wave.settings["lr"], name: _accuracy(wave.score, wave.told["validation_accuracy"])})
    if (window := waves[-1].window) is not None:
        for end, title in enumerate((Text("last range", "마지막 범위"), Text("its end", "그 끝"))):
            yield Mark("stages", float(RATES.settings(window[:, [end]])["lr"][0]), title)


def _accuracy(score: Array, accuracy: Array) -> Array:
    return np.where(np.isfinite(score), accuracy, CHANCE)
