"""Where randomness comes from, and that it is the same for everyone."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Surface
from optim_core.noise import Misfit
from optim_core.record import Trace
from optim_core.walk import walk

DATA = [kind for kind, s in Surface.registry.items() if s.rows]
GAUSSIAN, BATCH = Noise.registry["gaussian"], Noise.registry["mini-batch"]


def test_gaussian_noise_has_the_stated_standard_deviation_and_no_bias():
    s = Surface.registry["bowl"]()
    draw, x = GAUSSIAN(sigma=0.3).draws(s, 4), np.zeros((2, 1))
    draws = np.array([draw(x).grad(x)[:, 0] for _ in range(20_000)])
    assert np.abs(draws.mean(axis=0)).max() < 4 * 0.3 / np.sqrt(20_000)
    np.testing.assert_allclose(draws.std(axis=0), 0.3, rtol=0.02)
    assert abs(np.corrcoef(draws.T)[0, 1]) < 0.03


def test_the_gradient_of_a_noisy_step_is_the_slope_of_its_value():
    s = Surface.registry["himmelblau"]()
    x, h = np.array([[0.3], [-1.2]]), 1e-6
    seen = GAUSSIAN(sigma=2.0).draws(s, 1)(x)
    p = np.array([[0.7], [0.1]])
    for axis in range(2):
        e = np.zeros((2, 1))
        e[axis] = h
        slope = (seen.value(p + e) - seen.value(p - e)) / (2 * h)
        np.testing.assert_allclose(slope, seen.grad(p)[axis], rtol=1e-6)
    assert seen.value(x) == s.value(x), "the tilt turns about the current point"


@pytest.mark.parametrize("kind", DATA)
def test_an_epoch_shows_every_example_once(kind):
    seen, s = [], Surface.registry[kind]()
    object.__setattr__(s, "sample", lambda rows: seen.append(rows) or s)
    draw = BATCH(batch_size=7, sampling="epoch").draws(s, 0)
    batches = s.rows // 7
    for _ in range(2 * batches):
        draw(np.zeros((2, 1)))
    first, second = np.concatenate(seen[:batches]), np.concatenate(seen[batches:])
    assert len(first) == 7 * batches == len(set(first.tolist())) == len(set(second.tolist()))
    assert first.tolist() != second.tolist()


def test_with_replacement_an_example_may_come_twice():
    seen, s = [], Surface.registry["tumours"]()
    object.__setattr__(s, "sample", lambda rows: seen.append(rows) or s)
    draw = BATCH(batch_size=256, sampling="with-replacement").draws(s, 0)
    for _ in range(40):
        draw(np.zeros((2, 1)))
    assert any(len(set(rows.tolist())) < 256 for rows in seen)
    counts = np.bincount(np.concatenate(seen), minlength=s.rows)
    assert counts.min() > 0 and counts.max() < 60, "every example has the same chance"


@pytest.mark.parametrize("kind", DATA)
@pytest.mark.parametrize("sampling", ["epoch", "with-replacement"])
def test_mini_batches_are_right_on_average(kind, sampling):
    s = Surface.registry[kind]()
    x = np.array(s.begin()).reshape(2, 1)
    draw = BATCH(batch_size=16, sampling=sampling).draws(s, 2)
    grads = np.array([draw(x).grad(x)[:, 0] for _ in range(4000)])
    error = np.abs(grads.mean(axis=0) - s.grad(x)[:, 0])
    assert (error < 5 * grads.std(axis=0) / np.sqrt(4000) + 1e-12).all()
    assert (grads.std(axis=0) > 0).all()


def test_a_formula_has_no_mini_batches():
    with pytest.raises(Misfit, match="data") as caught:
        BATCH().draws(Surface.registry["bowl"](), 0)
    assert caught.value.field == "noise.kind"


def test_a_batch_larger_than_the_data_is_refused():
    with pytest.raises(Misfit, match="442") as caught:
        BATCH(batch_size=443).draws(Surface.registry["diabetes-raw"](), 0)
    assert caught.value.field == "noise.batch_size"


def test_a_rule_that_draws_has_other_luck_than_the_noise():
    """Random search under Gaussian noise: its proposals do not repeat the noise of the gradient."""
    s = Surface.registry["bowl"]()
    quiet = Trace.of(walk(Rule.registry["random-search"](), s, (2, 1), 50, seed=3))
    noisy = Trace.of(walk(Rule.registry["random-search"](), s, (2, 1), 50, seed=3, noise=GAUSSIAN(sigma=0.0)))
    assert np.array_equal(quiet.x, noisy.x)
    assert np.random.default_rng(3).standard_normal() not in quiet.x
