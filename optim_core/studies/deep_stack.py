"""The deep stack: six hidden layers that learn to read digits, or do not, and what comes to their rescue."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optim_core import terms
from optim_core.fields import Text, whole
from optim_core.networks import terms as of_networks
from optim_core.networks.mlp import MLP
from optim_core.networks.units import COURSE
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.momentum import Momentum
from optim_core.rule import Rule
from optim_core.studies import stacks, words
from optim_core.studies.by_rate import RATES, ByRate, held, work
from optim_core.studies.stacks import LAYER, stack
from optim_core.study import Axis, Done, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

DEPTHS = (1, 2, 3, 4, 6, 8)


class Arm(NamedTuple):
    """One way to train the stack; the unit that is to be rescued where it names none."""

    title: Text
    unit: str = ""
    rule: Rule = Momentum()
    batch_norm: bool = False


ARMS: Mapping[str, Arm] = {
    **{name: Arm(unit.title, name) for name, unit in COURSE.items()},
    "adam": Arm(Text("rescued: Adam", "처방: Adam"), rule=Adam()),
    "normed": Arm(Text("rescued: batch normalisation", "처방: 배치 정규화"), batch_norm=True),
}
EPOCH = Axis("epoch", Text("epoch", "에폭"), "t")


def _series(of: str) -> tuple[Series, ...]:
    return tuple(Series(f"{name}_{of}", arm.title, "line", like=name) for name, arm in ARMS.items())


class DeepStack(Study, kind="deep-stack"):
    """An error that does not arrive teaches nothing, whatever the learning rate."""

    order = 220
    title = Text("Training the deep stack", "깊은 신경망 학습시키기")
    summary = Text(
        "Trains a deep network with sigmoid, tanh or ReLU at seven learning rates each, and two ways to rescue it.",
        "시그모이드, tanh, ReLU로 깊은 신경망을 일곱 가지 학습률로 학습시키고, 두 가지 처방도 시험합니다.",
    )
    formula = (r"\frac{\lVert W_k^{(T)} - W_k^{(0)} \rVert}{\lVert W_k^{(0)} \rVert}",)
    source = "Glorot, Bordes and Bengio, Deep sparse rectifier neural networks, 2011"
    figures = (
        Figure(
            "accuracy",
            Text("How well it reads, at the best of the rates", "가장 좋은 학습률에서의 정답률"),
            EPOCH,
            words.ACCURACY,
            tuple(Series(name, arm.title, "line") for name, arm in ARMS.items()),
        ),
        Figure(
            "rates",
            Text("At every learning rate, in the end", "학습률에 따른 마지막 정답률"),
            Axis("lr", Text("learning rate", "학습률"), r"\eta", log=True),
            words.ACCURACY,
            _series("rates"),
        ),
        Figure(
            "moved",
            Text("How far each layer has moved", "층마다 움직인 정도"),
            LAYER,
            Axis(
                "", Text("change, as a share of the weights at the start", "처음 가중치에 대한 변화의 비율"), log=True
            ),
            _series("moved"),
        ),
        Figure(
            "depth",
            Text("Deeper and deeper, at one learning rate", "학습률은 그대로, 층만 더 깊게"),
            Axis("depth", Text("hidden layers", "은닉층 수"), "L"),
            words.ACCURACY,
            tuple(Series(f"{name}_depth", unit.title, "line", like=name) for name, unit in COURSE.items()),
        ),
    )
    facts = {
        **{
            name: Fact(Text(f"{arm.title.en}, in the end", f"{arm.title.ko}, 마지막"), unit=words.PERCENT)
            for name, arm in ARMS.items()
        },
        **{
            f"{name}_lr": Fact(Text(f"{arm.title.en}, best rate", f"{arm.title.ko}, 가장 좋은 학습률"), r"\eta")
            for name, arm in ARMS.items()
        },
        **{
            f"{name}_first": Fact(Text(f"{arm.title.en}, change of the first layer", f"{arm.title.ko}, 첫 층의 변화"))
            for name, arm in ARMS.items()
        },
    }

    depth: int = stacks.depth(6, Text("hidden layers", "은닉층 수"))
    width: int = stacks.width(32)
    init: str = stacks.init("fitting")
    batch_norm: bool = stacks.batch_norm()
    rescued: str = of_networks.unit("sigmoid", Text("unit that is to be rescued", "처방을 시험할 활성화 함수"))
    lr: float = terms.lr(0.01, 1e-3, 1.0)
    short: int = whole(
        10,
        1,
        60,
        maximum=100,
        symbol="E_L",
        help=Text("epochs while the depth is turned", "층수를 바꿀 때의 에폭 수"),
        minor=True,
    )
    repeats: int = words.repeats(2)
    epochs: int = words.epochs(20)
    examples: int = words.examples(1000)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        many, few = len(RATES) * self.repeats, len(COURSE) * self.repeats
        deep = sum(work(self._network(arm), many, self.epochs, self.examples) for arm in ARMS.values())
        turned = [stack(depth, self.width, "relu", self.init, self.batch_norm) for depth in DEPTHS]
        return deep + sum(work(network, few, self.short, self.examples) for network in turned)

    def holds(self) -> float:
        return held(self._network(ARMS["adam"]), len(RATES) * self.repeats, kept=2)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        arms = iter(ARMS.items())
        for depth in DEPTHS:  # by turns, so that every figure soon has something to show
            yield from self._deep(depth)
            for name, arm in itertools.islice(arms, 1):
                yield from self._arm(name, arm)

    def _arm(self, name: str, arm: Arm) -> Iterator[Part | None]:
        """One way, at every rate."""
        network, found = self._network(arm), np.empty(0)
        trainings = self._trainings(network, arm.rule, RATES)
        for epoch in range(1, self.epochs + 1):
            yield from trainings.run(1)
            found = (yield from trainings.accuracy()).mean(axis=1)
            yield Rows("accuracy", {"epoch": [float(epoch)], name: [found.max()]})
            yield Done(work(network, len(RATES) * self.repeats, self.epochs, self.examples) / self.epochs)
        best = int(found.argmax())
        moved = yield from trainings.moved(best)
        yield Rows("rates", {"lr": RATES, f"{name}_rates": found})
        yield Rows("moved", {"layer": np.arange(1.0, self.depth + 2), f"{name}_moved": moved})
        told = {name: found.max(), f"{name}_lr": RATES[best], f"{name}_first": moved[0]}
        yield Facts({each: float(value) for each, value in told.items()})

    def _deep(self, depth: int) -> Iterator[Part | None]:
        """Few or many layers, at the chosen rate."""
        columns = {}
        for name in COURSE:
            network = stack(depth, self.width, name, self.init, self.batch_norm)
            trainings = self._trainings(network, Momentum(), [self.lr])
            yield from trainings.run(self.short)
            columns[f"{name}_depth"] = (yield from trainings.accuracy()).mean(axis=1)
            yield Done(work(network, self.repeats, self.short, self.examples))
        yield Rows("depth", {"depth": [float(depth)], **columns})

    def _network(self, arm: Arm) -> MLP:
        return stack(self.depth, self.width, arm.unit or self.rescued, self.init, arm.batch_norm or self.batch_norm)

    def _trainings(self, network: MLP, rule: Rule, rates: Sequence[float]) -> ByRate:
        return ByRate(network, rule, rates, self.repeats, examples=self.examples, seed=self.seed)
