"""A client as light as can be: it shares the machine with the server, so it looks at what comes and drops it."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Any, NamedTuple

TAIL = 4096  # bytes of an answer that are looked at for its end
LAST = b"\r\n0\r\n\r\n"  # of an answer in chunks
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_POINT = re.compile(rb"event: (?!start|line)")  # what a reader sees; the others only say that something will come
CODINGS = "gzip, deflate, br, zstd"  # that a browser knows


class Answer(NamedTuple):
    """What became of a question.

    Attributes:
        status: of HTTP; 0 where none came.
        ended: it came whole, and did not say that it failed.
        first: when its first point came: of events the first that is a point, else the first byte.
        last: when its end came, by the same clock.
        size: bytes, with the head.
    """

    status: int
    ended: bool
    first: Any
    last: Any
    size: int

    @property
    def ok(self) -> bool:
        """Answered as it should be."""
        return self.ended and 200 <= self.status < 300

    @property
    def refused(self) -> bool:
        """Told to come again later, which is no error."""
        return self.status in (429, 503)


class Client(asyncio.BufferedProtocol):
    """One connection, on which questions are asked one after another."""

    buffer = bytearray(1 << 20)  # one for all: what is read is looked at and dropped
    keep: bytearray | None = None  # where a body goes that is wanted

    @classmethod
    async def connect(cls, port: int) -> Client:
        """A connection to a server on this machine."""
        _, client = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return client

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.answer: asyncio.Future[Answer] | None = None
        self.open = True

    def ask(self, request: bytes, clock: Callable[[], Any] = time.perf_counter) -> asyncio.Future[Answer]:
        """Send a question; what is heard of it, with times as `clock` has them."""
        self.clock, self.first = clock, None
        self.status, self.heard, self.head, self.tail = 0, 0, b"", b""
        self.left: int | None = None  # bytes of the body still to come, where the head says how many
        self.answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        if not self.open:
            self._end(False)
        return self.answer

    def get_buffer(self, sizehint: int) -> bytearray:
        return self.buffer

    def buffer_updated(self, size: int) -> None:
        if self.answer is None or self.answer.done():
            return
        self.heard += size
        body = 0 if self.status else self._head(size)
        if not self.status:
            return
        with memoryview(self.buffer) as came:
            if self.keep is not None:
                self.keep += came[body:size]
            if self.first is None and (not self.events or _POINT.search(self.tail + came[body:size])):
                self.first = self.clock()
            self.tail = (self.tail + came[max(body, size - TAIL) : size])[-TAIL:]
        if self.left is not None:
            self.left -= size - body
        if self.left == 0 if self.left is not None else self.tail.endswith(LAST):
            self._end(b"event: failed" not in self.tail)

    def _head(self, size: int) -> int:
        """Where in what came the body begins, once the head is whole."""
        before = len(self.head)
        self.head += self.buffer[:size]
        end = self.head.find(b"\r\n\r\n") + 4
        if end >= 4:
            length = _LENGTH.search(self.head, 0, end)
            self.status, self.left = int(self.head[9:12]), int(length[1]) if length else None
            self.events = self.head.find(b"text/event-stream", 0, end) > 0
        return end - before

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        self._end(False)

    def close(self) -> None:
        """Leave, whatever is still to come."""
        self.transport.abort()

    def _end(self, ended: bool) -> None:
        if self.answer is not None and not self.answer.done():
            now = self.clock()
            self.answer.set_result(Answer(self.status, ended, self.first or now, now, self.heard))


def get(path: str, codings: str = CODINGS) -> bytes:
    """A question as a browser asks it."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {codings}\r\n\r\n".encode()


def post(path: str, body: dict[str, Any] | bytes, client: str = "") -> bytes:
    """The same with a body; `client` is the token by which heavy work is counted."""
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    token = f"X-Ravine-Client: {client}\r\n" if client else ""
    about = f"Content-Type: application/json\r\nContent-Length: {len(told)}\r\n{token}"
    return f"POST {path} HTTP/1.1\r\nHost: x\r\n{about}\r\n".encode() + told
