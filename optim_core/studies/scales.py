"""Scales: where draws fall that are uniform in a number, in its logarithm, and in the logarithm of 1 less it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, hyper, whole
from optim_core.studies.words import PERCENT
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

AT_ONCE = 100_000  # draws: some ms
DRAWN = 4.0  # passes of a draw on both scales
MEMORY = (0.9, 0.999)  # momentum, from 10 steps that are remembered to 1,000
LONG = 0.99  # from here on it remembers more than 100

LR = Text("learning rate", "학습률")
UNIFORM, LOG = Text("drawn uniformly", "균등하게 뽑음"), Text("drawn on a log scale", "로그 척도로 뽑음")
MIRROR = Text("drawn on the log scale of 1 - μ", "1 - μ의 로그 척도로 뽑음")
SHARE = Text("share of the draws, %", "뽑힌 값의 비율, %")


RATES = (Series("uniform", UNIFORM, "dots"), Series("log", LOG, "dots"))
MOMENTA = (Series("uniform_momentum", UNIFORM, "dots", like="uniform"), Series("mirror", MIRROR, "dots"))


class Scales(Study, kind="scales"):
    """Ten percent or seventy-five: what a scale does to random draws (Ng's tuning lectures)."""

    order = 60
    title = Text("Linear or log", "선형 척도와 로그 척도")
    summary = Text(
        "Draws learning rates uniformly and on a log scale, and momentum uniformly and on the log scale of 1 - μ.",
        "학습률은 균등하게 또는 로그 척도로, 모멘텀은 균등하게 또는 1 - μ의 로그 척도로 뽑아 봅니다.",
    )
    formula = (
        r"\eta = a + (b - a) u, \quad P(\eta < c) = \frac{c - a}{b - a}",
        r"\eta = 10^{r}, \quad r = \log a + (\log b - \log a) u",
        r"P(\eta < c) = \frac{\log c - \log a}{\log b - \log a}",
        r"1 - \mu = 10^{r}",
    )
    source = "Ng, Improving Deep Neural Networks: using an appropriate scale to pick hyperparameters, 2017"
    figures = (
        Figure(
            "linear",
            Text("Draws on a linear number line", "선형 수직선 위에 뽑힌 값"),
            Axis("rate", LR, r"\eta"),
            Axis("", Text("how they were drawn", "뽑은 방법")),
            RATES,
        ),
        Figure(
            "log",
            Text("The same draws on a logarithmic line", "같은 값을 로그 수직선 위에 놓으면"),
            Axis("rate", LR, r"\eta", log=True),
            Axis("", Text("how they were drawn", "뽑은 방법")),
            RATES,
        ),
        Figure(
            "share",
            Text("Share of the draws in each decade", "자릿수 구간마다 뽑힌 비율"),
            Axis("rate", Text("learning rate, middle of the decade", "학습률(구간의 가운데)"), r"\eta", log=True),
            Axis("", SHARE),
            (
                Series("uniform_share", UNIFORM, "bars", like="uniform"),
                Series("log_share", LOG, "bars", like="log"),
            ),
        ),
        Figure(
            "momentum",
            Text("Draws of momentum on a linear line", "선형 수직선 위에 뽑힌 모멘텀"),
            Axis("momentum", Text("momentum", "모멘텀"), r"\mu"),
            Axis("", Text("how they were drawn", "뽑은 방법")),
            MOMENTA,
        ),
        Figure(
            "memory",
            Text("The same momenta by the steps that they remember", "같은 모멘텀이 기억하는 스텝 수"),
            Axis("memory", Text("steps that are remembered", "기억하는 스텝 수"), r"1/(1 - \mu)", log=True),
            Axis("", Text("how they were drawn", "뽑은 방법")),
            MOMENTA,
        ),
    )
    facts = {
        "uniform_exact": Fact(
            Text("below the border, uniform, exact", "경계보다 작을 확률, 균등, 이론값"), unit=PERCENT
        ),
        "uniform_drawn": Fact(Text("below the border, uniform, drawn", "경계보다 작은 비율, 균등, 실제"), unit=PERCENT),
        "log_exact": Fact(Text("below the border, log, exact", "경계보다 작을 확률, 로그, 이론값"), unit=PERCENT),
        "log_drawn": Fact(Text("below the border, log, drawn", "경계보다 작은 비율, 로그, 실제"), unit=PERCENT),
        "uniform_last": Fact(Text("in the largest decade, uniform", "가장 큰 자릿수 구간, 균등"), unit=PERCENT),
        "log_last": Fact(Text("in the largest decade, log", "가장 큰 자릿수 구간, 로그"), unit=PERCENT),
        "uniform_long": Fact(
            Text("momentum that remembers over 100 steps, uniform", "100스텝 넘게 기억하는 모멘텀, 균등"), unit=PERCENT
        ),
        "mirror_long": Fact(
            Text("momentum that remembers over 100 steps, log of 1 - μ", "100스텝 넘게 기억하는 모멘텀, 1 - μ의 로그"),
            unit=PERCENT,
        ),
    }

    low: float = hyper(
        1e-4, 1e-6, 0.01, log=True, minimum=1e-9, symbol="a", help=Text("smallest learning rate", "가장 작은 학습률")
    )
    high: float = hyper(
        1.0, 0.1, 10.0, log=True, maximum=1e3, symbol="b", help=Text("largest learning rate", "가장 큰 학습률")
    )
    below: float = hyper(
        0.1, 1e-4, 1.0, log=True, minimum=1e-9, maximum=1e3, symbol="c", help=Text("border to be below", "비교할 경계")
    )
    dots: int = whole(60, 1, 200, symbol="m", help=Text("draws that are shown", "그림에 보일 값의 수"))
    draws: int = whole(
        1_000_000,
        100,
        1_000_000,
        log=True,
        minimum=1,
        minor=True,
        symbol="n",
        help=Text("draws that are counted", "세어 볼 값의 수"),
    )
    seed: int = whole(0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the luck", "난수 시드"))

    def passes(self, ground: Ground | None) -> float:
        return DRAWN * (self.draws + self.dots)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        u = np.random.default_rng((self.seed, 0)).random(self.dots)
        numbers = np.arange(1.0, self.dots + 1)
        for figure in ("linear", "log"):
            yield Rows(figure, {"rate": self._uniform(u), "uniform": numbers})
            yield Rows(figure, {"rate": self._log(u), "log": numbers})
            yield Mark(figure, self.below, Text("border", "경계"))
        yield from _momenta(u, numbers)
        yield from self._shares()

    def _uniform(self, u: Array) -> Array:
        return self.low + (self.high - self.low) * u

    def _log(self, u: Array) -> Array:
        return np.asarray(self.low * (self.high / self.low) ** u)

    def _below(self, border: Array | float) -> tuple[Array, Array]:
        """The chance, in percent, that a draw is below, on both scales."""
        within = np.clip(border, self.low, self.high)
        uniform = (within - self.low) / (self.high - self.low)
        return 100 * uniform, 100 * np.log(within / self.low) / np.log(self.high / self.low)

    def _shares(self) -> Iterator[Part | None]:
        """Exactly and by counting, decade by decade and below the border."""
        inner = np.arange(np.floor(np.log10(self.low)) + 1, np.ceil(np.log10(self.high)))
        edges = np.concatenate([[self.low], 10.0**inner, [self.high]])
        edges = np.unique(np.clip(edges, self.low, self.high))
        uniform, log = (np.diff(chance) for chance in self._below(edges))
        last = {"uniform_last": float(uniform[-1]), "log_last": float(log[-1])}
        at_border = dict(zip(("uniform_exact", "log_exact"), map(float, self._below(self.below)), strict=True))
        yield Facts(at_border | last)
        counts, under = np.zeros((2, len(edges) - 1)), np.zeros(2)
        rng = np.random.default_rng((self.seed, 1))
        for first in range(0, self.draws, AT_ONCE):
            u = rng.random(min(AT_ONCE, self.draws - first))
            for scale, rates in enumerate((self._uniform(u), self._log(u))):
                counts[scale] += np.histogram(rates, edges)[0]
                under[scale] += np.count_nonzero(rates < self.below)
                yield None
        shares = dict(zip(("uniform_share", "log_share"), 100 * counts / self.draws, strict=True))
        yield Rows("share", {"rate": np.sqrt(edges[:-1] * edges[1:]), **shares})
        yield Facts(dict(zip(("uniform_drawn", "log_drawn"), (100 * under / self.draws).tolist(), strict=True)))


def _momenta(u: Array, numbers: Array) -> Iterator[Part]:
    """1 - μ falls on its log scale from 0.1 to 0.001 while μ grows from 0.9 to 0.999."""
    low, high = MEMORY
    uniform = low + (high - low) * u
    mirror = 1 - (1 - low) * ((1 - high) / (1 - low)) ** u
    for momentum, column in ((uniform, "uniform_momentum"), (mirror, "mirror")):
        yield Rows("momentum", {"momentum": momentum, column: numbers})
        yield Rows("memory", {"memory": 1 / (1 - momentum), column: numbers})
    yield Mark("momentum", LONG, Text("100 steps", "100스텝"))
    yield Mark("memory", 1 / (1 - LONG), Text("100 steps", "100스텝"))
    long = {"uniform_long": (high - LONG) / (high - low)}
    long["mirror_long"] = float(np.log((1 - LONG) / (1 - high)) / np.log((1 - low) / (1 - high)))
    yield Facts({name: 100 * share for name, share in long.items()})
