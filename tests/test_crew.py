"""Workers that the page has started: watched in one stream, and gone when the server is."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.searching import ASKED, Place
from tests.server import running


@contextlib.contextmanager
def asked(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
    with contextlib.closing(connection):
        connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json"})
        with contextlib.closing(connection.getresponse()) as answer:
            yield answer


def status(*request):
    with asked(*request) as answer:
        return answer.status


def heard(stream):
    """Events by name, as they come."""
    name = None
    for line in stream:
        if line.startswith(b"event: "):
            name = line[7:].strip().decode()
        elif line.startswith(b"data: "):
            yield name, json.loads(line[6:])


def worked(events):
    """The processes of the workers, once one of them has trained for a while."""
    name, state = next(events)
    assert (name, len(state["trials"])) == ("state", 2)
    pids = {worker["pid"] for worker in state["workers"]} - {None}  # one that is only on its way has none
    for name, change in events:
        assert name == "change"
        assert set(change) <= set(state)
        pids |= {worker["pid"] for worker in change.get("workers", [])} - {None}
        if any(len(trial["scores"]) > 1 for trial in change.get("trials", [])):
            return pids
    raise AssertionError("the stream broke off")


def alive(pid):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_workers_go_with_their_server_and_give_their_trials_back(tmp_path, how):
    place = Place(tmp_path)
    with running("-m", "app", RAVINE_DATA=str(tmp_path), RAVINE_SEARCH_GRACE="60") as (server, port):
        body = ASKED | {"name": "watched", "trials": 2, "epochs": 50, "pace": 0.1}
        assert status(port, "POST", "/api/searches", body) == 201
        assert status(port, "POST", "/api/searches/watched/workers", {"count": 1}) == 201
        with asked(port, "GET", "/api/searches/watched/events") as stream:
            pids = worked(heard(stream))
            server.send_signal(how)
            assert server.wait(10) in (0, -signal.SIGKILL)
    end = time.monotonic() + 120
    while any(map(alive, pids)):
        assert time.monotonic() < end
        time.sleep(0.05)
    (trial, other) = place.state("watched")["trials"]
    assert (trial["state"], other["state"]) == ("waiting", "waiting")
    assert [span["ended"] for span in trial["spans"]] == ["stopped"]
    assert place.state("watched")["workers"][0]["ended"] == "left"


def test_neither_the_server_nor_what_it_loads_later_loads_the_database():
    """A class that only races does not wait for it."""
    code = (
        "import importlib, sys; from app.main import LATER\n"
        "for name in LATER: importlib.import_module(f'app.{name}')\n"
        "print([name for name in ('optuna', 'sqlalchemy', 'alembic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("[]\n", "")
