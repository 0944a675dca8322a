"""`/api/searches`: begun, worked at, watched, taken away and thrown away; refused in one sentence."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.workers import crew, master
from tests.searching import ASKED, GRACE, at_work

README = (Path(__file__).parent.parent / "README.md").read_text()
QUICK = ASKED | {"name": "quick", "trials": 3}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAVINE_DATA", str(tmp_path_factory.mktemp("searches")))
        patch.setenv("RAVINE_SEARCH_GRACE", str(GRACE))
        patch.setenv("RAVINE_SEARCH_WORKERS", "2")
        patch.setenv("RAVINE_SEARCHES", "4")
        patch.setattr(crew, "NICE", 0)  # the rest of the tests would let them starve
        master._master.cache_clear()
        with TestClient(create_app()) as client:
            yield client
        master.master()._crew.close()
        master._master.cache_clear()


@pytest.fixture(scope="module")
def done(client):
    """A search that two workers of the server have finished."""
    assert client.post("/api/searches", json=QUICK).json() == {"name": "quick"}
    assert client.post("/api/searches/quick/workers", json={"count": 2}).json() == {"workers": ["w1", "w2"]}
    return until(client, "quick", lambda state: state["state"] == "done" and not state["local"]["started"])


def until(client, name, so, seconds=120):
    end = time.monotonic() + seconds
    while True:
        state = client.get(f"/api/searches/{name}").json()
        if so(state):
            return state
        assert time.monotonic() < end, json.dumps(state, indent=1)
        time.sleep(0.1)


def test_workers_of_the_server_finish_a_search(done):
    assert [trial["state"] for trial in done["trials"]] == ["complete"] * 3
    assert done["total_epochs"] == done["done_epochs"] == 18
    best = min(done["trials"], key=lambda trial: trial["score"])
    assert done["best"] == {"number": best["number"], "score": best["score"], "settings": best["settings"]}
    assert done["spec"]["target"]["kind"] == "digits"
    assert {each["name"] for each in done["tells"]} == best["told"].keys()
    assert best["scores"] == [100 - each for each in best["told"]["validation_accuracy"]] or best["scores"]
    assert len(best["checkpoints"]) in (3, 4)


def test_a_list_tells_of_each_in_a_line(client, done):
    (line,) = [line for line in client.get("/api/searches").json() if line["name"] == "quick"]
    assert (line["state"], line["trials"], line["done"], line["best"]) == ("done", 3, 3, done["best"]["score"])


def test_who_looks_on_keeps_no_teacher_waiting_and_a_file_is_made_once_for_many(client, done, monkeypatch):
    free, made, of = threading.Event(), [], master.Master

    def slow(self, name):
        made.append(name)
        assert free.wait(30)
        return b"all of it"

    monkeypatch.setattr(of, "table", slow)
    monkeypatch.setattr(of, "state", lambda self, name: {"told": str(slow(self, name))})
    with ThreadPoolExecutor(12) as pool:
        looking = [pool.submit(client.get, f"/api/searches/nobody{i}") for i in range(6)]
        files = [pool.submit(client.get, "/api/searches/quick/table.csv") for _ in range(4)]
        try:
            while len(made) < 5:
                time.sleep(0.01)
            assert client.post("/api/searches/quick/resume").status_code == 200
            others = [pool.submit(client.get, f"/api/searches/quick{i}/table.csv") for i in range(2)]
        finally:
            free.set()
        assert [each.result().content for each in files] == [b"all of it"] * 4
        assert [each.result().status_code for each in others + looking][:2] == [200] * 2
    assert made.count("quick") == 1


def test_one_search_is_looked_at_once_for_many(client, done, monkeypatch):
    looks, of = [], master.Master
    monkeypatch.setattr("app.workers.looks.OFTEN", 1e6)
    monkeypatch.setattr(of, "state", lambda self, name, real=of.state: looks.append(1) or real(self, name))
    assert client.post("/api/searches/quick/resume").status_code == 200
    for _ in range(3):
        assert client.get("/api/searches/quick").json()["name"] == "quick"
    assert len(looks) == 1
    assert client.post("/api/searches/quick/resume").status_code == 200


def test_the_list_is_looked_up_once_for_many_and_anew_after_whatever_is_done(client, done, monkeypatch):
    looks, of = [], master.Master
    monkeypatch.setattr("app.workers.looks.OFTEN", 1e6)
    monkeypatch.setattr(of, "all", lambda self, real=of.all: looks.append(1) or real(self))
    assert client.post("/api/searches/quick/resume").status_code == 200
    first = [client.get("/api/searches").json() for _ in range(3)]
    assert (first, len(looks)) == ([first[0]] * 3, 1)
    client.post("/api/searches", json=QUICK | {"name": "listed"})
    assert client.get("/api/searches").json()[0]["name"] == "listed"
    client.delete("/api/searches/listed")
    assert client.get("/api/searches").json() == first[0]
    assert len(looks) == 3


def test_the_table_has_a_row_per_trial(client, done):
    answer = client.get("/api/searches/quick/table.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="quick.csv"'
    head, *rows = answer.text.splitlines()
    assert head.startswith("trial,state,lr,unit,epochs,score,training_loss")
    assert [row.split(",")[0] for row in rows] == ["0", "1", "2"]
    assert float(rows[1].split(",")[5]) == done["trials"][1]["score"]


def test_the_database_opens_in_optuna_as_the_readme_says_and_holds_this_search_alone(
    client, done, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    answer = client.get("/api/searches/quick/study.db")
    path = tmp_path / re.search('filename="(.*)"', answer.headers["content-disposition"])[1]
    path.write_bytes(answer.content)
    names = {}
    example = next(b for b in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "load_study" in b)
    exec(example.replace("digits-1", "quick"), names)
    assert capsys.readouterr().out.startswith(f"{done['best']['score']} {{'lr': ")
    study = names["study"]
    assert study.study_name == "quick"
    assert study.best_value == done["best"]["score"]
    assert [trial.params["lr"] for trial in study.trials] == [trial["settings"]["lr"] for trial in done["trials"]]
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_a_worker_that_is_killed_from_the_page_loses_its_trial_to_another_at_once(client, done):
    client.post("/api/searches", json=ASKED | {"name": "killing", "trials": 2, "pace": 0.2, "epochs": 20})
    assert client.post("/api/searches/killing/workers", json={}).status_code == 201
    victim = {}

    def busy(state):
        victim.update(at_work(state, 2) or {})
        return victim

    until(client, "killing", busy)
    assert client.post(f"/api/searches/killing/workers/{victim['name']}/kill").status_code == 200
    with pytest.raises(ProcessLookupError):  # not even as a zombie
        os.kill(victim["pid"], 0)
    lost = until(client, "killing", lambda state: state["trials"][victim["trial"]]["state"] == "lost")
    assert lost["workers"][0]["state"] == "killed"
    assert lost["state"] == "waiting"
    again = client.post(f"/api/searches/killing/workers/{victim['name']}/kill")
    assert again.status_code == 404
    assert client.post("/api/searches/killing/workers", json={}).status_code == 201
    on = until(client, "killing", lambda state: state["trials"][victim["trial"]]["resumed_at"])
    assert on["trials"][victim["trial"]]["resumed_at"][0] >= 2
    assert client.post("/api/searches/killing/stop").status_code == 200
    still = until(client, "killing", lambda state: not state["local"]["started"])
    assert still["state"] == "stopped"
    assert all(trial["state"] != "running" for trial in still["trials"])
    assert client.post("/api/searches/killing/resume").status_code == 200
    assert client.get("/api/searches/killing").json()["state"] == "waiting"
    assert client.delete("/api/searches/killing").status_code == 200
    assert client.get("/api/searches/killing").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"trials": 0}, "trials"),
        ({"trials": 10**9}, "trials"),
        ({"epochs": 0}, "epochs"),
        ({"epochs": 10**9}, "epochs"),
        ({"axes": []}, "axes"),
        ({"axes": [{"name": "width"}]}, "axes[0].name"),
        ({"axes": [{"name": "lr"}, {"name": "lr"}]}, "axes[1].name"),
        ({"axes": [{"name": "lr", "low": 1, "high": 0.1}]}, "axes[0].high"),
        ({"axes": [{"name": "lr", "low": 0, "scale": "log"}]}, "axes[0].low"),
        ({"sampler": "bayes"}, "sampler"),
        ({"sampler": "successive-halving"}, "sampler"),
        ({"pruner": "wizard"}, "pruner"),
        ({"keep": 0}, "keep"),
        ({"pace": 1e9}, "pace"),
        ({"seed": -1}, "seed"),
        ({"name": "../x"}, "name"),
        ({"name": "A"}, "name"),
        ({"name": "a\n"}, "name"),
        ({"name": "a" * 41}, "name"),
        ({"target": {"kind": "nothing"}}, "target"),
        ({"unknown": 1}, "unknown"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_cannot_be_searched_is_refused_in_one_sentence(client, wrong, field, language):
    answer = client.post(f"/api/searches?lang={language}", json=ASKED | wrong)
    assert answer.status_code == 422, answer.text
    said = answer.json()
    assert said["field"].startswith(field), said
    assert said["detail"].count("\n") == 0
    assert len(said["detail"]) > 8
    assert "pattern" not in said["detail"]


def test_a_name_is_given_once_and_only_so_many_are_kept(client, done):
    again = client.post("/api/searches", json=QUICK)
    assert (again.status_code, again.json()["field"]) == (409, "name")
    made = [client.post("/api/searches", json=ASKED | {"trials": 1}) for _ in range(4)]
    names = [answer.json()["name"] for answer in made if answer.status_code == 201]
    assert names == ["digits-1", "digits-2", "digits-3"]
    assert made[-1].status_code == 409
    assert "4" in made[-1].json()["detail"]
    for name in names:
        client.delete(f"/api/searches/{name}")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/events"),
        ("GET", "/table.csv"),
        ("GET", "/study.db"),
        ("POST", "/stop"),
        ("POST", "/resume"),
    ],
)
def test_what_is_not_there_is_said(client, method, path):
    answer = client.request(method, f"/api/searches/nobody{path}")
    assert answer.status_code == 404
    assert "nobody" in answer.json()["detail"]


def test_no_more_workers_are_started_than_the_settings_allow(client, done):
    answer = client.post("/api/searches/quick/workers", json={"count": 3})
    assert (answer.status_code, answer.json()["field"]) == (409, "count")
    assert client.post("/api/searches/quick/workers", json={"count": 0}).status_code == 422


def test_a_stream_tells_the_whole_and_then_what_changes():
    from app.workers.view import changes

    before = {"state": "waiting", "best": None, "trials": [{"number": 0}, {"number": 1, "x": 1}], "workers": []}
    after = before | {"state": "running", "trials": [{"number": 0}, {"number": 1, "x": 2}], "workers": [{"name": "w1"}]}
    assert changes(before, after) == {
        "state": "running",
        "trials": [{"number": 1, "x": 2}],
        "workers": [{"name": "w1"}],
    }
    assert changes(after, after) == {}


def test_the_command_for_another_machine_finds_the_same_searches_and_betrays_no_server():
    assert master._command(Settings()) == "make worker"
    far = master._command(Settings(storage="postgresql://me:secret@inner/x", data="/a b"))
    assert far == "RAVINE_STORAGE=postgresql://USER:PASSWORD@HOST/NAME RAVINE_DATA='/a b' make worker"


def test_choices_are_what_is_registered(client):
    told = client.get("/api/searching").json()
    assert {"grid", "random", "halton", "tpe"} <= {each["kind"] for each in told["samplers"]}
    assert [each["kind"] for each in told["pruners"]] == ["none", "median", "halving", "brackets"]
    assert told["workers"] == 2
    assert json.dumps(told)
