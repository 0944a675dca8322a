"""One slice of a network's landscape: any of the planes that a race can be run on, with the training in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from optim_core.fields import Text
from optim_core.networks.effort import passes
from optim_core.networks.sliced import PICTURES, POINTS, Slice, built, slicing
from optim_core.networks.slices.network_slice import NetworkSlice
from optim_core.networks.slices.settings import Settings
from optim_core.studies import grounds, words
from optim_core.studies.grounds import ground
from optim_core.studies.path_plane import EPOCH, PATH
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

TRAININGS = 3  # at most
FLAT = 1e-9  # of a path: so near the plane is in it


DISTANCE = Text("distance in the space of all weights", "전체 가중치 공간의 거리")
ACROSS: Mapping[str, Text] = {
    "random": Text(
        "along a random direction, in lengths of each unit's weights", "무작위 방향 1, 단위는 유닛마다 가중치의 길이"
    ),
    "raw": Text(
        "along a random direction, each weight by a draw of spread 0.2", "무작위 방향 1, 가중치마다 표준편차 0.2"
    ),
    "path": Text("distance along the direction that holds most of the path", "경로를 가장 많이 담는 방향의 거리"),
    "three": Text("distance from the first network towards the second", "첫째 신경망에서 둘째 쪽으로 간 거리"),
    "line": Text("share of the way: 0 = start, 1 = end of the training", "간 비율: 0 = 학습의 시작, 1 = 끝"),
}
UP: Mapping[str, Text] = {
    "random": Text("along another, likewise", "무작위 방향 2, 같은 단위"),
    "raw": Text("along another, likewise", "무작위 방향 2, 같은 단위"),
    "path": Text("distance along the second", "둘째 방향의 거리"),
    "three": Text("distance at a right angle, towards the third", "셋째 쪽으로 직각 방향의 거리"),
    "line": Text(
        "along a random direction, in lengths of each unit's weights", "무작위 방향, 단위는 유닛마다 가중치의 길이"
    ),
}


class SliceOfNetwork(Settings, Study, kind="slice"):
    """What is on the plane is exact; what is beside it, it does not show."""

    order = 250
    title = Text("A slice of a network", "신경망의 단면")
    summary = Text(
        "Trains a small network and draws its loss on a plane through the space of its weights, with the path of the "
        "training dropped onto it. Every one of these planes can be raced on.",
        "작은 신경망을 학습시키고 가중치 공간을 지나는 평면에서 손실을 그립니다. "
        "학습 경로는 평면에 수직으로 내려 표시합니다. 어느 평면이든 경주할 수 있습니다.",
    )
    formula = NetworkSlice.formula
    source = NetworkSlice.source
    surface = NetworkSlice.kind
    figures = (
        ground(
            "plane",
            Text("The loss on the plane", "평면 위의 손실"),
            Text("along the first direction", "첫째 방향"),
            Text("along the second", "둘째 방향"),
            PATH,
            Series("trained", Text("trained networks: the end of a training", "학습된 신경망(학습의 끝)"), "spots"),
            Series("untrained", Text("start of the training", "학습의 시작"), "spots"),
            titles=(ACROSS, UP),
        ),
        Figure(
            "beside",
            Text("How far the path is from the plane", "경로가 평면에서 떨어진 거리"),
            EPOCH,
            Axis("", DISTANCE),
            (Series("to_plane", Text("from the plane", "평면까지"), "line"),),
        ),
        Figure(
            "shadow",
            Text("The loss on the path, and below it on the plane", "경로의 손실과 평면에 내린 그림자의 손실"),
            EPOCH,
            Axis("", grounds.LOSS, log=True),
            (
                Series("true", Text("the network itself", "신경망 자체"), "line"),
                Series("below", Text("its shadow on the plane", "평면 위의 그림자"), "line"),
            ),
        ),
    )
    facts = {
        "parameters": Fact(Text("weights of the network", "신경망의 가중치 수"), "P"),
        "accuracy": Fact(Text("right answers on unseen examples", "처음 보는 데이터의 정답률"), unit=words.PERCENT),
        "first": Fact(
            Text("of the path held by the first direction", "첫째 방향이 담는 경로의 비율"), unit=words.PERCENT
        ),
        "both": Fact(Text("by both", "두 방향이 담는 비율"), unit=words.PERCENT),
        "farthest": Fact(Text("largest distance of the path from the plane", "경로가 평면에서 가장 멀 때의 거리")),
        "trained": Fact(Text("loss of the worst of the trained networks", "학습된 신경망 가운데 가장 큰 손실")),
        "end": Fact(Text("loss of the trained network", "학습된 신경망의 손실")),
        "middle": Fact(Text("loss in the middle between the trained networks", "학습된 신경망들 한가운데의 손실")),
        "lowest": Fact(Text("lowest loss found on the plane", "평면에서 찾은 가장 낮은 손실")),
        "highest": Fact(Text("highest", "가장 높은 손실")),
        "whose": Fact(Text("path, distance, curves and right answers are of", "경로·거리·곡선·정답률의 신경망")),
        "warning": Fact(Text("to be read with care", "읽을 때 주의할 점")),
    }

    halvings: int = grounds.halvings()

    def passes(self, ground: Ground | None) -> float:
        network = built(self.data, self.hidden, self.unit, self.loss, self.batch_norm)
        examples = max(POINTS, PICTURES if network.sizes[0] > 2 else 0)
        once = passes(network.parameters, examples, 32, self.batch_norm)
        return TRAININGS * int(self.epochs) * once + grounds.passes(examples, sum(network.sizes[1:]), self.halvings)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        made = yield from slicing(**self.chosen)
        plane, trip = made.plane, made.trip
        validation = plane.network.on(made.split.validation, (), trip.running)
        yield Facts({"parameters": float(plane.network.parameters)})
        yield Facts({"accuracy": 100 * float(validation.accuracy(trip.path[-1]))})
        if made.held:
            yield Facts({"first": 100 * made.held[0], "both": 100 * sum(made.held)})
        yield grounds.over("plane", "path", made.path)
        marks = np.array(made.marks).T
        yield grounds.over("plane", "trained", marks)
        yield grounds.over("plane", "untrained", made.path[:, :1])
        worst = float(plane.value(marks).max())
        if len(made.marks) > 1:
            yield Facts({"trained": worst, "middle": float(plane.value(marks.mean(axis=1))), "whose": FIRST})
        else:
            yield Facts({"end": worst})
        yield from _warned(made)
        found: list[np.ndarray] = []
        yield from grounds.drawn("plane", plane, made.window, self.halvings, found)
        heights = np.concatenate(found)
        yield Facts({"lowest": float(heights.min()), "highest": float(heights.max())})


def _warned(made: Slice) -> Iterator[Part | None]:
    """What the plane says of the path, and what is true of it."""
    plane, epochs = made.plane, np.arange(float(len(made.beside)))
    training, true = plane.network.on(plane.examples, (), plane.running), []
    for w in made.trip.path:
        true.append(float(training.value(w)))
        yield None
    yield Rows("beside", {"epoch": epochs, "to_plane": made.beside})
    yield Rows("shadow", {"epoch": epochs, "true": true, "below": plane.value(made.path)})
    far = float(made.beside.max())
    yield Facts({"farthest": far, "warning": LEAVES if far > FLAT else STAYS})


FIRST = Text("the first of the three, at (0, 0)", "셋 가운데 (0, 0)에 있는 첫째 신경망")
LEAVES = Text(
    "the path is not in this plane: its line here is a shadow, and has the heights of the shadow",
    "경로는 이 평면 위에 있지 않습니다. 여기 그린 선은 그림자이고 높이도 그림자의 높이입니다",
)
STAYS = Text("the path lies in this plane", "경로가 이 평면 위에 있습니다")
