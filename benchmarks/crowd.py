"""A class that races in the same instant: first and last points, races a second, and the server's own time for each.

The clients share the machine with the server, so they do as little as they can: one process, raw sockets, no JSON read.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.census import serving
from benchmarks.client import Answer, Client, get, post
from benchmarks.race import KINDS, STEPS
from benchmarks.start import computed
from benchmarks.tally import pair
from benchmarks.visits import LINK, racing
from tests.server import running

ROOT = Path(__file__).parent.parent
CLIENTS = 300
SAME = 1000  # clients of one link
PULSE = 0.02  # seconds between two looks at whether the server still answers others


class Now(NamedTuple):
    """Seconds since the common start, by the wall's clock and of the server's own computing.

    Where other programs have the machine, too, the second says what the first would be without them.
    """

    wall: float
    server: float


async def all_at_once(pid: int, port: int, requests: list[bytes]) -> list[Answer]:
    """What they saw who asked in the same instant, on connections that they had, as a page has when it is loaded."""
    clients = await asyncio.gather(*(Client.connect(port) for _ in requests))
    answering = serving(pid)
    began, before = time.perf_counter(), sum(map(computed, answering))

    def clock() -> Now:
        return Now(time.perf_counter() - began, sum(map(computed, answering)) - before)

    answers = await asyncio.gather(*(c.ask(one, clock) for c, one in zip(clients, requests, strict=True)))
    for client in clients:
        client.close()
    return answers


async def pulse(port: int, waits: list[float]) -> None:
    """Whether the server still answers others, again and again."""
    client = await Client.connect(port)
    try:
        while True:
            began = time.perf_counter()
            answer = await client.ask(get("/healthz"))
            assert answer.ok, answer
            waits.append(answer.last - began)
            await asyncio.sleep(PULSE)
    finally:
        client.close()


class Crowd(NamedTuple):
    """What became of a crowd: the answers, the waits of /healthz meanwhile, seconds that the clients computed."""

    answers: list[Answer]
    waits: list[float]
    own: float

    @property
    def answered(self) -> int:
        """How many got all they asked for."""
        return sum(answer.ok for answer in self.answers)

    @property
    def rate(self) -> float:
        """Races a second."""
        return len(self.answers) / max(answer.last.wall for answer in self.answers)

    @property
    def cost(self) -> float:
        """Seconds that the server computed for a race."""
        return float(max(answer.last.server for answer in self.answers)) / len(self.answers)

    def seen(self, what: str, clock: str = "wall") -> list[float]:
        """When each saw its `first` or its `last` point, in seconds since the start."""
        return [getattr(getattr(answer, what), clock) for answer in self.answers]

    def lines(self) -> list[str]:
        """What is printed of it."""
        told = f"/healthz meanwhile {quantiles(self.waits)}; CPU a race: server {1e3 * self.cost:.2f} ms"
        return [
            f"{self.answered} of {len(self.answers)} answered to the end, {self.rate:,.0f} races/s; {told}, "
            f"clients {1e3 * self.own / len(self.answers):.2f} ms",
            *(
                f"  {what} point: {quantiles(self.seen(what))}, "
                f"after the server had computed for {quantiles(self.seen(what, 'server'))}"
                for what in ("first", "last")
            ),
        ]


async def crowd(pid: int, port: int, requests: list[bytes]) -> Crowd:
    """So many races asked for in the same instant."""
    waits: list[float] = []
    others = asyncio.create_task(pulse(port, waits))
    await asyncio.sleep(5 * PULSE)
    del waits[:]
    own = time.process_time()
    answers = await all_at_once(pid, port, requests)
    own = time.process_time() - own
    others.cancel()
    return Crowd(answers, waits, own)


def different() -> list[bytes]:
    """A race for each client."""
    return [race(number) for number in range(CLIENTS)]


def same(clients: int) -> list[bytes]:
    """One race for all clients."""
    return [race(SAME)] * clients


def race(number: int) -> bytes:
    """The question for a race of that number."""
    return post("/api/race", racing(number))


def quantiles(seconds: list[float]) -> str:
    """The median and the slowest but one in a hundred."""
    return "p50 {}, p99 {} ms".format(*pair(seconds).split(" / "))


def warm(pid: int, port: int) -> None:
    """Have raced before: a class is not the first visitor."""
    asyncio.run(all_at_once(pid, port, [race(LINK)]))
    settle(pid)


def settle(pid: int) -> None:
    """Wait until the server has loaded what it loads after its start."""
    before, now = -1.0, 0.0
    while now - before > PULSE:
        time.sleep(0.5)
        before, now = now, sum(map(computed, serving(pid)))


def main() -> None:
    """A crowd of different races, one of the same race, and the same again, when it is known."""
    with running("-m", "app", cwd=ROOT) as (server, port):
        warm(server.pid, port)
        print(f"{CLIENTS} clients at once, {len(KINDS)} runs x {STEPS:,} steps each, on {os.cpu_count()} cores, shared")
        for name, requests in (
            ("different races", different()),
            ("the same race", same(CLIENTS)),
            ("the same, known", same(SAME)),
        ):
            first, *rest = asyncio.run(crowd(server.pid, port, requests)).lines()
            print(f"  {name}: {first}", *(f"  {line}" for line in rest), sep="\n")


if __name__ == "__main__":
    main()
