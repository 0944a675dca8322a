"""A power cut: what was saved decides how a run goes on."""

from __future__ import annotations

import json

import numpy as np
import pytest

from app.specs import race_model
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import product, starts
from optim_core.cost import Budget
from optim_core.cut import Cut
from optim_core.record import Trace
from optim_core.walk import walk
from tests.test_export_code import assert_same_path

AT, STEPS = 12, 40
ON = "himmelblau"
RULES = sorted(Rule.registry)
NOISY = {"noise": Noise.registry["gaussian"](sigma=0.3), "seed": 4}


def path(kind, saved=None, at=AT, start=None, steps=STEPS, **more):
    """Points (steps + 1, 2) of a run down among four minima."""
    surface = Surface.registry[ON]()
    cut = Cut(at, saved) if saved else None
    start = surface.begin() if start is None else start
    return Trace.of(walk(Rule.registry[kind](), surface, start, steps, cut=cut, **more)).x[:, :, 0]


def cosine(kind, length=STEPS):
    return {name: Schedule.registry["cosine"](total_steps=length) for name in Rule.registry[kind]().numbers()}


def draws_of_its_own(kind):
    return not np.array_equal(path(kind, seed=0), path(kind, seed=1))


@pytest.mark.parametrize("kind", RULES)
def test_a_run_of_which_everything_was_saved_goes_on_as_if_nothing_had_happened(kind):
    assert np.array_equal(path(kind, "everything"), path(kind))
    more = NOISY | {"schedules": cosine(kind)}
    assert np.array_equal(path(kind, "everything", **more), path(kind, **more))


@pytest.mark.parametrize("kind", RULES)
def test_a_run_of_which_the_weights_were_saved_starts_afresh_from_there(kind):
    cut = path(kind, "weights")
    assert np.array_equal(cut[: AT + 1], path(kind)[: AT + 1])
    if not draws_of_its_own(kind):
        assert np.array_equal(cut[AT:], path(kind, start=cut[AT], steps=STEPS - AT))


@pytest.mark.parametrize("kind", RULES)
def test_a_run_of_which_nothing_was_saved_begins_again_schedules_and_all(kind):
    if not draws_of_its_own(kind):
        cut = path(kind, "nothing", schedules=cosine(kind))
        assert np.array_equal(cut[AT:], path(kind, schedules=cosine(kind), steps=STEPS - AT))


def test_schedules_go_on_where_the_weights_were_saved():
    surface, rule = Surface.registry["ravine"](), Rule.registry["momentum"]()
    schedules = {"lr": Schedule.registry["inverse-time"](k=0.5), "momentum": Schedule.registry["plateau"](patience=2)}

    def rates(cut, name):
        moments = walk(rule, surface, surface.begin(), 30, schedules=schedules, cut=cut)
        return [float(m.settings[name][0]) for m in moments]

    assert rates(Cut(10, "weights"), "lr") == rates(None, "lr")
    again = rates(Cut(10, "nothing"), "lr")
    assert again[10:] == rates(None, "lr")[:21]
    assert rates(Cut(10, "nothing"), "momentum")[10] == 0.9


def test_the_ball_restarts_without_its_speed():
    plain, cut = path("momentum"), path("momentum", "weights")
    surface = Surface.registry[ON]()
    assert np.allclose(cut[AT + 1] - cut[AT], -0.01 * surface.grad(cut[AT]))
    assert not np.array_equal(cut[AT + 1], plain[AT + 1])


def test_lost_steps_were_paid_for():
    surface, rule = Surface.registry["bowl"](), Rule.registry["gradient-descent"]()
    more = {"cut": Cut(10, "nothing"), "budget": Budget("gradients", 25)}
    end = Trace.of(walk(rule, surface, surface.begin(), 100, **more))
    assert len(end.x) == 26 and end.last.spent["grad"] == 25
    assert np.array_equal(end.x[25], Trace.of(walk(rule, surface, surface.begin(), 15)).x[-1])


def test_who_has_arrived_feels_no_power_cut():
    surface, rule = Surface.registry["bowl"](), Rule.registry["gradient-descent"]
    swept, shape = product(rule(), lr=[1.0, 0.1])
    cut = {"cut": Cut(10, "nothing"), "tolerance": 1e-6}
    both = Trace.of(walk(swept, surface, starts(surface.begin(), shape), 30, **cut))
    assert np.array_equal(both.x[-1, :, 0], both.x[1, :, 0]), "it had arrived"
    for i, lr in enumerate((1.0, 0.1)):
        alone = Trace.of(walk(rule(lr=lr), surface, surface.begin(), 30, **cut))
        assert np.array_equal(both.x[: len(alone.x), :, i], alone.x[..., 0])


def test_a_cut_after_the_last_update_changes_nothing():
    for at in (STEPS, STEPS + 5):
        assert np.array_equal(path("adam", "nothing", at=at), path("adam"))


# On the wire


def race(kind="adam", saved="weights", at=AT, **more):
    run = {"optimizer": {"kind": kind}, "cut": {"at": at, "saved": saved}, **more.pop("run", {})}
    return {"surface": {"kind": ON}, "steps": STEPS, "runs": [run], **more}


def test_a_race_with_a_power_cut(client):
    for saved in ("everything", "weights", "nothing"):
        (run,) = client.post("/api/race", json=race(saved=saved), headers={"Accept": "application/json"}).json()["runs"]
        assert np.array_equal(np.column_stack((run["x"], run["y"])), path("adam", saved))


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("cut", "field"),
    [
        ({"at": 0, "saved": "weights"}, "at"),
        ({"at": 100_001, "saved": "weights"}, "at"),
        ({"at": 1.5, "saved": "weights"}, "at"),
        ({"at": 5, "saved": "most"}, "saved"),
        ({"at": 5}, "saved"),
    ],
)
def test_a_power_cut_that_cannot_be_is_refused_in_a_sentence(client, cut, field, lang):
    answer = client.post(f"/api/race?lang={lang}", json=race(run={"cut": cut}))
    assert answer.status_code == 422 and answer.json()["field"] == f"runs[0].cut.{field}"
    assert answer.json()["detail"].startswith("runs[0].cut")


@pytest.mark.parametrize("saved", ["everything", "weights", "nothing"])
@pytest.mark.parametrize("kind", RULES)
def test_the_script_of_a_run_with_a_power_cut_walks_the_very_same_path(kind, saved):
    drives = {name: {"kind": "cosine"} for name in Rule.registry[kind].numbers()}
    more = {"noise": {"kind": "gaussian", "sigma": 0.3}, "seed": 5, "run": {"schedules": drives}}
    for spec in (race(kind, saved), race(kind, saved, **more)):
        assert_same_path(race_model().model_validate_json(json.dumps(spec)))


@pytest.mark.parametrize("saved", ["weights", "nothing"])
def test_a_script_knows_that_a_schedule_that_watches_the_loss_forgets_or_not(saved):
    plateau = {"schedules": {"lr": {"kind": "plateau", "patience": 2}}}
    assert_same_path(race_model().model_validate_json(json.dumps(race("momentum", saved, run=plateau))))


@pytest.mark.parametrize("saved", ["weights", "nothing"])
@pytest.mark.parametrize("kind", ["momentum", "adam", "radam", "bfgs", "nadam", "lbfgs"])
def test_the_updates_about_a_power_cut_are_worked_out_right(client, kind, saved):
    """Also the one that was lost: it is told where it had led."""
    points, undisturbed = path(kind, saved), path(kind)
    for at in (AT - 2, AT - 1, AT, AT + 1, AT + 9):
        told = client.post("/api/inspect", json={"race": race(kind, saved), "run": 0, "at": at}).json()
        line = told["lines"][-1]
        assert line["target"] == "x" and "≈" not in line["text"]
        goal = undisturbed[AT] if at == AT - 1 else points[at + 1]
        assert told["window"]["x"][at] == points[at].tolist() and told["window"]["next"][at] == goal.tolist()
        shown = [float(number) for number in line["text"].rpartition("= ")[2].strip("()").split(", ")]
        np.testing.assert_allclose(shown, goal, rtol=1e-3, atol=1e-3)


def test_a_power_cut_is_told_on_a_handout(client):
    order = {"race": race(saved="nothing")}
    assert "power cut at step 12: nothing saved" in client.post("/api/export/handout", json=order).text
    assert "스텝 12에서 정전" in client.post("/api/export/handout?lang=ko", json=order).text
