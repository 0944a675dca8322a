"""What a class does: it opens the page, races, and some have maps, searches and trainings made, watch or take away."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
import zlib
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, ClassVar

from app.arrival import ARRIVAL, MAP_ARRIVAL, NETWORK_ARRIVAL, SEARCH_ARRIVAL, SHARED_SEARCH
from benchmarks.census import census
from benchmarks.client import Answer, Client, get, post
from benchmarks.race import KINDS, STEPS
from benchmarks.tally import Tally

LINK = 1_000_000  # the number of the teacher's race, which everybody opens
RATE = 0.0002  # with which every rule gets through its 1,000 steps here
CONNECTIONS = 6  # of a browser to one address
PAUSE = 0.2  # seconds between two looks at whether a worker works
PATIENT = 30.0  # seconds for which somebody waits for a first look
WATCHED = 3.0  # seconds for which somebody looks on
SHARED = "watched"  # the search that they look at
_ASSET = re.compile(rb"assets/[0-9a-f]+/[\w./-]+")


def racing(number: int) -> dict[str, Any]:
    """The race of 8 x 1,000 steps, each number's with rates and a start of its own."""
    rate, shift = RATE * (1 + number % 977 / 1000), number % 1000 / 1000
    runs = [{"optimizer": {"kind": kind} | ({} if kind == "newton" else {"lr": rate})} for kind in KINDS]
    return {"surface": {"kind": "rosenbrock"}, "start": [-1.2 + shift, 1.0], "steps": STEPS, "runs": runs}


def mapped(number: int) -> dict[str, Any]:
    """The map that the page opens with, of other starts."""
    return {k: v for k, v in MAP_ARRIVAL.items() if k != "map"} | {"seed": number, "tolerance": 1e-3, "steps": 299}


def searched(number: int) -> dict[str, Any]:
    """The search that the page opens with, with other luck."""
    return {k: v for k, v in SEARCH_ARRIVAL.items() if k != "tab"} | {"seed": number}


def trained(number: int) -> dict[str, Any]:
    """The training that the page opens with, with other luck."""
    return NETWORK_ARRIVAL["training"] | {"runs": NETWORK_ARRIVAL["runs"], "seed": number}


def named(page: bytearray) -> Iterator[str]:
    """The addresses of all files that a page names, which came packed."""
    for name in dict.fromkeys(_ASSET.findall(zlib.decompress(page, wbits=31))):
        yield f"/{name.decode()}"


class Visitor:
    """One of a class, who has a token of their own, and so a place of their own in the line."""

    def __init__(self, number: int, port: int, tally: Tally) -> None:
        self.number, self.port, self.tally = number, port, tally
        self.token = f"visitor-{number}"

    async def ask(self, kind: str, request: bytes, wanted: int = 200) -> Answer:
        """One question on a connection of its own."""
        began = time.perf_counter()
        answer = Answer(0, False, 0.0, 0.0, 0)
        with contextlib.suppress(OSError):
            client = await Client.connect(self.port)
            answer = await client.ask(request, lambda: time.perf_counter() - began)
            client.close()
        self.tally.add(kind, answer, wanted)
        return answer

    async def open(self, path: str = "/") -> None:
        """The page and all that it names, on as many connections as a browser has."""
        began = time.perf_counter()

        def clock() -> float:
            return time.perf_counter() - began

        clients: list[Client] = []
        try:
            clients.append(first := await Client.connect(self.port))
            first.keep = bytearray()
            page = await first.ask(get(path, "gzip"), clock)
            self.tally.add("page", page)
            assets = deque(named(first.keep))
            first.keep = None
            clients += await asyncio.gather(*(Client.connect(self.port) for _ in range(CONNECTIONS - 1)))
            fetched = await asyncio.gather(*(self._fetch(client, assets, clock) for client in clients))
        except OSError:
            self.tally.add("page, whole", Answer(0, False, clock(), clock(), 0))
            return
        finally:
            for client in clients:
                client.close()
        got = [answer for each in fetched for answer in each] or [page]
        bad = next((answer for answer in got if not answer.ok), got[0])
        self.tally.add("page, whole", bad._replace(first=page.last, last=clock()))

    @staticmethod
    async def _fetch(client: Client, paths: deque[str], clock: Callable[[], float]) -> list[Answer]:
        got = []
        while paths:
            got.append(await client.ask(get(paths.popleft()), clock))
        return got

    async def arrive(self) -> None:
        """The page, and the race that it opens with."""
        await self.open()
        await self.ask("race of the page", post("/api/race?lang=en", ARRIVAL))

    async def follow(self) -> None:
        """The teacher's link, which everybody opens."""
        await self.ask("race, same link", post("/api/race", racing(LINK)))

    async def race(self) -> None:
        """Settings of one's own."""
        self.number += 10_000
        await self.ask("race, own settings", post("/api/race", racing(self.number)))

    async def map(self) -> None:
        await self.ask("map", post("/api/basin", mapped(self.number), self.token))

    async def search(self) -> None:
        await self.ask("search", post("/api/search", searched(self.number), self.token))

    async def train(self) -> None:
        await self.ask("training", post("/api/training", trained(self.number), self.token))

    async def take(self) -> None:
        """The race as a page that runs without a server."""
        await self.ask("export", post("/api/export/html", {"race": racing(self.number), "run": 0}))

    async def watch(self) -> None:
        """Look at a shared search for a while, then leave: its first look must have come."""
        began = time.perf_counter()
        heard = Answer(0, False, 0.0, 0.0, 0)
        with contextlib.suppress(OSError):
            client = await Client.connect(self.port)
            client.ask(get(f"/api/searches/{SHARED}/events"), lambda: time.perf_counter() - began)
            for _ in range(round(PATIENT / PAUSE)):
                await asyncio.sleep(PAUSE)
                if client.first is not None or not client.open:
                    break
            await asyncio.sleep(WATCHED)
            came = client.open and client.first is not None
            heard = Answer(client.status, came, client.first, time.perf_counter() - began, client.heard)
            client.close()
        self.tally.add("watching", heard)

    HEAVY: ClassVar[Doing] = (map, search, train)
    LIGHT: ClassVar[Doing] = (watch, take)

    async def lesson(self, late: float, pause: float, doing: Doing) -> None:
        """Arrive so late, follow the teacher, race, and do whatever else is given; seconds of `pause` after each."""
        await asyncio.sleep(late)
        for what in (Visitor.arrive, Visitor.follow, Visitor.race, *doing, Visitor.race):
            await what(self)
            await asyncio.sleep(pause)


Doing = tuple[Callable[[Visitor], Awaitable[None]], ...]


async def share(pid: int, port: int) -> None:
    """Begin the search that is watched, and wait until its worker is at work."""
    asked = SHARED_SEARCH | {"name": SHARED, "trials": 500, "pace": 2.0}
    teacher = Visitor(0, port, Tally())
    for path, body in (("/api/searches", asked), (f"/api/searches/{SHARED}/workers", {"count": 1})):
        answer = await teacher.ask("shared", post(path, body), wanted=201)
        assert answer.status == 201, answer
    while not census(pid).working:
        await asyncio.sleep(PAUSE)
