"""Slices of a real landscape: along random directions, fitted to the network or raw, and from its start to its end."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.batch import grid
from optim_core.fields import Array, Text, hyper, whole
from optim_core.networks import terms as of_networks
from optim_core.networks.mlp import MLP
from optim_core.networks.plane import Plane
from optim_core.networks.trips import drawn, rescaled, travelled
from optim_core.optimizers.momentum import Momentum
from optim_core.studies import grounds, tasks, words
from optim_core.studies.grounds import ground
from optim_core.studies.tasks import Tasked
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series

BATCH = 32
SHADES = (0.01, 10.0)  # of all four pictures, that they may be compared
ALONG = np.linspace(-0.25, 1.5, 71)
FITTED = (
    Text("along a random direction, in lengths of each unit's weights", "무작위 방향 1, 단위는 유닛마다 가중치의 길이"),
    Text("along another, likewise", "무작위 방향 2, 같은 단위"),
)
RAW = (
    Text("along a random direction, each weight by a draw of spread 0.2", "무작위 방향 1, 가중치마다 표준편차 0.2"),
    Text("along another, likewise", "무작위 방향 2, 같은 단위"),
)
PART = Axis("alpha", Text("share of the way from start to end", "시작에서 끝까지 간 비율"), r"\alpha")
BY_PART = (
    Series("training", Text("examples it learns from", "학습 데이터"), "line"),
    Series("validation", Text("unseen examples", "처음 보는 데이터"), "line"),
)
ROUNDING = 1e-9  # of losses: less is no change
SAME = Text("the same, up to rounding in the last digits", "같습니다. 남은 변화는 마지막 자리의 반올림입니다")
OTHER = Text("not the same", "다릅니다")
PICTURES = {
    "fitted": Text("Directions as long as the filters", "필터 길이에 맞춘 방향"),
    "fitted_otherwise": Text(
        "As long as the filters; network written otherwise", "필터 길이에 맞춘 방향, 다르게 적은 신경망"
    ),
    "raw": Text("Raw directions", "맞추지 않은 방향"),
    "raw_otherwise": Text("Raw; network written otherwise", "맞추지 않은 방향, 다르게 적은 신경망"),
}


class Slices(Tasked, kind="slices"):
    """A slice is a choice of directions: not fitted to the network it shows how that is written, not how it behaves."""

    order = 260
    title = Text("Slicing a real landscape", "진짜 지형 자르기")
    summary = Text(
        "Cuts the loss of a trained network along random directions, and writes the same network otherwise: one layer "
        "times ten, the next divided by ten. Only directions fitted to its filters show the same landscape again.",
        "학습된 신경망의 손실을 무작위 방향으로 자르고, 한 층은 10배, 다음 층은 10분의 1로 바꾸어 "
        "같은 신경망을 다르게 적습니다. 필터 길이에 맞춘 방향만 같은 지형을 다시 보여 줍니다.",
    )
    formula = (
        r"f(x, y) = L(w + x d_1 + y d_2)",
        r"d \leftarrow \frac{d}{\lVert d \rVert} \lVert w \rVert \quad \text{(filter by filter)}",
        r"u(W_2 \, u(W_1 a)) = u(\tfrac{1}{c} W_2 \, u(c W_1 a)) \quad \text{(ReLU)}",
    )
    source = "Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural nets, 2018"
    figures = (
        *(ground(name, title, *(RAW if "raw" in name else FITTED), ends=SHADES) for name, title in PICTURES.items()),
        Figure(
            "between",
            Text("From start to end: loss", "시작에서 끝까지: 손실"),
            PART,
            Axis("", grounds.LOSS, log=True),
            BY_PART,
        ),
        Figure(
            "answers",
            Text("From start to end: right answers", "시작에서 끝까지: 정답률"),
            PART,
            Axis("", Text("right answers, %", "정답률, %"), ends=(0.0, 100.0)),
            tuple(one._replace(column=f"{one.column}_right", like=one.column) for one in BY_PART),
        ),
    )
    facts = {
        "loss": Fact(Text("loss in the middle", "가운데의 손실")),
        "corners": Fact(Text("loss in the corners, fitted (mean)", "네 모서리의 손실 평균, 맞춘 방향")),
        "accuracy": Fact(Text("right answers on unseen examples", "처음 보는 데이터의 정답률"), unit=words.PERCENT),
        "apart": Fact(Text("how far the scores change when written otherwise", "다르게 적었을 때 점수의 변화")),
        "fitted_change": Fact(Text("largest change of the fitted slice", "맞춘 단면의 가장 큰 변화")),
        "same": Fact(Text("fitted, the two slices are", "맞춘 두 단면은")),
        "raw_change": Fact(Text("largest change of the raw slice", "맞추지 않은 단면의 가장 큰 변화")),
        "raw_mean": Fact(Text("mean of the raw slice", "맞추지 않은 단면의 평균")),
        "raw_mean_otherwise": Fact(Text("mean of it written otherwise", "다르게 적은 뒤의 평균")),
        "hill": Fact(Text("how far the straight way rises above its start", "곧은 길이 출발점보다 높아지는 정도")),
    }

    data: str = tasks.data("moons")
    examples: int = words.examples(300)
    layers: int = whole(2, 1, 4, symbol="L", help=Text("hidden layers", "은닉층 수"))
    units: int = of_networks.units(16, 4, 64)
    factor: float = hyper(
        10.0,
        1.0,
        20.0,
        minimum=0.1,
        maximum=100.0,
        symbol="c",
        help=Text("the first layer times, the second divided by", "첫 층에 곱하고 둘째 층을 나누는 수"),
    )
    reach: float = hyper(
        1.0,
        0.1,
        2.0,
        minimum=0.01,
        maximum=10.0,
        symbol="r",
        help=Text("how far the pictures reach", "그림이 닿는 거리"),
    )
    directions: int = whole(
        1, 0, 100, maximum=2**31 - 1, symbol="s", help=Text("seed of the directions", "방향의 난수 시드")
    )
    lr: float = terms.lr(0.05, 1e-3, 0.3)
    epochs: int = words.epochs(100)
    halvings: int = grounds.halvings()

    def passes(self, ground: Ground | None) -> float:
        units, pictures = sum(self.network.sizes[1:]), len(PICTURES)
        looked = 4 * len(ALONG) / 81  # at points of a first picture, on two parts, twice
        return (
            self.epochs * self.epoch(BATCH)
            + pictures * grounds.passes(self.examples, units, self.halvings)
            + looked * grounds.passes(self.examples, units, 0)
        )

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        split, network = self.task(), self.network
        learnt = split.training
        (trip,) = yield from travelled(network, Momentum(lr=self.lr), learnt, [self.seed], self.epochs, BATCH)
        begin, end = trip.path[0], trip.path[-1]
        other = rescaled(network, end, self.factor)
        accuracy = network.on(split.validation).accuracy(end)
        apart = np.abs(network.scores(other, learnt.inputs) - network.scores(end, learnt.inputs)).max()
        yield Facts({"loss": float(network.on(learnt).value(end)), "accuracy": 100 * float(accuracy)})
        yield Facts({"apart": float(apart)})
        yield from self._between(begin, end)
        fitted, fitted_otherwise, raw, raw_otherwise = yield from self._pictures(network, end, other)
        change = float(np.abs(fitted_otherwise - fitted).max())
        yield Facts(
            {
                "fitted_change": change,
                "same": SAME if change < ROUNDING else OTHER,
                "raw_change": float(np.abs(raw_otherwise - raw).max()),
                "raw_mean": float(raw.mean()),
                "raw_mean_otherwise": float(raw_otherwise.mean()),
            }
        )

    def _between(self, begin: Array, end: Array) -> Iterator[Part | None]:
        """Straight from one to the other, and beyond."""
        split, line = self.task(), np.stack([ALONG, np.zeros_like(ALONG)])
        axes = np.stack([end - begin, np.zeros_like(end)])
        planes = {
            name: Plane(self.network, begin, axes, examples)
            for name, examples in (("training", split.training), ("validation", split.validation))
        }
        heights = {name: plane.value(line) for name, plane in planes.items()}
        yield Rows("between", {"alpha": ALONG, **heights})
        right = {f"{name}_right": 100 * plane.right(line) for name, plane in planes.items()}
        yield Rows("answers", {"alpha": ALONG, **right})
        way = heights["training"][(ALONG >= 0) & (ALONG <= 1)]
        yield Facts({"hill": float(way.max() - way[0])})
        for figure in ("between", "answers"):
            yield Mark(figure, 0.0, Text("start", "시작"))
            yield Mark(figure, 1.0, Text("end", "끝"))

    def _pictures(self, network: MLP, end: Array, other: Array) -> Generator[Part | None, None, list[Array]]:
        """All heights of each picture."""
        box = (-self.reach, self.reach, -self.reach, self.reach)
        examples, each = self.task().training, []
        for name in PICTURES:
            w = other if name.endswith("otherwise") else end
            plane = Plane(network, w, drawn(network, w, self.directions, fitted=name.startswith("fitted")), examples)
            found: list[Array] = []
            yield from grounds.drawn(name, plane, box, self.halvings, found)
            each.append(np.concatenate(found))
            if name == "fitted":
                yield Facts({"corners": float(plane.value(np.array(grid(box, 2, 2))).mean())})
        return each
