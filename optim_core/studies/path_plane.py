"""The plane of a path: two directions hold nearly all of a training, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, choice
from optim_core.networks.plane import Plane
from optim_core.networks.sliced import RULES, around
from optim_core.networks.slices.settings import TRAINED_BY
from optim_core.networks.trips import drawn, flattened, held, travelled, upright
from optim_core.rule import Rule
from optim_core.studies import grounds, words
from optim_core.studies.grounds import ground
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series

BATCH = 32
SHADES = (0.001, 10.0)  # of both pictures, that they may be compared
MOST = 8  # directions whose share is told
EPOCH = Axis("epoch", Text("epoch of the training", "학습한 에폭"), "E")
AWAY = Text("distance in the space of all weights", "전체 가중치 공간의 거리")
PATH = Series("path", Text("the training, epoch by epoch", "에폭마다 본 학습 경로"), "line")


class PathPlane(Tasked, kind="path-plane"):
    """A walk through thousands of dimensions is nearly flat, seen from its own plane; from any other it is a dot."""

    order = 270
    title = Text("The path lies almost in a plane", "경로는 거의 평면 위에 있다")
    summary = Text(
        "Lays the plane through a training that holds most of its path, draws the true loss on it, and shows what the "
        "picture leaves out: how far the path is from the plane, and how the loss there differs.",
        "학습 경로를 가장 많이 담는 평면을 찾아 그 위의 실제 손실을 그리고, 그림이 빠뜨리는 것도 보여 줍니다. "
        "경로가 평면에서 얼마나 떨어져 있고 손실이 얼마나 다른지 확인합니다.",
    )
    formula = (
        r"M = (w_0 - w_T, \ldots, w_{T-1} - w_T)",
        r"M M^\top d_k = \sigma_k^2 d_k, \quad \text{share} = \frac{\sigma_1^2 + \sigma_2^2}{\sum_k \sigma_k^2}",
    )
    source = "Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural nets, 2018"
    figures = (
        ground(
            "plane",
            Text("The plane of the path", "경로의 평면"),
            Text("distance along the direction that holds most", "가장 많이 담는 방향의 거리"),
            Text("distance along the second", "둘째 방향의 거리"),
            PATH,
            ends=SHADES,
        ),
        ground(
            "dot",
            Text("The same path in a random plane, as wide", "같은 크기의 무작위 평면에서 본 같은 경로"),
            Text("distance along a random direction", "무작위 방향 1의 거리"),
            Text("distance along another", "무작위 방향 2의 거리"),
            PATH._replace(column="dot_path", like="path"),
            ends=SHADES,
        ),
        Figure(
            "shares",
            Text("What the best directions hold together", "가장 좋은 방향들이 함께 담는 비율"),
            Axis("count", Text("directions", "방향의 수"), "k"),
            Axis("", Text("share of the squared path, %", "경로 제곱합의 비율, %"), ends=(0.0, 100.0)),
            (
                Series("held", Text("the best", "가장 좋은 방향"), "bars"),
                Series("chance", Text("random ones, expected", "무작위 방향의 기댓값"), "theory"),
            ),
        ),
        Figure(
            "beside",
            Text("How far the path leaves its plane", "경로가 평면을 벗어나는 정도"),
            EPOCH,
            Axis("", AWAY),
            (
                Series("to_end", Text("from the end of the path", "경로의 끝까지"), "line"),
                Series("to_plane", Text("from the plane", "평면까지"), "line"),
            ),
        ),
        Figure(
            "shadow",
            Text("The loss on the path, and below it in the plane", "경로의 손실과 평면에 내린 그림자의 손실"),
            EPOCH,
            Axis("", grounds.LOSS, log=True),
            (
                Series("true", Text("the network itself", "신경망 자체"), "line"),
                Series("below", Text("its shadow in the plane", "평면 위의 그림자"), "line"),
            ),
        ),
        Figure(
            "ratio",
            Text("The loss of the shadow, in that of the network", "그림자의 손실을 신경망의 손실로 나눈 값"),
            EPOCH,
            Axis("", Text("ratio of the two losses", "두 손실의 비")),
            (
                Series("factor", Text("the shadow", "그림자"), "line", like="below"),
                Series("same", Text("if the path lay in the plane", "경로가 평면 위에 있다면"), "theory"),
            ),
        ),
    )
    facts = {
        "parameters": Fact(Text("weights of the network", "신경망의 가중치 수"), "P"),
        "first": Fact(Text("held by one direction", "방향 하나가 담는 비율"), unit=words.PERCENT),
        "both": Fact(Text("held by two directions", "방향 둘이 담는 비율"), unit=words.PERCENT),
        "random": Fact(Text("held by two random directions", "무작위 방향 둘이 담는 비율"), unit=words.PERCENT),
        "begin": Fact(Text("loss at the start", "시작의 손실")),
        "end": Fact(Text("loss at the end", "끝의 손실")),
        "farthest": Fact(Text("largest distance from the plane", "평면에서 가장 멀 때의 거리")),
        "farthest_at": Fact(Text("farthest in epoch", "가장 먼 에폭")),
        "off": Fact(Text("largest factor between the two losses", "두 손실의 가장 큰 비")),
    }

    trained_by: str = choice("plain", TRAINED_BY, help=Text("how it is trained", "학습 방법"))
    epochs: int = words.epochs(30, least=2)
    halvings: int = grounds.halvings()

    def passes(self, ground: Ground | None) -> float:
        pictures = grounds.passes(self.examples, sum(self.network.sizes[1:]), self.halvings)
        return 2 * pictures + 2 * (self.epochs + 1) * self.epoch(BATCH)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        network, examples = self.network, self.task().training
        kind, numbers = RULES[self.trained_by]
        rule = Rule.registry[kind](**numbers)
        (trip,) = yield from travelled(network, rule, examples, [self.seed], self.epochs, BATCH)
        path, end = trip.path, trip.path[-1]
        flat = flattened(path)
        aside = upright(drawn(network, end, self.seed))
        yield Facts({"parameters": float(len(end)), "random": 100 * held(path, aside)})
        yield Facts({"first": 100 * float(flat.held[0]), "both": 100 * float(flat.held.sum())})
        yield Rows("shares", _shares(path))
        plane = Plane(network, end, flat.axes, examples)
        places = flat.axes @ (path - end).T
        yield from self._losses(plane, path, places)
        window = around(places.T)
        yield grounds.over("plane", "path", places)
        yield from grounds.drawn("plane", plane, window, self.halvings)
        wide, high = (window[1] - window[0]) / 2, (window[3] - window[2]) / 2
        yield grounds.over("dot", "dot_path", aside @ (path - end).T)
        box = (-wide, wide, -high, high)
        yield from grounds.drawn("dot", Plane(network, end, aside, examples), box, self.halvings)

    def _losses(self, plane: Plane, path: Array, places: Array) -> Iterator[Part | None]:
        """What the plane says of the path, and what is true."""
        training, true = self.network.on(plane.examples), []
        for w in path:
            true.append(float(training.value(w)))
            yield None
        below, epochs = plane.value(places), np.arange(float(len(path)))
        away = path - path[-1]
        beside = np.linalg.norm(away - places.T @ plane.axes, axis=1)
        yield Rows("beside", {"epoch": epochs, "to_end": np.linalg.norm(away, axis=1), "to_plane": beside})
        yield Rows("shadow", {"epoch": epochs, "true": true, "below": below})
        yield Rows("ratio", {"epoch": epochs, "factor": below / true, "same": np.ones_like(epochs)})
        off = np.abs(np.log(below / true)).max()
        yield Facts({"begin": true[0], "end": true[-1], "off": float(np.exp(off))})
        yield Facts({"farthest": float(beside.max()), "farthest_at": float(beside.argmax())})


def _shares(path: Array) -> dict[str, Array]:
    lengths = np.linalg.svd(path[:-1] - path[-1], compute_uv=False)
    count = np.arange(1.0, min(MOST, len(lengths)) + 1)
    held = 100 * np.cumsum(lengths**2)[: len(count)] / (lengths**2).sum()
    return {"count": count, "held": held, "chance": 100 * count / path.shape[1]}
