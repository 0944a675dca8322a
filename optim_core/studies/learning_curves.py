"""Learning curves: what more examples bring, and what a gap between two curves says."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import marked, words
from optim_core.studies.marked import BATCH
from optim_core.studies.taught import seeds
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

COUNTS = (25, 50, 100, 200, 400, 800, 1000)
FEW, MANY = 100, 800
PICTURES = Axis("pictures", Text("pictures to learn from", "학습에 쓰는 그림 수"), "n", log=True)
TRAIN = Text("pictures that were learnt, by their labels", "학습한 그림(적힌 정답 기준)")


class LearningCurves(Study, kind="learning-curves"):
    """A wide gap asks for more data; two curves that have met ask for a larger network (Cortes et al., 1994)."""

    order = 390
    title = Text("Learning curves", "학습 곡선")
    summary = Text(
        "Trains on more and more pictures, and compares what was learnt with what is new.",
        "그림 수를 늘려 가며 학습시키고, 배운 그림과 처음 보는 그림의 정답률을 비교합니다.",
    )
    source = "Cortes et al., Learning curves: asymptotic values and rate of convergence, NIPS 1993"
    figures = (
        Figure(
            "accuracy",
            Text("What more pictures bring", "그림 수에 따른 정답률"),
            PICTURES,
            Axis("", Text("right answers, %", "정답률, %")),
            (
                Series("learnt", TRAIN, "line"),
                Series("new_low", words.SPREAD, "spread", "new_high"),
                Series("new", Text("validation pictures", "검증 그림"), "line"),
                Series("exam", Text("test pictures", "시험 그림"), "line"),
            ),
        ),
        Figure(
            "loss",
            Text("The same as losses", "손실로 보면"),
            PICTURES,
            Axis("", Text("loss", "손실"), log=True),
            (
                Series("learnt_loss", TRAIN, "line", like="learnt"),
                Series("new_loss", Text("validation pictures", "검증 그림"), "line", like="new"),
            ),
        ),
    )
    facts = {
        "few": Fact(Text("test, 100 pictures learnt", "시험: 그림 100장으로 학습"), unit=PERCENT),
        "many": Fact(Text("test, 800 pictures learnt", "시험: 그림 800장으로 학습"), unit=PERCENT),
        "gain": Fact(Text("gained by eight times the pictures", "그림이 8배일 때 얻은 점수"), unit=POINTS),
        "gap_few": Fact(Text("gap between the curves at 100", "100장에서 두 곡선의 간격"), unit=POINTS),
        "gap_many": Fact(Text("gap between the curves at 800", "800장에서 두 곡선의 간격"), unit=POINTS),
        "last": Fact(
            Text("gained by the last doubling, 400 to 800", "400장에서 800장으로 늘려 얻은 점수"), unit=POINTS
        ),
        "labels": Fact(Text("price of 800, in labels", "800장의 비용(정답을 적는 일)"), unit=words.TIMES),
    }

    units: int = whole(
        32, 2, 128, log=True, minimum=1, maximum=256, symbol="h", help=Text("hidden units", "은닉 유닛 수")
    )
    label_noise: float = marked.careless()
    repeats: int = words.repeats(6)
    lr: float = terms.lr(0.05, 1e-3, 1.0)
    updates: int = whole(
        600,
        50,
        2000,
        minimum=1,
        maximum=3000,
        symbol="T",
        help=Text("updates, as many with few pictures as with many", "업데이트 수(그림이 적어도 많아도 같음)"),
    )
    seed: int = words.seed()

    @property
    def _network(self) -> MLP:
        return MLP((64, self.units, 10), unit="relu")

    def passes(self, ground: Ground | None) -> float:
        work = (self._epochs(count) * passes(self._network.parameters, count, BATCH) for count in COUNTS)
        return self.repeats * sum(work)

    def _epochs(self, count: int) -> int:
        return -(-self.updates // -(-count // BATCH))

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        network, tests = self._network, dict[int, float]()
        gaps = dict[int, float]()
        splits = [marked.dealt(COUNTS[-1], self.label_noise, (self.seed, r)) for r in range(self.repeats)]
        inputs = np.concatenate([split.training.inputs for split in splits])
        for count in COUNTS:
            rows = np.stack([COUNTS[-1] * r + np.arange(count) for r in range(self.repeats)])
            labels = np.stack([split.training.labels[:count] for split in splits])
            lucks = seeds((self.seed, count), self.repeats)
            rule = Momentum(lr=self.lr)
            trainer = Trainer(network, rule, Lessons(inputs, rows, labels), lucks, batch=BATCH)
            yield from trainer.run(self._epochs(count))
            loss, learnt = trainer.judged()
            told = list[tuple[float, ...]]()
            for i, split in enumerate(splits):
                (new_loss, new), (_, exam) = (trainer.judged(part, [i]) for part in split[1:])
                told.append((new_loss[0], 100 * new[0], 100 * exam[0]))
                yield None
            new_loss_, new_, exam_ = np.array(told).T
            columns = {
                **words.spread("new", new_[None]),
                "learnt": 100 * learnt.mean(keepdims=True),
                "exam": exam_.mean(keepdims=True),
            }
            yield Rows("accuracy", {"pictures": [count], **columns})
            yield Rows("loss", {"pictures": [count], "learnt_loss": [loss.mean()], "new_loss": [new_loss_.mean()]})
            tests[count], gaps[count] = float(exam_.mean()), float(100 * learnt.mean() - new_.mean())
        told_ = {"few": tests[FEW], "many": tests[MANY], "gain": tests[MANY] - tests[FEW], "labels": MANY / FEW}
        told_ |= {"gap_few": gaps[FEW], "gap_many": gaps[MANY], "last": tests[MANY] - tests[MANY // 2]}
        yield Facts(told_)
