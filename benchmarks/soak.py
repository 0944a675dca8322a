"""Hours of school in some minutes: mixed load with visitors who leave, ask wrongly or are refused; does anything grow?

`python -m benchmarks soak 20` takes so many minutes. Ends with status 1 on growth of memory over 5 %, a descriptor or a
process that stays, or any error.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.census import MEGABYTE, Census, census
from benchmarks.client import Answer, Client, post
from benchmarks.crowd import pulse, quantiles, settle
from benchmarks.load import SEED
from benchmarks.tally import Tally
from benchmarks.visits import Visitor, mapped, racing, share
from tests.server import running

ROOT = Path(__file__).parent.parent
MINUTES = 20.0
EVERY = 1.5  # seconds between two visitors
OFTEN = 5.0  # seconds between two looks at the server
WARM = 0.25  # share of the time after which it should have all it needs
BREAK = (0.4, 0.7)  # share of the time in which nobody wants heavy work: of 20 minutes more than workers are kept for
LATE = 0.15  # share of the time at the end that is compared
MOST = 5.0  # percent
SLACK = 4  # descriptors: a connection may be open as they are counted
REST = 3.0  # seconds in which those who left are noticed


class Wayward(Visitor):
    """One who leaves in the middle, asks for nonsense, or wants too much at once."""

    async def leave(self) -> None:
        """Go away while a race and a map are on their way."""
        for request in (post("/api/race", racing(self.number)), post("/api/basin", mapped(self.number), self.token)):
            try:
                client = await Client.connect(self.port)
            except OSError:
                self.tally.add("who leaves", Answer(0, False, 0.0, 0.0, 0))
                return
            client.ask(request)
            await asyncio.sleep(random.Random(self.number).uniform(0.01, 0.3))
            client.close()

    async def mistake(self) -> None:
        """What no model knows, what is no JSON, and what is not there."""
        wrong = racing(self.number) | {"surface": {"kind": "formula", "f": "__import__('os')"}}
        await self.ask("bad formula", post("/api/race", wrong), wanted=422)
        await self.ask("no JSON", post("/api/race", b"{" * 5000), wanted=422)
        await self.ask("too large", post("/api/race", b"[" + b"0," * 40_000 + b"0]"), wanted=413)
        await self.ask("not there", post("/api/nothing", {}), wanted=404)

    async def insist(self) -> None:
        """Want four maps at once: two wait or are made, the others are refused."""
        asked = (self.ask("map, at once", post("/api/basin", mapped(self.number + i), self.token)) for i in range(4))
        await asyncio.gather(*asked)

    WAYS: ClassVar[tuple[Callable[[Wayward], Awaitable[None]], ...]] = (leave, mistake, insist)


class Look(NamedTuple):
    """The server so many seconds after the begin, and files that it has laid aside."""

    at: float
    seen: Census
    files: int


def growth(looks: Sequence[Look], minutes: float) -> float:
    """By how many percent the memory of what serves is higher at the end than when it was warm: medians of both."""
    seconds = 60 * minutes
    warm, late = (
        [look.seen.serving for look in looks if begin * seconds <= look.at <= (begin + LATE) * seconds]
        for begin in (WARM, 1 - LATE)
    )
    return 100 * (statistics.median(late) / statistics.median(warm) - 1) if warm and late else float("nan")


def open_before(looks: Sequence[Look], before: Census, after: Census, minutes: float) -> list[int]:
    """Descriptors of as many processes as in the end: of those at the start, and those seen while it was warm.

    A worker that is let go or begun takes some along.
    """
    warm = [look.seen for look in looks if 0 <= look.at - 60 * minutes * WARM <= 60 * minutes * LATE]
    return [seen.descriptors for seen in (before, *warm) if seen.processes == after.processes]


async def visit(number: int, port: int, tally: Tally, heavy: bool) -> None:
    """What the visitor of that number does."""
    light = Visitor.LIGHT[number // 2 % 2 : number // 2 % 2 + 1]
    work = Visitor.HEAVY[number // 4 % 3 : number // 4 % 3 + 1] if heavy else ()
    match number % 4:
        case 0:
            await Visitor(number, port, tally).lesson(0.0, 1.0, light)
        case 1:
            await Visitor(number, port, tally).lesson(0.0, 1.0, work)
        case 2:
            await Visitor(number, port, tally).race()
        case _:
            ways = Wayward.WAYS if heavy else Wayward.WAYS[:2]
            await ways[number // 4 % len(ways)](Wayward(number, port, tally))


async def watch(pid: int, data: Path, looks: list[Look]) -> None:
    """Look at the server again and again."""
    began = time.monotonic()
    while True:
        files = sum(1 for _ in data.rglob("*"))
        looks.append(Look(time.monotonic() - began, await asyncio.to_thread(census, pid), files))
        await asyncio.sleep(OFTEN)


async def school(pid: int, port: int, data: Path, minutes: float, every: float = EVERY) -> tuple[Tally, list[Look]]:
    """Visitor after visitor for so many minutes."""
    tally, looks, waits = Tally(), [], []  # type: ignore[var-annotated]
    asides = [asyncio.create_task(pulse(port, waits)), asyncio.create_task(watch(pid, data, looks))]
    luck, began, seconds = random.Random(SEED), time.monotonic(), 60 * minutes
    visitors: set[asyncio.Task[None]] = set()
    number = 0
    while (past := time.monotonic() - began) < seconds:
        heavy = not BREAK[0] <= past / seconds <= BREAK[1]
        visitors.add(task := asyncio.create_task(visit(number, port, tally, heavy)))
        task.add_done_callback(visitors.discard)
        number += 1
        await asyncio.sleep(luck.expovariate(1 / every))
    await asyncio.gather(*visitors)
    for aside in asides:
        aside.cancel()
    await asyncio.gather(*asides, return_exceptions=True)
    print(f"  {number} visitors; /healthz meanwhile {quantiles(waits)}")
    return tally, looks


def faults(tally: Tally, looks: Sequence[Look], before: Census, after: Census, minutes: float) -> list[str]:
    """What should not be, a sentence each."""
    grown = growth(looks, minutes)
    found = [f"{what}: {count}" for what, count in tally.errors().items()]
    if not grown <= MOST:
        found.append(f"memory of what serves grew by {grown:.1f} %")
    stay = after.descriptors - min(open_before(looks, before, after, minutes), default=before.descriptors)
    if stay > SLACK:
        found.append(f"{stay} descriptors stay open")
    if after.zombies:
        found.append(f"{after.zombies} dead processes are not taken away")
    return found


def main(minutes: str = str(MINUTES)) -> None:
    """One server for all the time."""
    wanted = float(minutes)
    with (
        tempfile.TemporaryDirectory() as data,
        running("-m", "app", cwd=ROOT, RAVINE_DATA=data, TMPDIR=data) as (server, port),
    ):
        settle(server.pid)
        asyncio.run(share(server.pid, port))
        # Once round, so that it has loaded all it ever loads and its workers are there.
        asyncio.run(school(server.pid, port, Path(data), 0.2))
        time.sleep(REST)
        before = census(server.pid)
        print(f"soak of {wanted:g} minutes on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        tally, looks = asyncio.run(school(server.pid, port, Path(data), wanted))
        time.sleep(REST)
        after = census(server.pid)
    print(*tally.lines(), sep="\n")
    for look in looks[:: max(1, len(looks) // 12)]:
        print(f"  {look.at:6,.0f} s: {told(look.seen)}, {look.files} files")
    print(f"  before: {told(before)}", f"  after:  {told(after)}", sep="\n")
    wrong = faults(tally, looks, before, after, wanted)
    print(f"  memory of what serves grew by {growth(looks, wanted):.1f} %; " + ("; ".join(wrong) or "nothing wrong"))
    if wrong:
        sys.exit(1)


def told(seen: Census) -> str:
    """A count in words."""
    return (
        f"{seen.serving / MEGABYTE:6.1f} MB serving, {seen.working / MEGABYTE:6.1f} MB working, {seen.processes} "
        f"processes, {seen.descriptors} descriptors, {seen.threads} threads, {seen.zombies} zombies"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
