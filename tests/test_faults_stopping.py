"""A server that is told to stop: whoever hears something of it hears that, and it is gone in time."""

import asyncio
import json
import signal
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from app import failures, stopping
from app.pool import heavy
from app.pool.words import Broken, Crowded, Greedy
from app.stopping import Stopped
from app.work import TooLong, Turn
from tests.coroutines import finish
from tests.server import STOPPED, running
from tests.visitors import EVENTS, HEAVY, LONGEST, Visit

ROOT = Path(__file__).parent.parent
SHARED = {"target": {"kind": "digits"}, "axes": [{"name": "lr", "low": 0.001, "high": 1}], "name": "watched"}


async def fifty(process, port):
    """All that can be under way, each answer as far as it came, and the seconds that it took the server to go."""
    visits = [Visit(port, "/api/race", LONGEST) for _ in range(27)]
    visits += [Visit(port, "/api/race", LONGEST, accept) for accept in 2 * ["application/json", "text/csv"]]
    visits += [Visit(port, path, body) for path, body in HEAVY.items()]
    visits += [Visit(port, path, body, "application/json") for path, body in HEAVY.items() if path != "/api/tune"]
    visits += [Visit(port, "/api/searches/watched/events") for _ in range(6)]
    visits += [Visit(port, "/api/export/html", {"race": LONGEST, "run": 0}, "*/*")]
    visits += [Visit(port, "/api/inspect", {"race": LONGEST, "run": 0, "at": 99_999}, "*/*")]
    assert len(visits) == 50
    await asyncio.gather(*(visit.first.wait() for visit in visits if visit.accept == EVENTS))
    await asyncio.sleep(0.3)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    status = await asyncio.to_thread(process.wait, 2 * STOPPED)
    took = time.monotonic() - began
    await asyncio.gather(*(visit.over for visit in visits))
    return visits, status, took


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_all_that_is_under_way_ends_with_a_sentence_and_the_server_in_time(tmp_path):
    with running("-m", "app", cwd=ROOT, RAVINE_DATA=str(tmp_path)) as (process, port):
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/searches", json.dumps(SHARED).encode())
        asked.add_header("Content-Type", "application/json")
        urllib.request.urlopen(asked, timeout=60).close()
        visits, status, took = finish(fifty(process, port))
        assert (status, process.stderr.read()) == (0, "")
        assert took < STOPPED
    for visit in visits:
        if visit.accept == EVENTS:
            name, said = visit.last
            assert (name, said["again"], visit.whole) == ("failed", True, True), visit.path
            assert "server is being stopped" in said["detail"]
        elif visit.status == 200:
            assert visit.path == "/api/race" and not visit.whole, "nobody may take a part of it for the whole race"
        else:
            assert (visit.status, b"retry-after: 5" in visit.head.lower()) == (503, True), visit.path
            assert b"server is being stopped" in visit.tail


@pytest.mark.parametrize("error", [Stopped(), Broken(), Crowded(3, True), Greedy(), TooLong(3)])
def test_the_last_event_says_where_asking_again_makes_sense(error):
    told = json.loads(failures.failed(error, "en").split(b"data: ")[1])
    assert told.get("again", False) == (not isinstance(error, Greedy | TooLong))
    assert told["detail"] == failures.sentence(error, "en") != failures.sentence(error, "ko")


def test_nothing_is_begun_once_the_server_stops(monkeypatch, client):
    monkeypatch.setattr(stopping, "begun", lambda: True)
    monkeypatch.setattr(heavy, "pool", None)  # none is to be made
    heavy.prepare("tests.heavy_jobs:count")
    with pytest.raises(Stopped):
        heavy.run("tests.heavy_jobs:count", 1, "me")
    with pytest.raises(Stopped):
        finish(Turn().give())
    drawn = client.get("/api/surface", params={"kind": "rosenbrock", "a": 1.25, "nx": 400, "ny": 400})
    assert (drawn.status_code, drawn.headers["retry-after"]) == (503, "5")
