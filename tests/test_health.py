"""`/healthz` and `/readyz`: for whoever keeps the server running."""

from __future__ import annotations

import importlib
import time

import pytest
from starlette.testclient import TestClient

from app import health, main, places, searches_api, stopping, tally
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
    health.told.clear()
    yield
    health.told.clear()


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


def test_a_full_disk_is_told_until_something_is_written_and_not_only_read(client, caplog):
    soon(lambda: client.get("/readyz").status_code == 200)
    full = Trouble("error.searches_disk", 503, "RAVINE_DATA")
    before = tally.taken().totals.get(("ravine_failures", "disk"), 0)
    for said in (full, full, None):
        health.searches(said)
    assert client.get("/readyz").text == f"ready\ndisk: {full}\n"
    assert tally.taken().totals["ravine_failures", "disk"] == before + 2
    (line,) = [each for each in caplog.records if each.name == "app.health"]
    assert line.levelname == "ERROR" and line.facts == {"reason": str(full)}, "once, and in words"
    health.searches(None, wrote=True)
    assert client.get("/readyz").text == "ready\n"


def test_folders_that_cannot_be_used_are_told_from_the_start_and_by_their_names(tmp_path, monkeypatch, caplog):
    file = tmp_path / "file"
    file.write_text("no folder")
    monkeypatch.setenv("RAVINE_DATA", str(file / "data"))
    monkeypatch.setenv("RAVINE_LESSONS", str(tmp_path / "lessons"))
    monkeypatch.setattr(places, "AGAIN", 0.05)
    with TestClient(main.create_app()) as client:
        soon(lambda: client.get("/readyz").status_code == 200 and len(health.told) == 2)
        disk, lessons = client.get("/readyz").text.splitlines()[1:]
        assert disk.startswith("disk: ") and str(file / "data") in disk and "RAVINE_DATA" in disk
        assert lessons.startswith("lessons: ") and str(tmp_path / "lessons") in lessons and "RAVINE_LESSONS" in lessons
        (tmp_path / "lessons").mkdir()
        file.unlink()
        soon(lambda: client.get("/readyz").text == "ready\n")
        assert list((file / "data").iterdir()) == []
    lines = [(each.levelname, each.getMessage()) for each in caplog.records if each.name == "app.health"]
    assert sorted(lines) == [
        ("ERROR", "something is wrong with the disk"),
        ("WARNING", "something is wrong with the lessons"),
    ]


def test_who_names_no_folder_gets_none_before_it_is_wanted(tmp_path, monkeypatch):
    monkeypatch.delenv("RAVINE_DATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with TestClient(main.create_app()) as client:
        soon(lambda: client.get("/readyz").status_code == 200)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_who_throws_a_search_away_on_a_full_disk_is_not_told_to_throw_one_away(client, monkeypatch, language):
    class Full:
        def remove(self, name):
            raise Trouble("error.searches_disk", 503, "RAVINE_DATA")

    monkeypatch.setattr(master, "master", Full)
    answer = client.delete("/api/searches/any", headers={"Accept-Language": language})
    said = Trouble("error.searches_still_full", 503, "RAVINE_DATA").sentence(language)
    assert answer.status_code == 503 and answer.json()["detail"] == said != str(Trouble("error.searches_disk"))
    assert f"disk: {Trouble('error.searches_still_full')}" in client.get("/readyz").text
