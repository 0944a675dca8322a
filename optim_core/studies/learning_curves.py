"""Learning curves: what more examples bring, and what a gap between two curves says.

A gap says something only where both parts are marked by the same hand: against clean pictures a network that learns
from careless labels seems to lose on its own ones, long before it has enough of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Examples, relabelled
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import marked, words
from optim_core.studies.marked import BATCH
from optim_core.studies.taught import seeds
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

COUNTS = (25, 50, 100, 200, 400, 800, 1000)
FEW, HALF, MANY = 100, 400, 800
MARKING = 1  # the stream of luck of who marks the validation pictures
PICTURES = Axis("pictures", Text("pictures to learn from", "학습에 쓰는 그림 수"), "n", log=True)
TRAIN = Text("pictures that were learnt, by their labels", "학습한 그림(적힌 정답 기준)")
NEW = Text("validation pictures, marked as carelessly", "검증 그림(똑같이 부정확하게 적힌 정답 기준)")
EXAM = Text("test pictures, by the right labels", "시험 그림(올바른 정답 기준)")


def _gap(count: int) -> Fact:
    return Fact(
        Text(f"learnt minus validation, {count} pictures", f"학습 정답률 − 검증 정답률, 그림 {count}장"), unit=POINTS
    )


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
                Series("new", NEW, "line"),
                Series("exam", EXAM, "line"),
            ),
        ),
        Figure(
            "loss",
            Text("The same as losses", "손실로 보면"),
            PICTURES,
            Axis("", Text("loss", "손실"), log=True),
            (
                Series("learnt_loss", TRAIN, "line", like="learnt"),
                Series("new_loss", NEW, "line", like="new"),
            ),
        ),
    )
    facts = {
        "few": Fact(Text("test, 100 pictures learnt", "시험: 그림 100장으로 학습"), unit=PERCENT),
        "many": Fact(Text("test, 800 pictures learnt", "시험: 그림 800장으로 학습"), unit=PERCENT),
        "gain": Fact(Text("gained by eight times the pictures", "그림이 8배일 때 얻은 점수"), unit=POINTS),
        "last": Fact(
            Text("gained by the last doubling, 400 to 800", "400장에서 800장으로 늘려 얻은 점수"), unit=POINTS
        ),
        "labels": Fact(Text("price of 800, in labels", "800장의 비용(정답을 적는 일)"), unit=words.TIMES),
        **{name: _gap(count) for name, count in (("gap_few", FEW), ("gap_half", HALF), ("gap_many", MANY))},
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
        marked_alike = [self._marked(split.validation, r) for r, split in enumerate(splits)]
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
            for i, (split, like) in enumerate(zip(splits, marked_alike, strict=True)):
                (new_loss, new), (_, exam) = (trainer.judged(part, [i]) for part in (like, split.test))
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
        told_ |= {"gap_few": gaps[FEW], "gap_half": gaps[HALF], "gap_many": gaps[MANY]}
        told_["last"] = tests[MANY] - tests[HALF]
        yield Facts(told_)

    def _marked(self, clean: Examples, repeat: int) -> Examples:
        """The same pictures with labels by the hand that has marked those to learn from."""
        luck = np.random.default_rng((self.seed, repeat, MARKING))
        return Examples(clean.inputs, relabelled(clean.labels, self.label_noise, 10, luck))
