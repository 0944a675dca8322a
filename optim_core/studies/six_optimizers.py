"""Six optimizers, tuned with equal care, on one network: where they arrive, and how hard they are to tune."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, choice, hyper
from optim_core.networks.trainer import Trainer
from optim_core.registry import load
from optim_core.rule import Rule
from optim_core.studies import words
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Done, Fact, Facts, Figure, Ground, Part, Rows, Series

load("optim_core.optimizers")
KINDS = ("gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
TITLES = {kind.replace("-", "_"): Rule.registry[kind].title for kind in KINDS}
RATES = 10.0 ** np.arange(-3, 0.51, 0.25)
TUNED = 4  # repeats of each rate that is tried
NEAR = 1.0  # points below the best that are as good as the best
DECADES = Text("decades", "자릿수")


def _each(end: str, en: str, ko: str, symbol: str = "", unit: Text | None = None) -> dict[str, Fact]:
    """A fact of every optimizer."""
    return {
        f"{name}_{end}": Fact(Text(f"{title.en}: {en}", f"{title.ko}: {ko}"), symbol, unit)
        for name, title in TITLES.items()
    }


class SixOptimizers(Tasked, kind="six-optimizers"):
    """Whoever compares optimizers at one rate compares the rate."""

    order = 250
    title = Text("Six tuned optimizers", "튜닝한 여섯 옵티마이저")
    summary = Text(
        "Tunes the rate of each of six optimizers on the same network, then trains each at its best, many times.",
        "같은 신경망에서 여섯 옵티마이저의 학습률을 저마다 튜닝한 다음, 가장 좋은 값으로 여러 번 학습합니다.",
    )
    source = "Schmidt, Schneider and Hennig, Descending through a crowded valley, ICML 2021"
    figures = (
        Figure(
            "tuning",
            Text("Tuning: how well each rate does", "튜닝: 학습률마다 얻은 정답률"),
            Axis("rate", Text("learning rate", "학습률"), r"\eta", log=True),
            Axis("", Text("right answers on the validation examples, %", "검증 표본의 정답률, %")),
            tuple(Series(name, title, "line") for name, title in TITLES.items()),
        ),
        Figure(
            "course",
            Text("Each at its rate", "저마다 정해진 학습률로"),
            Axis("epoch", Text("epoch", "에폭"), "E"),
            Axis("", Text("training loss", "학습 손실"), log=True),
            tuple(Series(f"{name}_loss", title, "line", like=name) for name, title in TITLES.items()),
        ),
        Figure(
            "exam",
            Text("On the test examples, training by training", "시험 표본에서, 학습마다"),
            Axis("repeat", Text("training", "학습"), "r"),
            Axis("", Text("right answers, %", "정답률, %")),
            tuple(Series(f"{name}_right", title, "spots", like=name) for name, title in TITLES.items()),
        ),
    )
    facts = {
        **_each("rate", "its rate", "학습률", r"\eta"),
        **_each("mean", "right answers", "정답률", unit=words.PERCENT),
        **_each("width", "rates within a point of the best", "최고와 1점 안쪽인 학습률의 폭", unit=DECADES),
        "gap": Fact(Text("best ahead of worst", "1등과 꼴찌의 차이"), unit=words.POINTS),
        "luck": Fact(
            Text("difference that luck makes, one training", "학습 한 번의 운에 따른 차이"), r"\sigma", words.POINTS
        ),
        "early_most": Fact(Text("training loss after an epoch: highest", "한 에폭 뒤 학습 손실: 가장 큰 것")),
        "early_least": Fact(Text("training loss after an epoch: lowest", "한 에폭 뒤 학습 손실: 가장 작은 것")),
        "late_most": Fact(Text("training loss at the end: highest", "마지막 학습 손실: 가장 큰 것")),
        "late_least": Fact(Text("training loss at the end: lowest", "마지막 학습 손실: 가장 작은 것")),
    }

    rates: str = choice(
        "best",
        {"best": Text("each its own best", "저마다 가장 좋은 값"), "lr": Text("one for all", "모두 같은 값")},
        help=Text("learning rates", "학습률 정하기"),
    )
    lr: float = hyper(
        0.01,
        1e-4,
        1.0,
        log=True,
        minimum=0.0,
        maximum=1e6,
        symbol=r"\eta",
        help=Text("learning rate of all", "모두의 학습률"),
        used_by="rates",
    )
    batch: int = terms.batch()
    epochs: int = words.epochs(20)
    repeats: int = words.repeats(10)

    def passes(self, ground: Ground | None) -> float:
        return len(KINDS) * (len(RATES) * TUNED + self.repeats) * self.epochs * self.epoch(self.batch)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        rates = {}
        for name, kind in zip(TITLES, KINDS, strict=True):
            best = yield from self._tuning(name, Rule.registry[kind]())
            rates[name] = self.lr if self.rates == "lr" else best
            yield Facts({f"{name}_rate": rates[name]})
        right, losses = [], []
        for name, kind in zip(TITLES, KINDS, strict=True):
            trainer = self.trainer(Rule.registry[kind](), [rates[name]], self.repeats, self.batch)
            losses.append((yield from self._course(name, trainer)))
            right.append(100 * trainer.judged(self.task().test)[1])
            pairs = np.arange(1.0, self.repeats + 1)
            yield Rows("exam", {"repeat": pairs, f"{name}_right": right[-1]})
            yield Facts({f"{name}_mean": float(right[-1].mean())})
        yield _compared(np.array(right), np.array(losses))

    def _tuning(self, name: str, rule: Rule) -> Generator[Part | None, None, float]:
        """The rate with which a network reads its validation examples best."""
        trainer = self.trainer(rule, RATES, TUNED, self.batch)
        yield from trainer.run(self.epochs)
        right = 100 * trainer.judged(self.task().validation)[1].reshape(len(RATES), TUNED).mean(axis=1)
        yield Rows("tuning", {"rate": RATES, name: right})
        yield Done(len(RATES) * TUNED * self.epochs * self.epoch(self.batch))
        near = RATES[right >= right.max() - NEAR]
        yield Facts({f"{name}_width": float(np.log10(near.max() / near.min()))})
        return float(RATES[right.argmax()])

    def _course(self, name: str, trainer: Trainer) -> Generator[Part | None, None, Array]:
        """The loss after every epoch, mean of the repeats."""
        losses = []
        for epoch in range(1, self.epochs + 1):
            yield from trainer.run(1)
            losses.append(float(self.losses(trainer).mean()))
            yield Rows("course", {"epoch": [epoch], f"{name}_loss": losses[-1:]})
            yield Done(self.repeats * self.epoch(self.batch))
        return np.array(losses)


def _compared(right: Array, losses: Array) -> Facts:
    """How far the optimizers (6, repeats) are apart, and how far each is from itself."""
    means, early, late = right.mean(axis=1), losses[:, 0], losses[:, -1]
    told = {"gap": np.ptp(means), "luck": right.std(axis=1).mean()}
    told |= {"early_most": early.max(), "early_least": early.min()}
    told |= {"late_most": late.max(), "late_least": late.min()}
    return Facts({name: float(value) for name, value in told.items()})
