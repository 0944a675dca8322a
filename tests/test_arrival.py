"""The race on arrival shows what its sentence promises."""

from itertools import chain, pairwise
from statistics import median

from app.arrival import ARRIVAL, GRADIENT_ARRIVAL, NETWORK_ARRIVAL, NETWORK_TABS, SEARCH_ARRIVAL, SEARCH_TABS, TABS


def test_everyone_gets_closer_and_each_in_its_own_way(client):
    runs = client.post("/api/race", json=ARRIVAL, headers={"Accept": "application/json"}).json()["runs"]
    by = {run["optimizer"]["kind"]: run for run in runs}
    assert len(runs) == 5 and all(run["status"] == "finished" for run in runs)
    assert all(run["loss"][-1] < 0.01 * run["loss"][0] for run in runs)
    assert by["newton"]["loss"][1] < 1e-12, "one step"
    assert by["momentum"]["loss"][-1] < by["gradient-descent"]["loss"][-1]
    ups = [a < b for a, b in pairwise(by["gradient-descent"]["y"])]
    assert sum(a != b for a, b in pairwise(ups)) > 10, "plain descent zigzags"


def test_the_tabs_of_gradients_name_what_there_is():
    from optim_core import Noise
    from optim_core.catalog import whole

    studies = {study["kind"]: study for study in whole()["studies"]}
    for tab in TABS.values():
        assert set(tab["studies"]) <= set(studies)
    assert {TABS["check"]["noise"], TABS["walk"]["noise"]} <= set(Noise.registry)
    curve = studies[TABS["check"]["studies"][0]]
    assert set(TABS["check"]["facts"]) <= {fact["name"] for fact in curve["facts"]}
    shared = {setting["name"] for setting in curve["settings"]}
    assert set(Noise.registry[TABS["check"]["noise"]].settings()) | {"h", "precision"} <= shared


def test_the_gradient_that_is_checked_is_not_along_an_axis_and_its_race_can_be_run(client):
    race = {key: part for key, part in GRADIENT_ARRIVAL.items() if key != "tab"}
    (run,) = client.post("/api/race", json=race, headers={"Accept": "application/json"}).json()["runs"]
    assert run["status"] == "finished" and run["loss"][-1] < run["loss"][0]
    at = {"surface": race["surface"], "at": race["start"]}
    x, y = client.post("/api/local", json=at).json()["grad"]
    assert 0.3 < abs(x / y) < 3


def test_every_study_stands_on_a_tab_and_every_tab_names_what_there_is():
    from optim_core.catalog import whole

    known = {study["kind"] for study in whole()["studies"]}
    tabs = [*SEARCH_TABS.values(), *NETWORK_TABS.values(), *(tab["studies"] for tab in TABS.values())]
    assert sorted(chain(*tabs)) == sorted(known)


def test_on_arrival_the_grid_tests_few_values_and_is_beaten_by_chance_and_that_by_a_model(client):
    asked = {key: part for key, part in SEARCH_ARRIVAL.items() if key != "tab"}
    found = client.post("/api/search", json=asked, headers={"Accept": "application/json"}).json()
    grid, random, bayes = found["summary"]
    assert (grid["distinct"], random["distinct"]) == ({"lr": 4, "momentum": 4}, {"lr": 16, "momentum": 16})
    assert median(grid["scores"]) > median(random["scores"]) > median(bayes["scores"])
    assert grid["wins"] < random["wins"] < bayes["wins"]
    (drawn,) = (tried for tried in found["tried"] if (tried["strategy"], tried["repeat"]) == (1, 0))
    quarters = {tuple(share > 0.5 for share in place) for place in drawn["place"][:6]}
    assert len(quarters) >= 3, "random is seen in its own light: its first draws are no swarm"
    assert [score is None or isinstance(score, str) for score in drawn["score"][:5]].count(True) <= 3


def test_on_arrival_momentum_and_adam_are_round_the_spiral_before_plain_descent(client):
    asked = NETWORK_ARRIVAL["training"] | {"runs": NETWORK_ARRIVAL["runs"]}
    runs = client.post("/api/training", json=asked, headers={"Accept": "application/json"}).json()["runs"]
    plain, momentum, adam = ([each["accuracy"]["validation"] for each in run["told"]] for run in runs)
    assert plain[15] < 0.8 < 0.9 < min(momentum[15], adam[15])
    assert plain[15] < plain[40] < 0.95 < min(momentum[40], adam[40])


def test_every_data_set_has_a_sample_for_its_tile():
    from app.samples import samples
    from optim_core.networks.dataset import Dataset

    assert samples().keys() == Dataset.registry.keys()
    for kind, sample in samples().items():
        shares = sample["points"] if Dataset.registry[kind].plane else sample["pictures"]
        assert 0 <= min(map(min, shares)) <= max(map(max, shares)) <= 1, kind
