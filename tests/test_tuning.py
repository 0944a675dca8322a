"""Tune each over the wire: the same trials for every run, told as they are found, stopped when nobody listens."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest

from app import limits, trials
from app.pool import heavy
from app.pool.words import Crowded
from tests.server import running
from tests.test_api import ask as race
from tests.test_streams import ask as send
from tests.test_streams import wait_for

ROOT = Path(__file__).parent.parent
SPEC = {
    "surface": {"kind": "ravine", "kappa": 20.0},
    "start": [-2.5, 0.25],
    "steps": 80,
    "runs": [
        {"optimizer": {"kind": "gradient-descent", "lr": 0.01}},
        {"optimizer": {"kind": "lbfgs"}, "start": [1.0, 2.0]},
        {"optimizer": {"kind": "adam", "lr": 0.01}, "schedules": {"lr": {"kind": "cosine"}}},
        {"optimizer": {"kind": "gradient-descent", "lr": 10.0}},
    ],
}


def told(client, spec, **query):
    answer = client.post("/api/tune", json=spec, params=query)
    assert answer.status_code == 200, answer.text
    blocks = [block.split("\n", 1) for block in answer.text.strip().split("\n\n")]
    said = [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]
    return [(name, data) for name, data in said if name not in ("line", "progress")]


def test_every_run_gets_the_same_trials_and_the_loss_told_is_the_loss_of_a_race(client):
    said = told(client, SPEC | {"trials": 40})
    assert [name for name, _ in said] == ["start", "run", "run", "run", "run", "done"]
    found = [data for name, data in said if name == "run"]
    assert [one["run"] for one in found] == [0, 1, 2, 3] and {one["trials"] for one in found} == {40}
    runs = [
        run | {"optimizer": run["optimizer"] | one["settings"]} for run, one in zip(SPEC["runs"], found, strict=True)
    ]
    before, after = (race(client, SPEC | {"runs": each}).json()["runs"] for each in (SPEC["runs"], runs))
    for i, one in enumerate(found):
        assert after[i]["final"]["loss"] == one["after"]
        assert one["before"] == (before[i]["final"]["loss"] if before[i]["status"] == "finished" else None)
        assert one["before"] is None or one["after"] <= one["before"]
    assert found[3]["before"] is None, "it diverged"
    assert found[0]["after"] == pytest.approx(found[3]["after"], rel=0.5), "the same rule, wherever it came from"
    assert found[0]["evaluations"]["grad"] <= 40 * 80 and found[0]["cost"] == 3 * found[0]["evaluations"]["grad"]


@pytest.mark.parametrize("trials", [2, 3])
def test_the_fewest_trials_that_may_be_asked_for_are_made(client, trials):
    assert [one.get("trials") for name, one in told(client, SPEC | {"trials": trials}) if name == "run"] == [trials] * 4


def test_a_budget_is_the_course_of_every_trial(client):
    spec = SPEC | {"budget": {"of": "cost", "most": 90}, "trials": 10}
    for _, one in told(client, spec)[1:-1]:
        assert one["cost"] <= 10 * (90 + 60)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"trials": 1}, "trials", "2"),
        ({"trials": 10_000}, "trials", str(limits.TRIALS)),
        ({"trials": "60"}, "trials", "trials"),
        ({"steps": 100_000, "trials": 60}, "trials", str(limits.TUNING // 400_000)),
        ({"runs": []}, "runs", "runs"),
        ({"depth": 3}, "depth", "depth"),
    ],
)
def test_a_search_that_cannot_be_is_refused_before_it_starts(client, change, field, word, lang):
    answer = client.post("/api/tune", json=SPEC | change, params={"lang": lang})
    assert answer.status_code == 422 and answer.json()["field"] == field
    assert word in answer.json()["detail"]


def test_what_the_largest_race_may_run_it_may_also_tune_a_little():
    assert limits.TUNING // limits.TOTAL_STEPS >= 2


def test_only_json_is_read(client):
    assert client.post("/api/tune", content="{}", headers={"Content-Type": "text/plain"}).status_code == 415


def test_a_search_may_be_stopped_again_and_again():
    told = list(trials.parts(json.dumps(SPEC | {"trials": 20, "runs": [SPEC["runs"][2]]})))
    assert told.count(None) >= 3 * 3, "three batches of trials, each of 80 updates, 32 at a time"
    assert [part[0] for part in told if part] == ["start", "run", "done"]


def test_a_search_without_end_is_stopped_and_says_so(client, monkeypatch):
    short = heavy.Pool(1, 0.01, heavy.MEGABYTE * 1024)
    monkeypatch.setattr(heavy, "pool", lambda: short)
    (_, last) = told(client, SPEC | {"steps": 20_000, "seed": 7})[-1]
    short.close()
    assert "stopped" in last["detail"]


def test_a_page_that_searches_already_is_asked_to_come_again(client, monkeypatch):
    async def full(entry, job, owner):
        owners.append(owner.token)
        raise Crowded(3, len(owners) == 1)
        yield

    owners = []
    monkeypatch.setattr(heavy, "run", full)
    for status in (429, 503):
        answer = client.post("/api/tune", json=SPEC | {"seed": 8}, headers={"X-Ravine-Client": "mine"})
        assert (answer.status_code, answer.headers["retry-after"]) == (status, "3")
        assert answer.json()["detail"].endswith("try again in 3 s.")
    client.post("/api/tune", json=SPEC | {"seed": 8})
    client.post("/api/tune", json=SPEC | {"seed": 8}, headers={"X-Ravine-Client": "x" * 1000})
    assert owners == ["mine", "mine", "testclient:50000", "testclient:50000"]


@pytest.fixture(scope="module")
def served():
    with running("-m", "app", cwd=ROOT, RAVINE_JOBS="2") as (server, port):
        yield server.pid, port


def search(port, seed):
    return send(port, SPEC | {"steps": 20_000, "seed": seed}, path="/api/tune")


def test_races_go_on_beside_more_searches_than_workers(served):
    _, port = served
    searches = [search(port, seed) for seed in range(8)]
    begun = [wait_for(connection, b"event: ") for connection in searches]
    assert sorted(b"event: line" in said for said in begun) == [False] * 2 + [True] * 6
    for seed in range(3):
        connection = send(port, {"surface": {"kind": "bowl"}, "seed": seed, "runs": SPEC["runs"][:1]})
        wait_for(connection, b"event: done")
        connection.close()
    assert not any(ended(connection) for connection in searches), "these were still at it"
    for connection in searches:
        connection.close()


def ended(connection):
    connection.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        return b"event: done" in connection.recv(1 << 20)
    return False
