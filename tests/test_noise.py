"""Where randomness comes from, and that it is the same for everyone."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Surface
from optim_core.cost import Budget
from optim_core.ends import Ends
from optim_core.gradcheck import evaluations, numerical
from optim_core.many import many
from optim_core.noise import Misfit
from optim_core.noises.mistake import BUGS
from optim_core.record import Trace, last
from optim_core.single import single
from optim_core.walk import Status, walk

DATA = [kind for kind, s in Surface.registry.items() if s.rows]
GAUSSIAN, BATCH = Noise.registry["gaussian"], Noise.registry["mini-batch"]
MEASURED, MISTAKE = Noise.registry["differences"], Noise.registry["mistake"]


def test_gaussian_noise_has_the_stated_standard_deviation_and_no_bias():
    s = Surface.registry["bowl"]()
    draw, x = GAUSSIAN(sigma=0.3).draws(s, 4), np.zeros((2, 1))
    draws = np.array([draw(x).grad(x)[:, 0] for _ in range(20_000)])
    assert np.abs(draws.mean(axis=0)).max() < 4 * 0.3 / np.sqrt(20_000)
    np.testing.assert_allclose(draws.std(axis=0), 0.3, rtol=0.02)
    assert abs(np.corrcoef(draws.T)[0, 1]) < 0.03


def test_the_gradient_of_a_noisy_step_is_the_slope_of_its_value():
    s = Surface.registry["himmelblau"]()
    x, p = np.array([[0.3], [-1.2]]), np.array([[0.7], [0.1]])
    seen = GAUSSIAN(sigma=2.0).draws(s, 1)(x)
    np.testing.assert_allclose(numerical(seen.value, p), seen.grad(p), rtol=1e-6)
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


# Gradients that are measured, and wrong ones


def seen(noise, on, at):
    """The gradient at a point as the rules are told it."""
    surface = Surface.registry[on]()
    x = np.reshape(np.array(at, dtype=np.float64), (2, 1))
    return noise.draws(surface, 0)(x).grad(x)[:, 0]


@pytest.mark.parametrize("form", ["central", "forward"])
@pytest.mark.parametrize("on", ["rosenbrock", "himmelblau", "ackley", "tumours"])
def test_a_gradient_by_differences_is_that_of_the_check(on, form):
    surface, at = Surface.registry[on](), (0.7, -1.2)
    for h in (1e-3, 1e-6):
        found = numerical(lambda q: surface.value(q[:, None]), np.array(at), h, form)
        np.testing.assert_array_equal(seen(MEASURED(form=form, h=h), on, at), found)


def test_single_precision_leaves_few_digits():
    at, right = (0.7, -1.2), Surface.registry["himmelblau"]().grad(np.array([[0.7], [-1.2]]))[:, 0]
    double, single_one = (seen(MEASURED(h=1e-3, precision=f"float{bits}"), "himmelblau", at) for bits in (64, 32))
    assert np.abs(double - right).max() < 1e-4 < np.abs(single_one - right).max() < 0.1


@pytest.mark.parametrize(("form", "each"), [("central", 4), ("forward", 3)])
def test_what_differences_cost_is_counted_in_values_and_spent_from_the_budget(form, each):
    s, noise = Surface.registry["rosenbrock"](), MEASURED(form=form)
    assert evaluations(form, 2) == each
    descent = Rule.registry["gradient-descent"](lr=1e-4)
    end = last(walk(descent, s, s.begin(), 50, noise=noise))
    assert end.spent == {"value": 50 * each, "grad": 0, "hess": 0, "samples": 0}
    end = last(walk(descent, s, s.begin(), 50, noise=noise, budget=Budget("cost", 10 * each)))
    assert end.ended[0] == 10
    data = Surface.registry["diabetes-raw"]()
    end = last(walk(descent, data, data.begin(), 5, noise=noise))
    assert end.spent["samples"] == 5 * each * 442


def test_a_difference_that_asks_beside_the_domain_has_no_answer_and_ends_the_run():
    """At x = 5e-4 a step of 1e-3 leads to log(-5e-4): the run stops at once, as the exact gradient would not."""
    s, rule = Surface.registry["formula"](f="x*log(x) + y^2"), Rule.registry["gradient-descent"](lr=0.001)
    exact, measured = (last(walk(rule, s, (5e-4, 1.0), 1, noise=noise)) for noise in (None, MEASURED(h=1e-3)))
    assert exact.status[0] == Status.RUNNING
    assert measured.status[0] == Status.NOT_A_NUMBER and measured.ended[0] == 1
    assert measured.x.ravel().tolist() == [5e-4, 1.0]


def test_nearly_the_same_path_for_the_price_of_more_evaluations():
    s, rule = Surface.registry["himmelblau"](), Rule.registry["momentum"](lr=0.005)
    exact, measured = (Trace.of(walk(rule, s, (0, 0), 200, noise=noise)) for noise in (None, MEASURED()))
    assert 0 < np.abs(exact.x - measured.x).max() < 1e-7


@pytest.mark.parametrize(
    ("bug", "wrong"),
    [
        ("sign", [400.0, 200.0]),
        ("factor", [1200.0, -600.0]),
        ("swapped", [-200.0, 400.0]),
        ("missing-term", [0.0, 0.0]),  # (1 - x)^2 alone
        ("chain-rule", [-200.0, -200.0]),  # 2 u + 200 r by both, whatever u and r are made of
    ],
)
def test_each_mistake_is_the_one_it_is_called(bug, wrong):
    """Of (1 - x)^2 + 100 (y - x^2)^2 at (1, 0)."""
    assert seen(Noise.registry["none"](), "rosenbrock", (1.0, 0.0)).tolist() == [400.0, -200.0]
    assert seen(MISTAKE(bug=bug, factor=3.0), "rosenbrock", (1.0, 0.0)).tolist() == wrong


def test_a_mistake_leaves_the_loss_and_the_hessian_right():
    s, x = Surface.registry["rosenbrock"](), np.array([[0.3], [0.4]])
    for bug in BUGS:
        objective = MISTAKE(bug=bug).draws(s, 0)(x)
        assert objective.value(x) == s.value(x) and (objective.hess(x) == s.hess(x)).all()
        assert not np.array_equal(objective.grad(x), s.grad(x)), bug


@pytest.mark.parametrize(
    ("bug", "on"), [("missing-term", "plateau"), ("chain-rule", "bowl"), ("chain-rule", "tumours")]
)
def test_a_loss_that_has_nothing_to_forget_is_said_not_to_fit(bug, on):
    s = Surface.registry[on]()
    for start in (
        lambda: MISTAKE(bug=bug).draws(s, 0),
        lambda: many(Rule.registry["adam"](), s, (1, 1), 5, noise=MISTAKE(bug=bug)),
    ):
        with pytest.raises(Misfit, match="choose another bug") as caught:
            start()
        assert caught.value.field == "noise.bug"


def test_of_a_loss_that_cannot_be_taken_apart_it_is_not_said_that_it_has_nothing_to_forget():
    with pytest.raises(Misfit, match="cannot be planted"):
        MISTAKE(bug="chain-rule").draws(Surface.registry["network-slice"](epochs="3"), 0)
    with pytest.raises(Misfit, match="no inner function"):
        MISTAKE(bug="chain-rule").draws(Surface.registry["bowl"](), 0)


def wrong_gradients():
    yield from (MEASURED(form=form, h=1e-4) for form in ("central", "forward"))
    yield MEASURED(h=1e-2, precision="float32")
    yield from (MISTAKE(bug=bug, factor=0.5) for bug in BUGS)


@pytest.mark.parametrize("noise", wrong_gradients(), ids=lambda noise: "-".join(map(str, vars(noise).values())))
@pytest.mark.parametrize("kind", ["momentum", "nesterov", "adam", "bfgs"])
def test_every_way_to_run_sees_the_same_wrong_gradient(kind, noise):
    s, rule = Surface.registry["rosenbrock"](), Rule.registry[kind](**({"lr": 1e-3} if kind != "bfgs" else {}))
    conditions = {"noise": noise, "budget": Budget("cost", 300)}
    walked = last(walk(rule, s, (-1.2, 1.0), 60, **conditions))
    run = single(rule, s, (-1.2, 1.0), 60, **conditions)
    quick = last(run.moments())
    assert run.quick == (kind != "bfgs" and getattr(noise, "precision", "") != "float32")
    for one in (quick, many(rule, s, np.array([[-1.2], [1.0]]), 60, **conditions)):
        np.testing.assert_array_equal(one.x, walked.x)
        assert {w: int(np.ravel(n)[0]) for w, n in one.spent.items()} == {
            w: int(np.ravel(n)[0]) for w, n in walked.spent.items()
        }


@pytest.mark.parametrize("noise", [MEASURED(), MEASURED(h=1e-2, precision="float32"), MISTAKE(bug="missing-term")])
def test_a_sweep_over_the_surface_equals_its_runs_with_a_wrong_gradient_too(noise):
    steep = np.array([1.0, 30.0, 100.0])
    s, rule = Surface.registry["rosenbrock"](b=steep), Rule.registry["momentum"](lr=1e-3)
    ends = many(rule, s, np.tile([[-1.2], [1.0]], 3), 40, noise=noise)
    assert isinstance(ends, Ends)
    for i, b in enumerate(steep):
        alone = last(walk(rule, s.replace(b=float(b)), (-1.2, 1.0), 40, noise=noise))
        np.testing.assert_array_equal(ends.x[:, i], alone.x[:, 0])
