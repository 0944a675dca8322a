"""Reading handwritten digits as something to be tuned: a small network, trained for a few epochs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Choice, Text, choice, hyper, switch, whole
from optim_core.networks import terms as of_networks
from optim_core.networks.datasets.digits import CLASSES, PIXELS
from optim_core.networks.effort import passes
from optim_core.networks.examples import MARKING, relabelled, split_digits
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.networks.units import COURSE
from optim_core.rule import Rule
from optim_core.schedules.decays import Exponential
from optim_core.search.dimension import Options, Range
from optim_core.search.networks import Group, Networks
from optim_core.search.space import Space
from optim_core.search.target import Course, Measure, Seen, Target
from optim_core.study import Fact

PERCENT = Text("%", "%")
OBJECTIVES = {
    "error": Measure(Text("validation error", "검증 오차율"), unit=PERCENT),
    "loss": Measure(Text("validation loss", "검증 손실"), log=True),
}
KEPT = ("standardised", "examples", "label_noise", "epochs", "objective")  # what the task is, not how it is learnt


class Digits(Target, kind="digits"):
    """A network that learns from one part of the shipped digits, is scored by another, and is judged by a third."""

    order = 20
    title = Text("a network that reads digits", "숫자를 읽는 신경망")
    summary = Text(
        "A real training: pictures of handwritten digits, mini-batches, and a score on digits that it has not seen.",
        "실제 학습입니다. 손글씨 숫자를 미니배치로 배우고, 처음 보는 숫자로 점수를 매깁니다.",
    )
    source = "Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998"
    tells = {
        "training_loss": Fact(Text("training loss", "학습 손실")),
        "validation_loss": Fact(Text("validation loss", "검증 손실")),
        "validation_accuracy": Fact(Text("validation accuracy", "검증 정확도"), unit=PERCENT),
        "test_accuracy": Fact(Text("test accuracy", "시험 정확도"), unit=PERCENT),
    }

    optimizer: str = of_networks.optimizer()
    lr: float = terms.lr(0.03, 1e-6, 10.0)
    momentum: float = terms.momentum()
    beta1: float = terms.beta1()
    beta2: float = terms.beta2()
    decay: float = hyper(
        0.0,
        1e-3,
        3.0,
        log=True,
        minimum=0.0,
        maximum=100.0,
        symbol="k",
        help=Text("decay of the learning rate, an epoch", "에폭마다 학습률을 줄이는 정도"),
        minor=True,
    )
    l2: float = of_networks.l2()
    batch: int = terms.batch()
    units: int = of_networks.units(32, 5, 200)
    layers: int = of_networks.layers()
    unit: str = of_networks.unit("relu", among=COURSE)
    dropout: float = of_networks.dropout()
    standardised: bool = switch(
        True,
        help=Text("divide each pixel by its own spread", "픽셀마다 표준 편차로 나누기(표준화)"),
        minor=True,
    )
    examples: int = whole(
        500, 100, 1000, minimum=10, symbol="m", help=Text("pictures to learn from", "학습에 쓰는 그림 수")
    )
    label_noise: float = terms.label_noise(minor=True)
    epochs: int = whole(
        10, 1, 30, maximum=100, symbol="E", help=Text("epochs of a whole training", "학습 한 번의 에폭 수")
    )
    objective: str = choice(
        "error",
        {name: measure.title for name, measure in OBJECTIVES.items()},
        help=Text("what is to be low", "낮춰야 할 것"),
    )

    @property
    def measure(self) -> Measure:
        return OBJECTIVES[self.objective]

    def space(self) -> Space:
        every = self.settings().items()
        return Space({name: _dimension(setting) for name, setting in every if name not in KEPT})

    def present(self) -> Mapping[str, Any]:
        return {name: value for name, value in self._own().items() if name not in KEPT}

    def begin(self, settings: Mapping[str, Sequence[Any] | np.ndarray], seeds: Sequence[int]) -> Course:
        return self._course(settings, seeds)

    def resume(self, settings: Mapping[str, Any], seed: int, state: Mapping[str, Array]) -> Course:
        course = self._course({name: [value] for name, value in settings.items()}, [seed])
        course.restore(state)
        return course

    def _course(self, settings: Mapping[str, Any], seeds: Sequence[int]) -> Networks:
        values = {name: np.asarray(settings.get(name, [own] * len(seeds))) for name, own in self._own().items()}
        builds = [_Build.of({name: of[i] for name, of in values.items()}) for i in range(len(seeds))]
        groups = []
        for build in dict.fromkeys(builds):
            members = np.array([i for i, own in enumerate(builds) if own == build])
            own = {name: values[name][members].astype(np.float64) for name in self.numbers()}
            groups.append(self._group(build, members, own, [seeds[i] for i in members.tolist()]))
        return Networks(groups, self._seen)

    def _group(self, build: _Build, members: np.ndarray, own: Mapping[str, Any], seeds: Sequence[int]) -> Group:
        """The trainings of one build, with numbers (n,) of their own, and with labels of their own, right or wrong."""
        kind: type[Rule] = Rule.registry[build.optimizer]
        shown = split_digits(standardised=self.standardised).training.first(build.examples)
        labels = [
            relabelled(shown.labels, float(share), CLASSES, np.random.default_rng((MARKING, seed)))
            for share, seed in zip(own["label_noise"], seeds, strict=True)
        ]
        lessons = Lessons.alike(shown, len(seeds))._replace(labels=np.array(labels))
        trainer = Trainer(
            dataclasses.replace(build.network, l2=own["l2"]),
            kind(**{name: own[name] for name in kind.numbers() if name in own}),
            lessons,
            seeds,
            batch=build.batch,
            dropout=own["dropout"],
            schedules={"lr": Exponential(k=own["decay"])} if np.any(own["decay"]) else {},
        )
        return Group(members, trainer)

    def _own(self) -> Mapping[str, Any]:
        return {name: getattr(self, name) for name in self.settings()}

    def _seen(self, group: Group, some: np.ndarray) -> Seen:
        """Some trainings of a group; of one that blew up there is nothing to tell."""
        _, validation, test = split_digits(standardised=self.standardised)
        trainer = group.trainer
        training_loss, _ = trainer.judged(which=some)
        loss, right = trainer.judged(validation, some)
        failed = trainer.ended[some] | ~np.isfinite(loss)
        score = loss if self.objective == "loss" else 100 * (1 - right)
        figures = (training_loss, loss, 100 * right, 100 * trainer.judged(test, some)[1])
        told = {name: np.where(failed, np.nan, figure) for name, figure in zip(self.tells, figures, strict=True)}
        return Seen(np.where(failed, np.inf, score), told)

    def marked(self, seen: Seen) -> str:
        return f"val{np.nan_to_num(seen.told['validation_accuracy'][0]) / 100:.4f}"

    def passes(self, epochs: int) -> float:
        return epochs * passes(_Build.of(self._own()).network.parameters, int(self.examples), int(self.batch))


def _dimension(setting: Any) -> Range | Options:
    return Options.of(setting) if isinstance(setting, Choice) else Range.of(setting)


class _Build(NamedTuple):
    """What trainings must have in common to be trained in one batch."""

    optimizer: str
    unit: str
    units: int
    layers: int
    batch: int
    examples: int

    @classmethod
    def of(cls, own: Mapping[str, Any]) -> _Build:
        """That of one training."""
        numbers = {name: int(own[name]) for name in ("units", "layers", "batch", "examples")}
        return cls(str(own["optimizer"]), str(own["unit"]), **numbers)

    @property
    def network(self) -> MLP:
        """What is trained."""
        return MLP((PIXELS, *[self.units] * self.layers, CLASSES), unit=self.unit)
