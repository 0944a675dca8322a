"""Races while others have heavy work done: the first point and /healthz beside none, 8 and 30 heavy jobs.

A job is a map of basins, asked for anew as soon as it is over, each by a client of its own. Rounds without and
with them take turns, so that what else the machine does hits both alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.client import Client, post
from benchmarks.clock import Ratio, ratio
from benchmarks.crowd import pulse, quantiles, race, warm
from benchmarks.race import KINDS, STEPS
from benchmarks.start import computed
from benchmarks.tally import quantile
from tests.server import running

ROOT = Path(__file__).parent.parent
CASES = ((20, 8), (20, 30), (100, 8), (100, 30))  # races a second, heavy jobs
ROUNDS, SECONDS = 3, 4.0
REST = 0.5  # seconds in which jobs begin, or end
_numbers = itertools.count()


def basins(number: int) -> bytes:
    """Some seconds of work for one worker, never the same."""
    runs = [{"optimizer": {"kind": "adam"}}, {"optimizer": {"kind": "momentum"}}]
    race = {"surface": {"kind": "himmelblau"}, "steps": 1000, "tolerance": 0, "seed": number, "runs": runs}
    return post("/api/basin", race | {"cells": [256, 256]}, str(number))


async def heavy(port: int) -> None:
    """One client who has heavy work done, again and again."""
    while True:
        client = await Client.connect(port)
        try:
            answer = await client.ask(basins(next(_numbers)))
            assert answer.ok, answer
        finally:
            client.close()


@contextlib.asynccontextmanager
async def heavy_jobs(port: int, jobs: int) -> AsyncIterator[None]:
    """So many of them meanwhile."""
    asking = [asyncio.create_task(heavy(port)) for _ in range(jobs)]
    await asyncio.sleep(REST)
    try:
        yield
        broken = [task for task in asking if task.done()]
        assert not broken, broken[0].exception()
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
        await asyncio.sleep(REST)


async def first_point(port: int) -> float:
    """Seconds until the first point of a race, on a connection that is there, as a page has it."""
    client = await Client.connect(port)
    began = time.perf_counter()
    answer = await client.ask(race(next(_numbers)))
    client.close()
    assert answer.ok, answer
    return float(answer.first - began)


async def races(port: int, rate: int) -> tuple[list[float], list[float]]:
    """First points of races that come evenly for a while, and the waits of /healthz meanwhile."""
    waits: list[float] = []
    others = asyncio.create_task(pulse(port, waits))
    asked = []
    began = time.perf_counter()
    for number in range(int(rate * SECONDS)):
        await asyncio.sleep(began + number / rate - time.perf_counter())
        asked.append(asyncio.create_task(first_point(port)))
    firsts = await asyncio.gather(*asked)
    others.cancel()
    return firsts, waits


class Beside(NamedTuple):
    """Rounds of races, each the first points and the waits of /healthz: beside no jobs, and beside jobs."""

    idle: list[tuple[list[float], list[float]]]
    busy: list[tuple[list[float], list[float]]]

    def slower(self) -> Ratio:
        """How many times as late the first point comes beside the jobs, for the slowest but one in a hundred."""
        return ratio(*([quantile(firsts, 99) for firsts, _ in rounds] for rounds in (self.busy, self.idle)))

    def typical(self, what: int, busy: bool = True) -> float:
        """The slowest but one in a hundred, of the first points (0) or of /healthz (1), of the middle round."""
        return statistics.median(quantile(each[what], 99) for each in (self.busy if busy else self.idle))

    def lines(self) -> list[str]:
        """What is printed of them."""
        told = [f"p99 of the first point {self.slower()} times that beside none"]
        for name, seen in (("none", self.idle), ("jobs", self.busy)):
            firsts, waits = ([one for pair in seen for one in pair[what]] for what in (0, 1))
            middle = 1e3 * self.typical(0, seen is self.busy)
            told.append(
                f"  {name}: first point {quantiles(firsts)} (of a round: {middle:,.1f}); /healthz {quantiles(waits)}"
            )
        return told


async def compare(port: int, rate: int, jobs: int) -> Beside:
    """Rounds without and with the jobs, by turns."""
    found = Beside([], [])
    for _ in range(ROUNDS):
        found.idle.append(await races(port, rate))
        async with heavy_jobs(port, jobs):
            found.busy.append(await races(port, rate))
    return found


def main() -> None:
    """Every case on one server."""
    with running("-m", "app", cwd=ROOT) as (server, port):
        warm(server.pid, port)
        shared = f"{os.cpu_count()} cores, shared, load {os.getloadavg()[0]:.1f}"
        print(f"races of {len(KINDS)} x {STEPS:,} steps beside heavy jobs, on {shared}")
        for rate, jobs in CASES:
            first, *rest = asyncio.run(compare(port, rate, jobs)).lines()
            print(f"  {rate} races/s beside {jobs} heavy jobs: {first}", *(f"  {line}" for line in rest), sep="\n")
        print(f"  the server itself computed for {computed(server.pid):.0f} s")


if __name__ == "__main__":
    main()
