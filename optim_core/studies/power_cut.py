"""A power cut in the middle of a training, and what it takes to go on as if nothing had been (exhibit of batches)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.networks import memory
from optim_core.networks import terms as of_networks
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.probe import Probe
from optim_core.rule import Rule, Slots, Step
from optim_core.studies import words
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series

FAILED = Text("power cut", "정전")
TITLES: Mapping[str, Text] = {
    "never": Text("no power cut", "정전 없음"),
    "all": Text("everything saved", "모두 저장"),
    "luck": Text("all but the seed of the order", "순서의 시드만 빼고 저장"),
    "weights": Text("only the weights saved", "가중치만 저장"),
    "nothing": Text("nothing saved", "저장 안 함"),
}


def _each(start: str, symbol: str, unit: Text | None, en: str, ko: str, of: tuple[str, ...]) -> dict[str, Fact]:
    """A fact of each of these trainings."""
    return {
        f"{name}_{start}": Fact(Text(f"{TITLES[name].en}: {en}", f"{TITLES[name].ko}: {ko}"), symbol, unit)
        for name in of
    }


class PowerCut(Tasked, kind="power-cut"):
    """Whatever an optimizer remembers is a part of the training."""

    order = 240
    title = Text("Power cut in the middle of a training", "학습 도중의 정전")
    summary = Text(
        "Pulls the plug on a training and goes on from what was saved: everything, a part of it, or nothing.",
        "학습 도중에 전원을 끄고, 저장해 둔 것에서 이어 갑니다. 모두 저장했을 때, 일부만, 아무것도 없을 때를 견줍니다.",
    )
    figures = (
        Figure(
            "loss",
            Text("Training loss", "학습 손실"),
            Axis("epoch", Text("epoch", "에폭"), "E"),
            Axis("", Text("training loss", "학습 손실"), log=True),
            tuple(Series(name, title, "line") for name, title in TITLES.items()),
        ),
        Figure(
            "apart",
            Text("How far the weights are from those without a cut", "정전이 없었을 때의 가중치와의 차이"),
            Axis("epoch", Text("epoch", "에폭"), "E"),
            Axis("", Text("largest difference of a weight", "가중치 차이의 최댓값")),
            tuple(
                Series(f"{name}_apart", title, "line", like=name) for name, title in TITLES.items() if name != "never"
            ),
        ),
    )
    facts = {
        **_each(
            "apart", r"\Delta w", None, "largest difference of a weight", "가중치 차이의 최댓값", tuple(TITLES)[1:]
        ),
        **_each("loss", "L", None, "training loss", "학습 손실", tuple(TITLES)),
        **_each("right", "", words.PERCENT, "right answers", "정답률", tuple(TITLES)),
    }

    optimizer: str = of_networks.optimizer()
    lr: float = terms.lr(0.01, 1e-4, 1.0)
    batch: int = terms.batch()
    epochs: int = words.epochs(10)
    cut: int = whole(6, 1, 20, maximum=100, symbol="c", help=Text("epochs before the cut", "정전까지의 에폭 수"))

    def passes(self, ground: Ground | None) -> float:
        return (self.epochs + 4 * max(self.epochs - self.cut, 0)) * 2 * self.epoch(self.batch)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        cut = min(self.cut, self.epochs)
        yield Mark("loss", cut, FAILED)
        yield Mark("apart", cut, FAILED)
        never = self._begun(self.seed)
        undisturbed = [never.weights[:, 0].copy()]
        yield self._seen("never", 0, never)
        saved: Mapping[str, Array] = never.state(0)
        for epoch in range(1, self.epochs + 1):
            yield from never.run(1)
            undisturbed.append(never.weights[:, 0].copy())
            yield self._seen("never", epoch, never)
            saved = never.state(0) if epoch == cut else saved
        yield self._told("never", never)
        for name, trainer in self._resumed(saved, cut).items():
            for epoch in range(cut, self.epochs + 1):
                apart = np.abs(trainer.weights[:, 0] - undisturbed[epoch]).max()
                yield self._seen(name, epoch, trainer)
                yield Rows("apart", {"epoch": [epoch], f"{name}_apart": [float(apart)]})
                yield Facts({f"{name}_apart": float(apart)})
                if epoch < self.epochs:
                    yield from trainer.run(1)
            yield self._told(name, trainer)

    def _resumed(self, saved: Mapping[str, Array], cut: int) -> dict[str, Trainer]:
        """The trainings after the cut, each from what it has left."""
        left = {
            "all": self._begun(self.seed),
            "luck": self._begun(self.seed + 1),
            "weights": self._begun(self.seed, cut * -(-self.examples // min(self.batch, self.examples))),
        }
        for name, trainer in left.items():
            forgotten = (memory.PLAN,) if name == "weights" else ()
            trainer.restore(0, {key: value for key, value in saved.items() if key not in forgotten})
        return {**left, "nothing": self._begun(self.seed)}

    def _begun(self, seed: int, updates: int = 0) -> Trainer:
        """A training whose optimizer counts its steps after so many updates."""
        rule = afresh(Rule.registry[self.optimizer](), updates).replace(lr=self.lr)
        return Trainer(self.network, rule, Lessons.alike(self.task().training, 1), [seed], batch=self.batch)

    def _seen(self, name: str, epoch: int, trainer: Trainer) -> Rows:
        return Rows("loss", {"epoch": [epoch], name: self.losses(trainer)})

    def _told(self, name: str, trainer: Trainer) -> Facts:
        right = 100 * float(trainer.judged(self.task().test)[1][0])
        return Facts({f"{name}_loss": float(self.losses(trainer)[0]), f"{name}_right": right})


def afresh(rule: Rule, updates: int) -> Rule:
    """The same optimizer, which counts its steps from this update of a training on: by them Adam corrects its means."""
    kind: Any = type(rule)

    class Afresh(kind):  # type: ignore[misc]
        def step(self, x: Array, slots: Slots, f: Probe, t: int) -> Step:
            told: Step = super().step(x, slots, f, t - updates)
            return told

    return Afresh(**{name: getattr(rule, name) for name in rule.settings()})
