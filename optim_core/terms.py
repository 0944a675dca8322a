"""Hyperparameters that many rules share, said once: the same name, symbol, range and help everywhere."""

from __future__ import annotations

from typing import Any

from optim_core.fields import Text, Vector, arrow, axes, bar, hyper, point, whole

GRADIENT: Vector = arrow("g", Text("gradient", "기울기"))
VELOCITY: Vector = arrow("v", Text("velocity", "속도"))
AHEAD: Vector = point(
    r"\tilde{x}", Text("look-ahead point: where the gradient is taken", "미리 내다본 점: 기울기를 계산하는 곳")
)
MOMENT: Vector = arrow("m", Text("first moment: running mean of gradients", "1차 모멘트: 기울기의 이동 평균"))
MOMENT_HAT: Vector = arrow(
    r"\hat{m}",
    Text(
        "corrected first moment: as if it had not started at zero", "보정된 1차 모멘트: 편향 보정(bias correction)한 값"
    ),
)
SCALE: Vector = axes(r"\sqrt{v}", Text("root of the second moment, per coordinate", "좌표별 2차 모멘트의 제곱근"))
SCALE_HAT: Vector = axes(
    r"\sqrt{\hat{v}}",
    Text(
        "root of the corrected second moment: as if it had not started at zero",
        "보정된 2차 모멘트의 제곱근: 편향 보정(bias correction)한 값",
    ),
)
DIRECTION: Vector = arrow("d", Text("search direction", "탐색 방향"))
LENGTH: Vector = bar(r"\alpha", Text("accepted step, in lengths of the direction", "채택한 보폭(탐색 방향의 배수)"))


def lr(default: float, low: float = 1e-4, high: float = 1.0, *, per: str = "", share: float = 1.0) -> Any:
    """The learning rate; `per` and `share` say what suits a surface (see `fields.Hyper`)."""
    return hyper(
        default,
        low,
        high,
        log=True,
        minimum=0.0,
        maximum=1e6,
        symbol=r"\eta",
        help=Text("learning rate: the length of a step", "학습률: 한 스텝의 크기"),
        per=per,
        share=share,
    )


def trial(default: float = 1.0, low: float = 1e-3, high: float = 10.0) -> Any:
    """The learning rate of a rule that searches along its direction."""
    return hyper(
        default,
        low,
        high,
        log=True,
        minimum=0.0,
        maximum=1e6,
        symbol=r"\eta",
        help=Text("first step that the line search tries", "선 탐색이 처음 시도하는 보폭"),
    )


def momentum(default: float = 0.9) -> Any:
    """The momentum coefficient, CS231n's mu."""
    return hyper(
        default,
        0.0,
        0.999,
        maximum=1.0,
        mirror=True,
        symbol=r"\mu",
        help=Text("momentum: the share of its velocity a step keeps", "모멘텀: 속도 중 다음 스텝으로 이어지는 비율"),
    )


def beta1(default: float = 0.9) -> Any:
    """Decay of the first moment."""
    return hyper(
        default,
        0.0,
        0.999,
        maximum=0.999999,
        mirror=True,
        symbol=r"\beta_1",
        help=Text("memory of the mean gradient", "기울기 평균이 과거를 기억하는 정도"),
    )


def beta2(default: float = 0.999) -> Any:
    """Decay of the second moment."""
    return hyper(
        default,
        0.0,
        0.9999,
        maximum=0.999999,
        mirror=True,
        symbol=r"\beta_2",
        help=Text("memory of the squared gradient", "기울기 제곱 평균이 과거를 기억하는 정도"),
    )


def decay(default: float = 0.9) -> Any:
    """Decay of a running mean of squared gradients."""
    return hyper(
        default,
        0.0,
        0.999,
        maximum=0.999999,
        mirror=True,
        symbol=r"\rho",
        help=Text("memory of the squared gradient", "기울기 제곱 평균이 과거를 기억하는 정도"),
    )


def eps(default: float = 1e-8) -> Any:
    """The small number that keeps a denominator away from zero."""
    return hyper(
        default,
        1e-12,
        1e-1,
        log=True,
        minimum=0.0,
        maximum=1e3,
        minor=True,
        symbol=r"\epsilon",
        help=Text("keeps the denominator away from zero", "분모가 0이 되지 않게 하는 작은 수"),
    )


def weight_decay(default: float = 0.0, *, minor: bool = True) -> Any:
    """Pull towards the origin; L2 added to the gradient unless the rule says it is decoupled."""
    return hyper(
        default,
        0.0,
        1.0,
        maximum=1e3,
        minor=minor,
        symbol=r"\lambda",
        help=Text("weight decay: a pull towards the origin", "가중치 감쇠: 원점으로 당기는 힘"),
    )


def damping() -> Any:
    """A number added to the diagonal of the Hessian."""
    return hyper(
        0.0,
        0.0,
        10.0,
        maximum=1e6,
        symbol=r"\delta",
        help=Text(
            "damping: added to every curvature; large values turn to gradient descent",
            "댐핑(damping): 모든 곡률에 더하는 값. 크면 경사하강법에 가까워집니다",
        ),
    )


def batch() -> Any:
    """Examples that an update looks at."""
    return whole(
        32,
        4,
        256,
        log=True,
        minimum=1,
        maximum=1000,
        symbol="B",
        help=Text("examples in a mini-batch", "미니배치의 표본 수"),
    )


def label_noise(default: float = 0.0, minor: bool = False) -> Any:
    """Careless marking."""
    return hyper(
        default,
        0.0,
        0.5,
        maximum=1.0,
        symbol="q",
        help=Text("share of the training labels that is drawn anew", "학습 정답 중 무작위로 바꾸는 비율"),
        minor=minor,
    )
