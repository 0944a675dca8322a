"""The linear scaling rule on a network: how long twice the batch goes with twice the rate (exhibit of batches)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.optimizers.momentum import Momentum
from optim_core.schedules.ramps import Linear
from optim_core.studies import words
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Done, Fact, Facts, Figure, Ground, Part, Rows, Series

SPAN = np.arange(-2.0, 6.0)  # rates that are tried: the base rate times two to these powers
SHOWN, FURTHER = 16, 32  # times the base batch, of which figures are told in words
LINEAR, WARM = (
    Text("rate grows with the batch", "배치에 비례하는 학습률"),
    Text("the same, with warm-up", "비례하되 웜업과 함께"),
)
ROOT, NONE = Text("with its square root", "제곱근에 비례"), Text("rate stays", "학습률 그대로")
LOSS = Axis("", Text("training loss at the end", "학습이 끝난 뒤의 학습 손실"), log=True)
BATCHES = (
    Series("times_1", Text("the base batch", "기준 배치"), "line"),
    Series("times_4", Text("4 times as large", "4배"), "line"),
    Series("times_16", Text("16 times as large", "16배"), "line"),
    Series("times_warm", Text("16 times, with warm-up", "16배, 웜업과 함께"), "line"),
    Series("times_all", Text("all examples at once", "전체를 한꺼번에"), "line"),
)


class LinearScaling(Tasked, kind="linear-scaling"):
    """Steps become longer as they become fewer, until one is longer than the curvature allows."""

    order = 210
    title = Text("Linear scaling on a network", "신경망에서의 선형 스케일링")
    summary = Text(
        "Trains a network in larger and larger batches, with the rate scaled by three rules, until they break.",
        "배치를 점점 키우고 학습률을 세 가지 규칙으로 맞추며 신경망을 학습시킵니다. 규칙이 어디에서 깨지는지 봅니다.",
    )
    formula = (r"\eta_B = \eta_0 \frac{B}{B_0}", r"\eta_B = \eta_0 \sqrt{\frac{B}{B_0}}", r"\eta_B = \eta_0")
    source = "Goyal and others, Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017"
    figures = (
        Figure(
            "rules",
            Text("Three rules for the rate", "학습률의 세 가지 규칙"),
            Axis("batch", Text("examples in a mini-batch", "미니배치의 표본 수"), "B", log=True, each=True),
            LOSS,
            (
                Series("linear", LINEAR, "line"),
                Series("warm", WARM, "line"),
                Series("root", ROOT, "line"),
                Series("none", NONE, "line"),
            ),
        ),
        Figure(
            "base",
            Text("Other base rates: has every batch the same curve?", "기준 학습률을 바꾸면: 배치마다 같은 곡선일까?"),
            Axis("rate", Text("learning rate of the base batch", "기준 배치의 학습률"), r"\eta_0", log=True),
            LOSS,
            BATCHES,
        ),
        Figure(
            "wall",
            Text("Over the rate itself: where they break", "실제 학습률을 가로축에 놓으면: 깨지는 곳"),
            Axis("scaled", Text("learning rate of the batch", "그 배치의 학습률"), r"\eta_B", log=True),
            LOSS,
            BATCHES,
        ),
    )
    facts = {
        "base": Fact(Text("loss with the base batch", "기준 배치의 손실")),
        "linear": Fact(Text("16 times the batch and the rate", "배치도 학습률도 16배")),
        "warm": Fact(Text("the same, with warm-up", "배치도 학습률도 16배, 웜업과 함께")),
        "root": Fact(Text("16 times the batch, 4 times the rate", "배치는 16배, 학습률은 4배")),
        "none": Fact(Text("16 times the batch, the same rate", "배치는 16배, 학습률은 그대로")),
        "linear_32": Fact(Text("32 times the batch and the rate", "배치도 학습률도 32배")),
        "all": Fact(Text("all examples at once, the rate scaled", "전체를 한꺼번에, 학습률은 비례")),
        "updates": Fact(Text("updates with the base batch", "기준 배치의 업데이트 횟수")),
        "updates_16": Fact(Text("updates with 16 times the batch", "16배 배치의 업데이트 횟수")),
        "best_1": Fact(Text("best rate of the base batch", "기준 배치에 가장 좋은 학습률"), r"\eta"),
        "best_4": Fact(Text("best rate of 4 times the batch", "4배 배치에 가장 좋은 학습률"), r"\eta"),
        "best_16": Fact(Text("best rate of 16 times the batch", "16배 배치에 가장 좋은 학습률"), r"\eta"),
        "best_warm": Fact(
            Text("best rate of 16 times, with warm-up", "16배에 웜업까지 할 때 가장 좋은 학습률"), r"\eta"
        ),
        "best_all": Fact(Text("best rate of all examples at once", "전체를 한꺼번에 쓸 때 가장 좋은 학습률"), r"\eta"),
    }

    lr: float = terms.lr(0.05, 1e-3, 1.0)
    batch: int = whole(
        16, 2, 64, log=True, minimum=1, maximum=1000, symbol="B_0", help=Text("the base batch", "기준 배치의 표본 수")
    )
    momentum: float = terms.momentum(0.0)
    warm_up: int = whole(3, 0, 10, maximum=100, symbol="w", help=Text("epochs of warm-up", "웜업 에폭 수"))
    epochs: int = words.epochs(10)
    repeats: int = words.repeats(6)

    def passes(self, ground: Ground | None) -> float:
        ruled = 4 * sum(self.epoch(size) for size in self._sizes())
        tried = len(SPAN) * sum(self.epoch(size) for size, _ in self._compared().values())
        return self.epochs * self.repeats * (ruled + tried)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._rules()
        yield from self._rates()

    def _rules(self) -> Generator[Part | None, None, None]:
        """The loss of every rule, batch after batch."""
        for size in self._sizes():
            factor = size / self._base
            plain = yield from self._trained(size, self.lr * np.array([factor, np.sqrt(factor), 1.0]))
            warm = yield from self._trained(size, [self.lr * factor], self.warm_up)
            found = dict[str, float](zip(("linear", "root", "none", "warm"), [*plain, *warm], strict=True))
            yield Rows("rules", {"batch": [size], **{name: [loss] for name, loss in found.items()}})
            if size == self._base:
                yield Facts({"base": found["linear"], "updates": self._updates(size)})
            if size == self._times(SHOWN):
                yield Facts(found | {"updates_16": self._updates(size)})
            if size == self._base * FURTHER:
                yield Facts({"linear_32": found["linear"]})
            if size == self.examples:
                yield Facts({"all": found["linear"]})

    def _rates(self) -> Iterator[Part | None]:
        """The loss by the base rate, and by the rate that comes of it."""
        rates = self.lr * np.exp2(SPAN)
        for column, (size, warm_up) in self._compared().items():
            scaled: Array = rates * size / self._base
            loss = yield from self._trained(size, scaled, warm_up)
            yield Rows("base", {"rate": rates, column: loss})
            yield Rows("wall", {"scaled": scaled, column: loss})
            yield Facts({f"best_{column.split('_')[1]}": float(scaled[np.argmin(loss)])})

    def _trained(
        self, size: int, rates: Sequence[float] | Array, warm_up: int = 0
    ) -> Generator[Part | None, None, list[float]]:
        """The loss that each rate comes to in batches of this size, mean of the repeats."""
        ramp = {"lr": Linear(start_factor=1 / (warm_up + 1), end_factor=1.0, total_steps=warm_up)} if warm_up else {}
        trainer = self.trainer(Momentum(momentum=self.momentum), rates, self.repeats, size, ramp)
        yield from trainer.run(self.epochs)
        yield Done(len(rates) * self.repeats * self.epochs * self.epoch(size))
        return [float(loss) for loss in self.losses(trainer).reshape(len(rates), -1).mean(axis=1)]

    @property
    def _base(self) -> int:
        return min(self.batch, self.examples)

    def _times(self, factor: int) -> int:
        """The size of a batch so many times the base, as far as there are examples."""
        return min(self._base * factor, self.examples)

    def _sizes(self) -> list[int]:
        """The base batch, twice as many and so on, and all."""
        doubled = self._base * 2 ** np.arange(16)
        return [*doubled[doubled < self.examples].tolist(), self.examples]

    def _compared(self) -> dict[str, tuple[int, int]]:
        """Batches by the name of their curve, with epochs of warm-up."""
        return {
            "times_1": (self._base, 0),
            "times_4": (self._times(4), 0),
            "times_16": (self._times(SHOWN), 0),
            "times_warm": (self._times(SHOWN), self.warm_up),
            "times_all": (self.examples, 0),
        }

    def _updates(self, size: int) -> float:
        return float(self.epochs * -(-self.examples // size))
