"""The fading signal: what comes back of the error, layer by layer, depth by depth and step by step."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.networks import terms as of_networks
from optim_core.networks.effort import passes
from optim_core.networks.inits import INITS
from optim_core.networks.mlp import MLP
from optim_core.networks.units import COURSE
from optim_core.studies import stacks, words
from optim_core.studies.stacks import LAYER, WATCHED, Watched, middle, seen, stack
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study

DEPTHS = (1, 2, 3, 5, 7, 10, 14, 20)
STARTS = ("small", "xavier", "he", "normal")
UPDATE = Axis("update", Text("update, each with all pictures", "업데이트(매번 모든 그림 사용)"), "t")
LOOKED = 3  # times as dear as learning from the same pictures once: float64, and network by network
SHARE = Text("error signal, as a share of that at the output", "출력층의 오차 신호에 대한 비율")
BY_UNIT = tuple(Series(name, unit.title, "line") for name, unit in COURSE.items())


class FadingSignal(Study, kind="fading-signal"):
    """The chain rule multiplies one factor a layer: below one it fades, above one it explodes."""

    order = 200
    title = Text("The fading signal", "사라지는 신호")
    summary = Text(
        "Sends the error back through a deep stack of layers and shows how much of it reaches each of them.",
        "깊이 쌓은 층을 거슬러 오차를 되돌려 보내고, 층마다 얼마나 도달하는지 보여 줍니다.",
    )
    formula = (
        r"\delta_{k-1} = \delta_k W_k^\top \odot u'(z_{k-1})",
        r"\delta_1 = \delta_{L+1} \prod_{k} W_k^\top u'(z_{k-1})",
    )
    source = "Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010"
    figures = (
        Figure(
            "signal",
            Text("What reaches each layer", "층마다 도달하는 오차 신호"),
            LAYER,
            Axis("", SHARE, log=True),
            (*BY_UNIT, Series("quarter", Text("a quarter a layer", "층마다 4분의 1"), "theory")),
        ),
        Figure(
            "inits",
            Text("With other initial weights", "초기화를 바꾸면"),
            LAYER,
            Axis("", SHARE, log=True),
            tuple(Series(name, INITS[name].title, "line") for name in STARTS),
            of="unit",
        ),
        Figure(
            "product",
            Text("The product: slopes times weights", "곱의 두 부분: 기울기와 가중치"),
            LAYER,
            Axis("", Text("product from the output down to the layer", "출력층부터 그 층까지의 곱"), log=True),
            (
                Series("slopes", Text("slopes of the units", "활성화 함수의 기울기"), "line"),
                Series("weights", Text("weights", "가중치"), "line"),
                Series("both", Text("both: the error signal", "둘의 곱: 오차 신호"), "line"),
            ),
            of="unit",
        ),
        Figure(
            "depth",
            Text("What reaches the first layer", "첫 층에 도달하는 오차 신호"),
            Axis("depth", Text("hidden layers", "은닉층 수"), "L"),
            Axis("", SHARE, log=True),
            tuple(Series(f"{name}_depth", unit.title, "line", like=name) for name, unit in COURSE.items()),
        ),
        Figure(
            "training",
            Text("The first layer while it learns", "학습하는 동안의 첫 층"),
            UPDATE,
            Axis("", Text("length of the gradient of the first layer", "첫 층 기울기의 크기(노름)"), log=True),
            tuple(Series(f"{name}_training", unit.title, "line", like=name) for name, unit in COURSE.items()),
        ),
        Figure(
            "steps",
            Text("Every layer while it learns", "학습하는 동안의 모든 층"),
            UPDATE,
            LAYER,
            (Series("gradient", Text("length of the gradient", "기울기의 크기(노름)"), "cells", log=True),),
            of="unit",
        ),
    )
    facts = {
        **{
            name: Fact(Text(f"reaches the first layer, {unit.title.en}", f"첫 층에 도달하는 비율, {unit.title.ko}"))
            for name, unit in COURSE.items()
        },
        **{
            f"{name}_factor": Fact(Text(f"factor of a layer, {unit.title.en}", f"층마다 곱해지는 수, {unit.title.ko}"))
            for name, unit in COURSE.items()
        },
        **{
            name: Fact(Text(f"chosen unit, {INITS[name].title.en}", f"고른 활성화 함수, {INITS[name].title.ko}"))
            for name in STARTS
        },
        "slope": Fact(
            Text("slope of the chosen unit in the middle layer", "고른 활성화 함수의 가운데 층 기울기"), "u'"
        ),
    }

    depth: int = stacks.depth(10, Text("hidden layers", "은닉층 수"))
    width: int = stacks.width(32)
    init: str = stacks.init("fitting")
    batch_norm: bool = stacks.batch_norm()
    unit: str = of_networks.unit("sigmoid", Text("unit that is looked at closely", "자세히 살펴볼 활성화 함수"))
    updates: int = whole(
        40, 5, 200, minimum=1, maximum=500, symbol="T", help=Text("updates that are watched", "지켜보는 업데이트 수")
    )
    lr: float = terms.lr(0.03, 1e-3, 1.0)
    repeats: int = words.repeats(10)
    examples: int = words.examples(256)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        depths = [self.depth] * (len(COURSE) + len(STARTS) + 1) + list(DEPTHS) * len(COURSE)
        once = sum(self._pass(depth) for depth in depths)
        return self.repeats * once + WATCHED * (len(COURSE) + 1) * self.updates * self._pass(self.depth)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        layers = np.arange(1.0, self.depth + 2)
        columns = {"quarter": 0.25 ** (self.depth + 1 - layers)}
        for name in COURSE:
            columns[name] = yield from self._signal(self.depth, name, self.init)
            yield Facts({name: float(columns[name][0]), f"{name}_factor": float(columns[name][0] ** (1 / self.depth))})
        yield Rows("signal", {"layer": layers, **columns})
        columns = {}
        for name in STARTS:
            columns[name] = yield from self._signal(self.depth, self.unit, name)
            yield Facts({name: float(columns[name][0])})
        yield Rows("inits", {"layer": layers, **columns})
        yield from self._product(layers)
        for depth in DEPTHS:
            first = {}
            for name in COURSE:
                reached = yield from self._signal(depth, name, self.init)
                first[f"{name}_depth"] = reached[:1]
            yield Rows("depth", {"depth": [float(depth)], **first})
        yield from self._trained()

    def _product(self, layers: Array) -> Iterator[Part | None]:
        found = yield from self._seen(self.depth, self.unit, self.init)
        both, slopes = middle(found.signal), middle(found.slopes)
        with np.errstate(divide="ignore", invalid="ignore"):
            yield Rows("product", {"layer": layers, "slopes": slopes, "weights": both / slopes, "both": both})
            bend = slopes[:-1] / slopes[1:]
        yield Facts({"slope": float(bend[len(bend) // 2])})

    def _trained(self) -> Iterator[Part | None]:
        """The gradients before every update of trainings that differ in their unit."""
        examples, layers = stacks.standardised(int(self.examples)), np.arange(1.0, self.depth + 2)
        watched = {
            name: Watched(self._stack(self.depth, name, self.init), examples, self.lr, self.seed)
            for name in dict.fromkeys([*COURSE, self.unit])
        }
        for update in range(self.updates + 1):
            found = {name: one.gradients() for name, one in watched.items()}
            columns = {f"{name}_training": found[name][:1] for name in COURSE}
            yield Rows("training", {"update": [float(update)], **columns})
            here = np.full(len(layers), float(update))
            yield Rows("steps", {"update": here, "layer": layers, "gradient": found[self.unit]})
            for one in watched.values():
                yield from one.step()

    def _signal(self, depth: int, unit: str, init: str) -> Generator[None, None, Array]:
        """What reaches each layer, in the middle of the repeats."""
        found = yield from self._seen(depth, unit, init)
        return middle(found.signal)

    def _seen(self, depth: int, unit: str, init: str) -> Generator[None, None, stacks.Seen]:
        network, examples = self._stack(depth, unit, init), stacks.standardised(int(self.examples))
        return seen(network, examples, self.repeats, self.seed)

    def _stack(self, depth: int, unit: str, init: str) -> MLP:
        return stack(depth, self.width, unit, init, self.batch_norm)

    def _pass(self, depth: int) -> float:
        network = self._stack(depth, "relu", self.init)
        return LOOKED * passes(network.parameters, int(self.examples), int(self.examples), self.batch_norm)
