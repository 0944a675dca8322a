"""`/metrics`: what happens is counted under names of ours; a name that somebody makes up is not among them."""

from __future__ import annotations

import builtins
import subprocess
import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from app import kin, seats, sums, tally
from app.failures import sentence
from app.main import create_app
from app.pool.words import Broken, Crowded, Greedy
from app.stopping import Stopped
from app.work import TooLong
from tests.coroutines import finish
from tests.test_processes import comes_true

RACE = {"surface": {"kind": "bowl"}, "steps": 7, "runs": [{"optimizer": {"kind": "gradient-descent", "lr": 0.01}}]}
MAP = RACE | {"cells": [8, 8]}


@pytest.fixture(scope="module")
def counted():
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        yield client


def sample(client, name, **labels):
    """The value of a sample, 0 if there is none."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert answer.headers["cache-control"] == "no-store"
    families = text_string_to_metric_families(answer.text)
    return sum(
        s.value for family in families for s in family.samples if s.name == name and labels.items() <= s.labels.items()
    )


def more(client, deed, name, **labels):
    """By how much something grows when something is done."""
    before = sample(client, name, **labels)
    deed()
    return sample(client, name, **labels) - before


def test_answers_are_counted_by_their_declared_path(counted):
    for path, route, status in (
        ("/lessons/nobody-wrote-it", "/lessons/{slug}", "404"),
        ("/nowhere/at/all", "none", "404"),
        ("/api/surface?kind=bowl&nx=5&ny=5", "/api/surface", "200"),
    ):
        labels = {"route": route, "method": "GET", "status": status}
        assert more(counted, lambda path=path: counted.get(path), "ravine_answers_total", **labels) == 1
    assert more(counted, lambda: counted.get("/"), "ravine_answer_seconds_count", route="/") == 1
    labels = {"route": "/api/searches/{name}/workers", "method": "POST", "status": "422"}
    asked = "/api/searches/any/workers"  # a teacher's
    assert more(counted, lambda: counted.post(asked, json={"count": 0}), "ravine_answers_total", **labels) == 1


def test_what_anybody_makes_up_is_no_label(counted):
    counted.request("BREW", "/somebody", headers={"X-Ravine-Client": "somebody", "User-Agent": "somebody"})
    counted.get("/lessons/somebody?name=somebody")
    text = counted.get("/metrics").text
    assert "somebody" not in text and "BREW" not in text and 'method="other"' in text


def test_a_race_is_timed_to_its_first_points_and_to_its_end_and_kept(counted):
    def race(steps):
        body = counted.post("/api/race", json=RACE | {"steps": steps}, headers={"Accept": "text/event-stream"}).text
        assert "event: done" in body

    assert more(counted, lambda: race(41), "ravine_race_first_point_seconds_count") == 1
    assert more(counted, lambda: race(42), "ravine_race_seconds_count") == 1
    for steps, found in ((43, "no"), (43, "yes")):
        labels = {"cache": "races", "found": found}
        assert more(counted, lambda steps=steps: race(steps), "ravine_cache_looks_total", **labels) == 1
    assert sample(counted, "ravine_race_seconds_sum") >= sample(counted, "ravine_race_first_point_seconds_sum") > 0
    assert sample(counted, "ravine_race_seconds_bucket", le="+Inf") == sample(counted, "ravine_race_seconds_count")
    assert sample(counted, "ravine_streams_open") == 0


def test_heavy_work_is_counted_while_it_is_done_and_after(counted):
    def basin():
        assert counted.post("/api/basin", json=MAP).status_code == 200

    assert more(counted, basin, "ravine_job_seconds_count", kind="app.maps.basins") == 1
    assert sample(counted, "ravine_jobs_running") == sample(counted, "ravine_jobs_waiting") == 0
    assert sample(counted, "ravine_processes", kind="job") >= 1
    assert sample(counted, "ravine_memory_bytes", kind="job") > 10e6
    assert sample(counted, "ravine_memory_bytes", kind="server") > 30e6
    assert sample(counted, "ravine_open_files", kind="server") >= 3


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TooLong(3.0), "out_of_time"),
        (Crowded(3, own=True), "crowded_here"),
        (Crowded(3, own=False), "crowded"),
        (Greedy(), "memory"),
        (Broken(), "broken"),
        (Stopped(), "stopped"),
        (ValueError("somebody"), "server"),
    ],
)
def test_what_has_no_end_or_no_place_is_counted_by_its_reason(counted, error, reason):
    labels = {"reason": reason}
    assert more(counted, lambda: sentence(error, "en"), "ravine_failures_total", **labels) == 1


def test_a_reader_of_open_metrics_gets_them(counted):
    answer = counted.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n") and "# HELP ravine_answers Answers" in answer.text


def test_every_measure_says_what_it_is(counted):
    text = counted.get("/metrics").text
    measures = [*tally.TOTALS, *tally.LEVELS, *tally.TIMES]
    assert len({measure.name for measure in measures}) == len(measures) == 12
    for measure in measures:
        assert f"# HELP {measure.name}" in text and measure.words.endswith(".")
        assert list(measure.buckets) == sorted(measure.buckets)


def test_they_take_the_key_where_there_is_one(counted, monkeypatch):
    monkeypatch.setenv("RAVINE_ACCESS_KEY", "open-sesame")
    assert counted.get("/metrics").status_code == 401
    assert counted.get("/metrics", headers={"Authorization": "Bearer open-sesame"}).status_code == 200


def test_without_the_extra_a_sentence_says_what_is_missing(counted, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **more):
        if name.startswith("prometheus_client"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    answer = counted.get("/metrics")
    assert answer.status_code == 404 and "extra `metrics`" in answer.json()["detail"]


def test_the_processes_of_a_ravine_are_known_by_what_they_do():
    with subprocess.Popen([sys.executable, "-c", "input()", "worker"], stdin=subprocess.PIPE) as process:
        try:
            assert comes_true(lambda: "search" in [each.kind for each in kin.kin()])
            mine = kin.kin()
            assert any(each.kind == "server" and each.memory > 10e6 and each.files > 2 for each in mine)
        finally:
            process.communicate(b"\n")


def test_what_several_processes_have_counted_is_added_up_and_outlives_each_of_them(monkeypatch):
    """Two that share their seats, one after the other in this process: the second asks for the numbers of both."""
    for kept in ("_totals", "_times", "_levels"):
        monkeypatch.setattr(tally, kept, {})
    both = seats.Seats(2)
    monkeypatch.setattr(sums, "here", lambda: both.at(0))

    async def count(deaths, seconds):
        async with sums.shared():
            for _ in range(deaths):
                tally.count(tally.DEATHS)
            tally.took(tally.FIRST, seconds)
            tally.rise(tally.STREAMS)

    finish(count(3, 0.15))
    for kept in (tally._totals, tally._times, tally._levels):
        kept.clear()
    tally.count(tally.DEATHS)
    tally.took(tally.FIRST, 9.0)
    all_ = sums.of_all(both.at(1))
    assert all_.totals == {("ravine_job_workers_died",): 4}
    assert all_.times["ravine_race_first_point_seconds",] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 9.15]
    assert all_.levels == {("ravine_streams_open",): 1}
    for kept in (tally._totals, tally._times):
        kept.clear()
    finish(count(1, 0.15))  # a successor on the first seat
    assert tally.taken().totals == {("ravine_job_workers_died",): 4}
    assert tally.taken().levels == {("ravine_streams_open",): 1}, "what was under way in the first is so no longer"


def test_no_number_falls_whichever_process_is_asked(monkeypatch):
    """Two processes, each of which counts while it is asked in turn, and leaves its numbers only then."""
    both, kept = seats.Seats(2), [{}, {}]
    before = 0
    for turn in (0, 1, 1, 0, 1, 0, 0, 1):
        monkeypatch.setattr(tally, "_totals", kept[turn])
        tally.count(tally.DEATHS)
        now = sums.of_all(both.at(turn)).totals["ravine_job_workers_died",]
        assert now > before, "who is asked has counted one more"
        before = now
    assert before == 8
