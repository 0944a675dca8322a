"""That a run left the domain of a loss, or cannot begin there, as it is told over the wire."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys

import numpy as np
import pytest

from app.specs import race_model
from app.teaching.picture import svg
from tests.test_charts import chart, first, measured

SURFACE = {"kind": "formula", "f": "log(x) + y^2", "domain": [-1, 3, -2, 2]}
HASTY = {"optimizer": {"kind": "gradient-descent", "lr": 0.3}, "label": "hasty"}
CALM = {"optimizer": {"kind": "gradient-descent", "lr": 0.001}, "label": "calm"}
RACE = {"surface": SURFACE, "start": [2, 1], "steps": 30, "runs": [HASTY, CALM]}
PLAIN = {"accept": "application/json"}


def test_a_run_that_left_says_so_and_when(client):
    hasty, calm = client.post("/api/race", json=RACE, headers=PLAIN).json()["runs"]
    assert (hasty["status"], hasty["left_at"], hasty["diverged_at"]) == ("left-domain", 8, None)
    assert hasty["points"] == len(hasty["x"]) == 8
    assert hasty["final"]["x"] == hasty["x"][-1] > 0
    assert hasty["reason"] == "the update led, or asked, where the loss has no value"
    assert (calm["status"], calm["left_at"], calm["reason"]) == ("finished", None, None)
    done = client.post("/api/race", json=RACE).text.split("event: done\ndata: ")[1]
    assert [run["left_at"] for run in json.loads(done)["runs"]] == [8, None]
    rows = list(csv.reader(io.StringIO(client.post("/api/race", json=RACE, headers={"accept": "text/csv"}).text)))
    assert sum(row[1] == "hasty" for row in rows) == 8


def test_where_the_loss_has_a_value_and_no_slope_nothing_has_diverged(client):
    """The square root has a value at 0, and no slope."""
    runs = [{"optimizer": {"kind": "gradient-descent", "lr": 0.5}}]
    rooted = RACE | {"surface": SURFACE | {"f": "sqrt(x)"}, "start": [0.0625, 0], "runs": runs}
    (run,) = client.post("/api/race", json=rooted, headers=PLAIN).json()["runs"]
    assert run["status"] == "left-domain"
    stuck = rooted | {"start": [0, 0]}
    (run,) = client.post("/api/race", json=stuck, headers=PLAIN).json()["runs"]
    assert run["status"] == "no-slope" and "no slope" in run["reason"] and run["diverged_at"] is run["left_at"] is None
    arrived = {"runs": [{"optimizer": {"kind": kind}} for kind in ("line-search", "bfgs")], "start": [1, 1]}
    for run in client.post(
        "/api/race", json=RACE | {"surface": SURFACE | {"f": "sqrt(x*y)"}} | arrived, headers=PLAIN
    ).json()["runs"]:
        assert run["status"] == "no-slope" and run["final"]["loss"] == 0


def test_who_asks_ahead_of_itself_where_there_is_no_value_has_left_the_domain(client):
    ahead = RACE | {"surface": SURFACE | {"f": "sqrt(x) + sqrt(y)"}, "start": [1, 1], "steps": 60}
    ahead |= {"runs": [{"optimizer": {"kind": "nesterov"}}]}
    (run,) = client.post("/api/race", json=ahead, headers=PLAIN).json()["runs"]
    assert run["status"] == "left-domain" and run["left_at"] == run["points"] < 60 and run["diverged_at"] is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start": [-1, 1]}, "start"),
        ({"start": [0, 1]}, "start"),
        ({"runs": [HASTY, CALM | {"start": [-0.5, 1]}]}, "runs[1].start"),
    ],
)
def test_to_begin_where_there_is_no_loss_is_refused(client, change, field):
    for path, more in (("race", {}), ("tune", {"trials": 5}), ("sweep", {"axes": [{"of": "lr"}]})):
        answer = client.post(f"/api/{path}", json=RACE | change | more, headers=PLAIN)
        assert (answer.status_code, answer.json()["field"]) == (422, field)
        assert "has no value at (" in answer.json()["detail"]
    korean = client.post("/api/race?lang=ko", json=RACE | change).json()["detail"]
    assert "손실 함숫값이 없습니다" in korean


def test_a_shared_start_that_nobody_uses_may_lie_anywhere(client):
    runs = [run | {"start": [2, 1]} for run in RACE["runs"]]
    assert client.post("/api/race", json=RACE | {"start": [-1, 1], "runs": runs}).status_code == 200


def test_repeats_tell_which_share_left(client):
    noisy = RACE | {"repeats": 20, "noise": {"kind": "gaussian", "sigma": 0.3}}
    hasty, calm = (run["repeats"] for run in client.post("/api/race", json=noisy, headers=PLAIN).json()["runs"])
    assert hasty["left"] == 1 and hasty["diverged"] == 0 and hasty["median"] is None
    assert calm["left"] == 0 and calm["median"] is not None


def test_a_map_of_starts_tells_who_left_and_where_there_is_no_value(client):
    told = client.post("/api/basin", json=RACE | {"cells": [8, 3]}, headers=PLAIN).json()
    hasty = np.array(told["runs"][0]["basin"])
    assert (hasty == 250).all(axis=0).tolist() == [x <= 0 for x in told["x"]]
    assert (hasty[:, 2:] == 251).all()
    shares = {one["what"]: one["share"] for one in told["runs"][0]["shares"]}
    assert (shares["outside"], shares["left"]) == (0.25, 0.75)
    table = client.post("/api/basin", json=RACE | {"cells": [8, 3]}, headers={"accept": "text/csv"}).text
    assert {"outside", "left"} <= {row["end"] for row in csv.DictReader(io.StringIO(table))}


def test_a_sweep_has_a_state_for_who_left_and_one_for_a_start_without_a_value(client):
    rates = {"of": "lr", "low": 0.001, "high": 1.0, "count": 12}
    told = client.post("/api/sweep", json=RACE | {"runs": [HASTY], "axes": [rates]}, headers=PLAIN).json()["runs"][0]
    states, values = told["state"][0], told["value"][0]
    assert states[0] == 0 and states[-1] == 4 and values[-1] is None
    typed = SURFACE | {"f": "log(x - a)"}
    shifts = {"of": "surface.a", "low": 0, "high": 4, "count": 5}
    told = client.post("/api/sweep", json=RACE | {"surface": typed, "runs": [CALM], "axes": [shifts]}, headers=PLAIN)
    assert told.json()["runs"][0]["state"][0] == [0, 0, 5, 5, 5]


def test_tuning_keeps_a_setting_with_which_the_run_stays(client):
    told = client.post("/api/tune", json=RACE | {"runs": [HASTY], "trials": 20}).text
    found = json.loads(told.split("event: run\ndata: ")[1].split("\n")[0])
    assert found["before"] is None
    tuned = HASTY | {"optimizer": HASTY["optimizer"] | found["settings"]}
    again = client.post("/api/race", json=RACE | {"runs": [tuned]}, headers=PLAIN).json()["runs"][0]
    assert again["status"] == "finished" and again["final"]["loss"] == found["after"]


def test_a_script_stops_where_the_run_left(client, tmp_path):
    script = tmp_path / "race.py"
    script.write_text(client.post("/api/export/numpy", json={"race": RACE, "run": 0}).text)
    said = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True).stdout
    assert said.startswith("left the domain of the loss at step 8\nafter 7 steps")


def test_the_values_of_points_and_places_outside_are_none(client):
    spots = {"surface": SURFACE | {"f": "tanh(1/x)"}, "points": [[1e-9, 0], [0, 0]]}
    assert client.post("/api/values", json=spots).json() == {"values": [1.0, None]}
    here = client.post("/api/local", json={"surface": spots["surface"], "at": [0, 0]}).json()
    assert here["value"] is None and here["grad"] == [None, None]


def test_the_ground_has_its_holes(client):
    told = client.get("/api/surface", params={"kind": "formula", "f": "log(x)", "domain": "-1,3,-2,2"}).json()
    (ring,) = told["holes"]["rings"]
    assert max(ring[::2]) == pytest.approx(0.25, abs=0.01) and told["cut"] == [False, False]
    assert client.get("/api/surface", params={"kind": "bowl"}).json()["holes"] is None


def test_pictures_hatch_the_hole_and_say_what_became_of_the_runs():
    spec = race_model().model_validate_json(json.dumps(RACE))
    made = svg(spec, "en", detail="figure")
    assert "hasty: left the domain in step 8." in made
    assert made.count('class="hole"') == 2 and ">no value here<" in made  # on the plot and in the key
    assert made.count('class="break"') == 1


def test_the_offline_page_hatches_the_hole(client):
    html = client.post("/api/export/html", json={"race": RACE, "run": 0}).text
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1])
    kinds = [(trace["type"], "fillpattern" in trace) for trace in data["figure"]["data"]]
    assert kinds[:2] == [("contour", False), ("scatter", True)] and len(kinds) == 3 + 3 * 2


def test_a_chart_says_of_a_cell_that_its_run_left():
    spec = race_model().model_validate_json(json.dumps(RACE))
    rates = chart("final_loss(hasty)", over="hasty.lr", values=[0.001, 0.3])
    assert first(measured(spec, rates))[1] == "left"
    assert first(measured(spec, chart("left(hasty)", over="hasty.lr", values=[0.001, 0.3]))) == [0, 1]
