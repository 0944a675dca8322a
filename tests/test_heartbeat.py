"""A stream of events in which nothing happens shows that it is alive; one in which something does is as it was."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from app import heartbeat
from app.heartbeat import BEAT, Events
from app.wire import event

NEWS = event("news", {"x": 1})


def sent(parts, **more):
    """All that is sent of an answer of those parts: (when, message) in the order in which it was sent."""
    heard = []

    async def send(message):
        heard.append((asyncio.get_running_loop().time(), message))
        await asyncio.sleep(more.get("slow", 0))

    async def never():
        await asyncio.Event().wait()

    async def answer():
        scope = {"type": "http", "asgi": {"spec_version": "2.3"}}
        with contextlib.suppress(TimeoutError) if "most" in more else contextlib.nullcontext():
            await asyncio.wait_for(Events(parts())(scope, never, send), more.get("most", 20))
        told = len(heard)
        await asyncio.sleep(0.2)
        assert len(heard) == told, "nothing is sent once it is over"
        return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]

    assert asyncio.run(answer()) == [], "nothing goes on once it is over"
    return heard


def bodies(heard):
    return [message["body"] for _, message in heard if message["type"] == "http.response.body"]


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(heartbeat, "SILENCE", 0.1)


def test_what_comes_in_time_is_sent_as_it_is(monkeypatch):
    monkeypatch.setattr(heartbeat, "SILENCE", 10.0)

    async def quick():
        for _ in range(5):
            await asyncio.sleep(0.01)
            yield NEWS

    heard = sent(quick)
    assert dict(heard[0][1]["headers"])[b"content-type"] == b"text/event-stream; charset=utf-8"
    assert bodies(heard) == [NEWS] * 5 + [b""]


def test_a_silence_is_filled_with_comments_between_the_parts_and_none_comes_after_the_end():
    async def quiet():
        yield NEWS
        await asyncio.sleep(0.35)
        yield NEWS

    heard = sent(quiet)
    told = bodies(heard)
    assert [each for each in told if each != BEAT] == [NEWS, NEWS, b""] and told[-1] == b""
    assert 1 <= told.count(BEAT) <= (heard[-1][0] - heard[0][0]) / heartbeat.SILENCE
    assert BEAT.startswith(b":") and BEAT.endswith(b"\n\n"), "a comment, and whole"


def test_a_reader_that_stands_still_gets_no_more():
    async def endless():
        yield NEWS
        await asyncio.Event().wait()

    heard = sent(endless, slow=10, most=0.4)
    assert len(heard) == 1, "each waits until the one before is taken"


def test_the_heart_stops_with_the_work():
    async def endless():
        yield NEWS
        await asyncio.Event().wait()

    assert set(bodies(sent(endless, most=0.5))) == {NEWS, BEAT}
