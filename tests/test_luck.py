"""A luck of one's own: for a run of a race, and for each repeat of a run."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.batch import starts
from optim_core.cost import Budget
from optim_core.record import Trace
from optim_core.walk import walk

SEEDS = range(7, 12)
RULES = sorted(Rule.registry)
DATA = [kind for kind, s in Surface.registry.items() if s.rows]
GAUSSIAN, BATCH = Noise.registry["gaussian"], Noise.registry["mini-batch"]


def usual_noises(surface):
    return [cls() for cls in Noise.registry.values() if surface.rows or not cls.needs_rows]


def assert_each_walks_as_alone(rule, surface, steps=90, **conditions):
    """Bit for bit, whatever the walk says of a run, to its end and then frozen."""
    together = Trace.of(walk(rule, surface, starts(surface.begin(), (len(SEEDS),)), steps, seed=SEEDS, **conditions))
    for k, seed in enumerate(SEEDS):
        alone = Trace.of(walk(rule, surface, surface.begin(), steps, seed=seed, **conditions))
        n = len(alone.x)
        for name in ("x", "loss", "grad_norm"):
            mine, single = getattr(together, name), getattr(alone, name)
            assert np.array_equal(mine[:n, ..., k], single[..., 0], equal_nan=True), (name, seed)
        assert (together.x[n:, :, k] == alone.x[-1, :, 0]).all(), "frozen"
        assert together.last.status[k] == alone.last.status[0]
        assert together.last.ended[k] == alone.last.ended[0]
        for what, spent in alone.last.spent.items():
            assert np.broadcast_to(together.last.spent[what], len(SEEDS))[k] == np.broadcast_to(spent, 1)[0]
    return together


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("on", ["rosenbrock", "diabetes-raw", "tumours"])
def test_every_rule_repeated_is_its_single_races(kind, on):
    surface = Surface.registry[on]()
    for noise in usual_noises(surface):
        assert_each_walks_as_alone(Rule.registry[kind](), surface, noise=noise)


@pytest.mark.parametrize("on", sorted(Surface.registry))
def test_any_surface_repeated_is_its_single_races(on):
    surface = Surface.registry[on]()
    for noise in usual_noises(surface):
        for kind in ("momentum", "line-search", "random-search"):
            assert_each_walks_as_alone(Rule.registry[kind](), surface, 25, noise=noise)


@pytest.mark.parametrize("form", Rule.registry["random-search"].settings()["form"].options)
def test_the_draws_of_a_rule_itself_are_those_of_the_single_races(form):
    together = assert_each_walks_as_alone(Rule.registry["random-search"](form=form), Surface.registry["himmelblau"]())
    assert len(set(together.x[-1, 0].tolist())) == len(SEEDS), "each has its own"


@pytest.mark.parametrize("on", DATA)
@pytest.mark.parametrize("sampling", ["epoch", "with-replacement"])
@pytest.mark.parametrize("size", [1, 3, 64, 256])
def test_mini_batches_of_any_size_repeated_are_those_of_the_single_races(on, sampling, size):
    noise = BATCH(batch_size=size, sampling=sampling)
    assert_each_walks_as_alone(Rule.registry["adam"](lr=0.1), Surface.registry[on](), noise=noise)


@pytest.mark.parametrize("kind", sorted(Schedule.registry))
def test_schedules_drive_each_repeat_as_they_drive_it_alone(kind):
    schedules = {"lr": Schedule.registry[kind]()}
    rule, surface = Rule.registry["gradient-descent"](lr=0.02), Surface.registry["ravine"]()
    assert_each_walks_as_alone(rule, surface, noise=GAUSSIAN(sigma=3.0), schedules=schedules)


def test_a_repeat_ends_when_it_would_end_alone():
    rule, surface = Rule.registry["line-search"](), Surface.registry["rosenbrock"]()
    spent = assert_each_walks_as_alone(rule, surface, noise=GAUSSIAN(sigma=5.0), budget=Budget("cost", 300))
    assert len(set(spent.last.ended.tolist())) > 1, "each spends in its own way"
    wild, bent = Rule.registry["gradient-descent"](lr=0.5), Surface.registry["double-well"]()
    assert_each_walks_as_alone(wild, bent, noise=GAUSSIAN(sigma=2.0))
    calm = Rule.registry["gradient-descent"](lr=0.5)
    assert_each_walks_as_alone(calm, Surface.registry["bowl"](), noise=GAUSSIAN(sigma=0.1), tolerance=0.05)


def test_two_strengths_of_noise_are_the_same_draws():
    surface = Surface.registry["bowl"]()
    x = np.zeros((2, 1))
    weak, strong = GAUSSIAN(sigma=0.5).draws(surface, 3), GAUSSIAN(sigma=2.0).draws(surface, 3)
    for _ in range(200):
        assert (strong(x).grad(x) == 4.0 * weak(x).grad(x)).all()


def test_shared_luck_fits_a_batch_of_any_shape():
    rule, surface = Rule.registry["random-search"](), Surface.registry["bowl"]()
    grid = np.array(np.meshgrid([1.0, 2.0, 3.0], [0.5, 1.5]))
    together = Trace.of(walk(rule, surface, grid, 20, seed=4))
    alone = Trace.of(walk(rule, surface, grid[:, 1, 2], 20, seed=4))
    assert (together.x[..., 1, 2] == alone.x[..., 0]).all()
