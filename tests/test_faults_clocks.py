"""Somebody sets the clock by a day, to and fro: nothing takes notice of it, and no worker is taken for dead."""

import datetime
import json
import os
import time
import urllib.request
from pathlib import Path

import pytest
from optuna.storages._rdb.models import TrialHeartbeatModel
from sqlalchemy import update

from app.workers import roll, silence
from app.workers.badge import badge
from app.workers.taking import recover, take
from tests.searching import ASKED, GRACE, Place
from tests.server import running
from tests.visitors import HEAVY, RACE

ROOT = Path(__file__).parent.parent
DAY = 86_400.0
# What every process of a server begins with there: the time of day is told as a file says, and all else as ever.
SET = """
import os, time
from pathlib import Path

_right = time.time
time.time = lambda: _right() + float(Path(os.environ["CLOCK"]).read_text() or 0)
"""
SEARCH = ASKED | {"name": "timed", "trials": 3, "epochs": 6, "pace": 0.25}


class Listener:
    """A monotonic clock that a test moves."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def listener(monkeypatch):
    own = Listener()
    monkeypatch.setattr(silence, "time", own)
    return own


def test_a_worker_is_lost_when_nothing_new_is_heard_of_it_whatever_its_clock_says(listener):
    row = {"badge": badge(), "seen": time.time(), "pid": 1}
    assert not roll.silent(row, GRACE)
    for jump in (DAY, -DAY, 3 * DAY):
        listener.now += GRACE + 1
        row["seen"] = time.time() + jump
        assert not roll.silent(row, GRACE), "that is a new sign of life"
    listener.now += GRACE + 1
    assert roll.silent(row, GRACE), "its clock is ahead, and it says nothing any more"


def test_a_worker_that_said_nothing_for_long_is_lost_at_first_sight():
    assert roll.silent({"badge": badge(), "seen": time.time() - GRACE - 1, "pid": 1}, GRACE)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_trial_is_not_taken_away_because_a_clock_was_set(listener, tmp_path, days):
    """What the database has noted as the time of its last sign of life is a day off."""
    place = Place(tmp_path)
    kept = place.ledger.get(place.begin(trials=1))
    take(kept, "alive")
    (sign,) = kept.storage.signs(kept.number).values()
    moved = {TrialHeartbeatModel.heartbeat: sign + datetime.timedelta(days)}
    with kept.storage.engine.begin() as connection:
        connection.execute(update(TrialHeartbeatModel).values(moved))
    state = [trial["state"] for trial in place.state(kept.name)["trials"]]
    for _ in range(2):
        recover(kept)
        assert [trial["state"] for trial in place.state(kept.name)["trials"]] == state == ["running"]
        listener.now += GRACE / 2
    listener.now += GRACE
    recover(kept)
    assert [trial["state"] for trial in place.state(kept.name)["trials"]] == ["lost"]


def test_races_heavy_work_and_shared_searches_go_on_when_the_clock_is_set(tmp_path):
    clock = tmp_path / "clock"
    clock.write_text("0")
    (tmp_path / "sitecustomize.py").write_text(SET)
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    seconds = {"RAVINE_DATA": str(tmp_path), "RAVINE_SEARCH_GRACE": "8", "RAVINE_JOB_SECONDS": "60"}
    with running("-m", "app", cwd=ROOT, PYTHONPATH=path, CLOCK=str(clock), **seconds) as (server, port):

        def ask(path, body=None, **headers):
            sent = None if body is None else json.dumps(body).encode()
            headers = {"Content-Type": "application/json", **headers}
            return urllib.request.urlopen(
                urllib.request.Request(f"http://127.0.0.1:{port}{path}", sent, headers), timeout=60
            )

        ask("/api/searches", SEARCH).close()
        ask("/api/searches/timed/workers", {"count": 2}).close()
        streams = [ask("/api/race", RACE | {"steps": 50_000}), ask("/api/basin", HEAVY["/api/basin"])]
        for stream in streams:
            assert stream.readline() == b"event: start\n"
        states, end = [json.loads(ask("/api/searches/timed").read())], time.monotonic() + 120
        for jump in (DAY, -DAY):
            clock.write_text(str(jump))
            for _ in range(6):
                states.append(json.loads(ask("/api/searches/timed").read()))
                time.sleep(0.25)
        assert b"event: done" in streams[0].read()
        assert streams[1].readline() and server.poll() is None
        for stream in streams:
            stream.close()
        while states[-1]["state"] != "done":
            assert time.monotonic() < end, states[-1]
            time.sleep(0.5)
            states.append(json.loads(ask("/api/searches/timed").read()))
    assert not [worker for state in states for worker in state["workers"] if worker["state"] == "lost"]
    spans = [span["ended"] for trial in states[-1]["trials"] for span in trial["spans"]]
    assert spans == ["done"] * SEARCH["trials"]
