"""`POST /api/local`: the core's own geometry, and a sentence for every kind of bad question."""

from __future__ import annotations

import pytest

from optim_core import Surface, geometry

SPOT = {"surface": {"kind": "rosenbrock"}, "at": [-1.2, 1.0]}


def ask(client, spot, **headers):
    return client.post("/api/local", json=spot, headers=headers)


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_every_surface_answers_with_its_geometry(client, kind):
    surface = Surface.registry[kind]()
    answer = ask(client, {"surface": {"kind": kind}, "at": surface.begin()})
    assert answer.status_code == 200, answer.text
    said, here = answer.json(), geometry.at(surface, surface.begin())
    assert (said["value"], said["grad"]) == (here.value, here.grad.tolist())
    assert said["hessian"] == here.hess.tolist() and said["eigenvalues"] == here.eigenvalues.tolist()
    assert said["eigenvectors"] == here.eigenvectors.tolist()
    assert (said["shape"], said["largest_lr"]) == (here.shape, here.largest_lr)


def test_settings_of_the_surface_count(client):
    said = ask(client, {"surface": {"kind": "ravine", "kappa": 7.0}, "at": [1, 1]}).json()
    assert said["condition"] == pytest.approx(7.0) and said["shape"] == "bowl"
    assert said["largest_lr"] == 2 / said["eigenvalues"][0]


def test_what_does_not_exist_is_null(client):
    said = ask(client, {"surface": {"kind": "monkey-saddle"}, "at": [0, 0]}).json()
    assert said["shape"] == "flat" and said["condition"] is None and said["largest_lr"] is None


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"at": [1]}, "at[1]"),
        ({"at": [1, 2, 3]}, "at"),
        ({"at": ["a", 0]}, "at[0]"),
        ({"at": [0, None]}, "at[1]"),
        ({"at": [0, 1e7]}, "at[1]"),
        ({"at": None}, "at"),
        ({"at": "here"}, "at"),
        ({"surface": {"kind": "hill"}}, "surface"),
        ({"surface": {}}, "surface"),
        ({"surface": {"kind": "ravine", "kappa": -1}}, "surface.kappa"),
        ({"surface": {"kind": "ravine", "zeta": 1}}, "surface.zeta"),
        ({"steps": 3}, "steps"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_bad_input_gets_one_sentence_that_names_the_field(client, patch, field, language):
    answer = ask(client, SPOT | patch, **{"Accept-Language": language})
    said = answer.json()
    assert answer.status_code == 422 and said["field"] == field and field in said["detail"]
    assert said["detail"].endswith(".") and "{" not in said["detail"]


def test_what_is_no_json_is_refused(client):
    as_json = {"Content-Type": "application/json"}
    assert client.post("/api/local", content=b"{'at'", headers=as_json).status_code == 422
    assert client.post("/api/local", content=b'{"at":[NaN,0]}', headers=as_json).status_code == 422
    assert client.post("/api/local", content=b"at=1").status_code == 415
    assert client.get("/api/local").status_code == 405
