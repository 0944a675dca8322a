"""Workers share a search, and a search is the same whatever becomes of them."""

from __future__ import annotations

import pytest

from tests.searching import LONG, Place, disturbed


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Place(tmp_path_factory.mktemp("searches"))


@pytest.fixture(scope="module")
def ended(place):
    return disturbed(place)


@pytest.fixture(scope="module")
def calm(place):
    name = place.begin(**LONG)
    return place.finish(name, "calm"), name


def test_a_trial_whose_worker_is_killed_goes_on_from_its_checkpoint_under_its_number(ended):
    state, killed, taken_up, *_ = ended
    trial = state["trials"][killed["trial"]]
    assert trial["number"] == taken_up["number"] == killed["trial"]
    first, second = trial["spans"][:2]
    assert (first["worker"], first["ended"]) == (killed["name"], "killed")
    assert second["worker"] != killed["name"]
    assert trial["resumed_at"][0] == second["at"] >= 2
    assert first["at"] == 0
    assert trial["state"] == "complete"


def test_a_worker_that_is_told_to_leave_gives_its_trial_back_and_ends_well(ended):
    *_, given_back, status, _ = ended
    assert status == 0
    assert given_back


def test_a_disturbed_search_is_bit_for_bit_the_undisturbed_one(place, ended, calm):
    state, name = ended[0], ended[-1]
    undisturbed, other = calm
    assert state["state"] == undisturbed["state"] == "done"
    for one, two in zip(state["trials"], undisturbed["trials"], strict=True):
        assert (one["settings"], one["scores"], one["told"]) == (two["settings"], two["scores"], two["told"])
        assert one["state"] == two["state"] == "complete"
    before, after = place.checkpoints(name), place.checkpoints(other)
    for number, arrays in before.items():
        assert arrays.keys() == after[number].keys()
        for key, values in arrays.items():
            assert values.tobytes() == after[number][key].tobytes(), (number, key)


def test_a_trial_of_a_race_is_that_race(place):
    race = {
        "target": {"kind": "race", "epochs": 4},
        "surface": {"kind": "ravine"},
        "start": [5.0, 1.0],
        "steps": 40,
        "noise": {"kind": "gaussian", "sigma": 0.1},
        "seed": 3,
        "runs": [{"optimizer": {"kind": "momentum"}, "schedules": {"lr": {"kind": "step"}}}],
    }
    name = place.begin(**race, axes=[{"name": "lr", "low": 0.001, "high": 0.02}, {"name": "lr.gamma"}])
    kept = place.ledger.get(name)
    for trial in place.work(name)["trials"]:
        course = kept.task.target.begin({key: [value] for key, value in trial["settings"].items()}, [3])
        (whole,) = [seen for seen in course.advance([0], 4) if seen]
        assert trial["scores"][-1] == whole.score[0]


def test_each_worker_says_what_it_did(ended):
    state = ended[0]
    by_name = {worker["name"]: worker for worker in state["workers"]}
    assert by_name.keys() == {"one", "two", "three"}
    assert by_name["three"]["ended"] == "left"
    assert sum(worker["trials"] for worker in by_name.values()) == len(state["trials"])
    assert sum(worker["epochs"] for worker in by_name.values()) == state["done_epochs"]
    assert by_name[ended[1]["name"]]["epochs"] >= 2  # though it was killed
    for trial in state["trials"]:
        for span in trial["spans"]:
            assert span["from"] <= span["to"]
