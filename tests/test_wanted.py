"""Nothing is worked out for someone who has left, and whoever asks next gets the right answer."""

from __future__ import annotations

import asyncio
import json

import pytest

from app import exports, wanted
from app.export import offline_page
from app.main import create_app
from tests.coroutines import finish
from tests.test_inspect import look, path

RACE = {
    "surface": {"kind": "himmelblau"},
    "start": [-1.0, 0.5],
    "steps": 20_000,
    "runs": [{"optimizer": {"kind": "adam", "lr": 1e-3}}],
}


def asked_and_left(address, order):
    """The status that the application gives to a client who closes the connection right after its question."""
    body = json.dumps(order).encode()
    heard = [{"type": "http.request", "body": body, "more_body": False}]
    said = []

    async def receive():
        return heard.pop(0) if heard else {"type": "http.disconnect"}

    async def send(message):
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": address,
        "raw_path": address.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")],
    }

    async def ask():
        await create_app()(scope, receive, send)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*left, return_exceptions=True)
        return [task.cancelled() for task in left]

    assert all(finish(ask())), "what was at work is given up"
    return said[0]["status"]


def test_a_step_is_not_looked_for_when_nobody_waits(client):
    race = RACE | {"seed": 1}
    assert look(client, 0, 100, race=race).status_code == 200
    assert asked_and_left("/api/inspect", {"race": race, "at": 19_999}) == 499
    assert asked_and_left("/api/inspect", {"race": race, "at": 600}) == 499, "it lost the walk that was under way"
    points = path(client, 0, race)
    for at in (600, 100, 1100):
        assert look(client, 0, at, race=race).json()["window"]["x"][at % 512] == points[at].tolist()


@pytest.mark.parametrize("kind", ["html", "numpy"])
def test_no_file_is_made_when_nobody_waits(kind, monkeypatch):
    def too_late(*_):
        raise AssertionError("made for nobody")

    monkeypatch.setattr(exports, "numpy_script", too_late)
    monkeypatch.setattr(offline_page, "_figure", too_late)
    race = RACE | {"budget": {"of": "gradients", "most": 20_000}}
    assert asked_and_left(f"/api/export/{kind}", {"race": race}) == 499


def test_work_is_given_up_with_the_one_who_waits():
    """A server that stops cancels its answers, and what they wait for with them."""
    ended = []

    async def work():
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    class Listener:
        async def receive(self):
            await asyncio.Event().wait()

    async def both():
        answer = asyncio.create_task(wanted.wanted(Listener(), work()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        answer.cancel()
        await asyncio.gather(answer, return_exceptions=True)
        await asyncio.sleep(0)

    finish(both())
    assert ended == [True]
