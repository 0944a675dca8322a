"""A model chooses the next trial: what it believes, and what that is worth (exhibit of Bayesian optimisation)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, choice, whole
from optim_core.search.acquisition import ACQUISITIONS
from optim_core.search.compare import Believed, compare
from optim_core.search.dimension import Range
from optim_core.search.hunting import Tried
from optim_core.search.kernels import KERNELS
from optim_core.search.landscape import landscape
from optim_core.search.space import Space
from optim_core.search.strategies.bayes import Bayes
from optim_core.search.strategies.coarse_to_fine import CoarseToFine
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.strategy import Belief, Strategy
from optim_core.search.targets.digits import Digits
from optim_core.studies import attempts
from optim_core.studies.attempts import collected, reached
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

WIDE = Space({"lr": Range(1e-6, 10.0, "log"), "l2": Range(1e-6, 0.1, "log")})
KNOWN = Space({"lr": Range(0.05, 0.3, "log"), "l2": Range(1e-6, 0.01, "log")})  # where the good settings are
GUESSING = 90.0  # percent wrong, of a network that has learnt nothing
LEAST, MOST = 1.0, 100.0  # percent: no error is smaller, and a band on a log axis ends somewhere
ROOM = 1.3  # above the highest, so that failed trials are seen
FINE = 65  # trainings that show what a belief is about
WAYS: dict[str, tuple[type[Strategy], Space]] = {
    "random": (RandomTrials, WIDE),
    "narrowed": (CoarseToFine, WIDE),
    "known": (RandomTrials, KNOWN),
}

LR, WRONG = Text("learning rate", "학습률"), Text("validation error, %", "검증 오차율, %")
MODEL, RANDOM = Text("Bayesian optimisation", "베이지안 최적화"), Text("random", "무작위")
NARROWED = Text("narrowed from coarse to fine", "거칠게 시작해 촘촘하게 좁힘")
KNEW = Text("random, in a range known to be good", "좋다고 알려진 범위에서 무작위")
NEXT = Text("next trial", "다음 시도")


class ModelledSearch(Study, kind="bayes"):
    """A Gaussian process with expected improvement against blind search, narrowing, and knowing the range."""

    order = 110
    title = Text("A model chooses the next trial", "모델이 다음 시도를 고르다")
    summary = Text(
        "Shows what a Gaussian process believes of the learning rate, and how many trainings that saves.",
        "가우스 과정이 학습률을 어떻게 예측하는지, 그 덕분에 학습을 몇 번이나 아끼는지 보여 줍니다.",
    )
    formula = {name: of.formula for name, of in ACQUISITIONS.items()}
    source = "Snoek, Larochelle and Adams, Practical Bayesian Optimization of Machine Learning Algorithms, 2012"
    figures = (
        Figure(
            "belief",
            Text("What the model believes of the learning rate", "모델이 예측하는 학습률의 성능"),
            Axis("lr", LR, r"\eta", log=True),
            Axis("", WRONG, log=True, ends=(LEAST, ROOM * MOST)),
            (
                Series("low", Text("one standard deviation", "표준 편차 ±1배"), "spread", "high", like="mean"),
                Series("mean", Text("expected by the model", "모델의 예측"), "line", slot=attempts.MODEL),
                Series("truth", Text("what a training really comes to", "실제로 학습한 결과"), "theory"),
                Series("seen", Text("trials so far", "지금까지의 시도"), "spots"),
                Series("failed", Text("trials that failed", "실패한 시도"), "spots"),
            ),
        ),
        Figure(
            "promise",
            Text("What a trial promises", "다음 시도에 거는 기대"),
            Axis("lr", LR, r"\eta", log=True),
            Axis("", Text("promise", "기대")),
            (Series("gain", Text("promise of a trial", "시도에 거는 기대"), "line", like="mean"),),
        ),
        Figure(
            "race",
            Text("The best so far, on average", "지금까지의 최고 성능(평균)"),
            Axis("trainings", Text("trainings paid for", "쓴 학습 횟수"), "n"),
            Axis("", Text("right answers on the validation digits, %", "검증 숫자의 정답률, %")),
            (
                Series("bayes", MODEL, "line", like="mean"),
                Series("random", RANDOM, "line", slot=attempts.RANDOM),
                Series("narrowed", NARROWED, "line", slot=attempts.NARROWING),
                Series("known", KNEW, "line"),
            ),
        ),
    )
    facts = {
        "bayes": Fact(MODEL, unit=PERCENT),
        "random": Fact(RANDOM, unit=PERCENT),
        "narrowed": Fact(NARROWED, unit=PERCENT),
        "known": Fact(KNEW, unit=PERCENT),
        "needed": Fact(Text("trainings it needs for what random reaches", "무작위와 같아지는 데 필요한 학습 횟수")),
        "ahead": Fact(
            Text("repeats in which it beats the known range", "좋은 범위를 아는 쪽을 이긴 반복"), unit=PERCENT
        ),
        "behind": Fact(Text("repeats in which it does not reach it", "좋은 범위를 아는 쪽에 진 반복"), unit=PERCENT),
    }

    trials: int = whole(
        20, 8, 40, symbol="n", help=Text("trainings that each way may pay for", "방법마다 쓸 학습 횟수")
    )
    repeats: int = whole(
        12, 2, 40, symbol="N", help=Text("repeats, each with its own luck", "서로 다른 난수로 되풀이하는 횟수")
    )
    seen: int = whole(
        4, 3, 20, symbol="k", help=Text("trials that the model drawn has seen", "그림 속 모델이 본 시도의 수")
    )
    kernel: str = choice("matern", {name: of.title for name, of in KERNELS.items()}, help=Text("kernel", "커널"))
    acquisition: str = choice(
        "improvement",
        {name: of.title for name, of in ACQUISITIONS.items()},
        help=Text("what makes a place worth a trial", "다음에 시험할 곳을 고르는 기준"),
    )
    epochs: int = whole(5, 1, 10, symbol="E", minor=True, help=Text("epochs of a training", "학습 한 번의 에폭 수"))
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    @property
    def _target(self) -> Digits:
        return Digits(epochs=self.epochs)

    @property
    def _model(self) -> Bayes:
        return Bayes(kernel=self.kernel, acquisition=self.acquisition)

    def passes(self, ground: Ground | None) -> float:
        trainings = FINE + self.seen + 1 + (1 + len(WAYS)) * self.repeats * self.trials
        return trainings * self._target.passes(self.epochs)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._believed()
        yield from self._raced()

    def _believed(self) -> Iterator[Part | None]:
        """Along the learning rate, once as many trials are known as asked for."""
        line = WIDE.only(["lr"])
        lr, seen = list[float](), list[float]()
        budget = (self.seen + 1) * self.epochs
        for part in compare(self._target, line, [self._model], budget=budget, seed=self.seed):
            match part:
                case Tried():
                    lr += part.settings["lr"].tolist()
                    seen += part.score.tolist()
                case Believed(belief=belief) if belief.after == self.seen:
                    worked = np.isfinite(seen)
                    shown = {"seen": np.where(worked, seen, np.nan), "failed": np.where(worked, np.nan, MOST)}
                    yield Rows("belief", {"lr": lr, **shown})
                    yield from _drawn(belief, line)
            yield None
        for land in landscape(self._target, line, FINE, self.seed):
            if land and len(land.shares) == FINE:
                rates = line.settings(land.shares[None])["lr"]
                yield Rows("belief", {"lr": rates, "truth": np.where(np.isfinite(land.scores), land.scores, np.nan)})
            yield None

    def _raced(self) -> Iterator[Part | None]:
        """All ways at equal budget; the one with a model last, trial by trial."""
        right = {}
        for name, (way, space) in WAYS.items():
            tried = list[Tried]()
            yield from collected(self._searched(way(), space), tried)
            right[name] = self._right(tried)
        tried, told = [], 0
        for part in self._searched(self._model, WIDE):
            yield None
            if not isinstance(part, Tried):
                continue
            tried.append(part)
            if part.repeat == self.repeats - 1:  # the last of its round
                right["bayes"] = self._right(tried)
                known = int(part.spent[-1]) // self.epochs
                now = {name: of.mean(axis=0)[told:known] for name, of in right.items()}
                yield Rows("race", {"trainings": np.arange(told + 1.0, known + 1.0), **now})
                told = known
        yield Facts(_verdict(right))

    def _searched(self, strategy: Strategy, space: Space) -> Iterator[Tried | Believed | None]:
        budget = self.trials * self.epochs
        return compare(self._target, space, [strategy], budget=budget, repeats=self.repeats, seed=self.seed)

    def _right(self, tried: list[Tried]) -> Array:
        """Percent, the best after 1, 2 ... whole trainings are paid for: (repeats, trials)."""
        return 100.0 - reached(tried, self.epochs * np.arange(1, self.trials + 1), GUESSING)


def _drawn(belief: Belief, line: Space) -> Iterator[Part]:
    rates = line.settings(belief.at)["lr"]
    ends = [belief.mean + k * belief.sd for k in (-1, 0, 1)]
    low, mean, high = (np.clip(10.0**end if belief.log else end, LEAST, MOST) for end in ends)
    yield Rows("belief", {"lr": rates, "low": low, "mean": mean, "high": high})
    yield Rows("promise", {"lr": rates, "gain": belief.gain})
    coming = float(line.settings(belief.next[:, None])["lr"][0])
    yield Mark("belief", coming, NEXT)
    yield Mark("promise", coming, NEXT)


def _verdict(right: dict[str, Array]) -> dict[str, float]:
    end = {name: of[:, -1] for name, of in right.items()}
    facts = {name: float(of.mean()) for name, of in end.items()}
    as_good = right["bayes"].mean(axis=0) >= facts["random"]
    if as_good.any():
        facts["needed"] = 1.0 + int(np.argmax(as_good))
    facts["ahead"] = 100 * float((end["bayes"] > end["known"]).mean())
    facts["behind"] = 100 * float((end["bayes"] < end["known"]).mean())
    return facts
