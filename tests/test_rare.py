"""What is rare in the data, and who copes with it: a word of few texts, a push of few examples."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.single import single

SEEDS = range(20)


def path(kind, surface, steps, seed, batch_size, schedules=None, **settings):
    """Points (steps + 1, 2) of one run on mini-batches."""
    s, noise = Surface.registry[surface](), Noise.registry["mini-batch"](batch_size=batch_size)
    rule = Rule.registry[kind](**settings)
    return single(rule, s, s.begin(), steps, noise=noise, seed=seed, schedules=schedules).advance(steps + 1).x.T


def arrivals(kind, **settings):
    """The median step at which each weight of the rare word is first within 0.2 of 2, over the seeds."""
    found = []
    for seed in SEEDS:
        near = np.abs(path(kind, "rare-word", 1000, seed, 8, **settings) - 2.0) < 0.2
        found.append([int(np.argmax(near[:, axis])) if near[:, axis].any() else 1001 for axis in (0, 1)])
    return tuple(statistics.median(column) for column in zip(*found, strict=True))


@pytest.mark.parametrize(
    ("kind", "settings", "common", "rare"),
    [
        ("gradient-descent", {"lr": 0.05}, (40, 50), (1001, 1001)),
        ("gradient-descent", {"lr": 0.2}, (10, 12), (450, 550)),
        ("momentum", {"lr": 0.01}, (18, 25), (900, 1001)),
        ("adagrad", {"lr": 0.5}, (11, 16), (60, 100)),
        ("rmsprop", {"lr": 0.01}, (180, 240), (500, 650)),
    ],
)
def test_adagrad_learns_a_rare_word_while_others_still_wait_for_it(kind, settings, common, rare):
    first, second = arrivals(kind, **settings)
    assert common[0] <= first <= common[1] and rare[0] <= second <= rare[1]


def test_the_rare_word_has_the_curvatures_of_its_rarity():
    s = Surface.registry["rare-word"]()
    assert np.round(np.linalg.eigvalsh(s.hess(np.array(s.begin()))), 3).tolist() == [0.023, 1.0]
    assert s.minima()[0] == pytest.approx((2.0, 2.0), abs=0.01)


@pytest.mark.parametrize(
    ("kind", "settings", "side"),
    [
        ("adam", {"lr": 0.2, "beta2": 0.99}, 1),
        ("amsgrad", {"lr": 0.2, "beta2": 0.99}, -1),
        ("gradient-descent", {"lr": 0.001}, -1),
    ],
)
def test_adam_walks_away_from_a_truth_that_is_rare_and_those_with_a_long_memory_do_not(kind, settings, side):
    decay = {"lr": Schedule.registry["inverse-time"](k=0.0003)}
    for seed in SEEDS[:5]:
        x = path(kind, "rare-push", 20_000, seed, 1, decay, **settings)[-1010:, 0]
        assert side * x.mean() > 0.5 and side * x[-1] > 0.5, seed


def test_the_mean_of_the_pushes_points_left_though_nearly_all_of_them_point_right():
    s = Surface.registry["rare-push"]()
    slopes = np.array([s.sample(np.array([row])).grad(np.zeros(2))[0] for row in range(s.rows)])
    assert sorted(slopes)[-2:] == [-10.0, 1010.0] and (slopes == -10.0).sum() == 100
    assert s.grad(np.zeros(2))[0] == pytest.approx(slopes.mean()) and slopes.mean() == pytest.approx(0.0990, abs=1e-4)
