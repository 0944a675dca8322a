"""Snapshots of one run: what a training says on its way, averaged, beside trainings of their own."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Split
from optim_core.studies import marked, words
from optim_core.studies.marked import BATCH, NETWORK
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

CALM = 0.02  # a rate at which a run hardly moves between its last epochs
RUNS = 5  # of a repeat, each followed alone
NOW = Text("the run as it is", "그 순간의 모델")


class Snapshots(Study, kind="snapshots"):
    """An ensemble for the price of one training, as long as the run is still moving (Huang et al., 2017)."""

    order = 330
    title = Text("Snapshots of one run", "한 번의 학습에서 찍은 스냅사진")
    summary = Text(
        "Takes a snapshot after each of the last epochs of a run, and averages what they say.",
        "한 번의 학습에서 마지막 에폭마다 모델을 저장해 그 답을 평균합니다.",
    )
    source = "Huang et al., Snapshot ensembles: train 1, get M for free, ICLR 2017"
    figures = (
        Figure(
            "epochs",
            Text("Epoch by epoch", "에폭에 따른 정답률"),
            Axis("epoch", Text("epoch", "에폭")),
            words.ACCURACY,
            (
                Series("now_low", words.SPREAD, "spread", "now_high"),
                Series("now", NOW, "line"),
                Series("film", Text("average of its last snapshots", "최근 스냅사진의 평균"), "line"),
            ),
        ),
        Figure(
            "count",
            Text("As many snapshots, or as many trainings", "스냅사진의 수와 따로 학습한 모델의 수"),
            Axis("members", Text("members", "구성원 수"), "M"),
            words.ACCURACY,
            (
                Series("shots", Text("snapshots of one run", "한 번의 학습에서 찍은 스냅사진"), "line"),
                Series("nets", Text("trainings of their own", "따로 학습한 모델"), "line"),
                Series("calm_shots", Text("snapshots of a calm run", "차분한 학습의 스냅사진"), "line"),
            ),
        ),
    )
    facts = {
        "last": Fact(Text("the last epoch alone", "마지막 에폭 하나"), unit=PERCENT),
        "shots": Fact(Text("its snapshots together", "스냅사진이 함께"), unit=PERCENT),
        "nets": Fact(Text("as many trainings of their own", "따로 학습한 같은 수의 모델"), unit=PERCENT),
        "gain": Fact(Text("gain by snapshots", "스냅사진의 이득"), unit=POINTS),
        "better": Fact(
            Text("repeats in which snapshots beat the last epoch", "스냅사진이 마지막 에폭을 이긴 반복"), unit=PERCENT
        ),
        "apart": Fact(Text("pictures on which two snapshots differ", "두 스냅사진의 답이 다른 그림"), unit=PERCENT),
        "calm_gain": Fact(Text("gain by snapshots of a calm run", "차분한 학습의 스냅사진의 이득"), unit=POINTS),
        "calm_apart": Fact(
            Text("pictures on which two of those differ", "차분한 두 스냅사진의 답이 다른 그림"), unit=PERCENT
        ),
        "trainings": Fact(
            Text("price of the others, in trainings", "따로 학습하는 비용"), unit=Text("trainings", "번의 학습")
        ),
    }

    members: int = whole(10, 2, 20, minimum=2, maximum=50, symbol="M", help=Text("snapshots", "스냅사진의 수"))
    lr: float = terms.lr(0.1, 1e-3, 1.0)
    label_noise: float = marked.careless()
    repeats: int = words.repeats(6)
    epochs: int = words.epochs(20)
    examples: int = words.examples(300)
    seed: int = words.seed()

    @property
    def _shots(self) -> int:
        return min(self.members, self.epochs)

    def passes(self, ground: Ground | None) -> float:
        return self.repeats * (self.members + RUNS) * self.epochs * passes(NETWORK.parameters, self.examples, BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        found: dict[str, list[Array]] = {}
        for repeat in range(self.repeats):
            path = (self.seed, repeat)
            split = marked.dealt(self.examples, self.label_noise, path)
            lively, each = yield from self._filmed(split, max(self.members, RUNS), self.lr, path)
            calm, _ = yield from self._filmed(split, RUNS, CALM, path)
            labels, shots = split.test.labels, self._shots
            nets = yield from marked.team(each[: self.members], labels)
            now, film, team, apart = yield from _seen(lively, labels, shots)
            calm_now, _, calm_team, calm_apart = yield from _seen(calm, labels, shots)
            row = {"now": now, "film": film, "shots": team, "nets": nets, "apart": apart}
            row |= {"calm_now": calm_now, "calm_shots": calm_team, "calm_apart": calm_apart}
            for name, value in row.items():
                found.setdefault(name, []).append(value)
            yield Facts(self._told({name: np.array(some) for name, some in found.items()}))
        means = {name: np.mean(some, axis=0) for name, some in found.items()}
        columns = {**words.spread("now", np.array(found["now"]).T), "film": means["film"]}
        yield Rows("epochs", {"epoch": np.arange(1.0, self.epochs + 1), **columns})
        yield Mark("epochs", float(self.epochs - self._shots + 1), Text("first snapshot", "첫 스냅사진"))
        most = np.arange(1.0, self._shots + 1)
        yield Rows("count", {"members": most, **{name: means[name][: self._shots] for name in ("shots", "calm_shots")}})
        yield Rows("count", {"members": np.arange(1.0, self.members + 1), "nets": means["nets"]})

    def _filmed(
        self, split: Split, members: int, lr: float, path: tuple[int, int]
    ) -> Generator[None, None, tuple[Array, Array]]:
        """What some give to the test pictures after each epoch, (epochs, RUNS, examples, classes), and all at last."""
        trainer = marked.class_of(split.training, members, lr, path)
        film = []
        for _ in range(self.epochs):
            yield from trainer.run(1)
            film.append((yield from marked.answers(trainer, split.test, most=RUNS)).astype(np.float32))
        return np.stack(film), (yield from marked.answers(trainer, split.test))

    def _told(self, found: dict[str, Array]) -> dict[str, float]:
        last, shots = found["now"][:, -1], found["shots"][:, -1]
        return {
            "last": float(last.mean()),
            "shots": float(shots.mean()),
            "nets": float(found["nets"][:, -1].mean()),
            "gain": float((shots - last).mean()),
            "better": 100 * float((shots > last).mean()),
            "apart": float(found["apart"].mean()),
            "calm_gain": float((found["calm_shots"][:, -1] - found["calm_now"][:, -1]).mean()),
            "calm_apart": float(found["calm_apart"].mean()),
            "trainings": float(self.members),
        }


def _seen(film: Array, labels: np.ndarray, shots: int) -> Generator[None, None, tuple[Array, Array, Array, Array]]:
    """Of runs (epochs, runs, examples, classes), on average: each epoch, the last snapshots up to it, 1 to all of the
    last ones, and how often two of these differ."""
    now = marked.percent(film, labels).mean(axis=1)
    rolled = []
    for epoch in range(len(film)):
        first = max(0, epoch + 1 - shots)
        rolled.append(marked.percent(film[first : epoch + 1].mean(axis=0), labels).mean())
        yield None
    last = film[-shots:][::-1]  # the newest first
    team = marked.percent(marked.together(last), labels).mean(axis=1)
    return now, np.array(rolled), team, marked.disagreement(last).mean()
