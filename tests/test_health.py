"""`/healthz` and `/readyz`: for whoever keeps the server running."""

from __future__ import annotations

import importlib
import time

import pytest
from starlette.testclient import TestClient

from app import health, main, searches_api, stopping
from app.workers import master
from app.workers.trouble import Trouble
from tests.coroutines import finish


def soon(condition):
    ends = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def nothing_is_wrong():
    health.searches(None)
    yield
    health.searches(None)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_server_that_has_loaded_everything_is_ready(client, method):
    soon(lambda: client.get("/readyz").status_code == 200)
    for path, said in (("/readyz", "ready\n"), ("/healthz", "ok\n")):
        answer = client.request(method, path)
        assert answer.status_code == 200 and answer.text == (said if method == "GET" else "")
        assert answer.headers["cache-control"] == "no-store"


def test_until_everything_is_loaded_it_lives_but_is_not_ready():
    early = TestClient(main.create_app())  # not entered: nothing is loaded in the background
    assert early.get("/healthz").status_code == 200
    answer = early.get("/readyz")
    assert answer.status_code == 503 and "still loading" in answer.json()["detail"]
    assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("1", "no-store")


def test_one_that_is_being_stopped_is_not_ready(client, monkeypatch):
    soon(lambda: client.get("/readyz").status_code == 200)
    monkeypatch.setattr(stopping, "begun", lambda: True)
    answer = client.get("/readyz")
    assert answer.status_code == 503 and "being stopped" in answer.json()["detail"]
    assert client.get("/healthz").status_code == 200


def test_what_cannot_be_loaded_is_told_and_logged(monkeypatch, caplog):
    monkeypatch.setattr(main, "LATER", ("no_such_part",))
    with TestClient(main.create_app()) as broken:
        soon(lambda: "cannot be loaded" in broken.get("/readyz").json()["detail"])
        assert broken.get("/readyz").status_code == 503 and broken.get("/healthz").status_code == 200
    assert caplog.messages.count("a part of the server cannot be loaded") == 1


def test_a_database_that_does_not_answer_is_told_and_turns_nobody_away(client, tmp_path, monkeypatch):
    monkeypatch.setenv("RAVINE_DATA", str(tmp_path))
    master._master.cache_clear()
    soon(lambda: client.get("/readyz").status_code == 200)
    health.searches(Trouble("error.searches_slow", 503, "RAVINE_STORAGE", seconds=8))
    answer = client.get("/readyz")
    assert answer.status_code == 200 and "database of searches has not answered" in answer.text
    assert client.get("/api/searches/no-such-search").status_code == 404
    assert client.get("/readyz").text == "ready\n"
    master._master.cache_clear()


def test_that_optuna_is_slow_to_load_is_no_silence_of_the_database(client, monkeypatch):
    load, slow = importlib.import_module, []

    def slowly(name):
        if name == "app.workers.master":
            slow.append(time.sleep(0.5))
        return load(name)

    monkeypatch.setattr(importlib, "import_module", slowly)
    monkeypatch.setattr(searches_api._desk, "_patience", 0.3)
    monkeypatch.setattr(master, "master", lambda: None)
    assert finish(searches_api._asked(lambda of: "asked")) == "asked" and slow
