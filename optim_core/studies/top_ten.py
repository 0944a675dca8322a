"""The top ten of the search: models that are trained already, and what they say together."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Split
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import marked, words
from optim_core.studies.taught import seeds
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

UNITS, BATCHES = (16, 32, 64), (8, 16, 32)
RATES, PENALTIES = (-2.0, -0.5), (-5.0, -3.0)  # powers of ten
FEW = 3
TEAM = Text("the best so many, together", "상위 모델들이 함께")
PLACE = Text("place by validation", "검증 순위")


class TopTen(Study, kind="top-ten"):
    """Members that are worse than the champion, and that make other mistakes, still help it."""

    order = 320
    title = Text("The top ten of the search", "탐색의 상위 열 모델")
    summary = Text(
        "Trains networks with settings drawn at random, ranks them by validation, and lets the best answer together.",
        "설정을 무작위로 뽑아 신경망을 학습시키고 검증 점수로 줄 세운 뒤, 상위 모델들의 답을 평균합니다.",
    )
    source = "Caruana et al., Ensemble selection from libraries of models, ICML 2004"
    figures = (
        Figure(
            "team",
            Text("How many of the best", "상위 몇 개를 모을까"),
            Axis("place", Text("place by validation; so many together", "검증 순위, 모은 모델 수"), "k"),
            words.ACCURACY,
            (
                Series("team_low", words.SPREAD, "spread", "team_high"),
                Series("team", TEAM, "line"),
                Series("best", Text("the champion, alone", "1등 모델 하나"), "theory"),
            ),
        ),
        Figure(
            "ranking",
            Text("One search, ranked", "탐색 한 번의 순위"),
            Axis("rank", PLACE),
            Axis("", Text("right answers, %", "정답률, %")),
            (
                Series("validation", Text("validation", "검증"), "spots"),
                Series("test", Text("test", "시험"), "spots"),
                Series("teamed", TEAM, "line", like="team"),
            ),
        ),
    )
    facts = {
        "best": Fact(Text("the champion", "1등 모델"), unit=PERCENT),
        "mean": Fact(Text("the members, on average", "구성원 평균"), unit=PERCENT),
        "three": Fact(Text("the best three together", "상위 셋이 함께"), unit=PERCENT),
        "team": Fact(Text("the team together", "팀이 함께"), unit=PERCENT),
        "wins": Fact(Text("repeats in which the team beats the champion", "팀이 1등 모델을 이긴 반복"), unit=PERCENT),
        "all": Fact(Text("all models of the search together", "탐색의 모든 모델이 함께"), unit=PERCENT),
        "extra": Fact(
            Text("trainings on top of those of the search", "탐색 말고 더 드는 학습"), unit=Text("trainings", "회")
        ),
        "cost": Fact(Text("price of an answer of the team", "팀이 답하는 비용"), unit=words.TIMES),
    }

    trials: int = whole(
        30, 10, 60, minimum=2, maximum=100, symbol="n", help=Text("models in the search", "탐색의 모델 수")
    )
    members: int = whole(10, 2, 30, minimum=1, maximum=100, symbol="k", help=Text("best of them", "모을 상위 모델 수"))
    label_noise: float = marked.careless()
    repeats: int = words.repeats(8)
    epochs: int = words.epochs(20)
    examples: int = words.examples(300)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        each = [passes(MLP((64, units, 10)).parameters, self.examples, batch) for units in UNITS for batch in BATCHES]
        return self.repeats * self.trials * self.epochs * float(np.mean(each))

    @property
    def _size(self) -> int:
        return min(self.members, self.trials)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        teams, alone = list[Array](), list[Array]()
        for repeat in range(self.repeats):
            split = marked.dealt(self.examples, self.label_noise, (self.seed, repeat))
            validation, each = yield from self._searched(split, (self.seed, repeat))
            order = np.argsort(-validation, kind="stable")
            labels = split.test.labels
            alone.append(marked.percent(each[order], labels))
            teams.append(marked.percent(marked.together(each[order]), labels))
            yield Facts(self._told(np.array(teams), np.array(alone)))
            if repeat == 0:
                columns = {"validation": validation[order], "test": alone[0], "teamed": teams[0]}
                yield Rows("ranking", {"rank": np.arange(1.0, self.trials + 1), **columns})
                yield Mark("ranking", float(self._size), Text("the team", "팀"))
        spread = words.spread("team", np.array(teams).T)
        places = np.arange(1.0, self.trials + 1)
        champion = np.full(self.trials, np.mean([scores[0] for scores in alone]))
        yield Rows("team", {"place": places, **spread, "best": champion})
        yield Mark("team", float(self._size), Text("the team", "팀"))

    def _searched(self, split: Split, path: tuple[int, int]) -> Generator[None, None, tuple[Array, Array]]:
        """Validation, in percent (trials,), and what each model gives to the test pictures."""
        rng = np.random.default_rng((*path, marked.ORDER))
        lr, l2 = (10 ** rng.uniform(*powers, self.trials) for powers in (RATES, PENALTIES))
        units, batches = (rng.choice(options, self.trials) for options in (UNITS, BATCHES))
        lucks = np.array(seeds(path, self.trials))
        validation = np.empty(self.trials)
        each = np.empty((self.trials, len(split.test.labels), 10))
        for some, batch in ((some, batch) for some in UNITS for batch in BATCHES):
            which = np.flatnonzero((units == some) & (batches == batch))
            if not len(which):
                continue
            network = MLP((64, some, 10), unit="relu", l2=l2[which])
            lessons = Lessons.alike(split.training, len(which))
            rule = Momentum().replace(lr=lr[which])
            trainer = Trainer(network, rule, lessons, lucks[which].tolist(), batch=batch)
            yield from trainer.run(self.epochs)
            plain = MLP((64, some, 10), unit="relu")
            held = yield from marked.answers(trainer, split.validation, plain)
            validation[which] = marked.percent(held, split.validation.labels)
            each[which] = yield from marked.answers(trainer, split.test, plain)
        return validation, each

    def _told(self, teams: Array, alone: Array) -> Mapping[str, float]:
        size = self._size
        return {
            "best": float(alone[:, 0].mean()),
            "mean": float(alone[:, :size].mean()),
            "three": float(teams[:, min(FEW, size) - 1].mean()),
            "team": float(teams[:, size - 1].mean()),
            "wins": 100 * float((teams[:, size - 1] > alone[:, 0]).mean()),
            "all": float(teams[:, -1].mean()),
            "extra": 0.0,
            "cost": float(size),
        }
