"""The race over the wire: three answers that agree, and a sentence for every kind of bad question."""

from __future__ import annotations

import base64
import copy
import csv
import io
import json

import numpy as np
import pytest

from app import limits
from optim_core import Rule, Schedule, Surface
from optim_core.record import Trace
from optim_core.walk import walk

SPEC = {
    "surface": {"kind": "rosenbrock"},
    "start": [-1.2, 1.0],
    "steps": 700,
    "seed": 3,
    "noise": {"kind": "gaussian", "sigma": 0.01},
    "runs": [
        {
            "optimizer": {"kind": "adam", "lr": 0.02},
            "schedules": {"lr": {"kind": "step", "gamma": 0.5, "step_size": 50}},
        },
        {"optimizer": {"kind": "newton"}, "start": [0.5, 2.0], "label": "Newton, nearer"},
        {"optimizer": {"kind": "gradient-descent", "lr": 1.0}},
        {"optimizer": {"kind": "random-search"}},
    ],
}


def ask(client, spec, accept="application/json", **headers):
    return client.post("/api/race", json=spec, headers={"Accept": accept} | headers)


def races(client, spec):
    answer = ask(client, spec)
    assert answer.status_code == 200, answer.text
    return answer.json()["runs"]


def events(text):
    for block in text.strip().split("\n\n"):
        name, data = block.split("\n", 1)
        yield name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def unpack(packed):
    types = {"f4": "<f4", "f8": "<f8", "i4": "<i4", "u2": "<u2"}
    array = np.frombuffer(base64.b64decode(packed["bdata"]), types[packed["dtype"]])
    return array.reshape([int(n) for n in packed["shape"].split(", ")])


def test_json_is_the_walk_itself(client):
    spec = SPEC | {"noise": {"kind": "none"}}
    for run, asked in zip(races(client, spec), spec["runs"], strict=True):
        settings = {k: v for k, v in asked["optimizer"].items() if k != "kind"}
        rule = Rule.registry[asked["optimizer"]["kind"]](**settings)
        schedules = {
            name: Schedule.registry[s["kind"]](**{k: v for k, v in s.items() if k != "kind"})
            for name, s in asked.get("schedules", {}).items()
        }
        start = asked.get("start", spec["start"])
        trace = Trace.of(walk(rule, Surface.registry["rosenbrock"](), start, 700, schedules=schedules, seed=3))
        n = len(run["x"])
        assert run["x"] == trace.x[:n, 0, 0].tolist() and run["y"] == trace.x[:n, 1, 0].tolist()
        assert run["loss"] == trace.loss[:n, 0].tolist()
        np.testing.assert_allclose(run["grad_norm"], trace.grad_norm[:n, 0], rtol=1e-15)
        assert run["final"]["loss"] == run["loss"][-1]


def test_the_answer_says_how_each_run_ended(client):
    adam, newton, blown, search = races(client, SPEC)
    assert [adam["status"], newton["status"], blown["status"]] == ["finished", "finished", "diverged"]
    assert len(adam["x"]) == len(adam["lr"]) == 701 and adam["diverged_at"] is None
    assert blown["diverged_at"] == len(blown["x"]) == len(blown["loss"]) < 20
    assert all(abs(v) <= 1e12 for v in blown["x"] + blown["y"])
    assert blown["reason"] == "a coordinate passed 1e12"
    assert newton["label"] == "Newton, nearer" and newton["x"][0] == 0.5
    assert adam["label"] == "Adam" and adam["optimizer"]["beta1"] == 0.9
    assert newton["evaluations"] == {"value": 0, "grad": 700, "hess": 700}
    assert search["evaluations"]["grad"] == 0 and set(search["lr"]) == {None}
    assert adam["final"]["distance_to_minimum"] == pytest.approx(
        np.hypot(adam["x"][-1] - 1, adam["y"][-1] - 1), rel=1e-12
    )


def test_the_schedule_is_in_the_lr_column(client):
    lr = races(client, SPEC)[0]["lr"]
    assert lr[0] == lr[49] == 0.02 and lr[50] == 0.01 and lr[700] == 0.02 * 0.5**14


def test_events_are_start_frames_and_one_done_and_agree_with_json(client):
    answer = ask(client, SPEC, "text/event-stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    said = list(events(answer.text))
    assert [name for name, _ in said][0 :: len(said) - 1] == ["start", "done"]
    assert {name for name, _ in said[1:-1]} == {"frame"}
    frames = [data["runs"] for name, data in said if name == "frame"]
    assert [len(unpack(f[0]["x"])) for f in frames] == [16, 512, 173]
    for i, run in enumerate(races(client, SPEC)):
        mine = [part for frame in frames for part in frame if part["run"] == i]
        assert mine[0]["from"] == 0
        for name in ("x", "y", "loss", "grad_norm"):
            column = np.concatenate([unpack(part[name]) for part in mine])
            np.testing.assert_allclose(column, run[name], rtol=1e-6, atol=1e-30)
        assert np.concatenate([unpack(part["x"]) for part in mine]).tolist() == run["x"], "places travel in full"
        assert np.concatenate([unpack(part["evaluations"]) for part in mine])[-1] <= sum(run["evaluations"].values())
        assert said[-1][1]["runs"][i]["final"] == run["final"]


def test_frames_grow_slowly_where_one_of_the_runs_is_slow(client):
    slow = SPEC["runs"][0] | {"cut": {"at": 5, "saved": "everything"}}
    said = events(ask(client, SPEC | {"runs": [*SPEC["runs"], slow]}, "text/event-stream").text)
    sizes = [len(unpack(data["runs"][0]["x"])) for name, data in said if name == "frame"]
    assert sizes == [16, 32, 64, 128, 256, 205]


def test_events_carry_gradients_and_the_settings_that_schedules_drive(client):
    momentum = {"optimizer": {"kind": "momentum", "lr": 0.01, "momentum": 0.8}}
    driven = {"lr": {"kind": "cosine"}, "momentum": {"kind": "linear", "start_factor": 0.5}}
    spec = {"surface": {"kind": "bowl"}, "steps": 40, "runs": [momentum, momentum | {"schedules": driven}]}
    frames = [data["runs"] for name, data in events(ask(client, spec, "text/event-stream").text) if name == "frame"]
    plain, scheduled = ([frame[i] for frame in frames] for i in (0, 1))
    assert "settings.momentum" not in plain[0] and "settings.lr" not in scheduled[0]
    column = np.concatenate([unpack(part["settings.momentum"]) for part in scheduled])
    assert len(column) == 41 and column[0] == pytest.approx(0.4) and column[-1] == 0.0
    for part in plain + scheduled:
        grad = Surface.registry["bowl"]().grad(np.stack((unpack(part["x"]), unpack(part["y"]))))
        np.testing.assert_allclose(np.stack((unpack(part["gx"]), unpack(part["gy"]))), grad, rtol=1e-6)


def test_events_are_the_answer_to_whoever_does_not_care(client):
    assert ask(client, SPEC, "*/*").headers["content-type"].startswith("text/event-stream")
    assert ask(client, SPEC, "text/csv;q=0.4, application/json;q=0.9").headers["content-type"] == "application/json"


def test_csv_has_one_row_per_run_and_step_and_agrees_with_json(client):
    answer = ask(client, SPEC, "text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    runs = races(client, SPEC)
    assert len(rows) == sum(len(run["x"]) for run in runs)
    for i, run in enumerate(runs):
        mine = [row for row in rows if row["run"] == str(i)]
        assert [float(row["x"]) for row in mine] == run["x"]
        assert [float(row["loss"]) for row in mine] == run["loss"]
        assert [int(row["step"]) for row in mine] == list(range(len(run["x"])))
        assert {row["label"] for row in mine} == {run["label"]}
    assert int(rows[700]["grad"]) == 700


def test_a_label_cannot_become_a_formula_of_a_spreadsheet(client):
    spec = {"surface": {"kind": "bowl"}, "steps": 1, "runs": [{"optimizer": {"kind": "newton"}, "label": "=1+1"}]}
    assert "'=1+1" in ask(client, spec, "text/csv").text


def test_a_run_is_the_same_alone_and_beside_another(client):
    together = races(client, SPEC)
    for i, run in enumerate(SPEC["runs"]):
        assert races(client, SPEC | {"runs": [run]}) == [together[i]]


def test_the_same_question_has_the_same_answer_from_the_cache(client):
    first, second = (ask(client, SPEC, "text/event-stream").text for _ in range(2))
    assert first == second


def test_defaults_may_be_left_out(client):
    run = races(client, {"surface": {"kind": "ravine"}, "runs": [{"optimizer": {"kind": "momentum"}}]})[0]
    assert len(run["x"]) == 201 and [run["x"][0], run["y"][0]] == list(Surface.registry["ravine"]().begin())


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_every_optimizer_races_with_its_defaults(client, kind):
    run = races(client, {"surface": {"kind": "bowl"}, "steps": 30, "runs": [{"optimizer": {"kind": kind}}]})[0]
    assert run["status"] == "finished" and run["final"]["loss"] < run["loss"][0]


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_every_surface_can_be_drawn_and_the_picture_is_right(client, kind):
    drawn = client.get("/api/surface", params={"kind": kind, "nx": 31, "ny": 21}).json()
    surface = Surface.registry[kind]()
    h = drawn["low"] + (drawn["high"] - drawn["low"]) * unpack(drawn["z"]).astype(float) / 65534
    x, y = np.linspace(*drawn["x"][:2], 31), np.linspace(*drawn["y"][:2], 21)
    true = surface.value(np.stack(np.meshgrid(x, y)))
    if drawn["scale"] == "log":
        true = np.log10(np.maximum(true - drawn["floor"], 0) + drawn["shift"])
    assert h.shape == (21, 31)
    np.testing.assert_allclose(h, true, atol=(drawn["high"] - drawn["low"]) / 65000)
    assert (tuple(drawn["domain"]), tuple(drawn["begin"])) == (surface.domain(), surface.begin())


@pytest.mark.parametrize("kind", ["ravine", "monkey-saddle", "ackley"])
def test_differences_add_up_to_the_plain_heights(client, kind):
    asked = {"kind": kind, "nx": 21, "ny": 17}
    plain, coded = (client.get("/api/surface", params=asked | {"coding": c}).json() for c in ("plain", "differences"))
    summed = np.cumsum(np.cumsum(unpack(coded["z"]), axis=0, dtype=np.uint16), axis=1, dtype=np.uint16)
    assert np.array_equal(summed, unpack(plain["z"]))
    assert coded["z"]["bdata"] != plain["z"]["bdata"] and coded["low"] == plain["low"]


def test_a_window_of_a_surface_is_drawn_on_request(client):
    asked = {"kind": "ravine", "kappa": 9, "angle": 30, "x0": -1, "x1": 0.5, "y0": 2, "y1": 3}
    drawn = client.get("/api/surface", params=asked).json()
    assert drawn["x"] == [-1, 0.5, 101] and drawn["y"] == [2, 3, 101]


BAD_RACES = {
    "lr below its minimum": (("runs", 0, "optimizer", "lr"), -1, "runs[0].optimizer.lr"),
    "lr beyond its maximum": (("runs", 0, "optimizer", "lr"), 1e30, "runs[0].optimizer.lr"),
    "lr as text": (("runs", 0, "optimizer", "lr"), "0.1", "runs[0].optimizer.lr"),
    "lr as a truth value": (("runs", 0, "optimizer", "lr"), True, "runs[0].optimizer.lr"),
    "lr as nothing": (("runs", 0, "optimizer", "lr"), None, "runs[0].optimizer.lr"),
    "an unknown optimizer": (("runs", 0, "optimizer", "kind"), "sgd", "runs[0].optimizer"),
    "an optimizer called like Python's own": (("runs", 0, "optimizer", "kind"), "__class__", "runs[0].optimizer"),
    "an optimizer without a kind": (("runs", 0, "optimizer"), {}, "runs[0].optimizer"),
    "an unknown setting": (("runs", 0, "optimizer", "__proto__"), {}, "runs[0].optimizer.__proto__"),
    "an unknown surface": (("surface", "kind"), "ROSENBROCK", "surface"),
    "a surface as text": (("surface",), "bowl", "surface"),
    "an unknown schedule": (("runs", 0, "schedules", "lr", "kind"), "warm", "runs[0].schedules.lr"),
    "a schedule on no number": (("runs", 0, "schedules", "form"), {"kind": "cosine"}, "runs[0].schedules.form"),
    "a bad schedule": (("runs", 0, "schedules", "lr", "gamma"), -1, "runs[0].schedules.lr.gamma"),
    "no steps": (("steps",), 0, "steps"),
    "too many steps": (("steps",), 10**9, "steps"),
    "too many steps in all": (("steps",), 90_000, None),
    "half a step": (("steps",), 1.5, "steps"),
    "steps as a truth value": (("steps",), True, "steps"),
    "a huge seed": (("seed",), 2**64, "seed"),
    "a negative seed": (("seed",), -1, "seed"),
    "a start far away": (("start",), [1e308, 0], "start[0]"),
    "a start with one coordinate": (("start",), [1.0], "start[1]"),
    "a start with three": (("start",), [1.0, 2.0, 3.0], "start"),
    "no runs": (("runs",), [], "runs"),
    "thirteen runs": (("runs",), [{"optimizer": {"kind": "newton"}}] * 13, "runs"),
    "a long label": (("runs", 0, "label"), "x" * 81, "runs[0].label"),
    "a label with a zero character": (("runs", 0, "label"), "a\0b", "runs[0].label"),
    "a label of two lines": (("runs", 0, "label"), "a\nb", "runs[0].label"),
    "a label of two lines, as Unicode has it": (("runs", 0, "label"), "a\u2028b", "runs[0].label"),
    "mini-batches of a formula": (("noise",), {"kind": "mini-batch"}, "noise.kind"),
    "negative noise": (("noise",), {"kind": "gaussian", "sigma": -1}, "noise.sigma"),
    "a negative tolerance": (("tolerance",), -1, "tolerance"),
    "an unknown field": (("zoom",), 1, "zoom"),
}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("what", BAD_RACES)
def test_bad_input_gets_one_sentence_that_names_the_field(client, what, language):
    where, value, field = BAD_RACES[what]
    spec = copy.deepcopy(SPEC)
    inner = spec
    for part in where[:-1]:
        inner = inner[part]
    inner[where[-1]] = value
    if field is None:
        spec["runs"], field = spec["runs"] * 3, "steps"
    answer = ask(client, spec, **{"Accept-Language": language})
    assert answer.status_code == 422
    said = answer.json()
    assert said["field"] == field and field in said["detail"]
    assert said["detail"].endswith(".") and "\n" not in said["detail"] and "{" not in said["detail"]
    assert ("요" in said["detail"] or "니다" in said["detail"]) == (language == "ko")


def test_a_batch_larger_than_the_data_is_refused(client):
    spec = SPEC | {
        "surface": {"kind": "tumours"},
        "start": [0, 0],
        "noise": {"kind": "mini-batch", "batch_size": 570},
    }
    answer = ask(client, spec)
    assert answer.status_code == 422 and answer.json()["field"] == "noise.batch_size"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"", {}, 422),
        (b"null", {}, 422),
        (b'"x"', {}, 422),
        (b"[1]", {}, 422),
        (b'{"steps":NaN}', {}, 422),
        (b'{"steps":1e999}', {}, 422),
        (b"\xef\xbb\xbf{}", {}, 422),
        (b"{'steps':1}", {}, 422),
        (b'{"steps":01}', {}, 422),
        (b'{"a":' * 9_000, {}, 422),
        (b'{"label":"\\ud800"}', {}, 422),
        (b"\xff\xfe", {}, 422),
        (b"x" * 70_000, {}, 413),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"H4sIAAAAAAAA", {"Content-Encoding": "gzip"}, 415),
    ],
)
def test_a_body_that_is_no_race_is_refused_in_a_sentence(client, body, headers, status):
    answer = client.post("/api/race", content=body, headers={"Content-Type": "application/json"} | headers)
    assert answer.status_code == status
    assert answer.json()["field"] and answer.json()["detail"].endswith(".")


def test_a_body_of_unannounced_length_is_cut_off(client):
    chunks = (b"x" * 1000 for _ in range(1000))
    answer = client.post("/api/race", content=chunks, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413 and answer.json()["field"] == "body"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "kind"),
        ("kind=../../etc/passwd", "kind"),
        ("kind=__class__", "kind"),
        (f"kind={'a' * 5000}", "kind"),
        ("kind=bowl&kind=ravine", "kind"),
        ("kind=ravine&kappa=nan", "kappa"),
        ("kind=ravine&kappa=inf", "kappa"),
        ("kind=ravine&kappa=", "kappa"),
        ("kind=ravine&kappa=1_0", "kappa"),
        ("kind=ravine&kappa=0x1p3", "kappa"),
        ("kind=ravine&kappa=%D9%A3", "kappa"),
        ("kind=ravine&kappa=1%00", "kappa"),
        ("kind=ravine&kappa=-1", "kappa"),
        ("kind=ravine&kappa=true", "kappa"),
        ("kind=ravine&a=1", "a"),
        ("kind=bowl&nx=0", "nx"),
        ("kind=bowl&nx=-5", "nx"),
        ("kind=bowl&nx=401", "nx"),
        ("kind=bowl&ny=1000000000000000000", "ny"),
        ("kind=bowl&nx=1e2", "nx"),
        ("kind=bowl&x0=1&x1=1", "x1"),
        ("kind=bowl&x0=1", "x0"),
        ("kind=bowl&x0=-1e300&x1=1e300", "x0"),
    ],
)
def test_a_surface_that_cannot_be_drawn_is_refused_in_a_sentence(client, query, field):
    answer = client.get(f"/api/surface?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == field and answer.json()["detail"].endswith(".")
    assert len(answer.text) < 500


def test_the_largest_grid_and_the_longest_race_are_allowed(client):
    assert client.get("/api/surface", params={"kind": "bowl", "nx": limits.GRID, "ny": limits.GRID}).status_code == 200
    spec = {"surface": {"kind": "bowl"}, "steps": limits.STEPS, "runs": [{"optimizer": {"kind": "gradient-descent"}}]}
    assert len(races(client, spec)[0]["x"]) == limits.STEPS + 1


def test_what_is_not_there_is_said_in_a_sentence(client):
    for method, path, status in (("GET", "/nowhere", 404), ("GET", "/api/race", 405), ("TRACE", "/", 405)):
        answer = client.request(method, path)
        assert answer.status_code == status and answer.json()["detail"].endswith(".")
    page = client.get("/%3Cscript%3Ealert(1)%3C/script%3E", headers={"Accept": "text/html"})
    assert page.status_code == 404 and "<script>alert" not in page.text


def test_the_catalogue_lists_every_declaration_in_both_languages(client):
    catalog = client.get("/api/catalog").json()
    assert {o["kind"] for o in catalog["optimizers"]} == set(Rule.registry)
    assert {s["kind"] for s in catalog["surfaces"]} == set(Surface.registry)
    adam = next(o for o in catalog["optimizers"] if o["kind"] == "adam")
    lr = adam["settings"][0]
    assert (lr["name"], lr["type"], lr["log"], lr["symbol"]) == ("lr", "number", True, r"\eta")
    assert set(lr["help"]) == {"en", "ko"} and lr["low"] < lr["default"] < lr["high"]
    assert adam["source"] and adam["formula"] and adam["shows"][0]["shape"] == "arrow"
