"""What a race of 8 runs x 1,000 steps costs the server, beside the same written out by hand in NumPy and floats."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable

import numpy as np

from app.specs import race_model
from app.streams import events
from optim_core import Rule, Surface
from optim_core.record import last
from optim_core.walk import walk

STEPS, REPEATS = 1000, 7
KINDS = ("gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "newton")


def by_hand_floats() -> None:
    """Momentum on Rosenbrock eight times in plain Python floats: about the least that keeps a path."""
    for _ in KINDS:
        x, y, vx, vy, path = -1.2, 1.0, 0.0, 0.0, []
        for _ in range(STEPS):
            w = y - x * x
            vx = 0.9 * vx - 0.0005 * (-2.0 * (1.0 - x) - 400.0 * x * w)
            vy = 0.9 * vy - 0.0005 * (200.0 * w)
            x, y = x + vx, y + vy
            path.append((x, y, (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2))


def by_hand_numpy() -> None:
    """The same in NumPy arrays of one point: what a textbook would write."""
    for _ in KINDS:
        p, v, path = np.array([-1.2, 1.0]), np.zeros(2), []
        for _ in range(STEPS):
            x, y = p
            w = y - x * x
            v = 0.9 * v - 0.0005 * np.array([-2.0 * (1.0 - x) - 400.0 * x * w, 200.0 * w])
            p = p + v
            path.append((p, (1.0 - p[0]) ** 2 + 100.0 * (p[1] - p[0] * p[0]) ** 2))


def walked() -> None:
    """Eight rules by `walk`, nothing kept."""
    surface = Surface.registry["rosenbrock"]()
    for kind in KINDS:
        last(walk(Rule.registry[kind](), surface, (-1.2, 1.0), STEPS))


def served() -> None:
    """The same as the server does it: checked, walked in slices, packed into events."""
    runs = [{"optimizer": {"kind": kind}} for kind in KINDS]
    spec = race_model().model_validate({"surface": {"kind": "rosenbrock"}, "steps": STEPS, "runs": runs})

    async def drain() -> None:
        async for _ in events(spec, "en"):
            pass

    asyncio.run(drain())


def main() -> None:
    """Interleaved, so that what else the machine does hits all alike."""
    contestants: list[Callable[[], None]] = [by_hand_floats, by_hand_numpy, walked, served]
    for contestant in contestants:
        contestant()
    times: dict[str, list[float]] = {c.__name__: [] for c in contestants}
    for _ in range(REPEATS):
        for contestant in contestants:
            began = time.process_time()
            contestant()
            times[contestant.__name__].append(1e3 * (time.process_time() - began))
    unit = statistics.median(times["by_hand_numpy"])
    print(f"race of {len(KINDS)} x {STEPS:,} steps, CPU, median of {REPEATS} (ratio to NumPy by hand)")
    for name, taken in times.items():
        ratios = [t / unit for t in taken]
        print(
            f"  {name:15} {statistics.median(taken):8.1f} ms   {statistics.median(ratios):5.2f}   "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
