"""`POST /api/local`: the core's own geometry, and a sentence for every kind of bad question."""

from __future__ import annotations

import math

import numpy as np
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


ALONG = {"surface": {"kind": "rosenbrock"}, "points": [[-1.2, 1.0], [1.0, 1.0]]}


def values(client, points, kind="rosenbrock"):
    answer = client.post("/api/values", json={"surface": {"kind": kind}, "points": points})
    assert answer.status_code == 200, answer.text
    return answer.json()["values"]


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_the_loss_at_many_points_is_the_loss_at_each(client, kind):
    surface = Surface.registry[kind]()
    x, y = surface.begin()
    points = [[x, y], [x + 0.1, y - 0.2], [x - 1, y]]
    each = [ask(client, {"surface": {"kind": kind}, "at": point}).json()["value"] for point in points]
    assert values(client, points, kind) == each


def test_settings_of_the_surface_count_for_the_loss_at_many_points(client):
    answer = client.post("/api/values", json={"surface": {"kind": "ravine", "kappa": 7.0}, "points": [[0, 1], [1, 0]]})
    high, low = answer.json()["values"]
    assert high == pytest.approx(7 * low) and low > 0


def test_steepest_is_a_statement_about_tiny_steps(client):
    """The lowest place of a ring about (-1.2, 1) lies beside the steepest way down, the farther the larger the ring."""
    gradient = ask(client, SPOT).json()["grad"]
    assert gradient == pytest.approx([-215.6, -88.0]) and math.hypot(*gradient) == pytest.approx(232.87, abs=0.005)
    down = math.degrees(math.atan2(-gradient[1], -gradient[0]))
    assert down + 180 == pytest.approx(202.2, abs=0.05)
    for reach, apart in [(0.01, 0.1), (0.1, 1.0), (0.5, 62.5), (1.0, 68.9)]:
        turns = [down + (i - 256) * (90 / 256) for i in range(512)]
        points = [[-1.2 + reach * math.cos(math.radians(a)), 1 + reach * math.sin(math.radians(a))] for a in turns]
        found = values(client, points)
        assert abs(turns[found.index(min(found))] - down) == pytest.approx(apart, abs=0.18)


def test_the_error_of_the_tangent_plane_falls_with_the_square_of_the_distance(client):
    way = (math.cos(0.7), math.sin(0.7))  # 40 degrees
    here = ask(client, SPOT).json()
    slope = here["grad"][0] * way[0] + here["grad"][1] * way[1]
    reaches = [0.1, 0.01, 0.001, 0.0001]
    found = values(client, [[-1.2 + h * way[0], 1 + h * way[1]] for h in reaches])
    errors = [abs(there - here["value"] - h * slope) for there, h in zip(found, reaches, strict=True)]
    assert errors[:3] == pytest.approx([6.38, 0.0664, 6.67e-4], rel=2e-3)
    assert np.polyfit(np.log(reaches), np.log(errors), 1)[0] == pytest.approx(1.994, abs=1e-3)


@pytest.mark.parametrize(
    ("patch", "field"),
    [
        ({"points": []}, "points"),
        ({"points": [[0, 0]] * 513}, "points"),
        ({"points": None}, "points"),
        ({"points": [[0, 0], [1]]}, "points[1][1]"),
        ({"points": [[0, "a"]]}, "points[0][1]"),
        ({"points": [[0, 2e6]]}, "points[0][1]"),
        ({"surface": {"kind": "hill"}}, "surface"),
        ({"at": [0, 0]}, "at"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_bad_points_get_one_sentence_that_names_the_field(client, patch, field, language):
    answer = client.post("/api/values", json=ALONG | patch, headers={"Accept-Language": language})
    said = answer.json()
    assert answer.status_code == 422 and said["field"] == field and field in said["detail"]
    assert said["detail"].endswith(".") and "{" not in said["detail"]
