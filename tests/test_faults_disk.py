"""A disk that is full or takes nothing: what needs none goes on, what needs one says so, and nothing is half there."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from app.workers.storage import FILE
from app.workers.trouble import Trouble
from tests.searching import ASKED, Place
from tests.server import running
from tests.visitors import RACE

ROOT = Path(__file__).parent.parent
OWN = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
# A file system of its own for the server, which ends with it.
NOTHING = "for place in $(cut -d' ' -f2 /proc/mounts); do mount -o remount,bind,ro $place || :; done 2>&-; exec \"$@\""
LITTLE = 'mount -t tmpfs -o size=8M little "$RAVINE_DATA"; exec "$@"'
ENTER = "import os, sys; os.execvp(sys.argv[1], sys.argv[1:])"
LIMITED = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
runpy.run_module("app", run_name="__main__")
"""


def own_mounts():
    return subprocess.run([*OWN, "true"], check=False, capture_output=True).returncode == 0


MOUNTS = own_mounts()
SMALL = RACE | {"cells": [16, 16], "steps": 50}


class Asked:
    """What a server answers, refusals as well."""

    def __init__(self, port):
        self.port = port

    def __call__(self, path, body=None, accept="*/*", method=None):
        sent = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Accept": accept}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", sent, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read()


NOWHERE = {"HOME": "/nowhere", "TMPDIR": "/nowhere", "XDG_STATE_HOME": "", "PYTHONDONTWRITEBYTECODE": "1"}
READ_ONLY = [ENTER, *OWN, "sh", "-c", NOTHING, "sh", sys.executable, "-m", "app"]


def test_it_starts_and_serves_where_nothing_can_be_written():
    """Where the system lets nobody mount, each write is refused all the same."""
    with running("-c", *(READ_ONLY if MOUNTS else [LIMITED]), cwd=ROOT, **NOWHERE) as (server, port):
        ask = Asked(port)
        for path in ("/", "/maps", "/search", "/reference", "/healthz"):
            assert ask(path, accept="text/html")[0] == 200, path
        for path, body in {"/api/race": RACE | {"steps": 50}, "/api/basin": SMALL}.items():
            status, told = ask(path, body, "text/event-stream")
            assert status == 200 and b"event: done" in told, path
        assert ask("/api/export/html", {"race": RACE | {"steps": 10}, "run": 0})[0] == 200
        for path, body in {"/api/searches": None, "/api/searches/": None, "/api/searches/any": None}.items():
            assert ask(path, body)[0] in (503, 404)
        status, told = ask("/api/searches", ASKED)
        assert status == 503 and json.loads(told)["detail"].endswith(".") and b"Traceback" not in told
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
        assert "Traceback" not in server.stderr.read()


@pytest.mark.skipif(not MOUNTS, reason="the system lets nobody mount here; the other tests need no mount")
def test_a_disk_that_runs_full_is_said_and_nothing_on_it_is_hurt(tmp_path):
    way = ["-c", ENTER, *OWN, "sh", "-c", LITTLE, "sh", sys.executable, "-m", "app"]
    with running(*way, cwd=ROOT, RAVINE_DATA=str(tmp_path), PYTHONDONTWRITEBYTECODE="1") as (server, port):
        ask, kept = Asked(port), Path(f"/proc/{server.pid}/root{tmp_path}")
        assert ask("/api/searches", ASKED | {"name": "first", "trials": 1, "epochs": 2})[0] == 201
        (kept / "hoard").write_bytes(bytes(4_000_000))
        with (kept / "rest").open("wb", buffering=0) as rest, contextlib.suppress(OSError):
            while True:
                rest.write(bytes(4096))
        status, told = ask("/api/searches", ASKED | {"name": "second", "trials": 500})
        assert status == 503 and "disk" in json.loads(told)["detail"]
        status, told = ask("/api/searches/first")
        assert status == 200 and len(json.loads(told)["trials"]) == 1
        assert ask("/api/searches/first/study.db")[0] == 200, "it is taken away without a disk"
        (kept / "hoard").unlink()
        (kept / "rest").unlink()
        assert [line["name"] for line in json.loads(ask("/api/searches")[1])] == ["first"], "nothing is half begun"
        assert ask("/api/searches", ASKED | {"name": "second", "trials": 2})[0] == 201
        assert ask("/api/searches/first/workers", {"count": 1})[0] == 201
        end = time.monotonic() + 120
        while (state := json.loads(ask("/api/searches/first")[1]))["state"] != "done":
            assert time.monotonic() < end, state
            time.sleep(0.3)
        alone = sqlite3.connect(":memory:")
        alone.deserialize(ask("/api/searches/first/study.db")[1])
        assert alone.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        alone.close()


@contextlib.contextmanager
def files_of(size):
    """No file may have more bytes than that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_search_is_begun_whole_or_not_at_all(tmp_path):
    place = Place(tmp_path)
    place.begin(name="first", trials=2)
    with files_of((tmp_path / FILE).stat().st_size + 4096), pytest.raises(Trouble) as said:
        place.begin(name="second", trials=500)
    assert said.value.status == 503
    assert place.ledger.names() == ["first"]
    place.begin(name="second", trials=3)
    assert len(place.state("second")["trials"]) == 3
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
