"""Maps through the API: every cell is its race, told coarse to fine in four answers; what cannot be is a sentence."""

from __future__ import annotations

import base64
import csv
import io
import json

import numpy as np
import pytest

from app import maps_api
from app.maps import about, blocks, specs
from app.maps.price import Dear
from app.maps.whole import NOWHERE
from app.pool.words import Broken, Crowded, Greedy, Waiting
from app.stopping import Stopped
from optim_core import Rule, Surface
from optim_core.ends import Ends
from optim_core.maps.order import levels
from optim_core.maps.places import DIVERGED
from optim_core.price import prices

RULES = sorted(Rule.registry)
DESCENT = {"kind": "gradient-descent", "lr": 0.01}
NOISY = {"noise": {"kind": "gaussian", "sigma": 0.2}, "seed": 5}


def answer(client, kind, body, accept="application/json", **headers):
    return client.post(f"/api/{kind}", json=body, headers={"Accept": accept} | headers)


def whole(client, kind, body):
    told = answer(client, kind, body)
    assert told.status_code == 200, told.text
    return told.json()


def raced(client, body):
    told = client.post("/api/race", json=body, headers={"Accept": "application/json"})
    assert told.status_code == 200, told.text
    return told.json()["runs"]


def events(client, kind, body):
    text = answer(client, kind, body, "text/event-stream").text
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n")
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def unpack(packed):
    return np.frombuffer(base64.b64decode(packed["bdata"]), "<" + packed["dtype"])


def numbers(grid):
    return np.array([[np.nan if value is None else value for value in row] for row in grid])


def basin(**more):
    return {"surface": {"kind": "himmelblau"}, "steps": 40, "cells": [12, 9], "runs": [{"optimizer": DESCENT}]} | more


def sweep(*axes, **more):
    usual = {"surface": {"kind": "ravine"}, "steps": 30, "runs": [{"optimizer": {"kind": "momentum"}}]}
    return usual | {"axes": list(axes)} | more


@pytest.mark.parametrize("kind", RULES)
def test_each_cell_of_a_basin_is_its_race(client, kind):
    rule = Rule.registry[kind]
    runs = [{"optimizer": {"kind": kind}}]
    if "lr" in rule.numbers():
        runs.append({"optimizer": {"kind": kind}, "schedules": {"lr": {"kind": "cosine"}}, "noise": NOISY["noise"]})
    body = {"surface": {"kind": "himmelblau"}, "steps": 25, "seed": 5, "tolerance": 0.5, "runs": runs}
    told = whole(client, "basin", body | {"cells": [7, 6], "window": [-5.0, 4.0, -3.0, 5.5]})
    cells = [(0, 0), (5, 6), (2, 3), (4, 1), (1, 5)]
    for run, one in enumerate(told["runs"]):
        starts = [{**runs[run], "start": [told["x"][column], told["y"][row]]} for row, column in cells]
        for (row, column), alone in zip(cells, raced(client, body | {"runs": starts}), strict=True):
            assert one["loss"][row][column] == alone["final"]["loss"]
            assert one["steps"][row][column] == (alone["diverged_at"] or alone["points"] - 1)
            assert (one["basin"][row][column] == DIVERGED) == (alone["status"] == "diverged")


@pytest.mark.parametrize("kind", RULES)
def test_each_cell_of_a_sweep_is_its_race(client, kind):
    names = list(Rule.registry[kind].numbers())[:2]
    run = {"optimizer": {"kind": kind}}
    if "lr" in names:
        run["schedules"] = {"lr": {"kind": "step", "step_size": 10}}
        names = [names[-1], "lr.gamma"]
    body = {"surface": {"kind": "rosenbrock"}, "steps": 30, "seed": 3, "runs": [run], "noise": NOISY["noise"]}
    told = whole(client, "sweep", body | {"axes": [{"of": name, "count": 6} for name in names]})
    one, across = told["runs"][0], told["x"][0]
    up = told["y"][0] if told["y"] else [None]
    cells = [(0, 0), (len(up) - 1, len(across) - 1), (len(up) // 2, 2)]
    alone = raced(client, body | {"runs": [_with(run, names, (across[c], up[r])) for r, c in cells]})
    for (row, column), own in zip(cells, alone, strict=True):
        value = one["value"][row][column]
        assert value == (None if own["status"] == "diverged" else own["final"]["loss"])
        assert one["state"][row][column] == (own["status"] == "diverged")


def _with(run, names, values):
    changed = json.loads(json.dumps(run))
    for name, value in zip(names, values, strict=False):
        *driven, setting = name.split(".")
        of = changed["schedules"][driven[0]] if driven else changed["optimizer"]
        whole = Rule.registry[changed["optimizer"]["kind"]].numbers()
        of[setting] = int(value) if not driven and whole[setting].whole else value
    return changed


@pytest.mark.parametrize("measure", ["loss", "distance", "steps", "evaluations"])
def test_a_surface_may_be_swept_and_every_measure_is_that_of_the_race(client, measure):
    body = sweep({"of": "lr", "low": 0.01, "high": 0.4, "count": 5}, {"of": "surface.kappa", "count": 4})
    body |= {"runs": [{"optimizer": DESCENT}], "steps": 200, "measure": measure, "tolerance": 1e-2}
    told = whole(client, "sweep", body)
    for row, column in [(0, 0), (1, 3), (3, 1), (2, 4)]:
        surface = {"kind": "ravine", "kappa": told["y"][0][row]}
        own = {"surface": surface, "steps": 200, "tolerance": 1e-2}
        (alone,) = raced(client, own | {"runs": [{"optimizer": DESCENT | {"lr": told["x"][0][column]}}]})
        arrived = alone["status"] == "converged"
        final = alone["final"]
        expected = {
            "loss": final["loss"],
            "distance": final["distance_to_minimum"],
            "steps": alone["points"] - 1 if arrived else None,
            "evaluations": alone["cost"] if arrived else None,
        }[measure]
        state = told["runs"][0]["state"][row][column]
        if alone["status"] == "diverged":
            assert (told["runs"][0]["value"][row][column], state) == (None, 1)
        else:
            assert (told["runs"][0]["value"][row][column], state) == (expected, 2 if expected is None else 0)


def test_the_start_of_a_swept_surface_is_its_own(client):
    body = sweep({"of": "surface.tilt", "count": 3}, surface={"kind": "double-well"}, steps=1)
    told = whole(client, "sweep", body | {"runs": [{"optimizer": DESCENT | {"lr": 1e-12}}]})
    for tilt, loss in zip(told["x"][0], told["runs"][0]["value"][0], strict=True):
        surface = Surface.registry["double-well"](tilt=tilt)
        assert loss == pytest.approx(float(surface.value(np.array(surface.begin()).reshape(2, 1))[0]), abs=1e-9)


def test_a_sweep_says_what_its_runs_begin_with(client):
    race = {"surface": {"kind": "ravine"}, "steps": 1, "start": [1.0, 1.0]}
    race["runs"] = [{"optimizer": DESCENT}, {"optimizer": DESCENT, "start": [0.5, 2.0]}]
    rate = {"of": "lr", "count": 2}
    said = {what: whole(client, "sweep", sweep(rate, measure=what) | race)["before"] for what in ("loss", "steps")}
    assert said == {"loss": [run["loss"][0] for run in raced(client, race)], "steps": [None] * 2}
    turned = sweep({"of": "surface.kappa", "low": 2.0, "high": 50.0, "count": 3}) | race
    steepest = raced(client, race | {"surface": {"kind": "ravine", "kappa": 50.0}})
    assert whole(client, "sweep", turned)["before"] == [run["loss"][0] for run in steepest]


def test_a_map_of_settings_says_where_its_runs_began(client):
    body = sweep(LR | {"count": 3}, steps=2)
    _, about = next(events(client, "sweep", body | {"start": [-2.7, 0.2]}))
    assert about["begin"] == [-2.7, 0.2]
    assert next(events(client, "sweep", body))[1]["begin"] == list(Surface.registry["ravine"]().begin())


def test_events_come_coarse_to_fine_and_are_the_whole_together(client):
    body = basin(cells=[70, 41], runs=[{"optimizer": DESCENT}, {"optimizer": {"kind": "adam"}, "label": "mine"}])
    told, (name, start), *parts = [], *events(client, "basin", body)
    assert name == "start" and [run["label"] for run in start["runs"]] == ["Gradient descent", "mine"]
    assert [kind for kind, _ in parts[:-1] if kind != "line"] == ["cells"] * sum(k == "cells" for k, _ in parts)
    assert parts[-1][0] == "done"
    order = dict(levels(70, 41))
    grids = {key: np.full((2, 70 * 41), np.nan) for key in ("basin", "steps", "loss")}
    for _, part in (p for p in parts if p[0] == "cells"):
        cells = order[part["stride"]][part["first"] : part["first"] + part["count"]]
        assert np.isnan(grids["loss"][part["run"], cells]).all(), "no cell comes twice"
        for key, grid in grids.items():
            grid[part["run"], cells] = unpack(part[key])
        told.append((part["run"], part["stride"], part["done"]))
    assert [(run, stride) for run, stride, _ in told][:2] == [(0, 4), (1, 4)], "of each run a coarse picture first"
    assert told[-1][2] == start["total"] == 2 * 70 * 41
    json_told = whole(client, "basin", body)
    for run, one in enumerate(json_told["runs"]):
        for key, grid in grids.items():
            np.testing.assert_allclose(grid[run].reshape(41, 70), numbers(one[key]), rtol=1e-6)
        assert one["shares"] == parts[-1][1]["runs"][run]["shares"]
        assert sum(share["share"] for share in one["shares"]) == pytest.approx(1.0)
    assert json_told["places"][:4] == start["places"] and len(start["places"]) == 4


@pytest.mark.parametrize("accept", ["application/x-npz", "application/octet-stream"])
def test_arrays_for_numpy_say_the_same(client, accept):
    for kind, body in (("basin", basin()), ("sweep", sweep({"of": "lr", "count": 9}, curves=4))):
        told, plain = answer(client, kind, body, accept), whole(client, kind, body)
        assert told.headers["content-type"] == accept
        arrays = np.load(io.BytesIO(told.content))
        assert whole(client, kind, json.loads(str(arrays["race"]))) == plain, "the file holds its question"
        assert arrays["label"].tolist() == [run["label"] for run in plain["runs"]]
        np.testing.assert_array_equal(arrays["x"], plain["x"])
        for name in ("basin", "steps", "loss", "rest") if kind == "basin" else ("value", "state"):
            np.testing.assert_array_equal(arrays[name][0], numbers(plain["runs"][0][name]))
        if kind == "sweep":
            np.testing.assert_array_equal(arrays["curves"][0], numbers(plain["runs"][0]["curves"]["loss"]))


def test_a_table_says_the_same(client):
    body = basin(runs=[{"optimizer": DESCENT, "label": "=1+1"}])
    rows = list(csv.reader(io.StringIO(answer(client, "basin", body, "text/csv").text)))
    plain = whole(client, "basin", body)
    cells = ["start_x", "start_y", "basin", "steps", "loss", "rest", "end", "end_x", "end_y"]
    assert rows[0] == ["run", "label", "optimizer", *cells]
    assert len(rows) == 1 + 12 * 9 and rows[1][1] == "'=1+1"
    last = rows[-1]
    assert [float(last[3]), float(last[4])] == [plain["x"][-1], plain["y"][-1]]
    assert float(last[7]) == plain["runs"][0]["loss"][-1][-1]
    assert [row[8] for row in rows[-12:]] == [str(rest) for rest in plain["runs"][0]["rest"][-1]]
    places = plain["places"]
    for row in rows[1:]:
        place = places[int(row[5])] if int(row[5]) < len(places) else {"kind": NOWHERE[int(row[5])], "x": "", "y": ""}
        assert row[9:] == [place["kind"], str(place["x"]), str(place["y"])]
    assert {"minimum", "unsettled"} <= {row[9] for row in rows[1:]}
    swept = sweep({"of": "lr", "count": 5, "high": 9.0}, {"of": "momentum", "count": 3}, measure="steps")
    rows = list(csv.reader(io.StringIO(answer(client, "sweep", swept, "text/csv").text)))
    assert rows[0] == ["run", "label", "optimizer", "lr", "momentum", "steps", "state"]
    assert {row[6] for row in rows[1:]} <= {"", "diverged", "never"} and any(row[6] == "diverged" for row in rows)
    assert all((row[5] == "") == (row[6] != "") for row in rows[1:])


def test_a_plain_has_no_place_in_a_table(client):
    body = basin(surface={"kind": "plateau"}, cells=[5, 5], steps=300)
    rows = list(csv.DictReader(io.StringIO(answer(client, "basin", body, "text/csv").text)))
    assert {row["end_x"] + row["end_y"] for row in rows if row["end"] == "flat"} == {""}


def test_small_curves_are_the_losses_of_the_races(client):
    runs = [{"optimizer": DESCENT}, {"optimizer": {"kind": "adam"}}]
    body = sweep({"of": "lr", "count": 4}, runs=runs, curves=6, steps=50)
    told = whole(client, "sweep", body)
    for run, one in enumerate(told["runs"]):
        at = one["curves"]["at"]
        assert at == [0, 10, 20, 30, 40, 50]
        own = [{"optimizer": runs[run]["optimizer"] | {"lr": lr}} for lr in told["x"][run]]
        for losses, alone in zip(one["curves"]["loss"], raced(client, body_of(body, own)), strict=True):
            assert losses == [alone["loss"][t] if t < alone["points"] else None for t in at]
    assert [told["x"][0][0], told["x"][0][-1]] == [told["x"][1][0], told["x"][1][-1]] == [1e-6, 10.0]


def test_runs_share_one_range_so_that_what_is_good_of_it_can_be_compared(client):
    runs = [{"optimizer": {"kind": kind}} for kind in ("newton", "gradient-descent", "adadelta")]
    told = whole(client, "sweep", sweep({"of": "lr", "count": 5}, runs=runs))
    assert {(x[0], x[-1]) for x in told["x"]} == {(1e-6, 100.0)}, (
        "from the lowest that one of them declares to the highest"
    )
    assert (told["axes"][0]["low"], told["axes"][0]["high"]) == (1e-6, 100.0)
    half = whole(client, "sweep", sweep({"of": "lr", "count": 5, "low": 0.1}, runs=runs))
    assert {(x[0], x[-1]) for x in half["x"]} == {(0.1, 100.0)}


def body_of(body, runs):
    return {"surface": body["surface"], "steps": body["steps"], "runs": runs}


def test_a_sweep_names_its_best_and_says_that_it_lies_on_the_edge(client):
    inside = sweep({"of": "lr", "low": 0.001, "high": 1.0}, runs=[{"optimizer": DESCENT}])
    told = whole(client, "sweep", inside)["runs"][0]
    cell = told["best"]["cell"]
    assert told["value"][0][cell] == told["best"]["value"] == min(v for v in told["value"][0] if v is not None)
    assert told["edges"] == [] and 0 < told["good"]["share"] < 1
    edge = sweep({"of": "lr", "low": 1e-6, "high": 1e-5}, runs=[{"optimizer": DESCENT}])
    assert whole(client, "sweep", edge)["runs"][0]["edges"] == [{"axis": 0, "end": "high"}]


def test_the_best_may_be_the_value_that_the_run_has_anyway(client):
    newton = [{"optimizer": {"kind": "newton"}}]
    one = sweep({"of": "lr"}, surface={"kind": "rosenbrock"}, runs=newton, measure="steps", steps=200)
    best = whole(client, "sweep", one)["runs"][0]["best"]
    assert best["values"] == [1.0] and best["value"] < 10
    two = sweep({"of": "surface.kappa", "count": 7}, {"of": "momentum", "count": 5, "high": 0.95})
    told = whole(client, "sweep", two)
    assert Surface.registry["ravine"]().kappa in told["x"][0] and Rule.registry["momentum"]().momentum in told["y"][0]


def test_another_surface_is_no_range_to_widen(client):
    body = sweep(LR, {"of": "surface.kappa", "low": 20.0, "high": 60.0, "count": 4}, runs=[{"optimizer": DESCENT}])
    told = whole(client, "sweep", body)
    best = told["runs"][0]["best"]
    assert best["values"][1] == told["y"][0][0], "the easiest of these surfaces, and easier ones are allowed"
    assert [edge for edge in told["runs"][0]["edges"] if edge["axis"] == 1] == []


def test_who_never_comes_to_rest_is_counted_even_beside_a_minimum(client):
    body = basin(
        runs=[{"optimizer": DESCENT | {"lr": lr}} for lr in (0.01, 0.0155)], steps=400, cells=[15, 15], reach=0.5
    )
    for one, settles in zip(whole(client, "basin", body)["runs"], (True, False), strict=True):
        rest, labels = np.array(one["rest"]), np.array(one["basin"])
        assert one["restless"] == pytest.approx((~rest & (labels != DIVERGED)).mean())
        assert (one["restless"] == 0) == settles
        assert settles or (~rest & (labels < 4)).any(), "nearest to a minimum, and jumping to and fro"
    never = whole(client, "basin", body | {"tolerance": 0, "steps": 9})["runs"][0]
    assert never["restless"] == 1.0 and not np.any(never["rest"])


def test_where_every_run_fails_there_is_no_best(client):
    lost = sweep({"of": "lr", "low": 50.0, "high": 90.0, "count": 3}, runs=[{"optimizer": DESCENT}], steps=300)
    one = whole(client, "sweep", lost)["runs"][0]
    assert (one["best"], one["edges"], one["good"]) == (None, [], None) and one["state"] == [[1, 1, 1]]


def test_of_runs_that_fall_without_end_none_is_the_best(client):
    saddle = {
        "surface": {"kind": "formula", "f": "a*x^2 + y^2", "a": 20},
        "runs": [{"optimizer": DESCENT | {"lr": 0.02}}],
    }
    told = whole(client, "sweep", sweep({"of": "surface.a", "count": 5}, **saddle))
    assert told["x"][0] == [0, 10, 20, 30, 40], "around the value that it has"
    assert told["runs"][0]["endless"] == 0
    axis = {"of": "surface.a", "low": -0.5, "high": 0.5, "count": 11}
    told = whole(client, "sweep", sweep(axis, steps=300, **saddle))["runs"][0]
    assert told["endless"] >= 4 and told["value"][0][0] < -1000 and told["best"]["value"] > -5
    well = saddle | {"surface": {"kind": "formula", "f": "x^4/100 + a*x^2 + y^2"}}
    assert whole(client, "sweep", sweep(axis, steps=300, **well))["runs"][0]["endless"] == 0, "these have a bottom"


def test_theory_comes_with_its_formula_printed(client):
    body = sweep({"of": "lr", "low": 0.001, "high": 1.0}, {"of": "momentum"})
    _, start = next(events(client, "sweep", body))
    assert {law["kind"] for law in start["theory"]} >= {"stability"}
    for law in start["theory"]:
        assert law["mathml"].startswith("<math") and law["name"]["ko"] and law["run"] == 0
        assert all(0.001 <= lr <= 1.0 and 0.0 <= mu <= 0.999 for lr, mu in law["points"])
    noisy = body | {"noise": NOISY["noise"]}
    assert next(events(client, "sweep", noisy))[1]["theory"] == []


def test_whole_numbers_are_swept_as_such_and_every_run_has_as_many(client):
    steps = {"kind": "step", "step_size": 5}
    runs = [{"optimizer": {"kind": kind}, "schedules": {"lr": steps}} for kind in ("momentum", "adam")]
    told = whole(client, "sweep", sweep({"of": "lr.step_size", "low": 1, "high": 9, "count": 40}, runs=runs))
    assert told["x"] == [[1, 2, 3, 4, 5, 6, 7, 8, 9]] * 2 and told["columns"] == 9


def test_the_same_question_is_worked_out_once_whatever_the_runs_are_called(client, monkeypatch):
    body = basin(steps=17)
    first = whole(client, "basin", body)
    monkeypatch.setattr(maps_api.heavy, "run", None)  # whoever wants it now fails
    again = whole(client, "basin", body | {"runs": [{"optimizer": DESCENT, "label": "other"}]})
    assert again["runs"][0]["loss"] == first["runs"][0]["loss"] and again["runs"][0]["label"] == "other"


@pytest.mark.parametrize(("own", "status"), [(True, 429), (False, 503)])
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_who_has_to_come_again_is_told_when(client, monkeypatch, own, status, accept):
    async def crowded(*job):
        raise Crowded(7, own)
        yield

    monkeypatch.setattr(maps_api.heavy, "run", crowded)
    told = answer(client, "basin", basin(steps=18), accept)
    assert (told.status_code, told.headers["retry-after"]) == (status, "7") and told.json()["detail"].endswith(".")


@pytest.mark.parametrize(("error", "again"), [(Broken(), "5"), (Stopped(), "5"), (Greedy(), None)])
@pytest.mark.parametrize("begun", [True, False])
def test_work_that_was_ended_may_be_asked_for_again_but_not_what_is_too_large(client, monkeypatch, error, again, begun):
    async def broken(*job):
        if begun:
            yield Waiting(0)
        raise error

    monkeypatch.setattr(maps_api.heavy, "run", broken)
    told = answer(client, "basin", basin(steps=19))
    assert (told.status_code, told.headers.get("retry-after")) == (503, again)
    assert ("smaller" in told.json()["detail"]) == (again is None)


LR = {"of": "lr"}
REFUSED = [
    ("basin", {"runs": [{"optimizer": DESCENT}] * 3}, "runs"),
    ("basin", {"repeats": 2}, "repeats"),
    ("basin", {"cells": [1, 9]}, "cells[0]"),
    ("basin", {"cells": [9, 513]}, "cells[1]"),
    ("basin", {"cells": 9}, "cells"),
    ("basin", {"cells": [9, 9, 9]}, "cells"),
    ("basin", {"cells": [9.5, 9]}, "cells[0]"),
    ("basin", {"window": [0, 1, 2]}, "window"),
    ("basin", {"window": [1, 1, 0, 1]}, "window[1]"),
    ("basin", {"window": [0, 1, 1, -1]}, "window[3]"),
    ("basin", {"window": [0, 1e9, 0, 1]}, "window[1]"),
    ("basin", {"window": ["0", 1, 0, 1]}, "window[0]"),
    ("basin", {"reach": 0}, "reach"),
    ("basin", {"axes": [LR]}, "axes"),
    ("basin", {"tolerance": -1}, "tolerance"),
    ("basin", {"steps": 100_001}, "steps"),
    ("sweep", {"axes": []}, "axes"),
    ("sweep", {"axes": [LR] * 3}, "axes"),
    ("sweep", {"axes": [LR, LR]}, "axes[1].of"),
    ("sweep", {"axes": [{}]}, "axes[0].of"),
    ("sweep", {"axes": [{"of": "speed"}]}, "axes[0].of"),
    ("sweep", {"axes": [{"of": "lr.gamma"}]}, "axes[0].of"),
    ("sweep", {"axes": [{"of": "surface.__class__"}]}, "axes[0].of"),
    ("sweep", {"axes": [{"of": "l" * 81}]}, "axes[0].of"),
    ("sweep", {"axes": [LR | {"low": -1.0}]}, "axes[0].low"),
    ("sweep", {"axes": [LR | {"low": 0.0}]}, "axes[0].low"),
    ("sweep", {"axes": [LR | {"high": 1e9}]}, "axes[0].high"),
    ("sweep", {"axes": [LR | {"low": 1e5}]}, "axes[0].low"),
    ("sweep", {"axes": [LR | {"low": 1.0, "high": 1.0}]}, "axes[0].high"),
    ("sweep", {"axes": [LR | {"low": "1"}]}, "axes[0].low"),
    ("sweep", {"axes": [LR | {"count": 257}]}, "axes[0].count"),
    ("sweep", {"axes": [LR | {"count": 1}]}, "axes[0].count"),
    ("sweep", {"axes": [LR | {"log": 1}]}, "axes[0].log"),
    ("sweep", {"axes": [LR, {"of": "momentum"}], "curves": 8}, "curves"),
    ("sweep", {"axes": [LR], "curves": 65}, "curves"),
    ("sweep", {"axes": [LR, {"of": "momentum"}], "runs": [{"optimizer": {"kind": "momentum"}}] * 3}, "runs"),
    ("sweep", {"axes": [LR], "measure": "speed"}, "measure"),
    ("sweep", {"axes": [LR], "measure": "steps", "tolerance": 0}, "tolerance"),
    ("sweep", {"axes": [LR], "measure": "distance", "surface": {"kind": "saddle"}}, "measure"),
    (
        "sweep",
        {"axes": [{"of": "momentum"}], "runs": [{"optimizer": {"kind": "momentum"}}, {"optimizer": DESCENT}]},
        "axes[0].of",
    ),
]


@pytest.mark.parametrize(("kind", "changes", "field"), REFUSED)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_cannot_be_is_one_sentence_that_names_the_field(client, kind, changes, field, language):
    body = (basin() if kind == "basin" else sweep(LR)) | changes
    told = answer(client, kind, body, **{"Accept-Language": language})
    assert told.status_code == 422, told.text
    assert told.json()["field"] == field
    sentence = told.json()["detail"]
    assert field in sentence and sentence.endswith(".") and "\n" not in sentence and len(sentence) < 300
    assert "Input" not in sentence and (language == "en" or any("가" <= sign <= "힣" for sign in sentence))


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("basin", basin(cells=[512, 400], steps=100_000), "cells"),
        ("basin", basin(cells=[512, 512], steps=20_000, budget={"of": "gradients", "most": 90_000}), "cells"),
        ("basin", basin(surface={"kind": "tumours"}, cells=[128, 128], steps=1_000), "cells"),
        ("basin", basin(surface={"kind": "ackley"}, cells=[512, 512], steps=2_000), "cells"),
        ("basin", basin(runs=[{"optimizer": {"kind": "lbfgs"}}], cells=[20, 20], steps=90_000), "steps"),
        ("sweep", sweep(LR | {"count": 256}, {"of": "momentum", "count": 256}, steps=100_000), "axes[0].count"),
        ("sweep", sweep(LR, steps=80_000, curves=8, runs=[{"optimizer": {"kind": "adam"}}] * 12), "steps"),
    ],
)
def test_what_is_too_much_is_refused_with_what_would_fit_and_that_does(client, kind, body, field):
    told = answer(client, kind, body)
    assert told.status_code == 422 and told.json()["field"] == field, told.text
    model, made = (specs.basin_model, about.basin) if kind == "basin" else (specs.sweep_model, about.sweep)
    most = 2_000_000_000
    found = made(model().model_validate_json(json.dumps(body)), most)
    assert isinstance(found, Dear)
    steps = (
        {"budget": {"of": "gradients", "most": found.facts["most"]}}
        if "budget" in body
        else {"steps": found.facts["most"]}
    )
    assert str(found.facts["most"]) in told.json()["detail"]
    smaller = [body | steps]
    assert told.json().get("fits") == (found.fits and list(found.fits))
    if found.fits:
        sides = list(found.fits)
        if kind == "basin":
            smaller.append(body | {"cells": sides})
        else:
            axes = [axis | {"count": count} for axis, count in zip(body["axes"], sides, strict=True)]
            smaller.append(body | {"axes": axes})
    for fits in smaller:
        assert isinstance(made(model().model_validate_json(json.dumps(fits)), most), about.Map)


@pytest.mark.parametrize(
    ("of", "model", "body", "most", "sides"),
    [
        (about.basin, specs.basin_model, basin(), 2e9, 2),
        (about.sweep, specs.sweep_model, sweep(LR, {"of": "momentum"}), 1e9, 2),
        (about.sweep, specs.sweep_model, sweep(LR), 2e7, 1),
    ],
)
def test_where_nobody_says_how_fine_a_map_of_a_dear_surface_is_as_fine_as_it_can_be(of, model, body, most, sides):
    body = {name: value for name, value in body.items() if name != "cells"}
    body |= {"surface": {"kind": "network-slice", "epochs": "3"}, "steps": 200}
    found = of(model().model_validate_json(json.dumps(body)), most)
    assert isinstance(found, about.Map)
    tracks = getattr(found.job, "tracks", None) or [run.track for run in found.job.runs]
    columns, rows = found.shape
    each = sum(track.price for track in tracks) * 200
    assert columns * rows * each <= most < (columns + 1) * (rows + sides - 1) * each


def test_a_surface_of_sines_is_dearer_than_one_of_products():
    def price(surface, kind="gradient-descent"):
        on = Surface.registry[surface]()
        return prices(Rule.registry[kind](), on, on.begin(), {})[0]

    assert price("himmelblau") == price("bowl") == price("rosenbrock") == 1.0
    assert 3 < price("rastrigin") < price("ackley") < 15


def test_who_reads_the_page_has_a_worker_prepared_and_who_only_looks_whether_it_is_there_has_not(client, monkeypatch):
    prepared = []
    monkeypatch.setattr(maps_api.heavy, "prepare", prepared.append)
    assert client.head("/maps").status_code == 200 and prepared == []
    assert client.get("/maps").status_code == 200 and prepared == ["app.maps.basins:parts"]


def test_nothing_of_a_map_is_worked_out_twice_and_it_may_be_stopped_in_between():
    asked = []

    def begin(run, cells):
        asked.append((run, cells))
        for first in range(0, len(cells), 100):
            yield None
            yield slice(first, min(first + 100, len(cells))), Ends.empty(2, min(100, len(cells) - first))

    parts = list(blocks.cells(2, 45, 40, begin, lambda run, cells, ends: {"cell": cells}))
    order = dict(levels(45, 40))
    for part in filter(None, parts):
        cells = part.columns["cell"]
        assert np.array_equal(cells, order[part.stride][part.first : part.first + len(cells)])
    for run in (0, 1):
        every = np.concatenate([part.columns["cell"] for part in parts if part and part.run == run])
        assert sorted(every.tolist()) == list(range(45 * 40))
    assert parts.count(None) == sum(-(-len(cells) // 100) for _, cells in asked)


@pytest.mark.parametrize(
    ("run", "of"),
    [
        ({"optimizer": {"kind": "lbfgs"}}, "memory"),
        ({"optimizer": DESCENT, "schedules": {"lr": {"kind": "cosine"}}}, "lr.total_steps"),
    ],
)
def test_whole_numbers_come_back_as_a_race_takes_them(client, run, of):
    body = sweep({"of": of, "low": 1, "high": 3, "log": False}, runs=[run], surface={"kind": "bowl"})
    told = whole(client, "sweep", body)
    ((x,), best) = told["x"], told["runs"][0]["best"]
    assert json.dumps(x) == "[1, 2, 3]" and type(best["values"][0]) is int
    assert all(
        type(value) is int for value in whole(client, "sweep", sweep({"of": of, "count": 4}, runs=[run]))["x"][0]
    )
    (head, *rows) = csv.reader(io.StringIO(answer(client, "sweep", body, "text/csv").text))
    assert [row[head.index(of)] for row in rows] == ["1", "2", "3"]
    del body["axes"]
    assert raced(client, body | {"runs": [_with(run, [of], best["values"])]})


@pytest.mark.parametrize(
    ("axis", "said"),
    [
        ({"of": ""}, 'has no number called "";'),
        ({"of": "lr", "low": -1}, "at least 0; it is -1."),
        ({"of": "lr", "low": -1.0}, "at least 0; it is -1."),
    ],
)
def test_a_refusal_says_what_was_given_as_it_was_given(client, axis, said):
    assert said in answer(client, "sweep", sweep(axis)).json()["detail"]
    assert answer(client, "sweep", sweep({"of": "lr"}, tolerance=-1.0)).json()["detail"].endswith("; it is -1.")


@pytest.mark.parametrize("text", ["exp(1000)", "-exp(1000)", "a*exp(700)*exp(700)"])
def test_a_loss_that_is_infinite_everywhere_is_one_plain_of_no_height(client, text):
    body = basin(surface={"kind": "formula", "f": text})
    told = whole(client, "basin", body)
    assert [(place["kind"], place["loss"]) for place in told["places"]] == [("flat", None)]
    assert np.array_equal(told["runs"][0]["basin"], np.zeros((9, 12)))
    assert [name for name, _ in events(client, "basin", body)][-1] == "done"
    swept = basin(surface={"kind": "formula", "f": text}, axes=[{"of": "lr", "count": 3}])
    del swept["cells"]
    assert [name for name, _ in events(client, "sweep", swept)][-1] == "done"
    assert whole(client, "sweep", swept)["runs"][0]["value"] == [[None] * 3]
