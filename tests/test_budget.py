"""An equal budget: no update begins once it is used up, and what was spent is told exactly."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from optim_core import Rule, Schedule, Surface
from optim_core.batch import product, starts
from optim_core.cost import Budget
from optim_core.record import Trace
from optim_core.walk import Status, walk

BUDGETS = [Budget("gradients", 20), Budget("cost", 100)]
PLAIN = {
    "surface": {"kind": "ravine"},
    "runs": [{"optimizer": {"kind": kind}} for kind in ("gradient-descent", "newton", "random-search")],
}


def moments(kind, budget, steps=100, **more):
    surface = Surface.registry["ravine"]()
    return list(walk(Rule.registry[kind](), surface, surface.begin(), steps, budget=budget, **more))


def used(budget, moment):
    return int(np.max(budget.used(moment.spent, 2)))


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.of)
@pytest.mark.parametrize("kind", Rule.registry)
def test_a_run_ends_with_the_update_that_uses_up_its_budget(kind, budget):
    *before, end = moments(kind, budget, steps=budget.most)
    assert all(used(budget, moment) < budget.most for moment in before)
    if end.status[0] == Status.SPENT:
        assert used(budget, end) >= budget.most and end.ended[0] == end.t
    else:
        assert end.status[0].item() in (Status.FAR_AWAY, Status.NOT_A_NUMBER) or end.t == budget.most


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.of)
@pytest.mark.parametrize("kind", Rule.registry)
def test_a_budget_cuts_a_walk_and_changes_nothing_before(kind, budget):
    cut = moments(kind, budget)
    for mine, free in zip(cut, moments(kind, None), strict=False):
        assert np.array_equal(mine.x, free.x) and np.array_equal(mine.loss, free.loss)


@pytest.mark.parametrize("budget", BUDGETS, ids=lambda budget: budget.of)
@pytest.mark.parametrize("kind", Rule.registry)
def test_the_runs_of_a_batch_end_as_each_does_alone(kind, budget):
    surface, rule = Surface.registry["rosenbrock"](), Rule.registry[kind]
    name, setting = next(iter(rule.numbers().items()))
    values = [setting.low, getattr(rule, name), setting.high]
    swept, shape = product(rule(), **{name: values})
    cosine = {name: Schedule.registry["cosine"]()}
    begin = (-1.2, 1.0)
    batch = Trace.of(walk(swept, surface, starts(begin, shape), 60, budget=budget, schedules=cosine)).last
    for i, value in enumerate(values):
        one = rule(**{name: value})
        alone = Trace.of(walk(one, surface, begin, 60, budget=budget, schedules=cosine)).last
        assert np.array_equal(batch.x[:, i], alone.x[:, 0]) and batch.status[i] == alone.status[0]
        assert batch.ended[i] == alone.ended[0]
        for what, count in alone.spent.items():
            assert np.broadcast_to(batch.spent[what], shape)[i] == np.max(count)


def test_a_rule_that_spends_nothing_of_it_ends_after_its_steps():
    end = moments("random-search", Budget("gradients", 20), steps=20)[-1]
    assert end.t == 20 and end.status[0] == Status.RUNNING


def test_a_schedule_over_the_race_ends_with_the_budget_and_not_with_the_limit_of_steps():
    cosine = {"lr": Schedule.registry["cosine"]()}
    spent = moments("newton", Budget("cost", 150), steps=150, schedules=cosine)
    short = moments("newton", None, steps=10, schedules=cosine)
    assert [m.settings["lr"][0] for m in spent] == [m.settings["lr"][0] for m in short]
    assert spent[-1].settings["lr"][0] == pytest.approx(0.0, abs=1e-15)


def test_a_race_with_a_budget_says_what_each_run_spent(client):
    spec = PLAIN | {"budget": {"of": "cost", "most": 90}}
    plain, newton, search = client.post("/api/race", json=spec, headers={"Accept": "application/json"}).json()["runs"]
    assert [len(run["x"]) - 1 for run in (plain, newton, search)] == [30, 6, 89]
    assert [run["cost"] for run in (plain, newton, search)] == [90, 90, 90]
    assert {run["status"] for run in (plain, newton, search)} == {"finished"}
    assert newton["evaluations"] == {"value": 0, "grad": 6, "hess": 6}


def test_the_three_answers_agree_on_the_cost(client):
    import base64
    import csv
    import json

    spec = PLAIN | {"budget": {"of": "gradients", "most": 40}, "runs": PLAIN["runs"][:2]}
    rows = list(csv.DictReader(client.post("/api/race", json=spec, headers={"Accept": "text/csv"}).text.splitlines()))
    said = client.post("/api/race", json=spec).text.split("\n\n")
    frames = [json.loads(block.split("data: ")[1]) for block in said if block.startswith("event: frame")]
    for run, name in itertools.product((0, 1), ("cost", "grads")):
        parts = [part[name]["bdata"] for frame in frames for part in frame["runs"] if part["run"] == run]
        column = np.concatenate([np.frombuffer(base64.b64decode(part), "<i4") for part in parts])
        heading = {"cost": "cost", "grads": "grad"}[name]
        assert column.tolist() == [int(row[heading]) for row in rows if row["run"] == str(run)]
        assert len(column) == 41 and column[0] == 0


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("budget", "field"),
    [
        ({"of": "cost", "most": 0}, "budget.most"),
        ({"of": "cost", "most": 100_001}, "budget.most"),
        ({"of": "time", "most": 10}, "budget.of"),
        ({"of": "cost"}, "budget.most"),
        (10, "budget"),
    ],
)
def test_a_budget_that_cannot_be_is_refused_in_a_sentence(client, budget, field, lang):
    answer = client.post(f"/api/race?lang={lang}", json=PLAIN | {"budget": budget})
    assert answer.status_code == 422 and answer.json()["field"] == field
    assert answer.json()["detail"].startswith(field)


def test_a_budget_too_large_for_so_many_runs_names_what_would_fit(client):
    runs = [PLAIN["runs"][0]] * 12
    answer = client.post("/api/race", json=PLAIN | {"runs": runs, "budget": {"of": "cost", "most": 100_000}})
    assert answer.status_code == 422 and "83333" in answer.json()["detail"] and answer.json()["field"] == "budget.most"
