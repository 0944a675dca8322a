"""The smallest loss is not the goal: how long to train, and who says when to stop."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.networks.effort import passes
from optim_core.studies import marked, words
from optim_core.studies.marked import BATCH, NETWORK
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

EPOCH = Axis("epoch", Text("epoch", "에폭"))
LOSS = Axis("", Text("loss", "손실"), log=True)
EPOCHS = Text("epochs", "에폭")
MARKS = {"best": Text("kept", "남김"), "asked": Text("stopped", "멈춤")}


class SmallestLoss(Study, kind="smallest-loss"):
    """Who trains to the smallest training loss learns the mistakes of the labels by heart (Prechelt, 1998)."""

    order = 370
    title = Text("The smallest loss is not the goal", "가장 작은 손실이 목표는 아니다")
    summary = Text(
        "Trains on carelessly marked digits for long, and lets the validation loss say when to stop.",
        "정답 일부가 틀린 숫자로 오래 학습시키고, 검증 손실을 보고 언제 멈출지 정합니다.",
    )
    source = "Prechelt, Early stopping - but when?, Neural Networks: Tricks of the Trade, 1998"
    figures = (
        Figure(
            "loss",
            Text("Two losses", "두 가지 손실"),
            EPOCH,
            LOSS,
            (
                Series("train", Text("training loss", "학습 손실"), "line"),
                Series("validation", Text("validation loss", "검증 손실"), "line"),
            ),
        ),
        Figure(
            "accuracy",
            Text("What it knows", "정답률"),
            EPOCH,
            Axis("", Text("right answers, %", "정답률, %")),
            (
                Series("test_low", words.SPREAD, "spread", "test_high"),
                Series("test", Text("test digits", "시험 그림"), "line", like="validation"),
                Series(
                    "learnt",
                    Text("pictures that were learnt, by their labels", "학습한 그림(적힌 정답 기준)"),
                    "line",
                    like="train",
                ),
            ),
        ),
    )
    facts = {
        "best": Fact(
            Text("epoch that is kept: lowest validation loss, mean", "남기는 에폭(검증 손실이 가장 낮은 때, 평균)"),
            r"t^*",
        ),
        "asked": Fact(Text("epoch at which patience ends and it stops, mean", "인내가 끝나 멈추는 에폭(평균)")),
        "stopped": Fact(Text("test, stopped by validation", "시험: 검증으로 멈췄을 때"), unit=PERCENT),
        "end": Fact(Text("test, trained to the end", "시험: 끝까지 학습했을 때"), unit=PERCENT),
        "lost": Fact(Text("lost by training on", "계속 학습해서 잃은 점수"), unit=POINTS),
        "fallen": Fact(
            Text("how often smaller the training loss became", "그동안 학습 손실이 줄어든 배수"), unit=words.TIMES
        ),
        "memorised": Fact(
            Text("labels it says by heart at the end", "학습 끝에 그대로 외운 정답(틀린 정답 포함)"), unit=PERCENT
        ),
        "saved": Fact(Text("epochs that need not be trained, mean", "학습하지 않아도 되는 에폭(평균)"), unit=EPOCHS),
    }

    label_noise: float = marked.careless()
    epochs: int = whole(
        80, 10, 160, minimum=2, maximum=300, symbol="E", help=Text("epochs of a training", "학습 한 번의 에폭 수")
    )
    patience: int = whole(
        10,
        1,
        40,
        maximum=300,
        symbol="p",
        help=Text("epochs without improvement before it stops", "나아지지 않아도 기다리는 에폭 수"),
    )
    repeats: int = words.repeats(8)
    lr: float = terms.lr(0.1, 1e-3, 1.0)
    examples: int = words.examples(300)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return self.repeats * self.epochs * 2 * passes(NETWORK.parameters, self.examples, BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        curves = list[Array]()  # of each repeat (4, epochs)
        for repeat in range(self.repeats):
            path = (self.seed, repeat)
            split = marked.dealt(self.examples, self.label_noise, path)
            trainer = marked.class_of(split.training, 1, self.lr, path)
            rows = []
            for _ in range(self.epochs):
                yield from trainer.run(1)
                (train, learnt), (validation, _), (_, test) = (trainer.judged(part) for part in (None, *split[1:]))
                rows.append([train[0], validation[0], 100 * learnt[0], 100 * test[0]])
                yield None
            curves.append(np.array(rows).T)
            told = self._told(np.array(curves))
            yield Facts(told)
        train, validation, learnt, test = np.array(curves).transpose(1, 2, 0)
        epochs = np.arange(1.0, self.epochs + 1)
        yield Rows("loss", {"epoch": epochs, "train": train.mean(axis=1), "validation": validation.mean(axis=1)})
        yield Rows("accuracy", {"epoch": epochs, **words.spread("test", test), "learnt": learnt.mean(axis=1)})
        for figure in ("loss", "accuracy"):
            for name, title in MARKS.items():
                yield Mark(figure, told[name], title)

    def _told(self, curves: Array) -> dict[str, float]:
        train, validation, learnt, test = curves.transpose(1, 0, 2)
        stops = [stopped(some, self.patience) for some in validation]
        best, asked = (np.array(each) for each in zip(*stops, strict=True))
        repeats = np.arange(len(best))
        told = {
            "best": 1 + best.mean(),
            "asked": 1 + asked.mean(),
            "stopped": test[repeats, best].mean(),
            "end": test[:, -1].mean(),
            "fallen": train[repeats, best].mean() / train[:, -1].mean(),
            "memorised": learnt[:, -1].mean(),
            "saved": (self.epochs - 1 - asked).mean(),
        }
        return {name: float(value) for name, value in (told | {"lost": told["stopped"] - told["end"]}).items()}


def stopped(losses: Array, patience: int) -> tuple[int, int]:
    """Which of the losses is kept, and at which one gives up: so many after the lowest so far, or at the last."""
    best = 0
    for now, loss in enumerate(losses):
        if loss < losses[best]:
            best = now
        if now - best >= patience:
            return best, now
    return best, len(losses) - 1
