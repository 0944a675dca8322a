"""One scale for all: what the scale of the inputs does to a loss, and evening between layers to a training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Text, hyper
from optim_core.networks import terms as of_networks
from optim_core.networks.mlp import MLP
from optim_core.optimizers.gradient_descent import GradientDescent
from optim_core.studies import scaled, stacks, words
from optim_core.studies.by_rate import ByRate, held, work
from optim_core.studies.stacks import stack
from optim_core.study import Axis, Done, Fact, Facts, Figure, Ground, Mark, Part, Rows, Series, Study

RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
SHARES = np.linspace(0.0, 1.0, 21)
SIDE, REACH = 30, 3.0  # cells of the picture along either side, and how far it looks from the best fit
SHOWN = 200  # steps of the path
STANDARD = Axis("share", Text("from raw (0) to standardised (1)", "원본(0)에서 표준화(1)까지"), "s")
PATIENTS, PIXELS = Text("442 patients", "환자 442명"), Text("pixels of the digits", "숫자 그림의 픽셀")


class Arm(NamedTuple):
    """One way to begin a network, and whether its sums are evened."""

    title: Text
    init: str
    batch_norm: bool


ARMS: Mapping[str, Arm] = {
    "he": Arm(Text("fitting weights", "알맞은 초기화"), "fitting", False),
    "he_normed": Arm(Text("fitting weights, normalised", "알맞은 초기화 + 배치 정규화"), "fitting", True),
    "small": Arm(Text("tiny weights", "아주 작은 가중치"), "small", False),
    "small_normed": Arm(Text("tiny weights, normalised", "아주 작은 가중치 + 배치 정규화"), "small", True),
}


class RoundBowl(Study, kind="round-bowl"):
    """One scale for all inputs makes a bowl of a ravine; batch normalisation does it between the layers."""

    order = 240
    title = Text("One scale for all", "같은 크기로 맞추기")
    summary = Text(
        "Turns the raw inputs of a fit into standardised ones, and evens a deep network with batch normalisation.",
        "입력을 원본 그대로부터 표준화까지 바꿔 보고, 깊은 신경망의 층 사이에는 배치 정규화를 넣어 봅니다.",
    )
    formula = (
        r"a_s = \frac{a - s \mu}{\sigma^s}",
        r"\kappa = \frac{\lambda_{\max}}{\lambda_{\min}}, \quad \eta < \frac{2}{\lambda_{\max}}",
        r"\hat{z} = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}, \quad y = \gamma \hat{z} + \beta",
    )
    source = "Ioffe and Szegedy, Batch normalization: accelerating deep network training, 2015"
    figures = (
        Figure(
            "bowl",
            Text("The loss of the fit, from above", "위에서 본 손실"),
            Axis("slope", Text("slope of the line, from the best", "직선의 기울기(최적값과의 차이)"), "w"),
            Axis("offset", Text("its offset, from the best", "절편(최적값과의 차이)"), "b"),
            (
                Series("gap", Text("loss above the lowest", "최솟값보다 높은 손실"), "cells", log=True),
                Series("path", Text("gradient descent from weights of 0", "가중치 0에서 시작한 경사하강법"), "line"),
            ),
        ),
        Figure(
            "condition",
            Text("How long the ravine is for its width", "골짜기의 길쭉한 정도(조건수)"),
            STANDARD,
            Axis("", Text("condition number", "조건수"), r"\kappa", log=True),
            (Series("patients", PATIENTS, "line"), Series("pixels", PIXELS, "line")),
        ),
        Figure(
            "steps",
            Text("Steps of gradient descent to the bottom", "바닥까지 경사하강법의 스텝 수"),
            STANDARD,
            Axis("", Text("steps", "스텝"), log=True),
            (Series("patients_steps", PATIENTS, "line", like="patients"),),
        ),
        Figure(
            "accuracy",
            Text("A deep network at every learning rate", "학습률에 따른 깊은 신경망의 정답률"),
            Axis("lr", Text("learning rate", "학습률"), r"\eta", log=True),
            words.ACCURACY,
            tuple(Series(name, arm.title, "line") for name, arm in ARMS.items()),
        ),
    )
    facts = {
        "kappa": Fact(
            Text("patients, at the chosen share: condition number", "환자, 고른 표준화 정도: 조건수"), r"\kappa"
        ),
        "steps": Fact(Text("patients, at the chosen share: steps", "환자, 고른 표준화 정도: 스텝 수")),
        "stable": Fact(
            Text("patients: largest rate that does not blow up", "환자: 발산하지 않는 최대 학습률"), r"2/\lambda_{\max}"
        ),
        "pixels": Fact(
            Text("pixels, at the chosen share: condition number", "픽셀, 고른 표준화 정도: 조건수"), r"\kappa"
        ),
        "pixels_stable": Fact(
            Text("pixels: largest rate that does not blow up", "픽셀: 발산하지 않는 최대 학습률"), r"2/\lambda_{\max}"
        ),
        **{
            name: Fact(Text(f"best, {arm.title.en}", f"최고 정답률, {arm.title.ko}"), unit=words.PERCENT)
            for name, arm in ARMS.items()
        },
        **{
            f"{name}_usable": Fact(
                Text(f"rates that reach half, {arm.title.en}", f"절반 넘게 맞히는 학습률의 수, {arm.title.ko}")
            )
            for name, arm in ARMS.items()
        },
    }

    share: float = hyper(
        0.0,
        0.0,
        1.0,
        minimum=0.0,
        maximum=1.0,
        symbol="s",
        help=Text("how far the inputs are standardised", "입력을 표준화한 정도"),
    )
    depth: int = stacks.depth(6, Text("hidden layers of the network", "신경망의 은닉층 수"))
    width: int = stacks.width(32)
    unit: str = of_networks.unit("relu", Text("its activation", "활성화 함수"))
    epochs: int = words.epochs(5)
    repeats: int = words.repeats(3)
    examples: int = words.examples(1000)
    seed: int = words.seed()

    def passes(self, ground: Ground | None) -> float:
        trainings = len(RATES) * self.repeats
        networks = sum(work(self._network(arm), trainings, self.epochs, self.examples) for arm in ARMS.values())
        return networks + float(len(SHARES) * scaled.PATIENCE + SIDE * SIDE)

    def holds(self) -> float:
        return held(self._network(ARMS["he_normed"]), len(RATES) * self.repeats, kept=0)

    def parts(self, ground: Ground | None) -> Iterator[Part | None]:
        yield from self._drawn()
        for share in SHARES.tolist():
            fit = scaled.patients(share)
            yield Rows("steps", {"share": [share], "patients_steps": [float(fit.steps())]})
            columns = {"patients": [fit.condition], "pixels": [scaled.pixels(share).condition]}
            yield Rows("condition", {"share": [share], **columns})
            yield Done(scaled.PATIENCE)
        for name, arm in ARMS.items():
            yield from self._arm(name, self._network(arm))

    def _arm(self, name: str, network: MLP) -> Iterator[Part | None]:
        """One way to begin, at every rate."""
        trainings = ByRate(network, GradientDescent(), RATES, self.repeats, examples=self.examples, seed=self.seed)
        for _ in range(self.epochs):
            yield from trainings.run(1)
            yield Done(work(network, len(RATES) * self.repeats, self.epochs, self.examples) / self.epochs)
        right = (yield from trainings.accuracy()).mean(axis=1)
        yield Rows("accuracy", {"lr": RATES, name: right})
        yield Facts({name: float(right.max()), f"{name}_usable": float((right > 50).sum())})

    def _drawn(self) -> Iterator[Part]:
        """The picture of the fit at the chosen share, and its figures."""
        fit, pixels = scaled.patients(self.share), scaled.pixels(self.share)
        across, up = (side.ravel() for side in np.meshgrid(*[np.linspace(-REACH, REACH, SIDE)] * 2))
        yield Rows("bowl", {"slope": across, "offset": up, "gap": fit.above(np.stack([across, up]))})
        slope, offset = fit.path(SHOWN)
        yield Rows("bowl", {"slope": slope, "path": offset})
        yield Done(SIDE * SIDE)
        told = {"kappa": fit.condition, "steps": float(fit.steps()), "stable": fit.stable}
        yield Facts(told | {"pixels": pixels.condition, "pixels_stable": pixels.stable})
        for figure in ("condition", "steps"):
            yield Mark(figure, self.share, Text("chosen", "고른 값"))

    def _network(self, arm: Arm) -> MLP:
        return stack(self.depth, self.width, self.unit, arm.init, arm.batch_norm)
