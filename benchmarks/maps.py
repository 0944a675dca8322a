"""Maps as the app makes them, beside the bare runs: what levels, labels, shares and events cost on top of `many`."""

from __future__ import annotations

import asyncio
import json
import math
import statistics
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from typing import Any

import numpy as np

from app.maps import about, basins, specs, sweeps
from app.maps.about import Map
from app.maps.events import Part, told
from app.maps.parts import Cells
from benchmarks.clock import by_turns, digits, ratio
from benchmarks.one_core import one_core
from optim_core.many import many
from optim_core.maps.order import levels

ROUNDS = 5
BARE, MADE, TOLD, FIRST = "many alone", "made", "made and told", "first picture"
SIDES = (128, 256, 512)
ADAM, DESCENT = {"kind": "adam", "lr": 0.05}, {"kind": "gradient-descent", "lr": 0.01}
MOMENTUM = {"kind": "momentum", "lr": 0.002, "momentum": 0.9}


def basin(runs: list[Mapping[str, Any]], side: int, tolerance: float = 0.0) -> Map:
    """Starts on Himmelblau, 500 steps."""
    race = {"surface": {"kind": "himmelblau"}, "steps": 500, "tolerance": tolerance}
    asked = race | {"runs": [{"optimizer": run} for run in runs], "cells": [side, side]}
    return _map(about.basin(specs.basin_model().model_validate_json(json.dumps(asked)), math.inf))


def sweep(measure: str, side: int = 100) -> Map:
    """The rate and momentum of momentum on Rosenbrock, 500 steps."""
    axes = [
        {"of": "lr", "low": 1e-5, "high": 1e-2, "count": side, "log": True},
        {"of": "momentum", "low": 0.0, "high": 0.99, "count": side, "log": False},
    ]
    race = {"surface": {"kind": "rosenbrock"}, "start": [-1.2, 1.0], "steps": 500, "runs": [{"optimizer": MOMENTUM}]}
    asked = race | {"axes": axes, "measure": measure}
    return _map(about.sweep(specs.sweep_model().model_validate_json(json.dumps(asked)), math.inf))


def _map(found: Any) -> Map:
    if not isinstance(found, Map):
        raise TypeError(f"refused: {found}")
    return found


def works() -> dict[str, Map]:
    """What is measured, by what it is called."""
    grown = {f"basins of {side} x {side} starts, momentum": basin([MOMENTUM], side) for side in SIDES}
    return grown | {
        "basins of 256 x 256 starts, Adam": basin([ADAM], 256),
        "basins of 256 x 256 starts, gradient descent until 1e-3": basin([DESCENT], 256, 1e-3),
        "basins of 128 x 128 starts, momentum and Adam": basin([MOMENTUM, ADAM], 128),
        "sweep of 100 x 100, loss": sweep("loss"),
        "sweep of 100 x 100, steps to 1e-3": sweep("steps"),
    }


def made(asked: Map) -> Iterator[Any]:
    """Its parts, as a worker makes them."""
    module = {"app.maps.basins:parts": basins, "app.maps.sweeps:parts": sweeps}[asked.entry]
    return module.parts(asked.job)


def whole(asked: Map) -> None:
    for _ in made(asked):
        pass


def first(asked: Map) -> None:
    """Until the coarsest level of every run is there."""
    _, coarsest = next(levels(*asked.shape))
    for part in made(asked):
        if isinstance(part, Cells) and part.done >= len(coarsest) * len(asked.spec.runs):
            return


def events(asked: Map) -> None:
    """The same as events, packed."""

    async def parts() -> AsyncGenerator[Part, None]:
        for part in made(asked):
            if part is not None:
                yield part

    async def drain() -> None:
        async for _ in told(asked, parts(), "en"):
            pass

    asyncio.run(drain())


def alone(asked: Map) -> None:
    """The same runs by `many`, all cells of a run at once, and nothing said about them."""
    columns, rows = asked.shape
    every = np.arange(columns * rows)
    for run in range(len(asked.spec.runs)):
        if isinstance(asked.job, basins.Basin):
            track, surface = asked.job.tracks[run], asked.job.surface
            places = np.stack([asked.job.x[every % columns], asked.job.y[every // columns]])
            many(track.rule, surface, places, track.steps, **track.conditions)
        else:
            batch = sweeps.Batch.of(asked.job, run, every)
            many(batch.rule, batch.surface, batch.starts, batch.track.steps, **batch.way)


def main() -> None:
    """In a process of its own: NumPy is told how many threads it has when it is imported."""
    with one_core():
        subprocess.run([sys.executable, "-m", __name__], check=True)


def measure() -> None:
    """Each map four ways by turns, then what a cell costs as a map grows."""
    ways: dict[str, Callable[[Map], None]] = {BARE: alone, MADE: whole, TOLD: events, FIRST: first}
    each = {}
    print("Maps as a worker makes them: time of the processor, one thread, medians of rounds by turns")
    for name, asked in works().items():
        taken = by_turns({way: _given(do, asked) for way, do in ways.items()}, ROUNDS)
        print(f"\n{name}: {digits(1e3 * statistics.median(taken[BARE]))} ms for {BARE}, so many times as long")
        for way in (MADE, TOLD, FIRST):
            print(f"  {way:15} {ratio(taken[way], taken[BARE])}")
        each[name] = statistics.median(taken[TOLD]) / (asked.about["total"] * asked.about["steps"])
    print("\na cell and step, made and told")
    for name, cost in each.items():
        print(f"  {digits(1e9 * cost):>6} ns  {name}")


def _given(do: Callable[[Map], None], asked: Map) -> Callable[[], None]:
    return lambda: do(asked)


if __name__ == "__main__":
    measure()
