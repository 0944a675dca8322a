"""What a point costs as a map grows, and how much memory it takes beside its answer."""

from __future__ import annotations

import statistics
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.clock import by_turns, digits
from benchmarks.goals import judged
from optim_core import Rule, Surface
from optim_core.many import many

CELLS, STEPS, ROUNDS = (1_000, 10_000, 100_000, 1_000_000), 500, 3


def main() -> list[str]:
    """Prints what was measured and returns a line for each goal."""
    taken = by_turns({f"{n:,}": walk(n, STEPS) for n in CELLS}, ROUNDS)
    each = {n: statistics.median(taken[f"{n:,}"]) / (n * STEPS) for n in CELLS}
    print(f"\ngrowth: momentum on Himmelblau, {STEPS} steps")
    for n, cost in each.items():
        print(f"  {n:>9,} cells: {digits(1e9 * cost)} ns for each point and step")
    beside = {(n, steps): memory(n, steps) for n in CELLS[-2:] for steps in (STEPS // 10, STEPS)}
    for (n, steps), peak in beside.items():
        print(f"  {n:>9,} cells, {steps:>3} steps: {peak / 1e6:.1f} MB beside starts and answer")
    small, large = CELLS[-2:]
    return [
        judged("growth", "cost of a point, dearest / cheapest", max(each.values()) / min(each.values()), most=1.2),
        judged("growth", "memory, 10 times the steps", beside[large, STEPS] / beside[large, STEPS // 10], most=1.1),
        judged("growth", "memory, 10 times the cells", beside[large, STEPS] / beside[small, STEPS], most=1.1),
    ]


def walk(cells: int, steps: int) -> Callable[[], Any]:
    starts = np.random.default_rng(0).uniform(-6.0, 6.0, (2, cells))
    rule, surface = Rule.registry["momentum"](lr=0.002), Surface.registry["himmelblau"]()
    return lambda: many(rule, surface, starts, steps)


def memory(cells: int, steps: int) -> float:
    """Bytes at the highest, what is held at the end taken off."""
    run = walk(cells, steps)
    run()
    tracemalloc.start()
    answer = run()
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del answer
    return peak - held
