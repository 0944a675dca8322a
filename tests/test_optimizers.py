"""What pencil and paper say about each rule."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from optim_core import Noise, Rule, Schedule, Surface
from optim_core.algebra import absolute, dot, solve, times
from optim_core.linesearch import C1
from optim_core.optimizers.quasi_newton import _two_loops
from optim_core.record import last
from optim_core.walk import Status, walk

SEARCHING = ("line-search", "bfgs", "lbfgs", "conjugate-gradient")
ANGLES = (0.0, 30.0, 45.0, -110.0)


class Formula(Surface):
    """A surface made on the spot, in any dimension."""

    registry = {}

    def __init__(self, value, grad, box=(-1.0, 1.0, -1.0, 1.0)):
        for name, given in (("value", value), ("grad", grad), ("box", box)):
            object.__setattr__(self, name, given)

    def domain(self):
        return self.box


def tilted(*slope):
    """f = slope . p: the gradient is the same everywhere."""
    column = np.array(slope)[:, None]
    return Formula(lambda p: dot(column * np.ones_like(p), p), lambda p: column * np.ones_like(p))


def valley(curvatures):
    """f = sum of c_i p_i^2 / 2, in as many dimensions as there are curvatures."""
    column = np.array(curvatures)[:, None]
    return Formula(lambda p: dot(0.5 * column * p, p), lambda p: column * p)


def surface(kind, **settings):
    return Surface.registry[kind](**settings)


def moments(kind, on, start=None, steps=50, *, seed=0, schedules=None, **settings):
    on = surface(on) if isinstance(on, str) else on
    start = on.begin() if start is None else start
    return list(walk(Rule.registry[kind](**settings), on, start, steps, seed=seed, schedules=schedules))


def path(kind, on, start=None, steps=50, **settings):
    return np.stack([m.x[:, 0] for m in moments(kind, on, start, steps, **settings)])


def shown(walked, name):
    return np.stack([m.show[name][..., 0] for m in walked[1:]])


# Momentum and Nesterov


def test_momentum_on_the_bowl_is_a_damped_oscillation_in_closed_form():
    lr, mu, t = 0.1, 0.9, np.arange(201)
    r, turn = np.sqrt(mu), np.arccos((1 + mu - lr) / (2 * np.sqrt(mu)))
    sine = ((1 - lr) - r * np.cos(turn)) / (r * np.sin(turn))  # from x_1 = (1 - lr) x_0
    expected = 2.0 * r**t * (np.cos(turn * t) + sine * np.sin(turn * t))
    np.testing.assert_allclose(
        path("momentum", "bowl", (2.0, 1.5), 200, lr=lr, momentum=mu)[:, 0], expected, atol=1e-12
    )


@pytest.mark.parametrize("kind", ("momentum", "nesterov"))
def test_without_momentum_only_gradient_descent_is_left(kind):
    for form in ("classical", "pytorch", "averaged"):
        rolling = path(kind, "himmelblau", (0.5, 0.0), lr=0.01, momentum=0.0, form=form)
        assert np.array_equal(rolling, path("gradient-descent", "himmelblau", (0.5, 0.0), lr=0.01))


@pytest.mark.parametrize("kind", ("momentum", "nesterov"))
def test_the_averaged_form_needs_a_rate_ten_times_as_large_at_mu_nine_tenths(kind):
    classical = path(kind, "rosenbrock", steps=100, lr=1e-4, momentum=0.9)
    averaged = path(kind, "rosenbrock", steps=100, lr=1e-3, momentum=0.9, form="averaged")
    np.testing.assert_allclose(classical, averaged, rtol=1e-9)


def test_the_forms_of_momentum_differ_only_under_a_schedule():
    fading = {"lr": Schedule.registry["exponential"](k=0.1)}
    still, paced = (
        {form: path("momentum", "ravine", schedules=s, form=form) for form in ("classical", "pytorch")}
        for s in (None, fading)
    )
    np.testing.assert_allclose(still["classical"], still["pytorch"], rtol=1e-9, atol=1e-12)
    assert np.abs(paced["classical"] - paced["pytorch"]).max() > 0.01


def test_pytorch_keeps_the_look_ahead_point_of_classical_nesterov():
    settings = {"lr": 0.005, "momentum": 0.9}
    ahead = shown(moments("nesterov", "ravine", **settings), "ahead")
    np.testing.assert_allclose(
        ahead, path("nesterov", "ravine", form="pytorch", **settings)[:-1], rtol=1e-9, atol=1e-12
    )


def test_nesterov_asks_for_the_gradient_at_the_point_it_shows():
    for form in ("classical", "pytorch", "averaged"):
        for moment in moments("nesterov", "beale", lr=0.001, form=form)[1:]:
            (asked,) = moment.asked
            assert asked.what == "grad"
            assert np.array_equal(asked.at, moment.show["ahead"])


# Rates per coordinate


@pytest.mark.parametrize(
    ("kind", "settings", "length"),
    [
        ("adam", {}, 1.0),
        ("adam", {"bias_correction": False}, np.sqrt(10.0)),  # (1 - 0.9) / sqrt(1 - 0.999)
        ("amsgrad", {}, 1.0),
        ("adamw", {"weight_decay": 0.0}, 1.0),
        ("adamax", {}, 1.0),
        ("adagrad", {}, 1.0),
        ("rmsprop", {"decay": 0.9}, np.sqrt(10.0)),
        ("rmsprop", {"decay": 0.99}, 10.0),
        ("lion", {}, 1.0),
    ],
)
def test_the_first_step_is_as_long_as_the_rate_says_however_steep_it_is(kind, settings, length):
    for steepness in (1e-2, 1.0, 1e6):
        first = path(kind, tilted(steepness, -3.0 * steepness), (0.0, 0.0), 1, lr=0.05, **settings)[1]
        np.testing.assert_allclose(first, [-0.05 * length, 0.05 * length], rtol=1e-4)


def test_adagrad_on_a_constant_slope_walks_like_the_sum_of_one_over_root_t():
    walked = path("adagrad", tilted(7.0, -0.2), (0.0, 0.0), 400, lr=0.5, eps=0.0)
    expected = -0.5 * np.cumsum(1.0 / np.sqrt(np.arange(1, 401)))
    np.testing.assert_allclose(walked[1:, 0], expected, rtol=1e-12)
    np.testing.assert_allclose(walked[1:, 1], -expected, rtol=1e-12)


def test_adagrad_without_its_root_steps_by_the_inverse_of_the_slope():
    first = path("adagrad", tilted(4.0, 0.5), (0.0, 0.0), 1, lr=0.5, eps=0.0, square_root=False)[1]
    assert first.tolist() == [-0.125, -1.0]


def test_adam_without_correction_is_correct_in_the_long_run():
    late = [path("adam", tilted(3.0, 1.0), (0.0, 0.0), 20_000, bias_correction=b) for b in (True, False)]
    steps = [np.diff(p, axis=0)[-1] for p in late]
    np.testing.assert_allclose(steps[0], steps[1], rtol=1e-8)


def test_adadelta_does_not_care_in_which_unit_the_loss_is_measured():
    a, b = (path("adadelta", tilted(c, -5 * c), (0.0, 0.0), 100, eps=1e-12) for c in (1.0, 1000.0))
    np.testing.assert_allclose(a, b, rtol=1e-9)


def test_amsgrad_never_divides_by_less_than_before_and_adam_does():
    largest = shown(moments("amsgrad", "cliff", steps=300, lr=0.1), "largest")
    adams = shown(moments("adam", "cliff", steps=300, lr=0.1), "scale")
    assert (np.diff(largest, axis=0) >= 0).all()
    assert (np.diff(adams, axis=0) < 0).any()


def test_decoupled_decay_shrinks_by_a_share_and_coupled_decay_by_a_length():
    flat, start, lr, decay = tilted(0.0, 0.0), (8.0, -2.0), 0.1, 0.5
    shrunk = path("adamw", flat, start, 20, lr=lr, weight_decay=decay)
    np.testing.assert_allclose(shrunk, np.outer((1 - lr * decay) ** np.arange(21), start), rtol=1e-12)
    np.testing.assert_array_equal(path("lion", flat, start, 1, lr=lr, weight_decay=decay)[1], [7.6, -1.9])
    marched = path("adam", flat, start, 1, lr=lr, weight_decay=decay)[1]
    np.testing.assert_allclose(marched, [7.9, -1.9], rtol=1e-6)


def test_adamax_never_steps_farther_than_its_rate_allows():
    farthest = np.abs(np.diff(path("adamax", "rosenbrock", steps=500, lr=0.05), axis=0)).max()
    bound = 0.1 / (1 - 0.9 / 0.999)  # all gradients as large as their fading maximum permits
    assert 0.049 < farthest <= 0.05 * bound


def test_lion_goes_the_same_distance_on_every_axis_at_every_step():
    steps = np.abs(np.diff(path("lion", "ravine", steps=200, lr=0.01), axis=0))
    np.testing.assert_allclose(steps, 0.01, rtol=1e-10)


def test_lion_leans_on_the_present_for_its_step_and_on_the_past_for_its_memory():
    walked = moments("lion", "beale", steps=40, lr=0.01, beta1=0.6, beta2=0.95)
    g, blend, m = (shown(walked, name) for name in ("gradient", "blend", "moment"))
    before = np.vstack([np.zeros((1, 2)), m[:-1]])
    np.testing.assert_allclose(blend, 0.6 * before + 0.4 * g, rtol=1e-12)
    np.testing.assert_allclose(m, 0.95 * before + 0.05 * g, rtol=1e-12)


def test_radam_trusts_its_scale_from_the_sixth_step_on():
    trust = shown(moments("radam", "rosenbrock", steps=2000, lr=1e-4), "trust")
    assert (trust[:5] == 0).all() and (trust[5:] > 0).all()
    assert (np.diff(trust[5:]) > 0).all() and 0.6 < trust[-1] < 1


def test_nadam_turns_earlier_than_adam_after_the_slope_changes_sign():
    adam, nadam = (path(kind, "bowl", (1.0, 1.0), 60, lr=0.05)[:, 0] for kind in ("adam", "nadam"))
    assert nadam.min() > adam.min() and adam.min() < -0.1


# Second order


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("kind", ("newton", "saddle-free-newton"))
def test_newton_reaches_the_bottom_of_any_quadratic_in_one_jump(kind, angle):
    end = path(kind, surface("ravine", kappa=100.0, angle=angle), (-2.0, -1.6), 1)[-1]
    np.testing.assert_allclose(end, 0.0, atol=1e-13)


def test_newton_costs_one_gradient_and_one_hessian_a_step():
    spent = moments("newton", "rosenbrock", steps=7)[-1].spent
    assert {what: int(np.max(n)) for what, n in spent.items()} == {"value": 0, "grad": 7, "hess": 7, "samples": 0}


def test_newton_walks_to_the_saddle_and_saddle_free_newton_away_from_it():
    newton = path("newton", "bounded-saddle", (1.5, 0.3), 300)[-1]
    free = path("saddle-free-newton", "bounded-saddle", (1.5, 0.3), 300)[-1]
    np.testing.assert_allclose(newton, [0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(free, [0.0, 1.0], atol=1e-12)


def test_saddle_free_newton_is_newton_where_the_curvature_is_positive():
    start = (-1.2, 1.0)
    np.testing.assert_allclose(
        path("newton", "rosenbrock", start, 6), path("saddle-free-newton", "rosenbrock", start, 6), rtol=1e-8, atol=1e-8
    )


def test_saddle_free_newton_shows_a_negative_curvature_at_a_saddle():
    walked = moments("saddle-free-newton", "saddle", (1.0, 0.5), 3)
    assert (shown(walked, "curvature_low") == -1).all() and (shown(walked, "curvature_high") == 1).all()


@pytest.mark.parametrize("kind", ("newton", "saddle-free-newton"))
def test_newton_at_rest_on_a_flat_saddle_stays_there(kind):
    walked = moments(kind, "monkey-saddle", (0.0, 0.0), 5)  # gradient and Hessian both vanish
    assert walked[-1].x.tolist() == [[0.0], [0.0]] and walked[-1].status[0] == Status.RUNNING


@pytest.mark.parametrize("kind", ("newton", "saddle-free-newton"))
def test_a_rate_of_a_half_takes_newton_half_the_way(kind):
    np.testing.assert_allclose(path(kind, "ravine", (2.0, -1.0), 2, lr=0.5)[1:], [[1.0, -0.5], [0.5, -0.25]])


@pytest.mark.parametrize("kind", ("newton", "saddle-free-newton"))
def test_heavy_damping_turns_newton_into_gradient_descent(kind):
    damped = path(kind, "rosenbrock", (-1.2, 1.0), 20, lr=1.0, damping=1e9)
    plain = path("gradient-descent", "rosenbrock", (-1.2, 1.0), 20, lr=1e-9)
    np.testing.assert_allclose(damped, plain, atol=1e-11)
    assert np.abs(plain[-1] - plain[0]).max() > 1e-6


# Learned curvature and line searches


def iterations(walked, level):
    """The first moment at which the loss is at most `level`."""
    return next(m for m in walked if m.loss[0] <= level)


def test_bfgs_solves_rosenbrock_in_31_iterations():
    solved = iterations(moments("bfgs", "rosenbrock", (-1.2, 1.0), 60), 1e-6)
    assert solved.t == 31
    evaluations = sum(int(np.max(n)) for n in solved.spent.values())
    assert evaluations == 82  # and the 83rd, the gradient at the point reached, opens the next iteration


def test_bfgs_learns_the_inverse_hessian_of_a_quadratic():
    on = surface("ravine", kappa=10.0, angle=30.0)
    rule = Rule.registry["bfgs"]().over((1,))
    steps = [m.x for m in walk(rule, on, (-2.0, 1.0), 12)]
    assert on.value(steps[-1])[0] < 1e-20
    slots = rule.start(steps[0])
    for t, x in enumerate(steps[:9]):
        slots = rule.step(x, slots, Bare(on), t).slots
    inverse = np.linalg.inv(on.hess(steps[0])[..., 0])
    np.testing.assert_allclose(slots[0][..., 0], inverse, rtol=1e-3)


class Bare:
    """The least of a probe."""

    steady = False

    def __init__(self, on):
        self.on = on

    def value(self, p, where=None):
        return self.on.value(p)

    def grad(self, p, where=None):
        return self.on.grad(p)


@pytest.mark.parametrize("kind", ("bfgs", "lbfgs"))
def test_nothing_is_learned_where_the_slope_falls_along_the_step(kind):
    """On the saddle x^2 - y^2 a step along x teaches its curvature; one along y has s.y < 0 and is left out."""
    on = surface("saddle")
    for there, learns in (((1.0, 0.0), True), ((0.0, 1.0), False)):
        rule, here, before = Rule.registry[kind]().over((1,)), np.array(there)[:, None], 2.0 * np.array(there)[:, None]
        fresh = rule.start(here)[:-3]
        learned = rule.step(here, (*fresh, before, 3.0 * on.grad(before), None), Bare(on), 1).show["direction"]
        assert np.array_equal(learned, -on.grad(here)) != learns


@pytest.mark.parametrize(
    ("kind", "settings"), [("bfgs", {}), ("lbfgs", {}), ("conjugate-gradient", {"form": "fletcher-reeves"})]
)
def test_after_a_search_that_found_nothing_all_is_forgotten(kind, settings):
    on, hills = surface("ravine", kappa=10.0), Formula(lambda p: np.abs(p - 1.0).sum(axis=0), lambda p: 0.1 * p)
    rule, x = Rule.registry[kind](**settings).over((1,)), np.array([[-2.0], [0.7]])
    slots = rule.start(x)
    for t in range(2):
        move, slots, show = rule.step(x, slots, Bare(on), t)
        x = x + move
    assert np.abs(show["direction"] + on.grad(x - move)).max() > 0.01, "it has learned something"
    x = np.ones((2, 1))
    stuck = rule.step(x, slots, Bare(hills), 2)
    assert stuck.show["length"] == 0 and not stuck.move.any()
    afresh = rule.step(x, stuck.slots, Bare(hills), 3)
    np.testing.assert_array_equal(afresh.show["direction"], -hills.grad(x))


def test_lbfgs_that_remembers_everything_multiplies_by_the_matrix_of_bfgs():
    rng = np.random.default_rng(4)
    root = rng.normal(size=(5, 5))
    curvature, B, pairs = root @ root.T + np.eye(5), np.eye(5), ()
    for _ in range(4):
        s = rng.normal(size=5)
        y = curvature @ s
        rho, eye = 1.0 / (s @ y), np.eye(5)
        B = (eye - rho * np.outer(s, y)) @ B @ (eye - rho * np.outer(y, s)) + rho * np.outer(s, s)
        pairs = ((s[:, None], y[:, None], np.array([rho])), *pairs)
    g = rng.normal(size=5)
    np.testing.assert_allclose(_two_loops(pairs, np.ones(1), g[:, None])[:, 0], B @ g, rtol=1e-10)


@pytest.mark.parametrize("memory", (1, 3, 10))
def test_lbfgs_solves_rosenbrock_about_as_fast_as_bfgs(memory):
    assert iterations(moments("lbfgs", "rosenbrock", (-1.2, 1.0), 60, memory=memory), 1e-6).t <= 40


def test_lbfgs_with_more_memory_than_steps_is_not_changed_by_still_more():
    a, b, short = (path("lbfgs", "rosenbrock", steps=20, memory=m) for m in (20, 60, 2))
    assert np.array_equal(a, b) and not np.array_equal(a, short)


@pytest.mark.parametrize("form", ("polak-ribiere-plus", "fletcher-reeves"))
@pytest.mark.parametrize("angle", ANGLES)
def test_conjugate_gradients_end_a_quadratic_in_the_plane_in_two_steps(form, angle):
    on = surface("ravine", kappa=100.0, angle=angle)
    walked = path("conjugate-gradient", on, (-2.0, 1.0), 2, form=form)
    assert on.value(walked[1][:, None])[0] > 1e-3
    assert on.value(walked[2][:, None])[0] < 1e-20


@pytest.mark.parametrize("form", ("polak-ribiere-plus", "fletcher-reeves"))
def test_conjugate_gradients_end_a_quadratic_in_as_many_steps_as_it_has_dimensions(form):
    curvatures = (1.0, 2.0, 5.0, 9.0, 14.0, 30.0)
    losses = [float(m.loss[0]) for m in moments("conjugate-gradient", valley(curvatures), np.ones(6), 6, form=form)]
    assert losses[5] > 1e-6 and losses[6] < 1e-20


def test_conjugate_gradients_go_down_rosenbrock_a_hundred_times_faster_than_the_gradient_alone():
    bent = iterations(moments("conjugate-gradient", "rosenbrock", (-1.2, 1.0), 60), 1e-6)
    straight = moments("line-search", "rosenbrock", (-1.2, 1.0), 100 * bent.t)[-1]
    assert bent.t < 40 and straight.loss[0] > 1e-6


def test_both_forms_of_conjugate_gradients_are_as_their_books_say():
    def dots(a, b):
        return (a * b).sum(axis=1)

    for form in ("polak-ribiere-plus", "fletcher-reeves"):
        walked = moments("conjugate-gradient", "himmelblau", (0.0, 0.0), 8, form=form)
        g, d, beta = (shown(walked, name) for name in ("gradient", "direction", "beta"))
        change = g[1:] - g[:-1] if form == "polak-ribiere-plus" else g[1:]
        expected = np.maximum(dots(g[1:], change) / dots(g[:-1], g[:-1]), 0.0)
        expected = np.where(dots(g[1:], expected[:, None] * d[:-1] - g[1:]) < 0, expected, 0.0)
        np.testing.assert_allclose(beta[1:], expected, rtol=1e-12)
        np.testing.assert_allclose(d[1:], expected[:, None] * d[:-1] - g[1:], rtol=1e-9)


def test_conjugate_gradients_start_afresh_where_the_direction_would_lead_up():
    """Whatever the landscape, every direction leads down; a restart shows a beta of 0."""
    walked = moments("conjugate-gradient", "goldstein-price", steps=60, form="fletcher-reeves")
    g, d, beta = (shown(walked, name) for name in ("gradient", "direction", "beta"))
    assert ((g * d).sum(axis=1)[np.abs(g).max(axis=1) > 0] < 0).all()
    assert beta[0] == 0 and (beta[1:] > 0).any()


@pytest.mark.parametrize("on", sorted(Surface.registry))
@pytest.mark.parametrize("kind", SEARCHING)
def test_every_accepted_step_keeps_the_promise_of_armijo(kind, on):
    walked = moments(kind, on, steps=40)
    for before, after in pairwise(walked):
        if after.ended[0] >= 0:
            break
        d = after.show.get("direction", -after.show["gradient"])
        promised = C1 * after.show["length"] * dot(d, after.show["gradient"])
        assert after.loss <= before.loss + promised
        np.testing.assert_array_equal(after.x, before.x + after.show["length"] * d)


def test_a_stricter_promise_shortens_the_step():
    loose, strict = (
        moments("line-search", "bowl", (1.0, 1.0), 1, lr=1.9, c1=c)[1].show["length"][0] for c in (0.01, 0.4)
    )
    assert loose == 1.9 and strict == 0.95  # on the bowl a step a keeps the promise c up to a = 2 (1 - c)


def test_a_gentler_shrink_finds_a_longer_step():
    halved, gentle = (
        moments("line-search", "ravine", (0.0, 1.0), 1, shrink=s)[1].show["length"][0] for s in (0.5, 0.9)
    )
    assert halved == 0.5**6 and gentle == pytest.approx(0.9**38) and halved < gentle < 0.02


@pytest.mark.parametrize("kind", SEARCHING)
def test_a_search_that_finds_nothing_stays_and_comes_to_an_end(kind):
    """A gradient that lies: the loss grows wherever the search looks, or is no number there."""
    for elsewhere in (np.nan, np.inf, 5.0):
        liar = Formula(lambda p, e=elsewhere: np.where((p == 1.0).all(axis=0), 0.0, e), lambda p: np.full_like(p, 2.0))
        end = moments(kind, liar, (1.0, 1.0), 3)[-1]
        assert end.x[:, 0].tolist() == [1.0, 1.0] and end.status[0] == Status.RUNNING
        assert 3 * 10 < int(np.max(end.spent["value"])) <= 3 * 42


def test_a_shrink_driven_past_its_bounds_by_a_schedule_still_shortens():
    growing = {"shrink": Schedule.registry["linear"](start_factor=2.0, end_factor=2.0, total_steps=1)}
    start, *_, end = moments("line-search", "ravine", steps=2, shrink=0.5, schedules=growing)
    assert end.settings["shrink"].tolist() == [0.95]
    assert end.loss[0] < start.loss[0] and int(np.max(end.spent["value"])) < 2 * 601


@pytest.mark.parametrize("kind", SEARCHING)
def test_at_a_stationary_point_a_search_asks_for_the_value_there_and_no_more(kind):
    end = moments(kind, "bowl", (0.0, 0.0), 5)[-1]
    assert end.x.tolist() == [[0.0], [0.0]]
    assert int(np.max(end.spent["value"])) == 1


def test_a_trial_that_lands_on_the_bottom_is_not_tried_again():
    spent = moments("conjugate-gradient", "bowl", (2.0, 1.0), 1)[-1].spent
    assert {what: int(np.max(n)) for what, n in spent.items()} == {"value": 2, "grad": 1, "hess": 0, "samples": 0}


@pytest.mark.parametrize("kind", SEARCHING)
def test_a_slope_that_is_no_number_ends_the_run(kind):
    broken = Formula(lambda p: p[0], lambda p: np.full_like(p, np.nan))
    assert moments(kind, broken, (1.0, 1.0), 5)[-1].status[0] == Status.NOT_A_NUMBER


@pytest.mark.parametrize("kind", SEARCHING)
def test_searches_work_in_any_number_of_dimensions(kind):
    on = valley(np.linspace(1.0, 20.0, 30))
    assert moments(kind, on, np.linspace(-1.0, 2.0, 30), 200)[-1].loss[0] < 1e-10


def test_noise_between_the_steps_spoils_what_bfgs_learns():
    on = surface("tumours")
    still, noisy = (
        last(walk(Rule.registry["bfgs"](), on, on.begin(), 60, noise=noise)).loss[0]
        for noise in (None, Noise.registry["mini-batch"](batch_size=8))
    )
    assert still - on.floor() < 1e-9 < 1e-3 < noisy - on.floor()


# Random search


@pytest.mark.parametrize("form", ("local", "uniform"))
def test_random_search_never_goes_up_and_asks_once_a_step(form):
    walked = moments("random-search", "himmelblau", steps=300, form=form, sigma=0.3)
    loss = np.array([m.loss[0] for m in walked])
    assert (np.diff(loss) <= 0).all() and loss[-1] < 0.1 * loss[0]
    assert {what: int(np.max(n)) for what, n in walked[-1].spent.items()} == {
        "value": 301,
        "grad": 0,
        "hess": 0,
        "samples": 0,
    }


def test_local_search_tries_steps_of_the_size_it_is_told():
    walked = moments("random-search", "rosenbrock", steps=2000, sigma=0.2)
    tries = shown(walked, "candidate") - np.stack([m.x[:, 0] for m in walked[:-1]])
    np.testing.assert_allclose(tries.std(axis=0), 0.2, rtol=0.1)
    np.testing.assert_allclose(tries.mean(axis=0), 0.0, atol=0.02)


def test_uniform_search_covers_the_window():
    tries = shown(moments("random-search", "rosenbrock", steps=2000, form="uniform"), "candidate")
    x_min, x_max, y_min, y_max = surface("rosenbrock").domain()
    np.testing.assert_allclose(tries.min(axis=0), [x_min, y_min], atol=0.02)
    np.testing.assert_allclose(tries.max(axis=0), [x_max, y_max], atol=0.02)
    assert (tries >= [x_min, y_min]).all() and (tries <= [x_max, y_max]).all()


def test_all_runs_of_a_race_draw_the_same_luck():
    tries = [
        shown(walked, "candidate") - np.stack([m.x[:, 0] for m in walked[:-1]])
        for walked in (moments("random-search", on, (0.3, 0.4), 50, seed=6) for on in ("bowl", "rastrigin"))
    ]
    np.testing.assert_allclose(tries[0], tries[1], atol=1e-14)


# Arriving


@pytest.mark.parametrize("on", ("bowl", "ravine", "deep-hole"))
@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_having_arrived_is_not_blowing_up(kind, on):
    """Gradients that underflow at the bottom divide nothing by zero."""
    start = 0.3 * np.array(surface(on).begin())
    end = moments(kind, on, start, 1500)[-1]
    assert end.status[0] == Status.RUNNING and end.loss[0] <= surface(on).value(start[:, None])[0]


@pytest.mark.parametrize("kind", ("newton", "saddle-free-newton", "bfgs", "lbfgs", "conjugate-gradient"))
def test_far_out_on_a_plateau_nothing_breaks(kind):
    for start in ((1.2, 0.0), (15.0, 20.0), (30.0, -24.0), (50.0, 0.0)):
        assert moments(kind, "plateau", start, 300)[-1].status[0] == Status.RUNNING


# Small linear algebra


def test_the_solution_of_a_small_system_solves_it():
    rng = np.random.default_rng(0)
    matrix, right = rng.normal(size=(2, 2, 500)), rng.normal(size=(2, 500))
    np.testing.assert_allclose(times(matrix, solve(matrix, right)), right, rtol=1e-8, atol=1e-8)


def test_the_absolute_value_of_a_matrix_has_its_eigenvectors_and_their_absolute_curvatures():
    rng = np.random.default_rng(1)
    for _ in range(200):
        half = rng.normal(size=(2, 2)) * 10.0 ** rng.integers(-3, 4)
        H = half + half.T
        curvatures, Q = np.linalg.eigh(H)
        expected = Q @ np.diag(np.abs(curvatures)) @ Q.T
        np.testing.assert_allclose(absolute(H[..., None])[..., 0], expected, rtol=1e-10, atol=1e-12 * np.abs(H).max())
    assert absolute(np.diag([-3.0, -3.0])[..., None])[..., 0].tolist() == [[3.0, 0.0], [0.0, 3.0]]


def test_a_scalar_product_has_the_same_bits_alone_and_in_a_batch():
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(2, 300, 7))
    together = dot(a, b)
    assert [dot(a[:, i : i + 1], b[:, i : i + 1])[0] for i in range(7)] == together.tolist()
