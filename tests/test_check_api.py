"""`POST /api/check`: the gradient of a surface against differences, as the core's own check has it."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Surface
from optim_core.gradcheck import check, numerical

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
