"""Useful trials: what a linear and a logarithmic scale of learning rates make of the same number of trainings."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.adam import Adam
from optim_core.studies.guessing import expected_best
from optim_core.studies.scales import LOG, LR, UNIFORM
from optim_core.studies.taught import seeds
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

LEARNT, EPOCHS, BATCH = 500, 10, 32
UNITS = 64
USEFUL = 90.0  # percent
FEW = 10  # trials that somebody makes
AT_ONCE = 5  # on each scale: then there is something to see

RIGHT = Text("right answers on digits that were not learnt, %", "배우지 않은 숫자의 정답률, %")
LEVEL = Text("useful: 90 %", "쓸 만함: 90 %")
SPOTS = (
    Series("uniform", UNIFORM, "spots"),
    Series("log", LOG, "spots"),
    Series("level", LEVEL, "theory"),
)


def _both(name: str, en: str, ko: str, symbol: str = "") -> dict[str, Fact]:
    """A fact of each scale."""
    uniform = Fact(Text(f"{en}, uniform", f"{ko}, 균등"), symbol, PERCENT)
    return {f"uniform_{name}": uniform, f"log_{name}": Fact(Text(f"{en}, log", f"{ko}, 로그"), symbol, PERCENT)}


class UsefulTrials(Study, kind="useful-trials"):
    """On a linear scale nearly all trials of a learning rate are spent where a deep network cannot learn."""

    order = 65
    title = Text("What the draws are worth", "뽑은 값의 쓸모")
    summary = Text(
        "Trains a deep network with each learning rate that is drawn, uniformly and on a log scale.",
        "균등하게 또는 로그 척도로 뽑은 학습률마다 깊은 신경망을 실제로 학습시켜 봅니다.",
    )
    source = "Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012"
    figures = (
        Figure(
            "linear",
            Text("What each draw comes to", "뽑은 값마다 얻은 정답률"),
            Axis("rate", LR, r"\eta"),
            Axis("", RIGHT),
            SPOTS,
        ),
        Figure(
            "log",
            Text("The same trainings on a logarithmic line", "같은 학습을 로그 축 위에 놓으면"),
            Axis("rate", LR, r"\eta", log=True),
            Axis("", RIGHT),
            SPOTS,
        ),
        Figure(
            "best",
            Text("The best of so many trials, on average", "그만큼 시도한 것 중 최고(평균)"),
            Axis("trials", Text("trials", "시도 횟수"), "N"),
            Axis("", RIGHT),
            (
                Series("uniform_best", UNIFORM, "line", like="uniform"),
                Series("log_best", LOG, "line", like="log"),
                Series("level", LEVEL, "theory"),
            ),
        ),
    )
    facts = {
        **_both("useful", "useful trials (at least 90 %)", "쓸 만한 시도(90 % 이상)"),
        **_both("found", "one of ten trials is useful", "열 번 가운데 하나라도 쓸 만할 확률"),
        **_both("one", "a single trial, on average", "시도 한 번의 평균"),
        **_both("ten", "best of ten, on average", "열 번 중 최고의 평균"),
    }

    trials: int = whole(40, 10, 200, symbol="N", help=Text("trials on each scale", "척도마다 시도하는 횟수"))
    layers: int = whole(3, 1, 4, symbol="L", help=Text("hidden layers", "은닉층 수"))
    low: float = hyper(
        1e-4, 1e-6, 0.01, log=True, minimum=1e-9, symbol="a", help=Text("smallest learning rate", "가장 작은 학습률")
    )
    high: float = hyper(
        1.0, 0.1, 10.0, log=True, maximum=1e3, symbol="b", help=Text("largest learning rate", "가장 큰 학습률")
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    @property
    def network(self) -> MLP:
        """The one that is trained."""
        return MLP((64, *[UNITS] * self.layers, 10), unit="relu")

    def passes(self, ground: Ground | None) -> float:
        return 2 * self.trials * (EPOCHS + 1) * passes(self.network.parameters, LEARNT, BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        u = np.random.default_rng((self.seed, 0)).random(self.trials)
        rates = {"uniform": self.low + (self.high - self.low) * u, "log": self.low * (self.high / self.low) ** u}
        luck = seeds((self.seed, 1), self.trials)
        found: dict[str, list[Array]] = {scale: [] for scale in rates}
        for figure in ("linear", "log"):
            yield Rows(figure, {"rate": [self.low, self.high], "level": [USEFUL, USEFUL]})
        for first in range(0, self.trials, AT_ONCE):
            some = slice(first, first + AT_ONCE)
            for scale, drawn in rates.items():
                accuracies = yield from self._trained(drawn[some], luck[some])
                found[scale].append(accuracies)
                for figure in ("linear", "log"):
                    yield Rows(figure, {"rate": drawn[some], scale: accuracies})
        yield from _told({scale: np.sort(np.concatenate(some)) for scale, some in found.items()})

    def _trained(self, rates: Array, luck: list[int]) -> Generator[None, None, Array]:
        """Percent of right answers after a training with each learning rate."""
        parts = split_digits(standardised=True)
        lessons = Lessons.alike(parts.training.first(LEARNT), len(rates))
        trainer = Trainer(self.network, Adam().replace(lr=rates), lessons, luck, batch=BATCH)
        yield from trainer.run(EPOCHS)
        return 100 * trainer.judged(parts.validation)[1]


def _told(found: dict[str, Array]) -> Iterator[Part]:
    """What the trials of each scale, the worst first, are worth."""
    counts = range(1, FEW + 1)
    best = {f"{scale}_best": [expected_best(each, n) for n in counts] for scale, each in found.items()}
    yield Rows("best", {"trials": list(counts), **best, "level": [USEFUL] * FEW})
    facts: dict[str, float] = {}
    for scale, each in found.items():
        useful = float(np.mean(each >= USEFUL))
        facts |= {f"{scale}_useful": 100 * useful, f"{scale}_found": 100 * (1 - (1 - useful) ** FEW)}
        facts |= {f"{scale}_one": float(each.mean()), f"{scale}_ten": best[f"{scale}_best"][-1]}
    yield Facts(facts)
