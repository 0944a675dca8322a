"""Grid or random: how many values of each setting they test, how often they hit, and what that is worth on digits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.search.compare import compare
from optim_core.search.dimension import Range
from optim_core.search.hunting import Tried
from optim_core.search.outcome import outcomes
from optim_core.search.region import Regions
from optim_core.search.space import Space
from optim_core.search.strategies.grid import Grid, shares_of
from optim_core.search.strategies.random import RandomTrials
from optim_core.search.strategy import Hunt
from optim_core.search.targets.digits import Digits
from optim_core.studies import attempts
from optim_core.studies.words import PERCENT, POINTS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

MOST, SIZES = 729, 12  # trials of the largest grid that throws darts, and how many grids do
AT_ONCE = 200_000  # coordinates: some ms
DRAWN = 6.0  # passes of a coordinate that is drawn and measured
GRIDS = (9, 25)  # trials on the digits
EPOCHS = 3  # so few that a good learning rate is worth something
L2 = Range(1e-6, 1e-2, "log", minimum=0.0)
DECADES = (4.0, 5.0)  # the learning rate is searched over, somewhere between these:
RATES = (-5.0, 1.0)

GRID, RANDOM = Grid.title, RandomTrials.title
TRIALS = Text("trials", "시도 횟수")
VALUES = Text("values tested", "시험한 값")
ENDS = 0.0, 1.0
MATTERS = Axis("at", Text("the setting that matters, share of its range", "중요한 설정(범위에서의 위치)"), ends=ENDS)
SLOTS = {"grid": attempts.GRID, "random": attempts.RANDOM}
GOOD_FROM, GOOD_TO = Text("good from here", "여기부터 좋은 구간"), Text("to here", "여기까지")


def _thrown(name: str, title: Text, text: Text) -> Figure:
    """The trials of one strategy."""
    return Figure(
        name,
        text,
        MATTERS,
        Axis("", Text("the other setting", "다른 설정"), ends=ENDS),
        (Series(name, title, "spots", slot=SLOTS[name]),),
    )


def _lines(column: str) -> tuple[Series, Series]:
    return Series(f"grid_{column}", GRID, "line", like="grid"), Series(
        f"random_{column}", RANDOM, "line", like="random"
    )


class GridOrRandom(Study, kind="grid-or-random"):
    """The same number of trials on a grid and at random, where one setting matters more than the others."""

    order = 94
    title = Text("Grid or random", "격자와 무작위")
    summary = Text(
        "Tries the same number of settings on a grid and at random, and counts which finds the good ones more often.",
        "같은 횟수를 격자와 무작위로 시도하고, 어느 쪽이 좋은 설정을 더 자주 찾는지 셉니다.",
    )
    formula = (
        r"\sum_j \left(\frac{u_j - c_j}{w_j / 2}\right)^2 \le 1, \quad w_1 = w, \quad w_{j > 1} = q w",
        r"P(\text{random hits}) = 1 - (1 - w)^n \quad \text{if only one setting matters}",
    )
    source = "Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012"
    figures = (
        _thrown("grid", GRID, Text("Trials on a grid", "격자 위의 시도")),
        _thrown("random", RANDOM, Text("Trials at random", "무작위 시도")),
        Figure(
            "tested",
            Text("Values tested of the setting that matters", "중요한 설정에서 시험한 값"),
            MATTERS,
            Axis("", Text("how they were chosen", "고른 방법")),
            (
                Series("grid_tested", GRID, "dots", like="grid"),
                Series("random_tested", RANDOM, "dots", like="random"),
            ),
        ),
        Figure(
            "hits",
            Text("How often the good region is hit", "좋은 영역을 맞힐 확률"),
            Axis("trials", TRIALS, "n", log=True),
            Axis("", Text("hits, %", "맞힌 비율, %")),
            (
                *_lines("hit"),
                Series("expected", Text("random, if one setting matters", "무작위, 하나만 중요할 때"), "theory"),
            ),
        ),
        Figure(
            "values",
            Text(f"Values of each setting that {MOST} trials test", f"{MOST}번의 시도가 설정마다 시험하는 값의 수"),
            Axis("dimension", Text("settings", "설정의 수"), "d"),
            Axis("", VALUES, log=True),
            _lines("each"),
        ),
        Figure(
            "digits",
            Text("The best network that reads digits", "숫자를 읽는 가장 좋은 신경망"),
            Axis("trials", TRIALS, "n"),
            Axis("", Text("validation accuracy, mean of the repeats, %", "검증 정확도, 반복 평균, %")),
            _lines("best"),
        ),
    )
    facts = {
        "grid_hit": Fact(Text("the grid hits", "격자가 맞힐 확률"), unit=PERCENT),
        "random_hit": Fact(Text("random trials hit", "무작위가 맞힐 확률"), unit=PERCENT),
        "grid_values": Fact(Text("values of each setting on the grid", "격자가 설정마다 시험하는 값")),
        "random_values": Fact(Text("values of each setting at random", "무작위가 설정마다 시험하는 값")),
        "grid_digits": Fact(Text("digits, 9 trials on a grid", "숫자, 격자 9번"), unit=PERCENT),
        "random_digits": Fact(Text("digits, 9 random trials", "숫자, 무작위 9번"), unit=PERCENT),
        "gain": Fact(Text("what random gains with 9 trials", "9번일 때 무작위의 이득"), unit=POINTS),
        "late_gain": Fact(Text("what random gains with 25 trials", "25번일 때 무작위의 이득"), unit=POINTS),
        "wins": Fact(Text("repeats in which 9 random trials are better", "무작위 9번이 더 나은 반복"), unit=PERCENT),
    }

    trials: int = whole(9, 4, 100, minimum=2, maximum=MOST, symbol="n", help=Text("trials", "시도 횟수"))
    dimensions: int = whole(2, 1, 6, symbol="d", help=Text("settings", "설정의 수"))
    width: float = hyper(
        0.05,
        0.02,
        0.5,
        minimum=0.001,
        maximum=0.9,
        symbol="w",
        help=Text("good part of the range of the setting that matters", "중요한 설정에서 좋은 구간의 비율"),
    )
    ratio: float = hyper(
        100.0,
        1.0,
        100.0,
        log=True,
        maximum=1e6,
        symbol="q",
        help=Text(
            "how much wider it is for the other settings; 1: all matter alike",
            "다른 설정에서는 몇 배 넓은지. 1이면 모두 똑같이 중요",
        ),
    )
    tries: int = whole(
        2000,
        100,
        10_000,
        log=True,
        minimum=10,
        minor=True,
        symbol="m",
        help=Text("repeats, each with another good region", "좋은 영역을 바꿔 가며 되풀이하는 횟수"),
    )
    repeats: int = whole(
        12,
        1,
        40,
        symbol="r",
        help=Text("repeats on the digits, each in another range", "숫자 데이터에서 범위를 바꿔 가며 되풀이하는 횟수"),
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        darts = DRAWN * self.tries * self.dimensions * 2 * sum(self._sizes())
        return darts + 2 * sum(GRIDS) * self.repeats * Digits(epochs=EPOCHS).passes(EPOCHS)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._shown()
        yield from self._hits()
        for d in range(1, 7):
            yield Rows(
                "values", {"dimension": [d], "grid_each": [shares_of(MOST, [None] * d)[0]], "random_each": [MOST]}
            )
        yield from self._digits()

    def _shown(self) -> Iterator[Part]:
        region = Regions.drawn(self._widths(), 1, np.random.default_rng((self.seed, 0)))
        for name, strategy in (("grid", Grid()), ("random", RandomTrials())):
            places = self._places(strategy, np.random.default_rng((self.seed, 0, 1)))
            across, up = (places[0], places[1] if self.dimensions > 1 else np.full(places.shape[1], 0.5))
            yield Rows(name, {"at": across, name: up})
            values = np.unique(across)
            yield Rows("tested", {"at": values, f"{name}_tested": np.arange(1.0, len(values) + 1)})
            yield Facts({f"{name}_values": float(len(values))})
        for side, title in ((-0.5, GOOD_FROM), (0.5, GOOD_TO)):
            for figure in ("grid", "random", "tested"):
                yield Mark(figure, float(region.centres[0, 0] + side * self.width), title)

    def _places(self, strategy: Grid | RandomTrials, rng: np.random.Generator, trials: int = 0) -> Array:
        space = Space({str(i): Range(0.0, 1.0) for i in range(self.dimensions)})
        return next(strategy.waves(Hunt(space, 1, trials or self.trials, rng))).places

    def _sizes(self) -> list[int]:
        """The trials of full grids, about a dozen of them, and those asked for."""
        sides = np.geomspace(2, int(MOST ** (1 / self.dimensions) + 1e-9), SIZES).round().astype(int).tolist()
        return sorted({side**self.dimensions for side in sides} | {self.trials})

    def _widths(self) -> Array:
        return np.array([self.width, *[self.width * self.ratio] * (self.dimensions - 1)])

    def _hits(self) -> Iterator[Part | None]:
        for n in self._sizes():
            rng = np.random.default_rng((self.seed, n))
            grid = self._places(Grid(), rng, n)
            hits, most = np.zeros(2), max(1, AT_ONCE // (n * self.dimensions))
            for first in range(0, self.tries, most):
                regions = Regions.drawn(self._widths(), min(most, self.tries - first), rng)
                drawn = rng.random((self.dimensions, n, regions.centres.shape[1]))
                hits += [np.count_nonzero(regions.hit(places)) for places in (grid, drawn)]
                yield None
            grid_hit, random_hit = (100 * hits / self.tries).tolist()
            found = {"grid_hit": grid_hit, "random_hit": random_hit}
            expected = 100 * (1 - (1 - self.width) ** n)
            yield Rows("hits", {name: [v] for name, v in {"trials": n, "expected": expected, **found}.items()})
            if n == self.trials:
                yield Facts(found)

    def _digits(self) -> Iterator[Part | None]:
        """Ranges of the learning rate that somebody may have chosen; the penalty on large weights matters little."""
        rng = np.random.default_rng((self.seed, 2))
        best = np.empty((len(GRIDS), 2, self.repeats))
        for repeat in range(self.repeats):
            wide = rng.uniform(*DECADES)
            low = rng.uniform(RATES[0], RATES[1] - wide)
            space = Space({"lr": Range(10**low, 10 ** (low + wide), "log"), "l2": L2})
            for row, n in enumerate(GRIDS):
                tried = []
                target = Digits(epochs=EPOCHS)
                for part in compare(
                    target, space, [Grid(), RandomTrials()], budget=n * EPOCHS, seed=self.seed + repeat
                ):
                    yield None
                    tried += [part] if isinstance(part, Tried) else []
                best[row, :, repeat] = [max(0.0, 100 - of.score) for of in outcomes(tried, space)]
        mean = best.mean(axis=2)
        yield Rows("digits", {"trials": GRIDS, "grid_best": mean[:, 0], "random_best": mean[:, 1]})
        gains = mean[:, 1] - mean[:, 0]
        wins = 100 * np.mean(best[0, 1] > best[0, 0])
        found = {
            "grid_digits": mean[0, 0],
            "random_digits": mean[0, 1],
            "gain": gains[0],
            "late_gain": gains[-1],
            "wins": wins,
        }
        yield Facts({name: float(value) for name, value in found.items()})
