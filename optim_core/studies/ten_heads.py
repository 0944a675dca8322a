"""Ten heads are better than one: networks that differ in nothing but their beginning, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.networks.effort import passes
from optim_core.networks.examples import Split
from optim_core.studies import marked, words
from optim_core.studies.marked import BATCH, NETWORK
from optim_core.studies.words import PERCENT, POINTS, TIMES
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

SHOWN, ROWS = 30, 10  # pictures of the strip, and members of it
TOLD = (1, 2, 3, 5, 10, 20)
CLEAN = 2  # repeats on clean digits, to compare with


class TenHeads(Study, kind="ten-heads"):
    """Every network makes mistakes of its own, and their mean makes fewer (Hansen and Salamon, 1990)."""

    order = 310
    title = Text("Are ten heads better than one?", "열 머리가 하나보다 나을까")
    summary = Text(
        "Trains networks that differ in their beginning only, and averages what they say: "
        "what that gains on carelessly marked digits, and on clean ones.",
        "초기화만 다른 신경망들을 학습시키고 답을 평균합니다. "
        "정답이 부정확하게 적힌 숫자와 깨끗한 숫자에서 얻는 이득을 비교합니다.",
    )
    formula = (r"p(c \mid x) = \frac{1}{M} \sum_{m=1}^{M} p_m(c \mid x)",)
    source = "Hansen and Salamon, Neural network ensembles, IEEE PAMI 12(10), 1990"
    figures = (
        Figure(
            "curve",
            Text("How many heads", "머리의 수에 따른 정답률"),
            Axis("members", Text("networks in the ensemble", "앙상블의 신경망 수"), "M"),
            words.ACCURACY,
            (
                Series("team_low", words.SPREAD, "spread", "team_high"),
                Series("team", Text("average of what they give", "확률의 평균"), "line"),
                Series("vote", Text("majority vote", "다수결"), "line"),
                Series("single", Text("a single network, on average", "신경망 하나(평균)"), "theory"),
            ),
        ),
        Figure(
            "strip",
            Text("What they make of disputed pictures", "의견이 갈린 그림에 대한 답"),
            Axis("picture", Text("disputed test picture, hardest first", "의견이 갈린 시험 그림(어려운 것부터)")),
            Axis("head", Text("one of ten of the members; 0: all together", "구성원 중 열(0은 모두 함께)")),
            (Series("right", Text("share given to the right digit", "정답에 준 확률"), "cells", ends=(0.0, 1.0)),),
        ),
    )
    facts = {
        "one": Fact(Text("a single network", "신경망 하나"), unit=PERCENT),
        "five": Fact(Text("five together", "다섯이 함께"), unit=PERCENT),
        "ten": Fact(Text("ten together", "열이 함께"), unit=PERCENT),
        "all": Fact(Text("all together", "모두 함께"), unit=PERCENT),
        "vote": Fact(Text("majority vote of ten", "열의 다수결"), unit=PERCENT),
        "first": Fact(Text("gain from one to five", "하나에서 다섯으로 갈 때의 이득"), unit=POINTS),
        "rest": Fact(Text("gain from five to all", "다섯에서 모두로 갈 때의 이득"), unit=POINTS),
        "better": Fact(
            Text("repeats in which ten beat their average member", "열이 평균 구성원을 이긴 반복"), unit=PERCENT
        ),
        "apart": Fact(Text("pictures on which two members differ", "두 구성원의 답이 다른 그림"), unit=PERCENT),
        "cost": Fact(Text("price of ten, in training and in answering", "열의 비용(학습과 응답 모두)"), unit=TIMES),
        "gain": Fact(Text("gain of ten at that price", "그 비용으로 열이 얻은 이득"), unit=POINTS),
        "clean_gain": Fact(
            Text("gain of ten at that price, every label right", "모든 정답이 옳을 때 열이 얻은 이득(같은 비용)"),
            unit=POINTS,
        ),
    }

    members: int = whole(
        20, 2, 30, minimum=2, maximum=50, symbol="M", help=Text("networks that are trained", "학습시킬 신경망 수")
    )
    label_noise: float = marked.careless()
    repeats: int = words.repeats(8)
    lr: float = terms.lr(0.1, 1e-3, 1.0)
    epochs: int = words.epochs(20)
    examples: int = words.examples(300)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        trained = self.repeats * self.members + CLEAN * min(10, self.members) * (self.label_noise > 0)
        return trained * self.epochs * passes(NETWORK.parameters, self.examples, BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        team, vote, apart = list[Array](), list[Array](), list[float]()
        single = list[float]()
        for repeat in range(self.repeats):
            path = (self.seed, repeat)
            split = marked.dealt(self.examples, self.label_noise, path)
            trainer = marked.class_of(split.training, self.members, self.lr, path)
            yield from trainer.run(self.epochs)
            each = yield from marked.answers(trainer, split.test)
            labels = split.test.labels
            team.append((yield from marked.team(each, labels)))
            vote.append((yield from marked.team(marked.votes(each), labels)))
            single.append(float(marked.percent(each, labels).mean()))
            apart.append(float(marked.disagreement(each).mean()))
            yield Facts(self._told(np.array(team), np.array(vote), np.array(single), apart))
            if repeat == 0:
                yield from _strip(each, split)
        columns = words.spread("team", np.array(team).T)
        counts = np.arange(1.0, self.members + 1)
        alone = np.full(self.members, np.mean(single))
        yield Rows("curve", {"members": counts, **columns, "vote": np.mean(vote, axis=0), "single": alone})
        if self.label_noise:
            yield from self._on_clean_digits()

    def _on_clean_digits(self) -> Iterator[Part | None]:
        """What the same price buys where every label is right."""
        gains = list[float]()
        for repeat in range(CLEAN):
            path = (self.seed, repeat)
            split = marked.dealt(self.examples, 0.0, path)
            trainer = marked.class_of(split.training, min(10, self.members), self.lr, path)
            yield from trainer.run(self.epochs)
            each = yield from marked.answers(trainer, split.test)
            right = yield from marked.team(each, split.test.labels)
            gains.append(float(right[-1] - right[0]))
        yield Facts({"clean_gain": float(np.mean(gains))})

    def _told(self, team: Array, vote: Array, single: Array, apart: list[float]) -> Mapping[str, float]:
        """Those of more members than there are are those of all."""
        at = {n: min(n, self.members) - 1 for n in TOLD}
        mean = team.mean(axis=0)
        return {
            "one": float(single.mean()),
            "five": float(mean[at[5]]),
            "ten": float(mean[at[10]]),
            "all": float(mean[-1]),
            "vote": float(vote[:, at[10]].mean()),
            "first": float(mean[at[5]] - single.mean()),
            "rest": float(mean[-1] - mean[at[5]]),
            "better": 100 * float((team[:, at[10]] > single).mean()),
            "apart": float(np.mean(apart)),
            "cost": float(at[10] + 1),
            "gain": float(mean[at[10]] - single.mean()),
        }


def _strip(each: Array, split: Split) -> Iterator[Part]:
    """The pictures that divide the members most: what some of them give, and all of them together."""
    given = each[:, np.arange(len(split.test.labels)), split.test.labels]
    heads = np.concatenate([given.mean(axis=0)[None], given[:ROWS]])
    disputed = np.argsort(-marked.disagreement(each), kind="stable")[:SHOWN]
    hardest = disputed[np.argsort(heads[0, disputed], kind="stable")]
    head, place = np.meshgrid(np.arange(len(heads), dtype=float), np.arange(1.0, len(hardest) + 1), indexing="ij")
    yield Rows("strip", {"picture": place.ravel(), "head": head.ravel(), "right": heads[:, hardest].ravel()})
