"""Timing by turns, so that what else the machine does hits all alike, and ratios with their spread."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Ratio(NamedTuple):
    """Median, smallest and largest of the ratios of the rounds."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{digits(self.median)} ({digits(self.least)} .. {digits(self.most)})"


def by_turns(contestants: Mapping[str, Callable[[], Any]], rounds: int, least: float = 0.02) -> dict[str, list[float]]:
    """Seconds of processor (of all threads together) that one call takes, in each round.

    Each is called once unmeasured, and in a round as often as fills `least` seconds.
    """
    calls = {name: max(1, round(least / _once(call))) for name, call in contestants.items()}
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, call in contestants.items():
                began = time.process_time()
                for _ in range(calls[name]):
                    call()
                taken[name].append((time.process_time() - began) / calls[name])
    finally:
        gc.enable()
    return taken


def _once(call: Callable[[], Any]) -> float:
    call()
    began = time.process_time()
    call()
    return max(time.process_time() - began, 1e-9)


def ratio(above: list[float], below: list[float]) -> Ratio:
    """How many times as long the first took, round by round."""
    each = [a / b for a, b in zip(above, below, strict=True)]
    return Ratio(statistics.median(each), min(each), max(each))


def digits(number: float) -> str:
    """Three of them: 0.0123, 1.23, 12.3, 12,300."""
    if number == 0 or abs(number) >= 1000:
        return f"{float(f'{number:.3g}'):,.0f}"
    return f"{number:#.3g}".rstrip(".")
