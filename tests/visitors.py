"""Visitors of a server that is a program of its own, at the level of their connections."""

from __future__ import annotations

import asyncio
import json

EVENTS = "text/event-stream"
KEPT = 1 << 14  # bytes of what was heard that are kept
ADAM = [{"optimizer": {"kind": "adam", "lr": 0.01}}]
RACE = {"surface": {"kind": "rosenbrock"}, "steps": 5000, "runs": ADAM}
# The longest race there may be.
LONGEST = RACE | {"steps": 100_000, "runs": 10 * ADAM}
# Each kind of heavy work, most of them longer than a test.
HEAVY = {
    "/api/basin": RACE | {"surface": {"kind": "himmelblau"}, "steps": 1000, "cells": [512, 512], "tolerance": 0},
    "/api/sweep": RACE | {"steps": 2000, "axes": [{"of": "lr", "count": 256}, {"of": "beta1", "count": 256}]},
    "/api/tune": RACE | {"steps": 25_000, "trials": 200},
    "/api/search": RACE
    | {
        "steps": 1000,
        "search": {
            "target": {"kind": "race"},
            "axes": [{"name": "lr"}, {"name": "beta1"}],
            "strategies": [{"kind": "random"}],
            "trials": 500,
            "repeats": 50,
            "landscape": False,
        },
    },
    "/api/study": {"study": {"kind": "linear-scaling"}},
    "/api/training": {
        "data": {"kind": "spirals"},
        "network": {"layers": [32, 32]},
        "runs": ADAM,
        "epochs": 1000,
    },
}


def question(path, body=None, accept=EVENTS, **headers):
    """The bytes of a request: a POST where there is a body."""
    sent = b"" if body is None else json.dumps(body).encode()
    lines = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", "Host: test", f"Accept: {accept}"]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(sent)}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items())]).encode() + b"\r\n\r\n" + sent


class Visit:
    """One question, and what is heard of its answer."""

    def __init__(self, port, path, body=None, accept=EVENTS, **headers):
        self.path, self.accept = path, accept
        self.head = self.tail = b""
        self.first = asyncio.Event()
        self._question = question(path, body, accept, **headers)
        self.over = asyncio.create_task(self._hear(port))

    async def _hear(self, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(self._question)
        self.head = await reader.readuntil(b"\r\n\r\n")
        while data := await reader.read(1 << 16):
            self.first.set()
            self.tail = (self.tail + data)[-KEPT:]
        writer.close()

    @property
    def status(self):
        return int(self.head.split()[1])

    @property
    def whole(self):
        """Whether the answer says that it is at its end."""
        return b"content-length" in self.head.lower() or self.tail.endswith(b"0\r\n\r\n")

    @property
    def last(self):
        """The last event: its name and what it told."""
        _, _, said = self.tail.rpartition(b"event: ")
        name, data, *_ = said.split(b"\n")
        return name.decode(), json.loads(data.removeprefix(b"data: "))
