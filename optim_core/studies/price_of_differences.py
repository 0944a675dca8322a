"""The price of differences: what a numerical gradient costs, run on small networks and told for large ones."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import cast

import numpy as np

from optim_core.fields import Text, choice, whole
from optim_core.gradcheck import KINDS, Kind
from optim_core.networks.examples import Examples, digits
from optim_core.networks.mlp import MLP
from optim_core.networks.price import TIMES, Cost, Law, priced
from optim_core.networks.units import COURSE
from optim_core.noises.differences import step_size
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

# Layers, from four parameters to 17,226. The first number is how many pixels are seen: the picture in larger squares.
BUILDS = ((1, 2), (4, 2), (16, 2), (16, 10), (64, 10), (64, 16, 10), (64, 32, 10), (64, 64, 10), (64, 128, 64, 10))
SHOWN = (64, 32, 10)  # the one whose figures are told in words
LARGEST = 2 * 10**8  # parameters, up to which the laws are drawn
UNITS_OF_TIME = (
    (365.25 * 86400, Text("years", "년")),
    (86400, Text("days", "일")),
    (3600, Text("hours", "시간")),
    (60, Text("minutes", "분")),
    (1, Text("seconds", "초")),
    (1e-3, Text("ms", "밀리초")),
)
OVERHEAD = 4000  # passes of one evaluation, however small the network
WORK = 60  # examples times parameters that are one pass more

PARAMETERS = Text("parameters of the network", "신경망의 파라미터 수")
REST = Text("differences, extrapolated", "차분, 외삽")
MILLISECONDS = Text("ms", "밀리초")
MILLION, HUNDRED = Text("a million", "백만"), Text("a hundred million", "1억")


class PriceOfDifferences(Study, kind="price-of-differences"):
    """One question a weight, or one for all: why nobody trains by differences.

    Its times are those of the machine it runs on, the only findings that are not the same twice.
    """

    order = 40
    title = Text("The price of differences", "차분의 비용")
    summary = Text(
        "Asks for the same gradient by differences and by backpropagation, of larger and larger networks.",
        "점점 더 큰 신경망에서 같은 기울기를 차분과 역전파로 각각 구해 봅니다.",
    )
    source = "Li, Karpathy, CS231n: Optimization I, computing the gradient, 2015"
    figures = (
        Figure(
            "evaluations",
            Text("Evaluations of the loss for one gradient", "기울기 하나에 드는 손실 계산"),
            Axis("parameters", PARAMETERS, "D", log=True),
            Axis("", Text("evaluations of the loss", "손실 계산 횟수"), log=True),
            (
                Series("numerical", Text("by differences, counted", "차분, 실제로 센 횟수"), "spots"),
                Series("numerical_law", REST, "theory", like="numerical"),
                Series("analytic", Text("by backpropagation, in its time", "역전파, 걸린 시간으로 환산"), "spots"),
            ),
        ),
        Figure(
            "time",
            Text("Time for one gradient on this machine", "이 컴퓨터에서 기울기 하나에 걸리는 시간"),
            Axis("parameters", PARAMETERS, "D", log=True),
            Axis("", Text("seconds", "초"), log=True),
            (
                Series("numerical", Text("by differences, measured", "차분, 측정값"), "spots"),
                Series("numerical_law", REST, "theory", like="numerical"),
                Series("analytic", Text("by backpropagation, measured", "역전파, 측정값"), "spots"),
                Series(
                    "analytic_law", Text("backpropagation, extrapolated", "역전파, 외삽"), "theory", like="analytic"
                ),
            ),
        ),
        Figure(
            "ratio",
            Text("How many times slower differences are", "차분이 몇 배 느린가"),
            Axis("parameters", PARAMETERS, "D", log=True),
            Axis(
                "", Text("time by differences / by backpropagation", "차분에 걸린 시간 / 역전파에 걸린 시간"), log=True
            ),
            (
                Series("ratio", Text("measured", "측정값"), "spots"),
                Series("ratio_law", Text("extrapolated", "외삽"), "theory", like="ratio"),
            ),
        ),
    )
    facts = {
        "parameters": Fact(Text("parameters of the network 64-32-10", "신경망 64-32-10의 파라미터 수"), "D"),
        "evaluations": Fact(Text("its gradient by differences: evaluations", "차분으로 구한 기울기: 손실 계산 횟수")),
        "numerical": Fact(Text("time by differences", "차분으로 걸린 시간"), unit=MILLISECONDS),
        "analytic": Fact(Text("time by backpropagation", "역전파로 걸린 시간"), unit=MILLISECONDS),
        "ratio": Fact(Text("times slower", "몇 배 느린가")),
        "apart": Fact(Text("how far apart both gradients are", "두 기울기의 상대오차")),
        "million_evaluations": Fact(Text("a million parameters: evaluations", "파라미터 백만 개: 손실 계산 횟수")),
        "million_numerical": Fact(
            Text("a million: time by differences, extrapolated", "백만 개: 차분으로 걸릴 시간(외삽)")
        ),
        "million_analytic": Fact(
            Text("a million: time by backpropagation, extrapolated", "백만 개: 역전파로 걸릴 시간(외삽)")
        ),
        "hundred_evaluations": Fact(Text("a hundred million: evaluations", "1억 개: 손실 계산 횟수")),
        "hundred_numerical": Fact(
            Text("a hundred million: time by differences, extrapolated", "1억 개: 차분으로 걸릴 시간(외삽)")
        ),
        "hundred_analytic": Fact(
            Text("a hundred million: time by backpropagation, extrapolated", "1억 개: 역전파로 걸릴 시간(외삽)")
        ),
    }

    difference: str = choice(
        "central",
        {name: KINDS[name] for name in ("forward", "central")},
        help=Text("difference", "차분 방식"),
    )
    h: float = step_size()
    unit: str = choice("tanh", {name: unit.title for name, unit in COURSE.items()}, help=Text("units", "활성화 함수"))
    examples: int = whole(
        100, 10, 140, symbol="n", help=Text("pictures that the loss looks at", "손실을 계산할 그림의 수")
    )
    seed: int = whole(
        0, 0, 100, maximum=2**32 - 1, minor=True, symbol="s", help=Text("seed of the weights", "가중치의 시드")
    )

    def passes(self, ground: Ground | None) -> float:
        sizes = [MLP(build).parameters for build in BUILDS]
        return float(sum((2 * size + 4 * TIMES) * (OVERHEAD + self.examples * size / WORK) for size in sizes))

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        for at, title in ((10**6, MILLION), (10**8, HUNDRED)):
            yield from (Mark(figure.name, at, title) for figure in self.figures)
        measured: list[Cost] = []
        for build in BUILDS:
            cost = yield from self._cost(build)
            measured.append(cost)
            yield from _measured(cost)
            if build == SHOWN:
                yield _told(cost)
        yield from _extrapolated(Law.of(measured))

    def _cost(self, build: tuple[int, ...]) -> Generator[None, None, Cost]:
        network = MLP(build, unit=self.unit)
        training = network.on(seen(digits().training.first(self.examples), build[0], build[-1]))
        w = network.begin(np.random.default_rng(self.seed))
        return (yield from priced(training, w, self.h, cast(Kind, self.difference)))


def _told(cost: Cost) -> Facts:
    counts = {"parameters": float(cost.parameters), "evaluations": float(cost.evaluations)}
    times = {"numerical": 1e3 * cost.numerical, "analytic": 1e3 * cost.analytic}
    return Facts({**counts, **times, "ratio": cost.numerical / cost.analytic, "apart": cost.apart})


def _measured(cost: Cost) -> Iterator[Part]:
    parameters = [float(cost.parameters)]
    alike = cost.analytic * cost.evaluations / cost.numerical
    yield Rows("evaluations", {"parameters": parameters, "numerical": [cost.evaluations], "analytic": [alike]})
    yield Rows("time", {"parameters": parameters, "numerical": [cost.numerical], "analytic": [cost.analytic]})
    yield Rows("ratio", {"parameters": parameters, "ratio": [cost.numerical / cost.analytic]})


def _extrapolated(law: Law) -> Iterator[Part]:
    sizes = np.unique(np.geomspace(2, LARGEST, 81).round())
    yield Rows("evaluations", {"parameters": sizes, "numerical_law": law.evaluations(sizes)})
    larger = sizes[sizes >= 1e4]
    laws = {"numerical_law": law.numerical(larger), "analytic_law": law.analytic(larger)}
    yield Rows("time", {"parameters": larger, **laws})
    yield Rows("ratio", {"parameters": larger, "ratio_law": laws["numerical_law"] / laws["analytic_law"]})
    for name, size in (("million", 10**6), ("hundred", 10**8)):
        yield Facts(
            {
                f"{name}_evaluations": float(law.evaluations(size)),
                f"{name}_numerical": lasting(law.numerical(size)),
                f"{name}_analytic": lasting(law.analytic(size)),
            }
        )


def seen(examples: Examples, pixels: int, classes: int) -> Examples:
    """The same pictures in so many larger squares (1, 4, 16 or 64), told apart into two classes (even, odd) or ten."""
    side = int(np.sqrt(pixels))
    squares = examples.inputs.reshape(-1, side, 8 // side, side, 8 // side).mean(axis=(2, 4))
    return Examples(squares.reshape(-1, pixels), examples.labels % classes)


def lasting(seconds: float) -> Text:
    """A time as people say it."""
    size, name = next((unit for unit in UNITS_OF_TIME if seconds >= unit[0]), UNITS_OF_TIME[-1])
    figure = f"{float(f'{seconds / size:.2g}'):,g}"
    return Text(f"{figure} {name.en}", f"{figure}{name.ko}")
