"""Stopping the hopeless early: what it saves, and whether it ever stops the winner (exhibit of master and workers)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text, choice, whole
from optim_core.search.dimension import Range
from optim_core.search.space import Space
from optim_core.search.targets.digits import Digits
from optim_core.studies import words
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

RATES = Space({"lr": Range(1e-6, 10.0, "log")})
TOGETHER = 5  # repeats, after which it is said what they come to
FIRST = 5  # workers that nobody is compared with yet
EPOCHS = Text("epochs", "에폭")
Rule = Callable[[Array], np.ndarray]  # scores (repeats, workers) -> who is stopped, alike


def behind_the_middle(early: Array) -> np.ndarray:
    """Each in its turn, if it is worse than the middle of those before it; the first few have nobody to fear."""
    stopped = np.zeros(early.shape, dtype=bool)
    for i in range(FIRST, early.shape[1]):
        stopped[:, i] = early[:, i] > np.median(early[:, :i], axis=1)
    return stopped | ~np.isfinite(early)


def worse_half(early: Array) -> np.ndarray:
    """All wait for each other, and whoever is worse than the middle of all is stopped."""
    return (early > np.median(early, axis=1, keepdims=True)) | ~np.isfinite(early)


RULES: Mapping[str, tuple[Text, Rule]] = {
    "turn": (Text("worse than the middle of those before", "앞선 워커들의 중앙값보다 나쁘면"), behind_the_middle),
    "half": (Text("the worse half of all", "전체의 하위 절반"), worse_half),
}


class Trained(NamedTuple):
    """Trainings to their end, watched after each epoch: learning rates (repeats, workers), all else (epochs, *those).

    score: validation error; right, test: percent of the validation and test digits that are read rightly, NaN where a
        training has failed.
    """

    lr: Array
    score: Array
    right: Array
    test: Array

    def with_more(self, others: Trained) -> Trained:
        """The same with further repeats."""
        lr = np.concatenate([self.lr, others.lr])
        rest = zip(self[1:], others[1:], strict=True)
        return Trained(lr, *(np.concatenate(pair, axis=1) for pair in rest))

    @property
    def winner(self) -> np.ndarray:
        """The best whole training of each repeat."""
        return np.asarray(self.score[-1].argmin(axis=1))

    def keeps(self, stopped: np.ndarray) -> np.ndarray:
        """Whether a training as good as the winner goes on, by repeat."""
        left = np.where(stopped, np.inf, self.score[-1]).min(axis=1)
        return np.asarray(left == self.score[-1].min(axis=1))


class Stopping(Study, kind="stopping"):
    """Workers try learning rates at random; after a few epochs a master stops those that are behind.

    Those that were stopped are trained to their end all the same, unpaid, to see whether one of them would have won.
    """

    order = 130
    title = Text("Who is stopped early", "누구를 일찍 멈출까")
    summary = Text(
        "Stops the workers that are behind after a few epochs, and looks whether the winner was among them.",
        "몇 에폭 뒤 뒤처진 워커를 멈추고, 그 가운데 승자가 있었는지 확인합니다.",
    )
    source = "Golovin et al., Google Vizier: A Service for Black-Box Optimization, 2017 (the median stopping rule)"
    figures = (
        Figure(
            "early",
            Text("What an early score is worth", "초반 점수는 얼마나 믿을 만한가"),
            Axis("early", Text("validation error when it is judged, %", "판정할 때의 검증 오차율, %"), log=True),
            Axis("", Text("validation error at the end, %", "끝까지 학습한 뒤의 검증 오차율, %"), log=True),
            (
                Series("kept", Text("goes on", "계속하는 워커"), "spots"),
                Series("stopped", Text("is stopped, and would have come to", "멈춘 워커(끝까지 갔다면)"), "spots"),
            ),
        ),
        Figure(
            "moments",
            Text("When to stop", "언제 멈출까"),
            Axis("after", Text("epochs before somebody is stopped", "멈추기 전에 학습하는 에폭"), "k"),
            Axis("", PERCENT),
            (
                Series("saved", Text("work saved", "아낀 학습량"), "line"),
                Series("winner", Text("repeats that keep the winner", "승자를 지킨 반복"), "line"),
            ),
        ),
    )
    facts = {
        "spent": Fact(Text("epochs that are trained", "학습한 에폭"), unit=EPOCHS),
        "whole": Fact(Text("epochs if nobody is stopped", "아무도 멈추지 않을 때의 에폭"), unit=EPOCHS),
        "saved": Fact(Text("work saved", "아낀 학습량"), unit=PERCENT),
        "count": Fact(Text("workers that are stopped, on average", "멈춘 워커 수(평균)")),
        "winner": Fact(Text("repeats that keep the winner", "승자를 지킨 반복"), unit=PERCENT),
        "right": Fact(Text("validation digits that the best reads", "가장 좋은 모델의 검증 정답률"), unit=PERCENT),
        "test": Fact(Text("test digits that it reads", "그 모델의 시험 정답률"), unit=PERCENT),
        "file": Fact(Text("last file in the list of checkpoints", "체크포인트 목록의 마지막 파일")),
    }

    workers: int = whole(24, 6, 60, symbol="w", help=Text("workers, a learning rate each", "워커 수(학습률 하나씩)"))
    after: int = whole(2, 1, 9, symbol="k", help=Text("epochs before somebody is stopped", "멈추기 전에 학습하는 에폭"))
    rule: str = choice(
        "turn", {name: title for name, (title, _) in RULES.items()}, help=Text("who is stopped", "누구를 멈추나")
    )
    repeats: int = words.repeats(15)
    epochs: int = whole(
        10, 10, 20, symbol="E", minor=True, help=Text("epochs of a whole training", "학습 한 번의 에폭 수")
    )
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        return self.workers * self.repeats * Digits(epochs=self.epochs).passes(self.epochs)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        first = yield from self._trained([self.seed])
        yield from self._judged(first)
        every = first
        for done in range(1, self.repeats, TOGETHER):
            others = range(self.seed + done, self.seed + min(done + TOGETHER, self.repeats))
            every = every.with_more((yield from self._trained(others)))
            yield Facts(self._verdict(every))
        for after in range(1, self.epochs):
            stopped = self._stopped(every, after)
            saved = 100 * float(stopped.mean()) * (1 - after / self.epochs)
            winner = 100 * float(every.keeps(stopped).mean())
            yield Rows("moments", {"after": [float(after)], "saved": [saved], "winner": [winner]})
        yield Facts(self._verdict(every))

    def _stopped(self, trained: Trained, after: int) -> np.ndarray:
        return RULES[self.rule][1](trained.score[after - 1])

    def _trained(self, lucks: Sequence[int]) -> Generator[None, None, Trained]:
        places = [np.random.default_rng(luck).random(self.workers) for luck in lucks]
        settings = RATES.settings(np.concatenate(places)[None])
        course = Digits(epochs=self.epochs).begin(settings, np.repeat(lucks, self.workers).tolist())
        shape = (len(lucks), self.workers)
        seen = list[list[Array]]()
        for _ in range(self.epochs):
            for now in course.advance(np.arange(len(course.epochs)), 1):
                if now:
                    told = (now.score, now.told["validation_accuracy"], now.told["test_accuracy"])
                    seen.append([each.reshape(shape) for each in told])
                yield None
        return Trained(settings["lr"].reshape(shape), *(np.stack(each) for each in zip(*seen, strict=True)))

    def _judged(self, trained: Trained) -> Iterator[Part]:
        """The workers of the first repeat."""
        early, end = trained.score[self.after - 1, 0], trained.score[-1, 0]
        stopped = self._stopped(trained, self.after)[0]
        failed = ~np.isfinite(early) | ~np.isfinite(end)
        kept, lost = (np.where(some & ~failed, end, np.nan) for some in (~stopped, stopped))
        yield Rows("early", {"early": np.where(failed, np.nan, early), "kept": kept, "stopped": lost})
        yield Mark("early", float(np.median(early)), Text("middle", "중앙값"))
        yield Facts({"file": _last_file(trained, stopped, self.after)})

    def _verdict(self, trained: Trained) -> dict[str, float]:
        stopped, trainings = self._stopped(trained, self.after), self.workers * self.epochs
        count = float(stopped.sum(axis=1).mean())
        spent = trainings - count * (self.epochs - self.after)
        rows = np.arange(len(stopped))
        return {
            "spent": spent,
            "whole": float(trainings),
            "saved": 100 * (1 - spent / trainings),
            "count": count,
            "winner": 100 * float(trained.keeps(stopped).mean()),
            "right": float(trained.right[-1, rows, trained.winner].mean()),
            "test": float(trained.test[-1, rows, trained.winner].mean()),
        }


def _last_file(trained: Trained, stopped: np.ndarray, after: int) -> str:
    """Of the checkpoints of the first repeat, one an epoch, with names that sort by the score that they begin with."""
    share = np.nan_to_num(trained.right[:, 0]) / 100
    share[after:, stopped] = 0.0
    names = [
        f"val{share[epoch, worker]:.4f}_ep{epoch + 1:02d}_lr{trained.lr[0, worker]:.1e}.npz"
        for epoch, worker in np.ndindex(share.shape)
    ]
    return max(names)
