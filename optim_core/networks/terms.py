"""Settings that networks share wherever they are made, searched or studied, said once: the same symbol and help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optim_core.fields import Text, choice, hyper, whole
from optim_core.networks.door import trainable
from optim_core.networks.units import UNITS, Unit
from optim_core.rule import Rule

ACTIVATION = Text("activation of the hidden units", "활성화 함수")


def unit(default: str, help: Text = ACTIVATION, *, among: Mapping[str, Unit] = UNITS, minor: bool = False) -> Any:
    """What bends a network."""
    return choice(default, {name: one.title for name, one in among.items()}, help=help, minor=minor)


def units(default: int, low: int, high: int, *, maximum: int | None = None) -> Any:
    """How wide a hidden layer is."""
    help = Text("units of a hidden layer", "은닉층의 유닛 수")
    return whole(default, low, high, minimum=1, maximum=maximum, symbol="n", help=help)


def optimizer() -> Any:
    """Which of those that ask for nothing but slopes trains it."""
    titles = {kind: Rule.registry[kind].title for kind in trainable()}
    return choice("momentum", titles, help=Text("optimizer", "옵티마이저"))


def layers() -> Any:
    """How many hidden layers, none among them."""
    help = Text("hidden layers; 0 is a softmax classifier", "은닉층 수. 0이면 소프트맥스 분류기")
    return whole(1, 0, 4, symbol="L", help=help)


def l2(default: float = 0.0, low: float = 1e-6, high: float = 1.0, *, maximum: float = 100.0) -> Any:
    """The penalty."""
    return hyper(
        default,
        low,
        high,
        log=True,
        minimum=0.0,
        maximum=maximum,
        symbol=r"\lambda",
        help=Text("L2 penalty: on large weights", "L2 벌점: 큰 가중치에 대한 벌점"),
    )


def dropout(*, minor: bool = False) -> Any:
    """The share of units that an update does without."""
    return hyper(
        0.0,
        0.0,
        0.9,
        maximum=0.99,
        symbol="p",
        help=Text("dropout: the share of hidden units that is silent", "드롭아웃: 꺼 두는 은닉 유닛의 비율"),
        minor=minor,
    )
