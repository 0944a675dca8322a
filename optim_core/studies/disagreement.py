"""Where the members of an ensemble disagree: regions of the plane, and pictures of digits."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core.fields import Array, Text, choice, whole
from optim_core.networks.dataset import Dataset
from optim_core.networks.effort import passes
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP
from optim_core.networks.trainer import Lessons, Trainer
from optim_core.networks.views import SIDE, asked
from optim_core.optimizers.momentum import Momentum
from optim_core.registry import load
from optim_core.studies import marked, words
from optim_core.studies.marked import BATCH, NETWORK
from optim_core.studies.taught import seeds
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

load("optim_core.networks.datasets")

PLANES = {kind: data.title for kind, data in Dataset.registry.items() if data.plane}
CLASSES = max(data().classes for data in Dataset.registry.values() if data.plane)
UNITS = (16, 16)
POINT_EPOCHS, POINT_RATE = 60, 0.05
SHOWN, BESIDE, PIXELS = 6, 3, 8  # pictures that are shown, how many in a row, and their pixels along each axis
DIGIT_EPOCHS, DIGIT_RATE, LEARNT = 20, 0.1, 300


class Disagreement(Study, kind="disagreement"):
    """Members agree where there were examples, and part where they have to guess."""

    order = 360
    title = Text("Where they disagree", "의견이 갈리는 곳")
    summary = Text(
        "Maps where members of an ensemble part on points of the plane, and shows the digits that divide them most.",
        "평면의 점에서 구성원들의 답이 갈리는 곳을 그리고, 답이 가장 많이 갈린 숫자를 보여 줍니다.",
    )
    source = "Lakshminarayanan, Pritzel and Blundell, Simple and scalable predictive uncertainty, NIPS 2017"
    figures = (
        Figure(
            "plane",
            Text("Where they part on the plane", "평면에서 의견이 갈리는 곳"),
            Axis("x", Text("x", "x")),
            Axis("y", Text("y", "y")),
            (
                Series("apart", Text("pairs of members that differ, %", "답이 다른 구성원 쌍, %"), "cells"),
                *(Series(f"point_{k}", Text(f"class {k + 1}", f"{k + 1}번 클래스"), "spots") for k in range(CLASSES)),
            ),
        ),
        Figure(
            "pictures",
            Text("The digits that divide them most", "답이 가장 많이 갈린 숫자"),
            Axis(
                "column",
                Text("six test pictures: 1 to 3 above, 4 to 6 below", "시험 그림 여섯 장(위 1~3번, 아래 4~6번)"),
                names=tuple((9 * k + 4.5, f"{k + 1} · {k + 4}") for k in range(BESIDE)),
            ),
            Axis("row", Text("number of the picture", "그림 번호"), names=((4.5, "4–6"), (13.5, "1–3"))),
            (Series("paper", Text("paper; dark is ink", "종이의 밝기(어두운 곳이 글씨)"), "cells", ends=(0.0, 1.0)),),
        ),
        Figure(
            "digits",
            Text(
                "Which digit is said in the place of which (right answers, on the diagonal, are left out)",
                "어떤 숫자를 어떤 숫자로 답하나(대각선은 맞힌 답이라 비움)",
            ),
            Axis("digit", Text("digit of the picture", "그림의 숫자")),
            Axis("said", Text("answer of a member", "구성원의 답")),
            (Series("share", Text("wrong answers to that digit, %", "그 숫자에 대한 오답, %"), "cells"),),
        ),
        Figure(
            "trust",
            Text("What agreement is worth", "의견이 모이면 믿을 수 있나"),
            Axis("agree", Text("members that say the same, %", "같은 답을 한 구성원, %")),
            Axis("", PERCENT, ends=(0.0, 102.0)),
            (
                Series("right", Text("of those the ensemble has right", "그중 앙상블이 맞힌 그림"), "line"),
                Series("asked", Text("test pictures of that kind", "그런 시험 그림"), "bars"),
            ),
        ),
    )
    facts = {
        "plane_apart": Fact(
            Text("plane: pairs that differ, over the window", "평면: 창 전체에서 답이 다른 쌍"), unit=PERCENT
        ),
        "near": Fact(Text("plane: at the points that were learnt", "평면: 학습한 점에서 답이 다른 쌍"), unit=PERCENT),
        "apart": Fact(Text("digits: pairs that differ", "숫자: 답이 다른 쌍"), unit=PERCENT),
        "all_agree": Fact(Text("digits: pictures on which all agree", "숫자: 모두의 답이 같은 그림"), unit=PERCENT),
        "right_agree": Fact(Text("of those they have right", "그중 맞힌 그림"), unit=PERCENT),
        "right_part": Fact(
            Text("of the others they have right together", "나머지 가운데 함께 맞힌 그림"), unit=PERCENT
        ),
        **{f"picture_{k}": Fact(Text(f"picture {k}", f"{k}번 그림")) for k in range(1, SHOWN + 1)},
        "cost": Fact(Text("price, in trainings", "비용(학습 횟수)"), unit=Text("trainings", "번")),
    }

    data: str = choice("spirals", PLANES, help=Text("points of the plane", "평면의 점"))
    members: int = whole(10, 2, 20, minimum=2, maximum=50, symbol="M", help=Text("networks", "신경망 수"))
    label_noise: float = marked.careless()
    points: int = whole(
        200, 20, 600, minimum=10, maximum=2000, symbol="n", help=Text("points to learn from", "학습에 쓰는 점의 수")
    )
    seed: int = words.seed()

    @property
    def _build(self) -> MLP:
        return MLP((2, *UNITS, self._plane.classes), unit="relu")

    @property
    def _plane(self) -> Dataset:
        return Dataset.registry[self.data]().replace(n=self.points, seed=self.seed)

    def passes(self, ground: Ground | None) -> float:
        plane = POINT_EPOCHS * passes(self._build.parameters, self.points, BATCH) + SIDE * SIDE * 30
        return self.members * (plane + DIGIT_EPOCHS * passes(NETWORK.parameters, LEARNT, BATCH))

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield Facts({"cost": float(self.members)})
        yield from self._over_the_plane()
        split = marked.dealt(LEARNT, self.label_noise, (self.seed, 0))
        trainer = marked.class_of(split.training, self.members, DIGIT_RATE, (self.seed, 0))
        yield from trainer.run(DIGIT_EPOCHS)
        each = yield from marked.answers(trainer, split.test)
        yield from _of_pictures(each, split.test)

    def _over_the_plane(self) -> Iterator[Part | None]:
        data = self._plane
        learnt, cells = data.parts().training, asked(data)
        lessons, lucks = Lessons.alike(learnt, self.members), seeds((self.seed, 1), self.members)
        trainer = Trainer(self._build, Momentum(lr=POINT_RATE), lessons, lucks, batch=BATCH)
        yield from trainer.run(POINT_EPOCHS)
        apart = yield from self._parted(trainer, cells)
        near = yield from self._parted(trainer, learnt)
        x, y = cells.inputs.T
        yield Rows("plane", {"x": x, "y": y, "apart": apart})
        for k in range(data.classes):
            some = learnt.inputs[learnt.labels == k]
            yield Rows("plane", {"x": some[:, 0], f"point_{k}": some[:, 1]})
        yield Facts({"plane_apart": float(apart.mean()), "near": float(near.mean())})

    def _parted(self, trainer: Trainer, told: Examples) -> Generator[None, None, Array]:
        each = yield from marked.answers(trainer, told, self._build)
        return marked.disagreement(each)


def _of_pictures(each: Array, test: Examples) -> Iterator[Part | None]:
    """What the members (n, pictures, classes) make of the test pictures."""
    labels, said = test.labels, each.argmax(axis=-1)
    parted = marked.disagreement(each)
    counts = np.eye(10)[said].sum(axis=0)
    order = np.argsort(-parted, kind="stable")[:SHOWN]
    yield Facts({f"picture_{k}": _words(int(labels[i]), counts[i]) for k, i in enumerate(order, 1)})
    pixels = test.inputs[order].reshape(SHOWN, PIXELS, PIXELS)
    k, row, column = np.indices(pixels.shape)
    across = k % BESIDE * (PIXELS + 1) + column + 1
    up = (SHOWN // BESIDE - k // BESIDE) * (PIXELS + 1) - row - 1
    yield Rows("pictures", {"column": across.ravel(), "row": up.ravel(), "paper": 1 - pixels.ravel()})
    digit, answer = np.indices((10, 10))
    table = np.zeros((10, 10))
    np.add.at(table, (np.broadcast_to(labels, said.shape), said), 1)
    wrong = 100 * table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(wrong, np.nan)  # what is right is no disagreement
    places = {"digit": digit.ravel().astype(float), "said": answer.ravel().astype(float)}
    yield Rows("digits", {**places, "share": wrong.ravel()})
    yield from _trusted(counts.max(axis=-1) / len(each), each.mean(axis=0).argmax(axis=-1) == labels, parted.mean())


def _trusted(agree: Array, right: np.ndarray, apart: float) -> Iterator[Part]:
    """How often the ensemble is right, by the share of its members that say the same."""
    edges = np.array([0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.999, 1.1])
    group = np.digitize(agree, edges) - 1
    known = [g for g in range(len(edges) - 1) if (group == g).any()]
    columns = {
        "agree": [100 * float(agree[group == g].mean()) for g in known],
        "right": [100 * float(right[group == g].mean()) for g in known],
        "asked": [100 * float((group == g).mean()) for g in known],
    }
    yield Rows("trust", columns)
    unanimous = agree > 0.999
    told = {"apart": float(apart), "all_agree": 100 * float(unanimous.mean())}
    told |= {
        name: 100 * float(right[some].mean())
        for name, some in (("right_agree", unanimous), ("right_part", ~unanimous))
        if some.any()
    }
    yield Facts(told)


def _words(label: int, counts: Array) -> Text:
    """What the members say to a picture of this digit, the most first."""
    said = [(int(n), digit) for digit, n in enumerate(counts) if n]
    said.sort(key=lambda pair: (-pair[0], pair[1]))
    (most, first), *others = said
    english = [f"{most} {'network says' if most == 1 else 'networks say'} {first}"]
    english += [f"{n} {'says' if n == 1 else 'say'} {digit}" for n, digit in others]
    korean = [f"신경망 {most}개의 답은 {first}", *(f"{n}개는 {digit}" for n, digit in others)]
    return Text(f"a {label}: {', '.join(english)}", f"정답 {label}: {', '.join(korean)}")
