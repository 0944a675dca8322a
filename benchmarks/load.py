"""A school that comes: 1, 50 and 300 clients in the same minute, and all in the same second.

Each opens the page with all its files, races by the teacher's link and by settings of its own; of ten, three have a
map, a search or a training made, one watches a shared search and one takes a page away. `python -m benchmarks load`
takes `1` and `2` serving processes; other numbers of both may follow: `load 50x1`.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.census import MEGABYTE, Census, census
from benchmarks.crowd import pulse, quantiles, settle
from benchmarks.tally import Tally
from benchmarks.visits import Doing, Visitor, share
from tests.server import running

ROOT = Path(__file__).parent.parent
CLIENTS, SERVING = (1, 50, 300), (1, 2)
MINUTE, SECOND = 60.0, 1.0
PAUSE = 2.0  # seconds for which somebody looks at something
OFTEN = 0.5  # seconds between two looks at the server's memory
SEED = 10


class Heard(NamedTuple):
    """What came of a class: the answers, the waits of /healthz meanwhile, and the server again and again."""

    tally: Tally
    waits: list[float]
    looks: list[Census]


def doings(clients: int) -> list[Doing]:
    """What each does besides racing: one alone does all of it, of many half of them one thing, in a mixed order."""
    if clients == 1:
        return [(*Visitor.HEAVY, *Visitor.LIGHT)]
    turns = itertools.cycle([(what,) for what in (*Visitor.HEAVY, *Visitor.LIGHT)] + [()] * 5)
    found = list(itertools.islice(turns, clients))
    random.Random(SEED).shuffle(found)
    return found


async def school(pid: int, port: int, doing: list[Doing], within: float, pause: float = PAUSE) -> Heard:
    """A client for each entry, who arrive at random moments within so many seconds, to the end of their lessons."""
    luck, heard = random.Random(SEED), Heard(Tally(), [], [])
    asides = [asyncio.create_task(pulse(port, heard.waits)), asyncio.create_task(look(pid, heard.looks))]
    lessons = [
        asyncio.create_task(Visitor(i, port, heard.tally).lesson(luck.uniform(0, within), pause, each))
        for i, each in enumerate(doing)
    ]
    await asyncio.gather(*lessons)
    for task in asides:
        task.cancel()
    await asyncio.gather(*asides, return_exceptions=True)
    heard.looks.append(census(pid))
    return heard


async def look(pid: int, looks: list[Census]) -> None:
    """The server's processes, again and again; in a thread, since counting takes some milliseconds."""
    while True:
        looks.append(await asyncio.to_thread(census, pid))
        await asyncio.sleep(OFTEN)


def report(heard: Heard) -> list[str]:
    """What is printed of it."""
    serving, working = (max(getattr(each, what) for each in heard.looks) / MEGABYTE for what in ("serving", "working"))
    wrong = ", ".join(f"{what}: {count}" for what, count in heard.tally.errors().items()) or "none"
    return [
        *heard.tally.lines(),
        f"  /healthz meanwhile {quantiles(heard.waits)}; memory at most {serving:,.0f} MB to serve,"
        f" {working:,.0f} MB for heavy work; errors: {wrong}",
    ]


def main(*chosen: str) -> None:
    """Every number of clients on a fresh server, for each number of serving processes."""
    cases = [(int(c), int(s)) for c, _, s in (each.partition("x") for each in chosen)] or [
        (clients, serving) for serving in SERVING for clients in CLIENTS
    ]
    for clients, serving in cases:
        for within in (MINUTE, SECOND) if clients > 1 else (SECOND,):
            with (
                tempfile.TemporaryDirectory() as data,
                running("-m", "app", cwd=ROOT, RAVINE_WORKERS=str(serving), RAVINE_DATA=data) as (server, port),
            ):
                settle(server.pid)
                asyncio.run(share(server.pid, port))
                shared = f"{os.cpu_count()} cores, shared, load {os.getloadavg()[0]:.1f}"
                print(f"{clients} clients within {within:.0f} s, {serving} serving processes, on {shared}")
                print(*report(asyncio.run(school(server.pid, port, doings(clients), within))), sep="\n", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
