"""Darts: the best of many random points, against following the slope, and in more and more dimensions."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import pairwise

import numpy as np

from optim_core import terms
from optim_core.fields import Array, Text, whole
from optim_core.optimizers.gradient_descent import GradientDescent
from optim_core.optimizers.momentum import Momentum
from optim_core.rule import Rule
from optim_core.single import single
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Part, Rows, Series, Study
from optim_core.surface import Surface
from optim_core.trace.effort import passes

AT_ONCE = 250_000  # darts: some 10 ms
MOMENTS = 60  # at which the race is drawn
UPDATE = 200  # passes of one update of a single run
DRAWN = 3.0  # passes of a random number and what is done with it
ONE = 1 / 6  # half the square of a number between -1 and 1, on average

SPREAD = Text("best dart, 80 % of the tries", "가장 낮은 다트(시도의 80 %)")
BEST = Text("best dart, median of the tries", "가장 낮은 다트(시도들의 중앙값)")


class Darts(Study, kind="darts"):
    """Random search, "strategy 1" of CS231n: fine where two numbers are to be found, hopeless where there are many."""

    order = 10
    grounded = True
    title = Text("Darts against the slope", "다트 던지기와 경사 따라가기")
    summary = Text(
        "The lowest of many random points against as many steps downhill; then the same darts in more dimensions.",
        "무작위로 던진 점 중 가장 낮은 것과 같은 횟수만큼 경사를 따라간 것을 비교하고, 이어서 차원을 늘려 봅니다.",
    )
    source = "Li, Karpathy, CS231n: Optimization I, strategies 1 and 3, 2015"
    figures = (
        Figure(
            "race",
            Text("Lowest loss found so far", "지금까지 찾은 가장 낮은 손실"),
            Axis(
                "evaluations",
                Text("darts thrown, or gradients asked for", "던진 다트 수 또는 기울기 계산 수"),
                log=True,
            ),
            Axis("", Text("loss above the minimum, where that is known", "손실(최솟값을 알면 그와의 차이)"), log=True),
            (
                Series("darts_low", SPREAD, "spread", "darts_high"),
                Series("darts", BEST, "line"),
                Series("descent", GradientDescent.title, "line"),
                Series("momentum", Momentum.title, "line"),
            ),
        ),
        Figure(
            "dimension",
            Text("The same number of darts in more dimensions", "같은 수의 다트를 더 높은 차원에 던지면"),
            Axis("dimension", Text("dimensions", "차원"), r"d"),
            Axis("", Text("half the mean square of the coordinates", "좌표 제곱 평균의 절반"), log=True),
            (
                Series("best_low", SPREAD, "spread", "best_high"),
                Series("best", BEST, "line", like="darts"),
                Series("one", Text("a single dart, on average", "다트 하나의 평균"), "theory"),
            ),
        ),
    )
    facts = {
        "darts": Fact(BEST),
        "darts_low": Fact(Text("a lucky try (1 in 10)", "운 좋은 시도(열 번에 한 번)")),
        "darts_high": Fact(Text("an unlucky try (1 in 10)", "운 나쁜 시도(열 번에 한 번)")),
        "descent": Fact(GradientDescent.title),
        "momentum": Fact(Momentum.title),
        "wins": Fact(Text("tries that beat gradient descent", "경사하강법을 이긴 시도"), unit=PERCENT),
        "in_one": Fact(Text("best dart in one dimension", "1차원에서 가장 낮은 다트"), "d = 1"),
        "in_most": Fact(Text("best dart in the most dimensions", "가장 높은 차원에서 가장 낮은 다트")),
        "one": Fact(Text("a single dart, on average", "다트 하나의 평균"), "1/6"),
    }

    throws: int = whole(
        1000, 10, 10_000, log=True, minimum=1, symbol="N", help=Text("darts in a try", "한 번의 시도에 던지는 다트 수")
    )
    tries: int = whole(
        200, 1, 500, symbol="n", help=Text("tries, each with its own luck", "서로 다른 난수로 되풀이하는 횟수")
    )
    lr: float = terms.lr(1e-3, 1e-5, 1.0)
    momentum: float = terms.momentum()
    dimensions: int = whole(100, 2, 200, symbol="d", help=Text("most dimensions", "가장 높은 차원"))
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        on = passes(_needed(ground).surface)
        return self.tries * self.throws * (2 * DRAWN + on + DRAWN * self.dimensions) + 2 * UPDATE * self.throws * on

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._race(_needed(ground))
        yield from self._dimensions()

    def _race(self, ground: Ground) -> Iterator[Part | None]:
        floor = ground.surface.floor() or 0.0
        moments = np.unique(np.geomspace(1, self.throws, min(MOMENTS, self.throws)).round().astype(int))
        walks: dict[str, Array] = {}
        for name, rule in (("descent", GradientDescent(lr=self.lr)), ("momentum", self._momentum())):
            lowest = yield from _lowest(rule, ground, self.throws)
            walks[name] = lowest[moments] - floor
        best = np.full(self.tries, np.inf)
        streams = [np.random.default_rng((self.seed, number)) for number in range(self.tries)]
        for i, (thrown, so_far) in enumerate(pairwise([0, *moments.tolist()])):
            for count in _portions(so_far - thrown, self.tries):
                best = np.fmin(best, _thrown(ground.surface, streams, count))
                yield None
            found = _quantiles(best - floor, "darts")
            yield Rows(
                "race", {"evaluations": [so_far], **found, **{name: walk[i : i + 1] for name, walk in walks.items()}}
            )
        last = {name: float(walk[-1]) for name, walk in walks.items()}
        wins = 100 * float(np.mean(best - floor < last["descent"]))
        yield Facts({name: float(value[0]) for name, value in found.items()} | last | {"wins": wins})

    def _momentum(self) -> Rule:
        return Momentum(lr=self.lr, momentum=self.momentum)

    def _dimensions(self) -> Iterator[Part | None]:
        """A dart of d + 1 dimensions is one of d dimensions and one number more."""
        rng = np.random.default_rng((self.seed, self.tries))
        squares = np.zeros((self.tries, self.throws))
        rows = max(1, AT_ONCE // self.throws)
        for d in range(1, self.dimensions + 1):
            for first in range(0, self.tries, rows):
                part = squares[first : first + rows]
                part += rng.uniform(-1.0, 1.0, part.shape) ** 2
                yield None
            found = _quantiles(squares.min(axis=1) / (2 * d), "best")
            yield Rows("dimension", {"dimension": [d], "one": [ONE], **found})
            if d == 1:
                yield Facts({"in_one": float(found["best"][0]), "one": ONE})
        yield Facts({"in_most": float(found["best"][0])})


def _needed(ground: Ground | None) -> Ground:
    if ground is None:
        raise ValueError("darts are thrown at a surface: the study needs a ground")
    return ground


def _lowest(rule: Rule, ground: Ground, updates: int) -> Generator[None, None, Array]:
    """The lowest loss up to each point of a run, (updates + 1,)."""
    run = single(rule, ground.surface, ground.at, updates)
    losses = np.empty(0)
    while (stretch := run.advance(2_000)) is not None:
        losses = np.concatenate([losses, stretch.loss])
        yield None
    lowest = np.fmin.accumulate(losses)
    return np.concatenate([lowest, np.full(updates + 1 - len(lowest), lowest[-1])])


def _portions(darts: int, tries: int) -> Iterator[int]:
    most = max(1, AT_ONCE // tries)
    while darts:
        yield min(darts, most)
        darts -= min(darts, most)


def _thrown(surface: Surface, streams: list[np.random.Generator], count: int) -> Array:
    """The lowest of so many more darts of each try, (tries,)."""
    x_min, x_max, y_min, y_max = surface.domain()
    p = np.stack([stream.random((count, 2)) for stream in streams]).transpose(2, 0, 1)
    places = np.stack([x_min + (x_max - x_min) * p[0], y_min + (y_max - y_min) * p[1]])
    with np.errstate(all="ignore"):
        losses = np.broadcast_to(surface.value(places), places.shape[1:])
    return np.asarray(np.fmin.reduce(losses, axis=1))


def _quantiles(found: Array, name: str) -> dict[str, Array]:
    with np.errstate(invalid="ignore"):  # a try that has hit nothing yet is infinitely far
        low, middle, high = np.quantile(found, [0.1, 0.5, 0.9])
    return {f"{name}_low": np.array([low]), name: np.array([middle]), f"{name}_high": np.array([high])}
