"""The spiral: one optimizer, two models, of which one cannot bend."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks import terms as of_networks
from optim_core.networks.datasets.plane import Spirals
from optim_core.networks.effort import passes
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.adam import Adam
from optim_core.optimizers.momentum import Momentum
from optim_core.rule import Rule
from optim_core.studies import words
from optim_core.study import Axis, Done, Fact, Facts, Figure, Ground, Part, Rows, Series, Study
from optim_core.surface import Box

SIDE = 32  # cells of a picture along either side
LOOK = 10  # steps between two looks at the accuracy
UNITS = (1, 2, 3, 5, 8, 13, 25, 50, 100)
RIGHT = Axis("", Text("points on the right side, %", "바르게 분류한 점, %"), ends=(0.0, 100.0))
STEP = Axis("step", Text("step, each with all points", "스텝(매번 모든 점 사용)"), "t")
LINEAR, NETWORK = Text("linear classifier", "선형 분류기"), Text("one hidden layer", "은닉층 하나")

MOST = 10  # arms
ARMS = tuple(Text(f"arm {k}", f"팔 {k}") for k in range(1, MOST + 1))


def _regions(name: str, title: Text) -> Figure:
    return Figure(
        name,
        title,
        Axis("x", Text("first input", "첫째 입력"), "x_1"),
        Axis("y", Text("second input", "둘째 입력"), "x_2"),
        (
            Series("answer", Text("which arm it says", "모델의 답"), "cells", names=ARMS),
            Series("right", Text("points it gets", "맞힌 점"), "spots", by="arm"),
            Series("wrong", Text("points it does not get", "틀린 점"), "rings", by="arm"),
        ),
    )


class Spiral(Study, kind="spiral"):
    """A good walk cannot help where the landscape has no good valley."""

    order = 260
    title = Text("The line that cannot bend", "휘지 못하는 직선")
    summary = Text(
        "Lets a linear classifier and a network with one hidden layer learn the same spiral with the same optimizer.",
        "선형 분류기와 은닉층이 하나인 신경망을 같은 나선 데이터와 같은 옵티마이저로 학습시킵니다.",
    )
    formula = (r"s = W x + b", r"s = W_2 \max(0, W_1 x + b_1) + b_2")
    source = "Karpathy, CS231n: Putting it together, minimal neural network case study, 2015"
    figures = (
        _regions("straight", Text("What straight lines make of it", "직선으로 나눈 나선")),
        _regions("bent", Text("What one hidden layer makes of it", "은닉층 하나로 나눈 나선")),
        Figure(
            "course",
            Text("How many points are right", "바르게 분류한 점의 비율"),
            STEP,
            RIGHT,
            (
                Series("linear", LINEAR, "line"),
                Series("linear_adam", Text("linear classifier, Adam", "선형 분류기, Adam"), "line"),
                Series("network", NETWORK, "line"),
            ),
        ),
        Figure(
            "units",
            Text("How many hidden units it takes", "은닉 유닛이 몇 개면 충분할까"),
            Axis("hidden", Text("hidden units", "은닉 유닛 수"), "n", log=True, each=True),
            RIGHT,
            (
                Series("by_units_low", words.SPREAD, "spread", "by_units_high", like="network"),
                Series("by_units", NETWORK, "line", like="network"),
            ),
        ),
    )
    facts = {
        "linear": Fact(LINEAR, unit=words.PERCENT),
        "linear_adam": Fact(Text("linear classifier, Adam", "선형 분류기, Adam"), unit=words.PERCENT),
        "network": Fact(NETWORK, unit=words.PERCENT),
        "unseen": Fact(
            Text("one hidden layer, points it has not seen", "은닉층 하나, 처음 보는 점"), unit=words.PERCENT
        ),
        "parameters": Fact(Text("numbers that it learns", "학습하는 수의 개수"), "P"),
    }

    units: int = whole(100, 1, 200, minimum=1, maximum=400, symbol="n", help=Text("hidden units", "은닉 유닛 수"))
    unit: str = of_networks.unit("relu")
    lr: float = terms.lr(1.0, 1e-2, 3.0)
    momentum: float = terms.momentum(0.5)
    adam_lr: float = words.rate(0.03, 1e-3, 1.0, Text("learning rate of Adam", "Adam의 학습률"))
    l2: float = of_networks.l2(1e-3, 1e-5, 0.1, maximum=10.0)
    steps: int = whole(300, 50, 1000, minimum=10, maximum=3000, symbol="T", help=Text("steps", "스텝 수"))
    points: int = whole(
        300, 60, 600, minimum=10, maximum=2000, symbol="m", help=Text("points to learn from", "학습에 쓰는 점의 수")
    )
    arms: int = whole(
        3, 2, 5, minimum=2, maximum=MOST, symbol="K", help=Text("arms, a class each", "팔의 수(팔마다 한 클래스)")
    )
    noise: float = hyper(
        0.2,
        0.0,
        0.6,
        minimum=0.0,
        maximum=3.0,
        symbol=r"\sigma",
        help=Text("how far a point strays", "점이 벗어나는 각도"),
    )
    repeats: int = words.repeats(3)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        sizes = [0, 0, self.units, *UNITS * self.repeats]
        return self.steps * sum(self._step(n) for n in sizes)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        spirals = Spirals(n=self.points, arms=self.arms, noise=self.noise, seed=self.seed)
        learnt, unseen, _ = spirals.parts()
        momentum = Momentum(lr=self.lr, momentum=self.momentum)
        window = spirals.window()
        straight = yield from self._course("linear", self._trainer(learnt, 0, momentum), 0)
        yield from _picture("straight", self._network(0), straight.weights[:, 0], learnt, window)
        yield from self._course("linear_adam", self._trainer(learnt, 0, Adam(lr=self.adam_lr)), 0)
        bent = yield from self._course("network", self._trainer(learnt, self.units, momentum), self.units)
        told = {"unseen": 100 * bent.judged(unseen)[1][0], "parameters": self._network(self.units).parameters}
        yield Facts({name: float(value) for name, value in told.items()})
        yield from _picture("bent", self._network(self.units), bent.weights[:, 0], learnt, window)
        for units in UNITS:
            trainer = self._trainer(learnt, units, momentum, self.repeats)
            yield from trainer.run(self.steps)
            found = 100 * trainer.judged()[1][None]
            yield Rows("units", {"hidden": [float(units)], **words.spread("by_units", found)})
            yield Done(self.repeats * self.steps * self._step(units))

    def _course(self, name: str, trainer: Trainer, units: int) -> Generator[Part | None, None, Trainer]:
        """One of the models learns, and tells from time to time how many points it gets."""
        done = 0
        for step in [*range(0, self.steps, LOOK), self.steps]:
            yield from trainer.run(step - done)
            right = 100 * trainer.judged()[1]
            yield Rows("course", {"step": [float(step)], name: right})
            yield Done((step - done) * self._step(units))
            done = step
        yield Facts({name: float(right[0])})
        return trainer

    def _step(self, units: int) -> float:
        """The passes of a step with all points."""
        return passes(self._network(units).parameters, self.points, self.points)

    def _network(self, units: int) -> MLP:
        return MLP((Spirals.features, *[units] * (units > 0), self.arms), self.unit, l2=self.l2)

    def _trainer(self, learnt: Examples, units: int, rule: Rule, n: int = 1) -> Trainer:
        seeds = [self.seed + k for k in range(n)]
        return Trainer(self._network(units), rule, Lessons.alike(learnt, n), seeds, batch=len(learnt.labels))


def _picture(figure: str, network: MLP, w: Array, learnt: Examples, window: Box | None) -> Iterator[Part]:
    """What it answers over the window, and the points over it, by whether it gets them."""
    low, high, bottom, top = window or (-1.0, 1.0, -1.0, 1.0)
    across, up = (side.ravel() for side in np.meshgrid(np.linspace(low, high, SIDE), np.linspace(bottom, top, SIDE)))
    answer = network.scores(w, np.stack([across, up], axis=-1)).argmax(axis=-1)
    yield Rows(figure, {"x": across, "y": up, "answer": answer})
    gets = network.scores(w, learnt.inputs).argmax(axis=-1) == learnt.labels
    for column, of in (("right", gets), ("wrong", ~gets)):
        x, y = learnt.inputs[of].T
        yield Rows(figure, {"x": x, column: y, "arm": learnt.labels[of]})
