"""A loss that somebody types, over the wire: what it is, and one sentence with its place for what it is not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

from app import i18n
from optim_core.expression.grammar import FUNCTIONS
from tests.random_formulas import drawn_of_sizes

HOSTILE = json.loads((Path(__file__).parent / "data" / "hostile_formulas.json").read_text())["expressions"]
RUNS = [{"optimizer": {"kind": "gradient-descent", "lr": 0.01}}, {"optimizer": {"kind": "newton"}}]


def spelt(given):
    """An input of the list, whose longest are written as pieces and how often."""
    return given if isinstance(given, str) else "".join(text * times for text, times in given["rep"])


WRONG = [pytest.param(spelt(e["input"]), id=e["id"]) for e in HOSTILE if e["expect"] == "reject"]
RIGHT = [pytest.param(spelt(e["input"]), id=e["id"]) for e in HOSTILE if e["expect"] != "reject"]


def posted(client, path, body, language="en"):
    """As a browser sends it: what no text can hold goes as an escape."""
    return client.post(
        f"/api/{path}?lang={language}", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )


def race(f, **more):
    return {"surface": {"kind": "formula", "f": f, **more}, "steps": 20, "runs": RUNS}


def is_one_clear_sentence(said, typed, language):
    assert set(said) in ({"detail", "field"}, {"detail", "field", "at", "length", "excerpt", "caret"})
    assert len(said["detail"]) < 300 and said["detail"].count("\n") == 0
    assert said["detail"][-1] == "." and not said["detail"].endswith("..")
    assert bool(re.search("[가-힣]", said["detail"])) == (language == "ko")
    if "at" in said:
        assert 0 <= said["at"] <= len(typed) and said["length"] >= 0
        assert len(said["excerpt"]) < 70 and said["caret"].strip(" ").strip("^") == ""
        said["excerpt"].encode()  # no half of a pair


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_formula_gets_one_sentence_with_its_place_on_every_route(client, typed):
    routes = {
        "formula": ({"f": typed}, "f"),
        "race": (race(typed), "surface.f"),
        "local": ({"surface": {"kind": "formula", "f": typed}, "at": [0, 0]}, "surface.f"),
    }
    for path, (body, field) in routes.items():
        language = "ko" if path == "local" else "en"
        answer = posted(client, path, body, language)
        assert answer.status_code == 422, (path, answer.text)
        said = answer.json()
        is_one_clear_sentence(said, typed, language)
        assert said["field"] == field or (said["field"] == "body" and "\ud800" in typed)
    query = urlencode({"kind": "formula", "f": typed, "lang": "ko"}, errors="replace")
    drawn = client.get(f"/api/surface?{query}")
    assert drawn.status_code == 422 and drawn.json()["field"] == "f"
    is_one_clear_sentence(drawn.json(), typed, "ko")


def test_every_other_route_that_takes_a_loss_knows_what_is_no_formula(client):
    lr, search = [{"of": "lr", "count": 2}], {"target": {"kind": "race"}, "axes": [{"name": "lr"}], "trials": 2}
    for i, entry in enumerate(WRONG):  # each on one of them, and each of them for some
        (typed,) = entry.values
        surface, one = {"kind": "formula", "f": typed}, race(typed) | {"runs": RUNS[:1]}
        bodies = {
            "basin": one,
            "values": {"surface": surface, "points": [[0, 0]]},
            "check": {"surface": surface, "at": [0, 0]},
            "study": {"study": {"kind": "error-curve"}, "surface": surface, "start": [0, 0]},
            "tune": one | {"trials": 2},
            "sweep": one | {"axes": lr},
            "search": one | {"search": search | {"strategies": [{"kind": "random"}]}},
            "searches": one | search | {"name": "typed"},
            "inspect": {"race": one, "run": 0, "at": 1},
            "export/numpy": {"race": one, "run": 0},
        }
        path, body = [*bodies.items()][i % len(bodies)]
        answer = posted(client, path, body)
        assert answer.status_code == 422, (path, answer.text)
        is_one_clear_sentence(answer.json(), typed, "en")
        assert answer.json()["field"].endswith("surface.f") or "\ud800" in typed, (path, answer.json())


@pytest.mark.parametrize("typed", RIGHT)
def test_what_is_a_formula_can_be_told_drawn_and_raced(client, typed):
    told = posted(client, "formula", {"f": typed})
    assert told.status_code == 200, told.text
    drawn = client.get("/api/surface", params={"kind": "formula", "f": typed, "nx": 21, "ny": 21})
    assert drawn.status_code == 200 and drawn.json()["low"] <= drawn.json()["high"]
    ran = posted(client, "race", race(typed))
    assert ran.status_code == 200 or (ran.status_code, ran.json()["field"]) == (422, "start"), ran.text


def test_the_caret_stands_under_the_very_character(client):
    said = posted(client, "formula", {"f": "x^2 + 3y"}).json()
    assert said["excerpt"] == "x^2 + 3y" and said["caret"] == " " * said["at"] + "^" * said["length"]
    assert said["at"] == 6 and "3*y" in said["detail"]


def test_a_formula_is_told_with_all_that_a_page_shows_of_it(client):
    said = posted(client, "formula", {"f": "a*x^2 + abs(y) - log(x)", "domain": [0.1, 3, -2, 2], "a": 2}).json()
    assert [one[:5] for one in (said["mathml"], *said["gradient"])] == ["<math"] * 3
    assert said["letters"] == ["a"] and said["holes"] is True
    assert [kink["name"] for kink in said["kinks"]] == ["abs"]
    assert said["kinks"][0]["text"] == FUNCTIONS["abs"].kink.en
    assert said["scales"]["length"] == 4
    smooth = posted(client, "formula", {"f": "a*x^2 - log(x) + y^2", "domain": [0.1, 3, -2, 2], "a": 2}).json()
    [place] = smooth["minima"]
    assert place == pytest.approx([0.5, 0.0], abs=1e-6)


def test_nothing_that_was_typed_stands_in_what_is_printed(client):
    """It is put into the page as it is."""
    said = posted(client, "formula", {"f": "where(x < y, x, -y) + abs(x)"}).json()
    assert "x < y" not in said["mathml"] and "<script" not in json.dumps(said)


def test_a_race_on_a_typed_twin_is_the_race_on_the_surface(client):
    twin = race("(x^2 + y - 11)^2 + (x + y^2 - 7)^2") | {"start": [-1, 0.5]}
    built = twin | {"surface": {"kind": "himmelblau"}}
    answers = [
        client.post("/api/race", json=spec, headers={"Accept": "application/json"}).json()["runs"]
        for spec in (twin, built)
    ]
    for a, b in zip(*answers, strict=True):
        np.testing.assert_allclose(a["loss"], b["loss"], rtol=1e-9)
        assert a["evaluations"] == b["evaluations"]


def test_a_letter_that_the_formula_lacks_changes_nothing(client):
    plain, more = (
        client.post("/api/race", json=race("x^2 + y^2", **extra), headers={"Accept": "application/json"}).json()
        for extra in ({}, {"k": 3})
    )
    assert plain == more


@pytest.mark.parametrize(
    ("domain", "field"),
    [
        ([-1, 1, -1], "domain[3]"),
        ([1, -1, -1, 1], "domain"),
        ([0, 0, -1, 1], "domain"),
        ([-1, 1, 5, 5 + 1e-12], "domain"),
        ([-1e7, 1, -1, 1], "domain[0]"),
        ([-1, 1, -1, "1"], "domain[3]"),
        ("-1,1,-1,1", "domain"),
        (None, "domain"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_window_that_is_none_is_refused_by_name(client, domain, field, language):
    answer = posted(client, "race", race("x", domain=domain), language)
    assert answer.status_code == 422 and answer.json()["field"] == f"surface.{field}"
    assert answer.json()["detail"].startswith(answer.json()["field"])


def test_a_grid_is_drawn_over_the_window_that_the_query_names(client):
    said = client.get("/api/surface?kind=formula&f=5&domain=-1,1,-2,4&nx=3&ny=4").json()
    assert said["x"] == [-1, 1, 3] and said["y"] == [-2, 4, 4] and said["low"] == said["high"] == 5
    for wrong in ("-1,1,-2", "-1,1,-2,4,5", "1,-1,0,1", "a,b,c,d", ""):
        answer = client.get(f"/api/surface?kind=formula&f=5&domain={wrong}")
        assert answer.status_code == 422 and answer.json()["field"].startswith("domain")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_example_is_a_formula_from_which_something_can_be_learned(client, language):
    [entry] = [one for one in client.get("/api/catalog").json()["surfaces"] if one["kind"] == "formula"]
    assert len(entry["examples"]) >= 8
    for example in entry["examples"]:
        assert example["title"][language].strip()
        told = posted(client, "formula", example["settings"], language)
        assert told.status_code == 200, example
        here = client.post(
            "/api/local", json={"surface": {"kind": "formula", **example["settings"]}, "at": told.json()["begin"]}
        ).json()
        assert here["grad_norm"] > 1e-3 and here["value"] is not None


def test_only_the_letters_of_the_formula_are_told_and_can_be_swept(client):
    spec = race("a*x^2 + y^2", a=2, k=3)
    page = client.post("/api/export/handout", json={"race": spec, "run": 0}).text
    assert "f(x, y) = a*x^2 + y^2, a = 2 " in page and "k = 3" not in page
    for letter, status in (("a", 200), ("k", 422)):
        axes = [{"of": f"surface.{letter}", "low": 1, "high": 2, "count": 2}]
        assert posted(client, "sweep", spec | {"axes": axes}).status_code == status


@pytest.mark.parametrize("ware", ["numpy", "torch", "notebook", "html", "handout"])
def test_a_race_on_a_typed_loss_can_be_taken_away(client, ware):
    spec = race("where(x < y, x^2, k*y^2) + abs(x - y) - log(x + 9)", k=2)
    answer = client.post(f"/api/export/{ware}", json={"race": spec, "run": 0, "link": "https://example.org/"})
    assert answer.status_code == 200, answer.text


def test_a_map_on_a_typed_loss_is_made_by_a_worker(client):
    spec = race("a*x^2 + y^2 - log(x + 3)", a=2) | {"cells": [4, 4]}
    answer = client.post("/api/basin", json=spec, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    assert {len(row) for run in answer.json()["runs"] for row in run["basin"]} == {4}


@pytest.mark.parametrize(
    ("surface", "field"),
    [
        ({"f": 5}, "f"),
        ({"f": None}, "f"),
        ({"f": ["x"]}, "f"),
        ({"f": {"rep": [["x", 9]]}}, "f"),
        ({"f": "x" * 40_000}, "f"),
        ({"f": "a*x", "a": "1"}, "a"),
        ({"f": "a*x", "a": True}, "a"),
        ({"f": "a*x", "a": 1e30}, "a"),
        ({"f": "a*x", "a": None}, "a"),
        ({"f": "x", "z": 1}, "z"),
        ({"f": "x", "__proto__": {}}, "__proto__"),
        ({"f": "x", "heights": "deep"}, "heights"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_whatever_else_is_wrong_is_refused_by_name(client, surface, field, language):
    answer = posted(client, "formula", surface, language)
    assert answer.status_code == 422 and answer.json()["field"] == field
    is_one_clear_sentence(answer.json(), str(surface["f"]), language)
    ran = posted(client, "race", race(**surface), language)
    assert ran.status_code == 422 and ran.json()["field"] == f"surface.{field}"


def test_a_body_that_is_no_plain_json_is_refused(client):
    for body, kind, status in (
        (b'{"f": NaN}', "application/json", 422),
        (b'\xef\xbb\xbf{"f": "x"}', "application/json", 422),
        (b"", "application/json", 422),
        (b'{"f": "x"}', "text/plain", 415),
        (b'{"f": "' + b"x" * 70_000 + b'"}', "application/json", 413),
    ):
        answer = client.post("/api/formula", content=body, headers={"Content-Type": kind})
        assert answer.status_code == status and answer.json()["detail"], body[:20]


def test_numbers_of_any_size_are_answered_everywhere(client):
    """What overflows, what vanishes and what is no number, by all the ways in which constants are worked out."""
    rng = np.random.default_rng(11)
    known = ["x^2 + 0*1e15^64", "x^2 + y^2 + (1e10)^40", "x^2/1e15^64", "where(1e15^64 > x, x, y)", "(2^64)^64*x"]
    for text in known + [drawn_of_sizes(rng) for _ in range(25)]:
        told = posted(client, "formula", {"f": text})
        assert told.status_code == 200 or told.json()["field"] == "f", text
        if told.status_code == 422:
            continue
        assert "inf" not in told.json()["mathml"] and "nan" not in "".join(told.json()["gradient"])
        spec = race(text) | {"steps": 3}
        ran = client.post("/api/race", json=spec)
        if ran.status_code == 422:
            assert ran.json()["field"] == "start", text
            continue
        assert "\nevent: done\n" in ran.text, text
        for ware in ("numpy", "torch"):
            assert client.post(f"/api/export/{ware}", json={"race": spec, "run": 0}).status_code == 200, text


def test_a_copied_formula_is_the_same_loss_wherever_it_goes(client):
    copied, plain = "$f(x, y) =\n  x^2 + a*y^2$", "x^2 + a*y^2"
    told = [posted(client, "formula", {"f": f}).json() for f in (copied, plain)]
    assert told[0] == told[1]
    for ware in ("numpy", "torch", "notebook"):
        order = [{"race": race(f), "run": 0} for f in (copied, plain)]
        one, other = (client.post(f"/api/export/{ware}", json=each).text for each in order)
        assert one.split() == other.split()


@pytest.mark.parametrize("settings", [{"h": 1e300}, {"h": 10**40}, {"domain": [-1e300, 1e300, 0, 1]}, {"h": 1234567.5}])
def test_a_number_is_said_back_in_a_few_digits(client, settings):
    said = posted(client, "formula", {"f": "x"} | settings).json()["detail"]
    assert max(map(len, re.findall("[0-9.]+", said))) <= 10, said


def test_how_many_minima_there_are_is_told_where_some_are_left_out(client):
    told = posted(client, "formula", {"f": "sin(3*x)*cos(3*y)"}).json()
    assert len(told["minima"]) == 20 and told["found"] == 66
    few = posted(client, "formula", {"f": "x^2 + y^2"}).json()
    assert len(few["minima"]) == few["found"] == 1
