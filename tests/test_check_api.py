"""`POST /api/check`: the gradient of a surface against differences, as the core's own check has it."""

from __future__ import annotations

import numpy as np
import pytest

from app.arrival import KINK
from optim_core import Surface
from optim_core.gradcheck import check, numerical
from optim_core.noises.mistake import BUGS

AT = [-1.06, 1.14]
SPOT = {"surface": {"kind": "rosenbrock"}, "at": AT}


def said(client, **more):
    answer = client.post("/api/check", json=SPOT | more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_says_what_the_core_says(client):
    surface = Surface.registry["rosenbrock"]()
    here = said(client)
    assert here["right"] == here["tested"] == surface.grad(np.array(AT)).tolist()
    for form in ("forward", "central"):
        report = check(surface.value, surface.grad, np.array(AT), kind=form)
        assert here[form]["grad"] == numerical(surface.value, np.array(AT), 1e-5, form).tolist()
        assert (here[form]["error"], here[form]["band"]) == (report.worst, report.band.name)
    assert here["central"]["band"] == "happy" and here["kinks"] == []


def test_a_bug_is_caught_and_single_precision_is_rougher(client):
    right = said(client)
    wrong = said(client, noise={"kind": "mistake", "bug": "sign"})
    assert wrong["right"] == right["right"] and wrong["tested"] == [right["right"][0], -right["right"][1]]
    assert wrong["central"]["band"] == "wrong" and wrong["central"]["grad"] == right["central"]["grad"]
    rough = said(client, h=1e-4, precision="float32")["central"]["error"]
    assert rough > 30 * said(client, h=1e-4)["central"]["error"]
    assert rough < 0.1


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"h": 0}, "h"),
        ({"h": None}, "h"),
        ({"precision": "float16"}, "precision"),
        ({"at": [0, 1e7]}, "at[1]"),
        ({"noise": {"kind": "mini-batch"}}, "noise"),
        ({"seed": 1}, "seed"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_bad_input_gets_one_sentence_that_names_the_field(client, patch, field, language):
    answer = client.post("/api/check", json=SPOT | patch, headers={"Accept-Language": language})
    assert answer.status_code == 422 and answer.json()["field"].startswith(field)
    assert "{" not in answer.json()["detail"]


def test_what_has_no_value_is_null(client):
    hole = {"kind": "formula", "f": "log(x) + y^2", "domain": [-2.0, 2.0, -2.0, 2.0]}
    there = said(client, surface=hole, at=[-1.0, 1.0])
    assert there["value"] is None and there["right"] == [None, None] == there["tested"]
    assert there["central"]["grad"] == [None, None] and there["central"]["error"] is None
    beside = said(client, surface=hole, at=[1e-6, 1.0])
    assert beside["value"] < 0 and beside["central"]["grad"][0] is None and beside["forward"]["grad"][0] > 0


@pytest.mark.parametrize(
    ("kind", "at"),
    [
        ("rosenbrock", [1, 1]),
        ("himmelblau", [3, 2]),
        ("beale", [3, 0.5]),
        ("goldstein-price", [0, -1]),
        ("monkey-saddle", [0, 0]),
        ("styblinski-tang", [-2.903534, -2.903534]),
    ],
)
def test_at_a_minimum_nobody_is_condemned(client, kind, at):
    here = said(client, surface={"kind": kind}, at=at)
    assert here["verdict"]["name"] == here["central"]["band"] == here["forward"]["band"] == "level"


@pytest.mark.parametrize(
    ("more", "name"),
    [({"h": 0.01}, "too-large"), ({"h": 1e-13}, "too-small"), ({"precision": "float32"}, "too-coarse")],
)
def test_a_step_that_is_no_good_is_named_and_a_better_one_with_it(client, more, name):
    verdict = said(client, **more)["verdict"]
    assert verdict["name"] == name and verdict["error"] < 1e-8
    assert said(client, h=verdict["h"])["verdict"]["name"] == "happy"
    assert said(client, noise={"kind": "mistake", "bug": "sign"}, **more)["verdict"]["name"] == "wrong"


def formula(text):
    return {"kind": "formula", "f": text, "domain": [-3.0, 3.0, -3.0, 3.0]}


def test_on_a_kink_it_tells_of_it(client):
    for surface in (formula("abs(x) + abs(y)"), {"kind": "ackley"}):
        here = said(client, surface=surface, at=[0, 0])
        assert here["verdict"]["name"] == "on-kink" and here["kinks"] == [0, 1]


@pytest.mark.parametrize(
    "text",
    ["abs(x) + y^2", "max(x^2 + y^2 - 1, x + y)", "abs(x^2 + y^2 - 2) + x", "x + relu(x*y - 1)"],
)
def test_a_function_with_kinks_says_where_to_stand_beside_one(client, text):
    surface = formula(text)
    kink = said(client, surface=surface, at=[0.5, 1.2])["kink"]
    there = said(client, surface=surface, at=kink)
    assert there["verdict"]["name"] == "kinked" and there["verdict"]["h"] < 1e-5


def test_a_surface_without_a_kink_has_none_to_stand_at(client):
    assert said(client)["kink"] is None
    assert said(client, surface=formula("x^2 + y^2"), at=[1, 1])["kink"] is None
    assert said(client, surface=formula("abs(x - 99) + y"), at=[1, 1])["kink"] is None, "outside the window"


@pytest.mark.parametrize("bug", BUGS)
def test_at_the_kink_that_is_ready_made_every_bug_shows(client, bug):
    spot = {"surface": KINK["surface"], "at": KINK["start"]}
    assert said(client, **spot)["verdict"]["name"] == "kinked"
    assert said(client, **spot, noise={"kind": "mistake", "bug": bug})["verdict"]["name"] == "wrong"
