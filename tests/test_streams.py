"""A race on a real server: slices are fair, work stops when nobody listens, and the rest stays quick meanwhile."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import api, frames, lanes, limits, streams, work
from app.main import create_app
from app.specs import race_model
from app.together import PIECE
from app.wire import event
from tests.coroutines import finish
from tests.server import running

ROOT = Path(__file__).parent.parent
LONG = {
    "surface": {"kind": "himmelblau"},
    "steps": 80_000,
    "runs": [{"optimizer": {"kind": "adam", "lr": 0.001 * (i + 1)}} for i in range(12)],
}
IN_TRANSIT = 8_000_000  # bytes, about, that may lie between two ends; such a race has three times as many


def ask(port, spec, accept="text/event-stream", path="/api/race"):
    body = json.dumps(spec).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: {accept}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(head.encode() + body)
    return connection


def wait_for(connection, text):
    seen = b""
    while text not in seen:
        chunk = connection.recv(65536)
        assert chunk, seen[-500:]
        seen += chunk
    return seen


def test_a_short_race_does_not_wait_for_long_ones():
    with running("-m", "app", cwd=ROOT) as (_, port):
        long = [ask(port, LONG | {"seed": seed}) for seed in range(3)]
        for connection in long:
            wait_for(connection, b"event: frame")
        short = ask(port, {"surface": {"kind": "bowl"}, "steps": 50, "runs": [{"optimizer": {"kind": "newton"}}]})
        wait_for(short, b"event: done")
        for connection in long:
            connection.settimeout(0.01)
            told = b""
            try:
                while len(told) < IN_TRANSIT:
                    told += connection.recv(1 << 20)
            except TimeoutError:
                pass
            assert b"event: done" not in told, "the long ones were still at it"
        for connection in [*long, short]:
            connection.close()


CUT = {"cut": {"at": 390, "saved": "weights"}}  # such a run is walked point after point


@pytest.mark.parametrize(("own", "points"), [({}, frames.LARGEST), (CUT, lanes.FEW)])
def test_a_slice_ends_after_a_few_milliseconds(monkeypatch, own, points):
    """Between a few points of a long race another task gets its turn, however long the frame."""
    spec = race_model().model_validate(LONG | {"steps": 4000, "runs": [run | own for run in LONG["runs"]]})
    turns, others, here, over = [], [], set(), work.Turn.over

    async def counted(self):
        if threading.get_ident() in here:  # a race that another test has left goes on in a thread of its own
            turns.append(None)
            self._began = self._since = float("-inf")  # as if the slice were used up
        monkeypatch.setattr(limits, "SECONDS", float("inf"))
        await over(self)

    async def neighbour():
        while True:
            others.append(len(turns))
            await asyncio.sleep(0)

    async def both():
        here.add(threading.get_ident())
        task = asyncio.create_task(neighbour())
        async for _ in streams.events(spec, "en"):
            pass
        task.cancel()

    monkeypatch.setattr(work.Turn, "over", counted)
    finish(both())
    assert len(turns) >= 12 * 4001 / points, "so many points at most, then the turn is offered"
    assert len(set(others)) >= len(turns), "and it is taken"


def test_a_race_that_breaks_inside_ends_in_failed(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(lanes, "joined", broken)
    spec = race_model().model_validate(LONG)

    async def drain():
        return [chunk async for chunk in streams.events(spec, "ko")]

    chunks = finish(drain())
    assert chunks[0].startswith(b"event: start") and chunks[-1].startswith(b"event: failed")
    assert "잘못" in chunks[-1].decode() and len([c for c in chunks if b"event: done" in c]) == 0


def test_a_race_without_end_is_stopped_and_says_so(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.05)
    spec = race_model().model_validate(LONG)

    async def drain():
        return [chunk async for chunk in streams.events(spec, "en")]

    chunks = finish(drain())
    assert chunks[-1].startswith(b"event: failed") and b"fewer steps" in chunks[-1]


async def answered(app, spec):
    """The whole answer of an application in this process."""
    body, sent = json.dumps(spec).encode(), []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    scope = {"type": "http", "method": "POST", "path": "/api/race", "query_string": b"", "http_version": "1.1"}

    async def receive():
        if waiting:
            return waiting.pop()
        return await asyncio.Event().wait()

    async def send(message):
        sent.append(message.get("body", b""))

    await app(scope | {"headers": [(b"content-type", b"application/json")]}, receive, send)
    return b"".join(sent)


@pytest.mark.parametrize(("short", "times"), [(api.SHORT, 1), (10, 5)])
def test_the_same_race_asked_at_once_is_computed_once_unless_it_is_too_long_to_be_kept(monkeypatch, short, times):
    begun = []

    def counted(spec, language):
        begun.append(spec)
        return streams.events(spec, language)

    monkeypatch.setitem(api._ANSWERS, "text/event-stream", counted)
    monkeypatch.setattr(api, "SHORT", short)
    spec = LONG | {"steps": 100, "seed": short}

    async def at_once():
        app = create_app()
        return await asyncio.gather(*(answered(app, spec) for _ in range(5)))

    answers = finish(at_once())
    assert len(set(answers)) == 1 and b"event: done" in answers[0]
    assert len(begun) == times


def parts_of(spec):
    """The events of a race, part by part."""

    async def drain():
        return [part async for part in streams.events(race_model().model_validate_json(json.dumps(spec)), "en")]

    return [re.findall(rb"^event: (\w+)", part, re.MULTILINE) for part in finish(drain())]


def test_what_comes_at_once_is_one_part():
    quick = LONG | {"steps": 1000}
    assert parts_of(quick) == [[b"start", b"frame"], [b"frame"], [b"frame", b"done"]]
    assert parts_of(quick | {"steps": 5}) == [[b"start", b"frame", b"done"]]
    slow = quick | {"steps": 20, "repeats": 3}  # whose first points take a while
    assert parts_of(slow) == [[b"start"], [b"frame"], [b"frame", b"done"]]


def test_a_race_that_fails_says_so_in_a_part_of_its_own(monkeypatch):
    def broken(parts, runs):
        raise ValueError("broken")

    monkeypatch.setattr(streams, "_frame", broken)
    assert parts_of(LONG) == [[b"start"], [b"failed"]]


def test_a_race_that_is_known_is_sent_without_a_stream_of_its_own():
    spec = LONG | {"steps": 1000, "seed": 5}  # more than one piece
    with TestClient(create_app()) as client:
        made, known = (client.post("/api/race", json=spec) for _ in range(2))
    assert "content-length" not in made.headers
    assert int(known.headers["content-length"]) == len(known.content) > PIECE
    assert known.content == made.content
    assert known.headers["content-type"] == made.headers["content-type"]


def test_an_event_is_one_line_of_data():
    assert event("frame", {"text": "two\nlines"}) == b'event: frame\ndata: {"text":"two\\nlines"}\n\n'
