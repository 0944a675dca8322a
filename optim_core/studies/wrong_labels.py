"""What careless marking brings to light: annealing and ensembles, on labels of which more and more are wrong."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.optimizers.gradient_descent import GradientDescent
from optim_core.schedules.ramps import Cosine
from optim_core.studies import words
from optim_core.studies.marked import answers, percent
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series

STEPS = 5  # shares of wrong labels, none among them
SHARE = Axis("share", Text("share of the labels that is drawn anew, %", "무작위로 바꾼 정답의 비율, %"), "q")
ANNEALED, TOGETHER = Text("annealed", "어닐링"), Text("an ensemble", "앙상블")
BOTH = Text("an ensemble of annealed ones", "어닐링한 것들의 앙상블")


class WrongLabels(Tasked, kind="wrong-labels"):
    """Where a network can learn everything by heart and be right, nothing is left to be calmed or averaged."""

    order = 260
    title = Text("What wrong labels bring to light", "틀린 정답이 드러내는 것")
    summary = Text(
        "Trains networks at a constant and at a falling rate while more and more of the labels are wrong.",
        "틀린 정답을 점점 늘리면서, 학습률을 그대로 둔 신경망과 줄여 가는 신경망을 학습합니다.",
    )
    formula = (r"\eta_t = \eta_0 \cdot \tfrac{1}{2} \left(1 + \cos \frac{\pi t}{E}\right)",)
    figures = (
        Figure(
            "right",
            Text("How well they do", "얼마나 맞히나"),
            SHARE,
            Axis("", Text("right answers on unseen examples, %", "처음 보는 표본의 정답률, %")),
            (
                Series("constant_low", words.SPREAD, "spread", "constant_high"),
                Series("constant", Text("one network at a constant rate", "일정한 학습률, 신경망 하나"), "line"),
                Series("annealed", Text("one network, annealed", "어닐링, 신경망 하나"), "line"),
                Series("together", Text("all of them, constant", "일정한 학습률, 모두의 앙상블"), "line"),
                Series("both", Text("all of them, annealed", "어닐링, 모두의 앙상블"), "line"),
            ),
        ),
        Figure(
            "gain",
            Text("What each remedy brings", "방법마다 얻는 것"),
            SHARE,
            Axis("", Text("points more than one network at a constant rate", "일정한 학습률의 하나보다 나은 정도, %p")),
            (
                Series("annealed_more", ANNEALED, "line", like="annealed"),
                Series("together_more", TOGETHER, "line", like="together"),
                Series("both_more", BOTH, "line", like="both"),
            ),
        ),
    )
    facts = {
        "clean": Fact(Text("one network, all labels right", "정답이 모두 옳을 때, 하나"), unit=words.PERCENT),
        "clean_annealed": Fact(
            Text("annealing brings, all labels right", "정답이 모두 옳을 때, 어닐링의 이득"), unit=words.POINTS
        ),
        "clean_together": Fact(
            Text("an ensemble brings, all labels right", "정답이 모두 옳을 때, 앙상블의 이득"), unit=words.POINTS
        ),
        "noisy": Fact(Text("one network, most wrong labels", "틀린 정답이 가장 많을 때, 하나"), unit=words.PERCENT),
        "noisy_annealed": Fact(
            Text("annealing brings, most wrong labels", "틀린 정답이 가장 많을 때, 어닐링의 이득"), unit=words.POINTS
        ),
        "noisy_together": Fact(
            Text("an ensemble brings, most wrong labels", "틀린 정답이 가장 많을 때, 앙상블의 이득"), unit=words.POINTS
        ),
    }

    label_noise: float = terms.label_noise(0.4)
    lr: float = terms.lr(0.1, 1e-3, 1.0)
    batch: int = whole(
        8,
        2,
        128,
        log=True,
        minimum=1,
        maximum=1000,
        symbol="B",
        help=Text("examples in a mini-batch", "미니배치의 표본 수"),
    )
    epochs: int = words.epochs(20)
    repeats: int = words.repeats(10)

    def passes(self, ground: Ground | None) -> float:
        return 2 * STEPS * self.repeats * (self.epochs + 1) * self.epoch(self.batch)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        for share in np.linspace(0, 100 * self.label_noise, STEPS).tolist():
            constant, together = yield from self._trained(share / 100, annealed=False)
            annealed, both = yield from self._trained(share / 100, annealed=True)
            one, spread = float(constant.mean()), float(constant.std())
            right = {"constant": one, "annealed": float(annealed.mean()), "together": together, "both": both}
            band = {"constant_low": one - spread, "constant_high": min(one + spread, 100)}
            more = {f"{name}_more": value - one for name, value in right.items() if name != "constant"}
            at = {"share": [share]}
            yield Rows("right", at | {name: [value] for name, value in (right | band).items()})
            yield Rows("gain", at | {name: [value] for name, value in more.items()})
            told = {"": one, "_annealed": more["annealed_more"], "_together": more["together_more"]}
            yield Facts({("noisy" if share else "clean") + name: value for name, value in told.items()})

    def _trained(self, share: float, annealed: bool) -> Generator[None, None, tuple[Array, float]]:
        """Percent of right answers of each network, (repeats,), and of all of them together."""
        marked = self.replace(label_noise=share)
        schedules = {"lr": Cosine(total_steps=self.epochs)} if annealed else {}
        trainer = marked.trainer(GradientDescent(), [self.lr], self.repeats, self.batch, schedules)
        yield from trainer.run(self.epochs)
        asked = self.task().test
        each = yield from answers(trainer, asked, self.network)
        return percent(each, asked.labels), float(percent(each.mean(axis=0), asked.labels))
