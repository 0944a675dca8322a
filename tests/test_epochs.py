"""Epochs: how often the data has been looked at, whatever the size of the mini-batches."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from optim_core import Noise, Rule, Surface
from optim_core.batch import product, starts
from optim_core.claims.path import Path
from optim_core.claims.relation import holds
from optim_core.cost import Budget
from optim_core.record import last
from optim_core.single import single
from optim_core.walk import Status, walk

ROWS = 569
BATCH = Noise.registry["mini-batch"]
RACE = {"surface": {"kind": "tumours"}, "runs": [{"optimizer": {"kind": "gradient-descent", "lr": 0.5}}]}


def batches(size):
    return {"kind": "mini-batch", "batch_size": size} if size < ROWS else {"kind": "none"}


def end(kind, size=None, steps=10, **more):
    surface = Surface.registry["tumours"]()
    noise = BATCH(batch_size=size) if size else None
    return last(walk(Rule.registry[kind](), surface, surface.begin(), steps, noise=noise, **more))


@pytest.mark.parametrize(("size", "each"), [(1, 1), (16, 16), (None, ROWS)])
def test_a_gradient_looks_at_every_example_of_its_batch(size, each):
    assert end("gradient-descent", size).spent["samples"] == 10 * each


def test_values_and_hessians_look_at_them_too():
    newton = end("newton", 8).spent
    assert np.max(newton["samples"]) == 8 * np.max(newton["grad"] + newton["hess"]) == 160
    search = end("random-search").spent
    assert search["samples"] == ROWS * search["value"]


def test_a_formula_has_no_examples_to_look_at():
    surface = Surface.registry["bowl"]()
    assert last(walk(Rule.registry["adam"](), surface, surface.begin(), 10)).spent["samples"] == 0


def test_where_runs_ask_differently_each_has_its_own_count():
    surface, kind, lengths = Surface.registry["tumours"](), Rule.registry["line-search"], [1.0, 30.0, 300.0]
    swept, shape = product(kind(), lr=lengths)
    together = last(walk(swept, surface, starts(surface.begin(), shape), 10)).spent
    for i, lr in enumerate(lengths):
        alone = last(walk(kind(lr=lr), surface, surface.begin(), 10)).spent
        assert together["samples"][i] == np.max(alone["samples"])
    assert len(set(together["samples"].tolist())) > 1


@pytest.mark.parametrize(("size", "steps"), [(1, 2845), (16, 178), (64, 45), (256, 12), (ROWS, 5)])
def test_five_epochs_are_as_many_updates_as_it_takes_batches(client, size, steps):
    """F2 of the exhibits. The last update may pass the budget by less than a batch."""
    spec = RACE | {"noise": batches(size), "budget": {"of": "epochs", "most": 5}}
    (run,) = client.post("/api/race", json=spec, headers={"Accept": "application/json"}).json()["runs"]
    assert len(run["x"]) - 1 == steps
    assert run["epochs"] == pytest.approx(steps * size / ROWS) and run["status"] == "finished"
    assert set(run["evaluations"]) == {"value", "grad", "hess"}


def test_runs_with_batches_of_their_own_get_the_same_epochs(client):
    each = [RACE["runs"][0] | {"noise": batches(size)} for size in (1, 16, ROWS)]
    spec = RACE | {"runs": each, "budget": {"of": "epochs", "most": 2}}
    runs = client.post("/api/race", json=spec, headers={"Accept": "application/json"}).json()["runs"]
    assert [len(run["x"]) - 1 for run in runs] == [1138, 72, 2]


def test_a_budget_of_epochs_ends_a_run_and_changes_nothing_before():
    few, many = (list(walk_of(budget)) for budget in (Budget("epochs", 2), None))
    assert few[-1].status[0] == Status.SPENT and few[-1].t == 72
    assert all(np.array_equal(a.x, b.x) for a, b in zip(few, many, strict=False))


def walk_of(budget):
    surface = Surface.registry["tumours"]()
    rule = Rule.registry["adam"]()
    return walk(rule, surface, surface.begin(), 100, noise=BATCH(batch_size=16), seed=3, budget=budget)


def test_the_table_tells_epochs_and_leaves_them_empty_without_data(client):
    def column(spec):
        text = client.post("/api/race", json=spec, headers={"Accept": "text/csv"}).text
        return [row["epochs"] for row in csv.DictReader(io.StringIO(text))]

    told = column(RACE | {"steps": 3, "noise": batches(8)})
    assert [float(value) for value in told] == [0.0, 8 / ROWS, 16 / ROWS, 24 / ROWS]
    assert column(RACE | {"surface": {"kind": "bowl"}, "steps": 3}) == [""] * 4


def test_claims_can_speak_of_epochs():
    surface, noise = Surface.registry["tumours"](), BATCH(batch_size=16)
    run = single(Rule.registry["adam"](), surface, surface.begin(), 100, noise=noise, budget=Budget("epochs", 2))
    path = Path.of(surface, run)
    assert holds("2 <= epochs(a) < 2.03", [{"a": path}])


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_epochs_of_a_formula_are_refused_in_a_sentence(client, lang):
    spec = RACE | {"surface": {"kind": "bowl"}, "budget": {"of": "epochs", "most": 5}}
    answer = client.post(f"/api/race?lang={lang}", json=spec)
    assert answer.status_code == 422 and answer.json()["field"] == "budget.of"
    assert answer.json()["detail"].startswith("budget.of")
    with pytest.raises(ValueError, match="data"):
        next(walk(Rule.registry["adam"](), Surface.registry["bowl"](), (1, 1), 3, budget=Budget("epochs", 1)))


def test_too_many_epochs_are_refused_with_as_many_as_would_do(client):
    def refused(most, size):
        spec = RACE | {"budget": {"of": "epochs", "most": most}, "noise": batches(size)}
        return client.post("/api/race", json=spec)

    answer = refused(10_000, 1)
    assert answer.status_code == 422 and answer.json()["field"] == "budget.most" and "175" in answer.json()["detail"]
    assert refused(176, 1).status_code == 422


def test_one_with_a_budget_of_epochs_can_be_taken_away_as_a_script(client):
    spec = RACE | {"budget": {"of": "epochs", "most": 2}, "noise": batches(16)}
    made = client.post("/api/export/numpy", json={"race": spec})
    assert made.status_code == 200 and "steps = 72" in made.text
    assert "2 epochs each" in client.post("/api/export/handout", json={"race": spec}).text
