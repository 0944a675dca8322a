"""Find the planted bug: a gradient check of a tiny network whose backward pass has a mistake, or has none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optim_core.fields import Array, Text, choice, hyper, whole
from optim_core.gradcheck import BANDS, band_of, check, numerical, relative_error, relative_length
from optim_core.gradcheck.report import LEAST
from optim_core.networks.backward import Backward
from optim_core.networks.examples import Examples
from optim_core.networks.mlp import MLP, Training
from optim_core.networks.units import COURSE
from optim_core.noises.differences import STEP_SIZE, step_size
from optim_core.registry import load
from optim_core.studies.strips import STRIPS
from optim_core.study import Axis, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

load("optim_core.networks")

SIZES = (4, 6, 5, 3)
EXAMPLES = 8
OFF = 0.1  # biases of 0 would leave a unit that nothing reaches exactly on its kink
TRAINED, RATE = 300, 0.5  # steps of gradient descent and their learning rate
STEPS = np.geomspace(1e-12, 0.1, 34)
CHECK = 1_750_000  # passes of one numerical gradient: 83 numbers, two evaluations each

BUGS = sorted(Backward.registry.values(), key=lambda declared: declared.order)
ERROR = Axis("", Text("relative error", "상대오차"), log=True)
STEP = Axis("h", STEP_SIZE, "h", log=True)
CHECKED, RIGHT = Text("the code that is checked", "검사하는 코드"), Text("right code", "올바른 코드")


def _name(bug: type[Backward]) -> str:
    return bug.kind.replace("-", "_")


class PlantedBug(Study, kind="planted-bug"):
    """The unit test of every backward pass: on a small network, once, before the long training."""

    order = 30
    title = Text("Find the planted bug", "숨은 버그 찾기")
    summary = Text(
        "Plants a mistake in the backward pass of a tiny network and lets the gradient check look for it.",
        "아주 작은 신경망의 역전파에 실수를 심고 기울기 검사로 찾아봅니다.",
    )
    source = "Karpathy, CS231n: Neural networks 3, gradient checks, 2015"
    figures = (
        Figure(
            "numbers",
            Text("Each number of the gradient", "기울기의 성분 하나하나"),
            Axis("number", Text("number, layer by layer, weights before biases", "성분 번호(층마다 가중치, 편향 순)")),
            ERROR,
            (Series("error", Text("relative error", "상대오차"), "spots", like="planted"),),
            STRIPS,
        ),
        Figure(
            "steps",
            Text("The check at every step size", "보폭에 따른 검사 결과"),
            STEP,
            ERROR,
            (
                Series("right", RIGHT, "line"),
                Series("planted", CHECKED, "line"),
            ),
            STRIPS,
        ),
        Figure(
            "kinks",
            Text("Right code: what kinks do", "올바른 코드: 꺾인 곳의 영향"),
            STEP,
            ERROR,
            tuple(Series(name, unit.title, "line") for name, unit in COURSE.items()),
            STRIPS,
        ),
        Figure(
            "training",
            Text("Would training show it?", "학습하면 드러날까?"),
            Axis("step", Text("steps of gradient descent", "경사하강법의 스텝"), "t"),
            Axis("", Text("loss", "손실")),
            (
                Series("right", RIGHT, "line"),
                Series("planted", CHECKED, "line"),
            ),
        ),
    )
    facts = {
        "verdict": Fact(Text("the check says", "검사 결과")),
        "whole": Fact(Text("relative error of the whole gradient", "기울기 전체의 상대오차")),
        "worst": Fact(Text("largest relative error of one number", "성분 하나의 가장 큰 상대오차")),
        "where": Fact(Text("which is", "그 성분의 위치")),
        "beyond": Fact(Text("numbers that are probably wrong", "틀렸을 가능성이 큰 성분 수")),
        "kinked": Fact(Text("numbers with a kink within h", "h 안에 꺾인 곳이 있는 성분 수")),
        "trained": Fact(Text("loss after training with it", "이 코드로 학습한 뒤의 손실")),
        "trained_right": Fact(Text("loss after training with right code", "올바른 코드로 학습한 뒤의 손실")),
        **{_name(bug): Fact(Text(bug.title.en, bug.title.ko)) for bug in BUGS},
    }

    bug: str = choice(
        "right",
        {bug.kind: bug.title for bug in BUGS},
        help=Text("what is wrong with the backward pass", "역전파에 심을 실수"),
    )
    unit: str = choice("tanh", {name: unit.title for name, unit in COURSE.items()}, help=Text("units", "활성화 함수"))
    h: float = step_size()
    l2: float = hyper(
        0.1,
        0.0,
        1.0,
        maximum=1e3,
        symbol=r"\lambda",
        help=Text("penalty on large weights", "큰 가중치에 대한 벌점"),
    )
    seed: int = whole(
        1,
        0,
        100,
        maximum=2**32 - 1,
        minor=True,
        symbol="s",
        help=Text("seed of weights and data", "가중치와 데이터의 시드"),
    )

    def passes(self, ground: Ground | None) -> float:
        return float(CHECK * (4 + len(STEPS) * len(COURSE)))

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        training, w = self.task(self.unit, self.bug)
        report = check(training.value, training.grad, w, h=self.h)
        differences = numerical(training.value, w, self.h)
        errors = relative_error(training.grad(w), differences, LEAST)
        yield Rows("numbers", {"number": np.arange(1.0, len(w) + 1), "error": np.where(errors > 0, errors, np.nan)})
        yield from _borders(training.network, w)
        yield Facts(
            {
                "verdict": report.verdict.says,
                "whole": report.whole,
                "worst": report.worst,
                "where": place(training.network, w, report.where[0]),
                "beyond": float(sum(band_of(float(error)) is BANDS[0] for error in errors)),
                "kinked": float(len(report.kinks)),
            }
        )
        yield Facts({_name(bug): relative_length(differences, self._analytic(self.unit, bug.kind)) for bug in BUGS})
        yield from self._training()
        yield from self._steps()

    def task(self, unit: str, bug: str) -> tuple[Training, Array]:
        """The loss of the tiny network, with its gradient by the backward pass of that kind, and where to check it."""
        network = MLP(SIZES, unit=unit, l2=self.l2, backward=Backward.registry[bug]())
        rng = np.random.default_rng(self.seed)
        w = network.begin(rng)
        w += OFF * rng.standard_normal(len(w))
        examples = Examples(rng.standard_normal((EXAMPLES, SIZES[0])), rng.integers(0, SIZES[-1], EXAMPLES))
        return network.on(examples), w

    def _analytic(self, unit: str, bug: str) -> Array:
        training, w = self.task(unit, bug)
        return training.grad(w)

    def _training(self) -> Iterator[Part | None]:
        """What a look at the loss would tell."""
        losses = {"planted": _descent(*self.task(self.unit, self.bug))}
        yield None
        losses["right"] = _descent(*self.task(self.unit, Backward.kind))
        yield Rows("training", {"step": np.arange(len(losses["right"]), dtype=np.float64), **losses})
        ends = {"trained": float(losses["planted"][-1]), "trained_right": float(losses["right"][-1])}
        yield Facts({name: end for name, end in ends.items() if np.isfinite(end)})

    def _steps(self) -> Iterator[Part | None]:
        for figure in ("steps", "kinks"):
            yield Mark(figure, self.h, Text("your h", "고른 h"))
        right = {unit: self.task(unit, Backward.kind) for unit in COURSE}
        planted = self._analytic(self.unit, self.bug)
        for h in STEPS.tolist():
            kinks: dict[str, list[float]] = {"h": [h]}
            for unit, (training, w) in right.items():
                differences = numerical(training.value, w, h)
                kinks[unit] = [relative_length(differences, training.grad(w))]
                if unit == self.unit:
                    errors = {"planted": [relative_length(differences, planted)], "right": kinks[unit]}
                yield None
            yield Rows("steps", {"h": [h], **errors})
            yield Rows("kinks", kinks)


def _descent(training: Training, w: Array) -> Array:
    """The loss at every point of gradient descent, (TRAINED + 1,)."""
    losses = []
    with np.errstate(all="ignore"):  # a large penalty blows it up, with a bug or without
        for _ in range(TRAINED):
            loss, grad = training.both(w)
            losses.append(loss)
            w = w - RATE * grad
        return np.array([*losses, training.value(w)])


def _borders(network: MLP, w: Array) -> Iterator[Mark]:
    """Where each layer begins."""
    first = 1
    for layer in network.layers(w):
        yield Mark("numbers", first - 0.5, Text(f"layer {layer.number}", f"{layer.number}층"))
        first += layer.weights.size + layer.bias.size


def place(network: MLP, w: Array, index: int) -> Text:
    """Which number of a network that is, in words: its layer, and between which units."""
    for layer in network.layers(w):
        if index < layer.weights.size:
            below, above = (int(i) + 1 for i in np.unravel_index(index, layer.weights.shape))
            return Text(
                f"layer {layer.number}, weight from {below} to {above}",
                f"{layer.number}층, 가중치 {below} → {above}",
            )
        index -= layer.weights.size
        if index < layer.bias.size:
            return Text(f"layer {layer.number}, bias {index + 1}", f"{layer.number}층, 편향 {index + 1}")
        index -= layer.bias.size
    raise IndexError(f"the network has {network.parameters} numbers")
