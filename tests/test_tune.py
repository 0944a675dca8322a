"""Tuning: the same trials for every rule, honestly told, never worse than before, close to what theory says is best."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Rule, Schedule, Surface
from optim_core.batch import starts
from optim_core.cost import Budget
from optim_core.many import many_in_turns
from optim_core.search.samplers import halton
from optim_core.search.space import Space
from optim_core.search.tune import tune

KAPPA = 20.0


def course(surface, start, steps, **more):
    return lambda rule, batch: many_in_turns(rule, surface, starts(start, batch), steps, **more)


def tuned(rule, race, trials=60, seed=0):
    search = tune(rule, race, trials, seed)
    while True:
        try:
            next(search)
        except StopIteration as end:
            return end.value


def ended(turns):
    return list(turns)[-1]


def ravine(steps=100, **more):
    return course(Surface.registry["ravine"](kappa=KAPPA, angle=30.0), (-2.7, 0.2), steps, **more)


def test_the_rate_found_on_a_quadratic_is_the_one_of_theory():
    """With curvatures mu and L, descent is fastest at 2 / (L + mu), where both directions shrink alike."""
    surface = Surface.registry["ravine"](kappa=KAPPA, angle=30.0)
    mu, top = np.linalg.eigvalsh(surface.hess(np.zeros((2, 1)))[:, :, 0])
    found = tuned(Rule.registry["gradient-descent"](lr=0.01), course(surface, (-2.7, 0.2), 400))
    assert found.settings["lr"] == pytest.approx(2 / (mu + top), rel=0.02)


def test_it_finds_what_five_times_as_many_trials_by_brute_force_find():
    race = ravine()
    found = tuned(Rule.registry["gradient-descent"](), race)
    rates = np.geomspace(1e-6, 10, 300)
    brute = ended(race(Rule.registry["gradient-descent"](lr=rates), (300,)))
    assert found.after <= np.where(brute.status < 2, brute.loss, np.inf).min() * 1.5


@pytest.mark.parametrize("kind", Rule.registry)
def test_the_loss_told_is_the_loss_of_the_settings_told(kind):
    rule, race = Rule.registry[kind](), ravine(noise=None, seed=3)
    found = tuned(rule, race, 24)
    assert ended(race(rule.replace(**found.settings), (1,))).loss[0] == found.after
    assert found.after <= found.before
    for name, value in found.settings.items():
        field = rule.numbers()[name]
        told = 1 - float(f"{1 - value:.3g}") if field.scale == "mirror" else float(f"{value:.3g}")
        assert value == pytest.approx(told, abs=1e-12) or value in (getattr(rule, name), field.low, field.high)
        assert isinstance(value, int) == field.whole


@pytest.mark.parametrize("kind", Rule.registry)
def test_it_spends_the_trials_it_was_given_and_counts_what_they_asked(kind):
    rule, race = Rule.registry[kind](), ravine(50)
    found = tuned(rule, race, 21)
    assert found.trials == 21
    alone = ended(race(rule, (1,))).spent
    assert tuned(rule, race, 1).spent == {what: int(np.max(count)) for what, count in alone.items()}
    assert sum(found.spent.values()) > sum(int(np.max(count)) for count in alone.values())


@pytest.mark.parametrize("trials", [2, 3, 4, 5])
@pytest.mark.parametrize("kind", ["gradient-descent", "adam"])
def test_even_the_fewest_trials_are_all_made(kind, trials):
    found = tuned(Rule.registry[kind](), ravine(50), trials)
    assert found.trials == trials and found.after <= found.before


def test_trials_side_by_side_are_the_trials_one_after_another():
    tried = []
    race = ravine(40)

    def listening(rule, batch):
        tried.extend(zip(*(np.broadcast_to(getattr(rule, name), batch) for name in ("lr", "momentum")), strict=True))
        return race(rule, batch)

    found = tuned(Rule.registry["momentum"](), listening, 30)
    ends = [ended(race(Rule.registry["momentum"](lr=lr, momentum=m), (1,))) for lr, m in tried]
    losses = [end.loss[0] if end.status[0] in (0, 1) else np.inf for end in ends]
    assert len(tried) == 30 and found.after == min(losses) and found.before == losses[0]
    best = int(np.argmin(losses))  # of equals the first
    assert (found.settings["lr"], found.settings["momentum"]) == tried[best]
    assert found.spent["grad"] == sum(int(np.max(end.spent["grad"])) for end in ends)


def test_the_same_seed_finds_the_same_and_another_seed_looks_elsewhere():
    adam = Rule.registry["adam"]()
    first, again, other = (tuned(adam, ravine(), 40, seed) for seed in (1, 1, 2))
    assert first == again and first.settings != other.settings


def test_settings_that_diverge_lose_even_where_they_stopped_low():
    """Present settings that blow up are worse than any that stay, and told as infinite."""
    found = tuned(Rule.registry["gradient-descent"](lr=5.0), ravine())
    assert np.isinf(found.before) and np.isfinite(found.after)


def test_nothing_better_leaves_the_settings_as_they_are():
    present = Rule.registry["newton"](lr=1.0, damping=0.0)
    found = tuned(present, ravine())
    assert found.settings == {"lr": 1.0, "damping": 0.0} and found.after == found.before


def test_a_budget_and_schedules_are_part_of_the_course():
    race = ravine(budget=Budget("cost", 90), schedules={"lr": Schedule.registry["cosine"]()})
    found = tuned(Rule.registry["gradient-descent"](), race, 20)
    assert found.spent["grad"] <= 20 * 30
    assert found.settings["lr"] > tuned(Rule.registry["gradient-descent"](), ravine(30), 20).settings["lr"], (
        "a rate that falls may start higher"
    )


def test_a_best_at_an_edge_that_could_be_wider_is_told():
    """Adam moves by about its rate at each step: far from the minimum the best one lies beyond the slider."""
    far = course(Surface.registry["bowl"](), (1000.0, 1000.0), 20)
    assert "lr" in tuned(Rule.registry["adam"](), far).edges
    space = Space.of(Rule.registry["gradient-descent"])
    lr = space.dimensions["lr"]
    assert space.edges({"lr": lr.high}) == {"lr": "high"} and not space.edges({"lr": 0.1})
    beta = Space.of(Rule.registry["adam"])
    assert "beta1" not in beta.edges({"lr": 0.1, "beta1": 0.0, "beta2": 0.9}), "zero is not an edge but the end"


@pytest.mark.parametrize("kind", Rule.registry)
def test_a_space_is_what_the_rule_declares(kind):
    rule = Rule.registry[kind]
    space = Space.of(rule)
    assert set(space.dimensions) == {name for name, field in rule.numbers().items() if not field.minor}
    assert set(Space.of(rule, minor=True).dimensions) == set(rule.numbers())
    ends = space.settings(np.array([[0.0, 0.5, 1.0]] * len(space.dimensions)))
    for name, field in space.dimensions.items():
        low, middle, high = ends[name]
        assert (low, high) == (field.low, field.high)
        between = {
            "linear": (low + high) / 2,
            "log": np.sqrt(max(low * high, 0)),
            "mirror": 1 - np.sqrt(max((1 - low) * (1 - high), 0)),
        }[field.scale]
        assert middle == pytest.approx(between, rel=5e-3, abs=0.5 if field.whole else 0)


@pytest.mark.parametrize("dimensions", [1, 2, 4])
def test_points_leave_no_large_gap_however_many_are_used(dimensions):
    points = halton(64, dimensions, seed=5)
    assert points.shape == (dimensions, 64) and points.min() >= 0 and points.max() < 1
    for axis in points:
        for count in (16, 64):
            ordered = np.sort(axis[:count])
            gaps = np.diff(ordered, append=ordered[0] + 1)
            assert gaps.max() < 4.5 / count


def test_a_search_without_a_trial_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        tuned(Rule.registry["adam"](), ravine(), 0)
