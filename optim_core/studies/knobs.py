"""Knobs: one hyperparameter is turned through its range while the others stay, and the accuracy says which matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core import terms
from optim_core.fields import Text, whole
from optim_core.search.targets.digits import Digits
from optim_core.search.turned import accuracies, work
from optim_core.studies import words
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study


class Knob(NamedTuple):
    """A setting of the target, what it is turned to, and the optimizer that has it with the rate it stands at."""

    title: Text
    turned: str
    values: tuple[float, ...]
    optimizer: str = "momentum"
    rate: str = "lr"


ADAM = ("adam", "adam_lr")
DECADES = tuple(10.0**e for e in range(-6, 1))
# In the order of how much each can ruin with all the others as they are declared.
KNOBS: Mapping[str, Knob] = {
    "rate": Knob(Text("learning rate of momentum", "학습률(모멘텀)"), "lr", DECADES),
    "adam_rate": Knob(Text("learning rate of Adam", "학습률(Adam)"), "lr", DECADES, *ADAM),
    "batch": Knob(Text("mini-batch size", "미니배치 크기"), "batch", (4, 8, 16, 32, 64, 128, 256, 500)),
    "decay": Knob(Text("decay of the rate", "학습률 감쇠"), "decay", (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 2.0)),
    "memory": Knob(Text("momentum", "모멘텀 계수"), "momentum", (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99)),
    "units": Knob(Text("hidden units", "은닉 유닛 수"), "units", (8, 12, 16, 32, 64, 96, 128)),
    "layers": Knob(Text("hidden layers", "은닉층 수"), "layers", (1, 2, 3, 4)),
    "beta1": Knob(Text("beta1 of Adam", "Adam의 베타1"), "beta1", (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99), *ADAM),
    "beta2": Knob(Text("beta2 of Adam", "Adam의 베타2"), "beta2", (0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999), *ADAM),
}


class Knobs(Study, kind="knobs"):
    """Which hyperparameter to tune first: the one that ruins most (Ng's tuning lectures)."""

    order = 100
    title = Text("Which knob matters", "어느 손잡이가 중요한가")
    summary = Text(
        "Turns one hyperparameter through its range while the others stay: the rate can ruin all, a beta little.",
        "하이퍼파라미터를 하나씩만 끝까지 돌려 봅니다. 학습률은 모든 것을 망칠 수 있고 베타는 영향이 작습니다.",
    )
    source = "Ng, Improving Deep Neural Networks: tuning process, 2017"
    figures = (
        Figure(
            "range",
            Text("What each knob can do", "손잡이마다 정답률이 움직이는 폭"),
            Axis("accuracy", words.ACCURACY.title),
            Axis("", Text("the knob that is turned", "돌리는 손잡이")),
            tuple(Series(name, knob.title, "dots") for name, knob in KNOBS.items()),
        ),
        Figure(
            "turned",
            Text("From one end of its range to the other", "범위의 한쪽 끝에서 다른 쪽 끝까지"),
            Axis("place", Text("place among the values tried, smallest first", "시도한 값들 사이의 위치(작은 값부터)")),
            words.ACCURACY,
            tuple(Series(f"{name}_turned", knob.title, "line", like=name) for name, knob in KNOBS.items()),
        ),
    )
    facts = {name: Fact(knob.title, unit=words.POINTS) for name, knob in KNOBS.items()}

    lr: float = words.rate(0.03, 1e-3, 0.3, KNOBS["rate"].title)
    adam_lr: float = words.rate(3e-3, 1e-4, 0.1, KNOBS["adam_rate"].title)
    momentum: float = terms.momentum()
    batch: int = terms.batch()
    units: int = whole(32, 8, 128, minimum=1, symbol="n", help=Text("units of the hidden layer", "은닉층의 유닛 수"))
    repeats: int = words.repeats(3)
    epochs: int = words.epochs(10)
    examples: int = words.examples(500)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return sum(work(self._base(knob), _turned(knob), self.repeats) for knob in KNOBS.values())

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        for name, knob in KNOBS.items():
            found = yield from accuracies(self._base(knob), _turned(knob), self.repeats, self.seed)
            mean = found.mean(axis=1)
            yield Rows("range", {"accuracy": mean, name: np.arange(1.0, len(mean) + 1)})
            yield Rows("turned", {"place": np.linspace(0, 1, len(mean)), f"{name}_turned": mean})
            yield Facts({name: float(np.ptp(mean))})

    def _base(self, knob: Knob) -> Digits:
        """The network with all knobs as they stand."""
        return Digits(
            optimizer=knob.optimizer,
            lr=getattr(self, knob.rate),
            momentum=self.momentum,
            batch=self.batch,
            units=self.units,
            examples=self.examples,
            epochs=self.epochs,
        )


def _turned(knob: Knob) -> Mapping[str, Any]:
    return {knob.turned: np.array(knob.values)}
