"""Dead units: how many never answer again after training at a learning rate, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Text, whole
from optim_core.networks import terms as of_networks
from optim_core.networks.mlp import MLP
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import stacks, words
from optim_core.studies.by_rate import ByRate, held, work
from optim_core.studies.stacks import stack
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

RATES = {"thousandth": 0.001, "hundredth": 0.01, "tenth": 0.1, "three_tenths": 0.3, "one": 1.0}
EPOCH = Axis("epoch", Text("epoch", "에폭"), "t")
ANSWERED = Text("pictures that it answers to, %", "반응하는 그림의 비율, %")
DEAD = Text("units that are silent for every picture, %", "모든 그림에 침묵하는 유닛, %")


class DeadUnits(Study, kind="dead-units"):
    """A unit whose slope is zero for every example gets no gradient, and so never wakes up."""

    order = 230
    title = Text("Dead units and explosions", "죽은 유닛과 폭발")
    summary = Text(
        "Trains at learning rates from small to far too large and counts the units that no picture wakes any more.",
        "작은 학습률부터 지나치게 큰 학습률까지 학습시키고, 어떤 그림에도 깨어나지 않는 유닛을 셉니다.",
    )
    formula = (r"u'(z) = 0 \ \text{for all} \ x \ \Rightarrow\ \nabla w = 0",)
    source = "Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, 2013"
    figures = (
        Figure(
            "rates",
            Text("Dead units, and what is left of the reading", "죽은 유닛과 정답률"),
            Axis("lr", Text("learning rate", "학습률"), r"\eta", log=True),
            Axis("", Text("share, %", "비율, %"), ends=(0.0, 100.0)),
            (
                Series("dead", DEAD, "line"),
                Series("accuracy", Text("right answers on unseen digits, %", "처음 보는 숫자의 정답률, %"), "line"),
            ),
        ),
        Figure(
            "epochs",
            Text("When they die", "언제 죽을까"),
            EPOCH,
            Axis("", DEAD, ends=(0.0, 100.0)),
            (
                *(Series(name, Text(f"rate {rate:g}", f"학습률 {rate:g}"), "line") for name, rate in RATES.items()),
                Series("chosen", Text("the chosen rate", "고른 학습률"), "line"),
            ),
        ),
        Figure(
            "map",
            Text("The last hidden layer at the chosen rate, unit by unit", "고른 학습률에서 마지막 은닉층의 유닛들"),
            Axis("unit", Text("unit", "유닛")),
            EPOCH,
            (Series("answered", ANSWERED, "cells", ends=(0.0, 100.0)),),
        ),
        Figure(
            "layers",
            Text("In which layer, at the chosen rate", "고른 학습률에서 어느 층이 죽을까"),
            Axis(
                "layer", Text("hidden layer, the first next to the input", "은닉층 번호(1이 입력 쪽)"), "k", each=True
            ),
            Axis("", DEAD, ends=(0.0, 100.0)),
            (Series("chosen_layers", Text("the chosen rate", "고른 학습률"), "bars", like="chosen"),),
        ),
    )
    facts = {
        **{
            f"{name}_dead": Fact(Text(f"dead at {rate:g}", f"학습률 {rate:g}: 죽은 유닛"), unit=words.PERCENT)
            for name, rate in RATES.items()
        },
        **{
            f"{name}_accuracy": Fact(Text(f"right at {rate:g}", f"학습률 {rate:g}: 정답률"), unit=words.PERCENT)
            for name, rate in RATES.items()
        },
        "chosen_dead": Fact(Text("dead at the chosen rate", "고른 학습률: 죽은 유닛"), unit=words.PERCENT),
        "chosen_most": Fact(Text("in its worst layer", "가장 심한 층의 죽은 유닛"), unit=words.PERCENT),
        "chosen_accuracy": Fact(Text("right at the chosen rate", "고른 학습률: 정답률"), unit=words.PERCENT),
    }

    unit: str = of_networks.unit("relu")
    lr: float = terms.lr(0.2, 1e-3, 3.0)
    depth: int = stacks.depth(2, Text("hidden layers", "은닉층 수"))
    width: int = stacks.width(64)
    init: str = stacks.init("fitting")
    batch_norm: bool = stacks.batch_norm()
    epochs: int = whole(5, 1, 20, maximum=60, symbol="E", help=Text("epochs of a training", "학습 한 번의 에폭 수"))
    repeats: int = words.repeats(5)
    examples: int = words.examples(1000)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        trainings = (len(RATES) + 1) * self.repeats
        return 2 * work(self._network(), trainings, self.epochs, self.examples)  # looking counts as much

    def holds(self) -> float:
        return held(self._network(), (len(RATES) + 1) * self.repeats, kept=1)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        rates = [*RATES.values(), self.lr]
        trainings = ByRate(self._network(), Momentum(), rates, self.repeats, examples=self.examples, seed=self.seed)
        for epoch in range(self.epochs + 1):
            yield from trainings.run(min(epoch, 1))
            units = np.arange(1.0, self.width + 1)
            answered = trainings.answered(len(RATES) * self.repeats)  # of the first with the chosen rate
            yield Rows("map", {"unit": units, "epoch": np.full(self.width, float(epoch)), "answered": answered})
            dead = yield from trainings.dead()
            share = 100 * dead.mean(axis=(0, 2))
            told = dict(zip([*RATES, "chosen"], share.tolist(), strict=True))
            yield Rows("epochs", {"epoch": [float(epoch)], **{name: [value] for name, value in told.items()}})
        accuracy = (yield from trainings.accuracy()).mean(axis=1)
        order = np.argsort(rates, kind="stable")
        yield Rows("rates", {"lr": np.array(rates)[order], "dead": share[order], "accuracy": accuracy[order]})
        layers = 100 * dead[:, -1].mean(axis=1)
        yield Rows("layers", {"layer": np.arange(1.0, self.depth + 1), "chosen_layers": layers})
        right = dict(zip([*RATES, "chosen"], accuracy.tolist(), strict=True))
        yield Facts({f"{name}_dead": value for name, value in told.items()})
        yield Facts({f"{name}_accuracy": value for name, value in right.items()} | {"chosen_most": float(layers.max())})

    def _network(self) -> MLP:
        return stack(self.depth, self.width, self.unit, self.init, self.batch_norm)
