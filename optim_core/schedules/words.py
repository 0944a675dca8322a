"""Settings that several schedules share, said once."""

from __future__ import annotations

from typing import Any

from optim_core.fields import Text, hyper, whole


def total_steps() -> Any:
    """The length of a schedule in steps."""
    return whole(
        0,
        0,
        1000,
        maximum=100_000,
        symbol="T",
        help=Text("steps until it ends; 0: as long as the race", "끝날 때까지의 스텝 수. 0이면 경주 전체"),
    )


def share(default: float, symbol: str, en: str, ko: str) -> Any:
    """A factor to start from or end at."""
    return hyper(default, 0.0, 1.0, maximum=1e3, symbol=symbol, help=Text(en, ko))


def start_factor(default: float) -> Any:
    """The factor at t = 0."""
    return share(default, "a", "factor at the start", "시작할 때의 배율")


def end_factor(default: float) -> Any:
    """The factor at the end."""
    return share(default, "b", "factor at the end", "끝날 때의 배율")


def step_size(default: int, en: str, ko: str) -> Any:
    """A number of steps between two changes."""
    return whole(default, 1, 1000, log=True, maximum=100_000, symbol="s", help=Text(en, ko))


def decay_rate(default: float) -> Any:
    """The speed of a decay, per step."""
    return hyper(
        default,
        1e-4,
        1.0,
        log=True,
        minimum=0.0,
        maximum=1e3,
        symbol="k",
        help=Text("speed of the decay, per step", "스텝마다 줄어드는 속도"),
    )
