"""A class that races in the same instant: first and last points, races a second, and the server's own time for each.

The clients share the machine with the server, so they do as little as they can: one process, raw sockets, no JSON read.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
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


class Seen(NamedTuple):
    """What one client saw: seconds from the common start to its first and to its last point."""

    ok: bool
    first: float
    last: float


class Client(asyncio.BufferedProtocol):
    """Asks once, and notes when the first frame and when the end came."""

    buffer = bytearray(1 << 20)  # one for all: what is read is looked at and dropped

    def __init__(self, request: bytes, began: float) -> None:
        self.request, self.began = request, began
        self.seen: asyncio.Future[Seen] = asyncio.get_running_loop().create_future()
        self.heard, self.ok, self.first, self.tail = 0, False, 0.0, b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self.request)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self.buffer

    def buffer_updated(self, size: int) -> None:
        now = time.perf_counter() - self.began
        self.tail = (self.tail + bytes(self.buffer[max(0, size - TAIL) : size]))[-TAIL:]
        self.ok = self.ok if self.heard else self.buffer.startswith(b"HTTP/1.1 200")
        self.heard += size
        if not self.first and (b"event: frame" in self.tail or self.heard > TAIL):
            self.first = now
        if self.tail.endswith((b"\n\n", b"\n0\r\n\r\n")) and b"event: done" in self.tail:
            self._leave(self.ok, now)

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave(False, time.perf_counter() - self.began)

    def _leave(self, ok: bool, now: float) -> None:
        if not self.seen.done():
            self.seen.set_result(Seen(ok, self.first, now))
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


async def all_at_once(port: int, requests: list[bytes]) -> list[Seen]:
    """What they saw who asked in the same instant."""
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    made = [loop.create_connection(lambda r=r: Client(r, began), "127.0.0.1", port) for r in requests]
    clients = [client for _, client in await asyncio.gather(*made)]
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
    """One line about a crowd."""
    waits: list[float] = []
    others = asyncio.create_task(pulse(port, waits))
    await asyncio.sleep(5 * PULSE)
    del waits[:]
    own, theirs = time.process_time(), computed(pid)
    seen = await all_at_once(port, requests)
    theirs, own = computed(pid) - theirs, time.process_time() - own
    others.cancel()
    first, last = sorted(s.first for s in seen), sorted(s.last for s in seen)
    print(
        f"{name}: {sum(s.ok for s in seen)} of {len(seen)} answered to the end; "
        f"first point p50 {ms(first, 50)}, p99 {ms(first, 99)}; last p50 {ms(last, 50)}, p99 {ms(last, 99)} ms; "
        f"{len(seen) / last[-1]:,.0f} races/s; /healthz p50 {ms(waits, 50)}, p99 {ms(waits, 99)} ms; CPU a race: "
        f"server {1e3 * theirs / len(seen):.2f}, clients {1e3 * own / len(seen):.2f} ms"
    )


def ms(seconds: list[float], percent: int) -> str:
    """A quantile in milliseconds."""
    ranked = sorted(seconds) or [float("nan")]
    return f"{1e3 * ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]:,.0f}"


def main() -> None:
    """A crowd of different races, one of the same race, and the same again, when it is known."""
    with running("-m", "app", cwd=ROOT) as (server, port):
        asyncio.run(all_at_once(port, [race(-1)]))  # a class is not the first visitor
        print(f"{CLIENTS} clients at once, {len(KINDS)} runs x {STEPS:,} steps each, on {os.cpu_count()} cores, shared")
        asyncio.run(crowd("  different races", server.pid, port, [race(i) for i in range(CLIENTS)]))
        asyncio.run(crowd("  the same race", server.pid, port, [race(SAME)] * CLIENTS))
        asyncio.run(crowd(f"  the same, known ({SAME:,} clients)", server.pid, port, [race(SAME)] * SAME))


if __name__ == "__main__":
    main()
