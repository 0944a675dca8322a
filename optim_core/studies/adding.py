"""Adding or multiplying: what the same step does to a learning rate and to a penalty, large and small."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.search.targets.digits import Digits
from optim_core.search.turned import accuracies, work
from optim_core.studies import words
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

RATES = np.logspace(-3, 1, 5)
PENALTIES = np.logspace(-6, 0, 13)
NAMES = ("thousandth", "hundredth", "tenth", "one", "ten")

AS_IT_IS = Text("as it is", "그대로")
ADDED, MULTIPLIED = Text("after adding", "더한 뒤"), Text("after multiplying", "곱한 뒤")
STEPS = {"before": AS_IT_IS, "added": ADDED, "multiplied": MULTIPLIED}


class Adding(Study, kind="adding"):
    """Numbers that act by factors are searched by factors."""

    order = 90
    title = Text("Adding or multiplying", "더하기와 곱하기")
    summary = Text(
        "Adds the same amount to learning rates of every size, multiplies them, and turns a penalty through decades.",
        "크기가 다른 학습률에 같은 값을 더하거나 곱해 보고, 벌점은 10배씩 바꿔 가며 학습합니다.",
    )
    formula = (r"\eta' = \eta + d", r"\eta' = k \eta", r"L + \frac{\lambda}{2} \|W\|^2")
    source = "Li, Karpathy, CS231n: Neural Networks Part 3, hyperparameter optimization, 2015"
    figures = (
        Figure(
            "rates",
            Text("A learning rate as it is, added to, multiplied", "학습률을 그대로, 더해서, 곱해서"),
            Axis("rate", Text("learning rate", "학습률"), r"\eta", log=True),
            words.ACCURACY,
            (
                Series("before", AS_IT_IS, "line"),
                Series("added", ADDED, "line"),
                Series("multiplied", MULTIPLIED, "line"),
            ),
        ),
        Figure(
            "penalties",
            Text("A penalty on large weights, with wrong labels about", "틀린 정답이 섞였을 때의 벌점"),
            Axis("penalty", Text("penalty (L2)", "벌점(L2)"), r"\lambda", log=True),
            words.ACCURACY,
            (
                Series("penalised_low", words.SPREAD, "spread", "penalised_high"),
                Series("penalised", Text("mean of the repeats", "반복의 평균"), "line"),
            ),
        ),
    )
    facts = {
        **{
            f"{name}_{step}": Fact(Text(f"rate {rate:g}, {said.en}", f"학습률 {rate:g}, {said.ko}"), unit=words.PERCENT)
            for name, rate in zip(NAMES, RATES.tolist(), strict=True)
            for step, said in STEPS.items()
        },
        "weakest": Fact(Text("with the weakest penalty", "가장 약한 벌점"), unit=words.PERCENT),
        "best": Fact(Text("with the best penalty", "가장 좋은 벌점"), unit=words.PERCENT),
        "best_at": Fact(Text("the best penalty", "가장 좋은 벌점의 크기"), r"\lambda"),
        "strongest": Fact(Text("with the strongest penalty", "가장 센 벌점"), unit=words.PERCENT),
    }

    step: float = hyper(0.01, 1e-4, 1.0, log=True, symbol="d", help=Text("what is added", "더하는 값"))
    factor: float = hyper(2.0, 1.1, 10.0, log=True, symbol="k", help=Text("what it is multiplied by", "곱하는 값"))
    label_noise: float = hyper(
        0.2,
        0.0,
        0.5,
        maximum=1.0,
        symbol="q",
        help=Text("share of the labels that are wrong while the penalty is turned", "벌점을 바꿀 때 틀린 정답의 비율"),
    )
    longer: int = whole(
        60,
        10,
        100,
        symbol="E_\\lambda",
        help=Text("epochs of a training with a penalty", "벌점을 줄 때의 에폭 수"),
        minor=True,
    )
    repeats: int = words.repeats(5)
    epochs: int = words.epochs(5)
    examples: int = words.examples(500)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        rates = work(self._plain(), {"lr": self._rates().ravel()}, self.repeats)
        return rates + work(self._penalised(), {"l2": PENALTIES}, self.repeats)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        rates = self._rates()
        found = yield from accuracies(self._plain(), {"lr": rates.ravel()}, self.repeats, self.seed)
        means: list[Array] = list(found.mean(axis=1).reshape(rates.shape))
        columns = dict(zip(STEPS, means, strict=True))
        yield Rows("rates", {"rate": RATES, **columns})
        yield Facts(
            {f"{name}_{step}": float(column[i]) for step, column in columns.items() for i, name in enumerate(NAMES)}
        )
        found = yield from accuracies(self._penalised(), {"l2": PENALTIES}, self.repeats, self.seed)
        yield Rows("penalties", {"penalty": PENALTIES, **words.spread("penalised", found)})
        mean = found.mean(axis=1)
        told = {
            "weakest": mean[0],
            "best": mean.max(),
            "best_at": PENALTIES[mean.argmax()],
            "strongest": mean[-1],
        }
        yield Facts({name: float(value) for name, value in told.items()})

    def _rates(self) -> np.ndarray:
        return np.stack([RATES, RATES + self.step, RATES * self.factor])

    def _plain(self) -> Digits:
        return Digits(optimizer="gradient-descent", examples=self.examples, epochs=self.epochs)

    def _penalised(self) -> Digits:
        return Digits(examples=300, label_noise=self.label_noise, epochs=self.longer)
