"""Exhibit H9: killing the worse half after two epochs saves a third of the work and keeps the winner."""

from __future__ import annotations

import numpy as np
import pytest

from tests.searching import Place

ASKED = {
    "target": {"kind": "digits"},
    "axes": [{"name": "lr", "low": 0.001, "high": 1.0}],
    "sampler": "random",
    "trials": 24,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return Place(tmp_path_factory.mktemp("searches"))


def undisturbed(kept):
    """The scores of all trials, had each been trained to its end."""
    settings = kept.task.space.settings(kept.task.places)
    course = kept.task.target.begin(settings, [kept.search.seed] * kept.task.trials)
    which = np.arange(kept.task.trials)
    return [seen for seen in course.advance(which, kept.task.target.epochs) if seen][-1].score


def test_stopping_the_worse_half_saves_a_third_and_keeps_the_winner(place):
    name = place.begin(**ASKED, pruner="median")
    state, scores = place.work(name), undisturbed(place.ledger.get(name))
    assert state["best"]["number"] == np.argmin(scores)
    assert state["best"]["score"] == np.min(scores)
    pruned = [trial for trial in state["trials"] if trial["state"] == "pruned"]
    assert len(pruned) >= 8
    assert all(len(trial["scores"]) >= 2 for trial in pruned)
    assert 0.3 <= state["saved_epochs"] / state["total_epochs"] <= 0.5
    assert state["done_epochs"] + state["saved_epochs"] == state["total_epochs"] == 240
    best = state["trials"][state["best"]["number"]]
    assert sorted(best["checkpoints"])[-1].startswith(f"val{1 - min(best['scores']) / 100:.4f}")


def test_halving_stops_most_of_them_and_earlier(place):
    state = place.work(place.begin(**ASKED, pruner="halving"))
    assert state["saved_epochs"] / state["total_epochs"] > 0.5
    assert any(len(trial["scores"]) == 1 for trial in state["trials"] if trial["state"] == "pruned")
