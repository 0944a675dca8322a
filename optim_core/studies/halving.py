"""A tournament of trainings: all run a lap, the best third goes on (exhibit of successive halving)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.search.compare import Believed, compare
from optim_core.search.dimension import Range
from optim_core.search.hunting import Tried
from optim_core.search.space import Space
from optim_core.search.strategies.halving import Bracket, SuccessiveHalving, eta, rounds
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.strategy import Strategy
from optim_core.search.targets.digits import Digits
from optim_core.studies import attempts
from optim_core.studies.attempts import collected, reached
from optim_core.studies.words import PERCENT, TIMES
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

RATES = Space({"lr": Range(1e-6, 10.0, "log")})
CHANCE = 10.0  # percent right, of a network that has learnt nothing

EPOCHS = Text("epochs", "에폭")
HALVED, ENDED = Text("successive halving", "연속 절반 탈락"), Text("random, all to the end", "무작위, 모두 끝까지")
RIGHT = Text("right answers on the test digits, %", "시험 숫자의 정답률, %")
PAID = Text("epochs paid for", "쓴 에폭 수")


class Tournament(Study, kind="halving"):
    """Successive halving against training a few or all of the candidates to the end."""

    order = 120
    title = Text("Who is slow after a lap goes home", "한 바퀴 뒤에 느리면 탈락")
    summary = Text(
        "Trains many learning rates for an epoch, the best of them longer, and so on, and counts what that saves.",
        "많은 학습률을 한 에폭씩 학습하고 좋은 것만 더 오래 학습하기를 반복하며, 얼마나 아끼는지 셉니다.",
    )
    formula = SuccessiveHalving.formula
    source = SuccessiveHalving.source
    figures = (
        Figure(
            "laps",
            Text("The tournament of the first repeat", "첫 번째 반복의 토너먼트"),
            Axis("epoch", Text("epochs trained", "학습한 에폭"), "E", log=True),
            Axis("", Text("right answers on the validation digits, %", "검증 숫자의 정답률, %")),
            (
                Series("goes_on", Text("goes on", "계속하는 것"), "spots"),
                Series("goes_home", Text("goes home", "탈락하는 것"), "spots"),
                Series("wins", Text("winner", "우승"), "spots"),
                Series("best", Text("best of those left", "남은 것 중 최고"), "line"),
                Series("median", Text("median of those left", "남은 것의 중앙값"), "line"),
            ),
        ),
        Figure(
            "price",
            Text("What the epochs buy, on average", "에폭으로 얻는 정답률(평균)"),
            Axis("spent", PAID, log=True),
            Axis("", RIGHT),
            (
                Series("halving", HALVED, "steps", slot=attempts.HALVING),
                Series("random", ENDED, "steps", slot=attempts.RANDOM),
            ),
        ),
    )
    facts = {
        "candidates": Fact(Text("candidates", "후보"), "n"),
        "cost": Fact(Text("epochs of the tournament", "토너먼트의 에폭 수")),
        "cost_of_all": Fact(Text("epochs if all trained to the end", "모두 끝까지 학습할 때의 에폭 수")),
        "saved": Fact(
            Text("what all cost, by the tournament", "모두 끝까지 쓰는 에폭 ÷ 토너먼트의 에폭"),
            unit=TIMES,
        ),
        "halving": Fact(HALVED, unit=PERCENT),
        "halving_low": Fact(Text("and its worst tenth", "연속 절반 탈락의 하위 10 %"), unit=PERCENT),
        "random": Fact(Text("random trials for the same epochs", "같은 에폭만큼의 무작위 시도"), unit=PERCENT),
        "random_low": Fact(Text("and the worst tenth of these", "그 무작위 시도의 하위 10 %"), unit=PERCENT),
        "all": Fact(Text("as many candidates, all to the end", "같은 수의 후보를 모두 끝까지"), unit=PERCENT),
    }

    epochs: int = whole(27, 4, 30, symbol="E", help=Text("epochs of a whole training", "학습 한 번의 에폭 수"))
    paid: int = whole(
        3, 1, 5, symbol="m", help=Text("whole trainings that the tournament may cost", "토너먼트에 쓸 학습 횟수")
    )
    eta: int = eta()
    repeats: int = whole(
        8, 2, 40, symbol="N", help=Text("repeats, each with its own luck", "서로 다른 난수로 되풀이하는 횟수")
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    @property
    def _target(self) -> Digits:
        return Digits(optimizer="gradient-descent", epochs=self.epochs)

    @property
    def _bracket(self) -> Bracket:
        return Bracket.of(self.epochs, self.eta, rounds(self.epochs, self.eta), self.paid * self.epochs)

    def passes(self, ground: Ground | None) -> float:
        return self.repeats * (self.paid + self._bracket.n) * self._target.passes(self.epochs)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        n, cost = self._bracket.n, self._bracket.cost
        everything = n * self.epochs
        counts = {"candidates": n, "cost": cost, "cost_of_all": everything, "saved": everything / cost}
        yield Facts({name: float(count) for name, count in counts.items()})
        halved, ended = list[Tried](), list[Tried]()
        yield from collected(self._searched(SuccessiveHalving(eta=self.eta), self.paid * self.epochs), halved)
        yield from _laps([wave for wave in halved if wave.repeat == 0], self._bracket)
        yield from collected(self._searched(RandomTrials(), everything), ended)
        moments = np.unique(np.concatenate([halved[0].spent, *(wave.spent for wave in halved), ended[0].spent]))
        bought, spread = _right(halved, moments), _right(ended, moments)
        yield Rows(
            "price",
            {
                "spent": moments.astype(float),
                "halving": np.where(moments <= cost, bought.mean(axis=0), np.nan),
                "random": np.where(moments >= self.epochs, spread.mean(axis=0), np.nan),
            },
        )
        same = _right(ended, np.array([cost]))[:, 0]
        yield Facts(
            {
                "halving": float(bought[:, -1].mean()),
                "halving_low": float(np.quantile(bought[:, -1], 0.1)),
                "random": float(same.mean()),
                "random_low": float(np.quantile(same, 0.1)),
                "all": float(spread[:, -1].mean()),
            }
        )

    def _searched(self, strategy: Strategy, budget: int) -> Iterator[Tried | Believed | None]:
        return compare(self._target, RATES, [strategy], budget=budget, repeats=self.repeats, seed=self.seed)


def _right(tried: list[Tried], moments: np.ndarray) -> Array:
    """Percent of the test digits, read by the model that validation chose: (repeats, m)."""
    return reached(tried, moments, CHANCE, "test_accuracy")


def _laps(waves: list[Tried], bracket: Bracket) -> Iterator[Part]:
    """Every candidate after each lap; a failed one counts as chance."""
    epochs, best, median = list[float](), list[float](), list[float]()
    for lap, wave in enumerate(waves):
        accuracy = np.where(np.isfinite(wave.score), wave.told["validation_accuracy"], CHANCE)
        last = lap == len(waves) - 1
        ahead = np.arange(0) if last else waves[lap + 1].number
        leads = wave.number == wave.number[np.argmin(wave.score)]
        on = np.isin(wave.number, ahead)
        yield Rows(
            "laps",
            {
                "epoch": wave.epochs.astype(float),
                "goes_on": np.where(on, accuracy, np.nan),
                "goes_home": np.where(on | (last & leads), np.nan, accuracy),
                "wins": np.where(last & leads, accuracy, np.nan),
            },
        )
        epochs.append(float(wave.epochs[0]))
        best.append(float(accuracy.max()))
        median.append(float(np.median(accuracy)))
    yield Rows("laps", {"epoch": epochs, "best": best, "median": median})
