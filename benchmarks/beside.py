"""Races while others have heavy work done: the first point and /healthz beside none, 8 and 30 heavy jobs.

A job is a map of basins, asked for anew as soon as it is over, each by a client of its own. Rounds without and
with them take turns, so that what else the machine does hits both alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.clock import ratio
from benchmarks.crowd import Client, Now, all_at_once, pulse, quantiles, race, settle
from benchmarks.race import KINDS, STEPS
from benchmarks.start import computed
from tests.server import running

ROOT = Path(__file__).parent.parent
CASES = ((20, 8), (20, 30), (100, 8), (100, 30))  # races a second, heavy jobs
ROUNDS, SECONDS = 3, 4.0
REST = 0.5  # seconds in which jobs begin, or end
_numbers = itertools.count()


def p99(seconds: list[float]) -> float:
    """The slowest but one in a hundred."""
    return sorted(seconds)[len(seconds) * 99 // 100]


def basins(number: int) -> bytes:
    """Some seconds of work for one worker, never the same."""
    runs = [{"optimizer": {"kind": "adam"}}, {"optimizer": {"kind": "momentum"}}]
    race = {"surface": {"kind": "himmelblau"}, "steps": 1000, "tolerance": 0, "seed": number, "runs": runs}
    body = json.dumps(race | {"cells": [256, 256]})
    head = (
        f"POST /api/basin HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
        f"X-Ravine-Client: {number}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return (head + body).encode()


async def heavy(port: int) -> None:
    """One client who has heavy work done, again and again."""
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(basins(next(_numbers)))
            head = await reader.readuntil(b"\r\n")
            assert b"200" in head, head
            while await reader.read(1 << 16):
                pass
        finally:
            writer.close()


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
    _, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", port)
    began = time.perf_counter()
    client.ask(race(next(_numbers)), lambda: Now(time.perf_counter() - began, 0.0))
    seen = await client.seen
    assert seen.ok
    return seen.first.wall


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


async def compare(port: int, rate: int, jobs: int) -> None:
    """Rounds without and with the jobs, by turns."""
    idle, beside = [], []
    for _ in range(ROUNDS):
        idle.append(await races(port, rate))
        async with heavy_jobs(port, jobs):
            beside.append(await races(port, rate))
    slower = ratio([p99(firsts) for firsts, _ in beside], [p99(firsts) for firsts, _ in idle])
    print(f"  {rate} races/s beside {jobs} heavy jobs: p99 of the first point {slower} times that beside none")
    for name, seen in (("none", idle), ("jobs", beside)):
        firsts, waits = ([one for pair in seen for one in pair[what]] for what in (0, 1))
        middle = statistics.median(1e3 * p99(each) for each, _ in seen)
        print(f"    {name}: first point {quantiles(firsts)} (of a round: {middle:,.1f}); /healthz {quantiles(waits)}")


def main() -> None:
    """Every case on one server."""
    with running("-m", "app", cwd=ROOT) as (server, port):
        asyncio.run(all_at_once(server.pid, port, [race(-1)]))
        settle(server.pid)
        shared = f"{os.cpu_count()} cores, shared, load {os.getloadavg()[0]:.1f}"
        print(f"races of {len(KINDS)} x {STEPS:,} steps beside heavy jobs, on {shared}")
        for rate, jobs in CASES:
            asyncio.run(compare(port, rate, jobs))
        print(f"  the server itself computed for {computed(server.pid):.0f} s")


if __name__ == "__main__":
    main()
