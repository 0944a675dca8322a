"""A class that races in the same instant: first and last points, races a second, and the server's own time for each.

The clients share the machine with the server, so they do as little as they can: one process, raw sockets, no JSON read.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
from benchmarks.race import KINDS, STEPS
from benchmarks.start import computed
from tests.server import running

ROOT = Path(__file__).parent.parent
CLIENTS = 300
SAME = 1000  # clients of one link
RATE = 0.0002  # with which every rule gets through its 1,000 steps here
TAIL = 32768  # bytes of an answer that are looked at for its end
PULSE = 0.02  # seconds between two looks at whether the server still answers others
HELLO = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


class Now(NamedTuple):
    """Seconds since the common start, by the wall's clock and of the server's own computing.

    Where other programs have the machine, too, the second says what the first would be without them.
    """

    wall: float
    server: float


class Seen(NamedTuple):
    """What one client saw: when its first and its last point came."""

    ok: bool
    first: Now
    last: Now


class Client(asyncio.BufferedProtocol):
    """Asks once, and notes when the first frame and when the end came."""

    buffer = bytearray(1 << 20)  # one for all: what is read is looked at and dropped

    def __init__(self) -> None:
        self.seen: asyncio.Future[Seen] = asyncio.get_running_loop().create_future()
        self.heard, self.ok, self.tail = 0, False, b""
        self.first: Now | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def ask(self, request: bytes, clock: Callable[[], Now]) -> None:
        """Send a request; from now on `clock` counts."""
        self.clock = clock
        self.transport.write(request)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self.buffer

    def buffer_updated(self, size: int) -> None:
        self.tail = (self.tail + bytes(self.buffer[max(0, size - TAIL) : size]))[-TAIL:]
        self.ok = self.ok if self.heard else self.buffer.startswith(b"HTTP/1.1 200")
        self.heard += size
        if not self.first and (b"event: frame" in self.tail or self.heard > TAIL):
            self.first = self.clock()
        if self.tail.endswith((b"\n\n", b"\n0\r\n\r\n")) and b"event: done" in self.tail:
            self._leave(self.ok)

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave(False)

    def _leave(self, ok: bool) -> None:
        if not self.seen.done():
            now = self.clock()
            self.seen.set_result(Seen(ok, self.first or now, now))
            self.transport.close()


def request(spec: dict[str, Any]) -> bytes:
    """A race as a browser asks for it."""
    body = json.dumps(spec).encode()
    head = (
        f"POST /api/race HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def race(number: int) -> bytes:
    """The race of 8 x 1,000 steps, each client's with rates and a start of its own."""
    runs = [
        {"optimizer": {"kind": kind} | ({} if kind == "newton" else {"lr": RATE * (1 + number / SAME)})}
        for kind in KINDS
    ]
    start = [-1.2 + number / SAME, 1.0]
    return request({"surface": {"kind": "rosenbrock"}, "start": start, "steps": STEPS, "runs": runs})


async def all_at_once(pid: int, port: int, requests: list[bytes]) -> list[Seen]:
    """What they saw who asked in the same instant, on connections that they had, as a page has when it is loaded."""
    loop = asyncio.get_running_loop()
    made = await asyncio.gather(*(loop.create_connection(Client, "127.0.0.1", port) for _ in requests))
    clients = [client for _, client in made]
    began, before = time.perf_counter(), computed(pid)

    def clock() -> Now:
        return Now(time.perf_counter() - began, computed(pid) - before)

    for client, one in zip(clients, requests, strict=True):
        client.ask(one, clock)
    return [await client.seen for client in clients]


async def pulse(port: int, waits: list[float]) -> None:
    """Whether the server still answers others, again and again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while True:
            began = time.perf_counter()
            writer.write(HELLO)
            await reader.readuntil(b"ok\n")
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(PULSE)
    finally:
        writer.close()


async def crowd(name: str, pid: int, port: int, requests: list[bytes]) -> None:
    """What became of a crowd."""
    waits: list[float] = []
    others = asyncio.create_task(pulse(port, waits))
    await asyncio.sleep(5 * PULSE)
    del waits[:]
    own = time.process_time()
    seen = await all_at_once(pid, port, requests)
    own = time.process_time() - own
    others.cancel()
    last = max(s.last for s in seen)
    print(
        f"  {name}: {sum(s.ok for s in seen)} of {len(seen)} answered to the end, "
        f"{len(seen) / last.wall:,.0f} races/s; /healthz meanwhile {quantiles(waits)}; CPU a race: "
        f"server {1e3 * last.server / len(seen):.2f} ms, clients {1e3 * own / len(seen):.2f} ms"
    )
    for what in ("first", "last"):
        walls, servers = ([getattr(getattr(s, what), clock) for s in seen] for clock in Now._fields)
        print(f"    {what} point: {quantiles(walls)}, after the server had computed for {quantiles(servers)}")


def quantiles(seconds: list[float]) -> str:
    """The median and the slowest but one in a hundred."""
    ranked = sorted(seconds) or [float("nan")]
    p50, p99 = (1e3 * ranked[min(len(ranked) - 1, len(ranked) * percent // 100)] for percent in (50, 99))
    return f"p50 {p50:,.0f}, p99 {p99:,.0f} ms"


def settle(pid: int) -> None:
    """Wait until the server has loaded what it loads after its start."""
    before = -1.0
    while computed(pid) - before > PULSE:
        before = computed(pid)
        time.sleep(0.5)


def main() -> None:
    """A crowd of different races, one of the same race, and the same again, when it is known."""
    with running("-m", "app", cwd=ROOT) as (server, port):
        asyncio.run(all_at_once(server.pid, port, [race(-1)]))  # a class is not the first visitor
        settle(server.pid)
        print(f"{CLIENTS} clients at once, {len(KINDS)} runs x {STEPS:,} steps each, on {os.cpu_count()} cores, shared")
        asyncio.run(crowd("different races", server.pid, port, [race(i) for i in range(CLIENTS)]))
        asyncio.run(crowd("the same race", server.pid, port, [race(SAME)] * CLIENTS))
        asyncio.run(crowd("the same, known", server.pid, port, [race(SAME)] * SAME))


if __name__ == "__main__":
    main()
