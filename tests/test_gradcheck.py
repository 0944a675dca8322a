"""The gradient check as a library: known slopes, known bugs, known kinks, for any callable."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

from optim_core import Surface, gradcheck
from optim_core.gradcheck import (
    BANDS,
    KINDS,
    band_of,
    check,
    errors,
    evaluations,
    kinked,
    numerical,
    partials,
    relative_error,
    relative_length,
    sounded,
    theory,
)

KIND_NAMES = list(KINDS)


def quartic(x):
    """A loss of an array of any shape with a gradient of 4 x^3."""
    return np.sum(x**4)


def test_its_own_example_is_so():
    assert doctest.testmod(gradcheck).failed == 0 < doctest.testmod(gradcheck).attempted


# Differences


@pytest.mark.parametrize("kind", KIND_NAMES)
@pytest.mark.parametrize("shape", [(), (1,), (3,), (2, 3), (2, 1, 2)])
def test_a_gradient_has_the_shape_of_its_point(shape, kind):
    x = np.linspace(0.5, 1.5, int(np.prod(shape))).reshape(shape)
    found = numerical(quartic, x, h=1e-6, kind=kind)
    assert found.shape == shape and found.dtype == np.float64
    np.testing.assert_allclose(found, 4 * x**3, rtol=2e-5)


@pytest.mark.parametrize(("kind", "slope"), [("forward", 5.0), ("central", 4.0), ("backward", 3.0)])
def test_each_kind_looks_to_its_own_side(kind, slope):
    """Of x^2 at 2 with a step of 1: 9 - 4, (9 - 1) / 2, 4 - 1."""
    assert numerical(lambda x: x[0] * x[0], [2.0], h=1.0, kind=kind) == [slope]


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_it_asks_as_often_as_it_says(kind):
    asked = []
    numerical(lambda x: asked.append(x.copy()) or 0.0, np.zeros(7), kind=kind)
    assert len(asked) == evaluations(kind, 7)


def test_the_point_is_left_alone_and_one_entry_moves_at_a_time():
    x = np.arange(6.0).reshape(2, 3)
    before, seen = x.copy(), []
    numerical(lambda p: seen.append(p - before) or 0.0, x, h=0.5)
    np.testing.assert_array_equal(x, before)
    assert all(np.count_nonzero(moved) == 1 and np.abs(moved).max() == 0.5 for moved in seen)


def test_some_partial_derivatives_are_those_of_the_whole():
    x = np.arange(1.0, 7.0).reshape(2, 3)
    some = partials(quartic, x, [5, 0])
    np.testing.assert_array_equal(some, numerical(quartic, x).reshape(-1)[[5, 0]])


def test_single_precision_is_single_all_the_way():
    seen = []
    found = numerical(lambda x: seen.append(x.dtype) or np.sum(x * x), [1.0, 2.0], h=1e-3, dtype=np.float32)
    assert set(seen) == {np.dtype(np.float32)} and found.dtype == np.float32
    assert 1e-6 < np.abs(found - [2.0, 4.0]).max() < 1e-2, "no better than single precision can be"


@pytest.mark.parametrize("h", [0.0, -1e-5, np.inf, np.nan])
def test_a_step_that_is_none_is_refused(h):
    with pytest.raises(ValueError, match="h must be a positive number"):
        numerical(quartic, [1.0], h=h)
    with pytest.raises(ValueError, match="h must be a positive number"):
        check(quartic, lambda x: 4 * x**3, [1.0], h=h)


def test_a_function_with_many_answers_is_refused():
    with pytest.raises(ValueError, match="one number"):
        numerical(lambda x: x, [1.0, 2.0])


# Relative errors and what they say


@pytest.mark.parametrize(
    ("a", "b", "error"),
    [
        *((1.0, 1.0, 0.0), (0.0, 0.0, 0.0), (2.0, 1.0, 0.5), (1.0, 2.0, 0.5), (0.0, 3.0, 1.0), (-1.0, 1.0, 2.0)),
        *((np.nan, 1.0, np.inf), (np.inf, np.inf, np.inf), (-0.0, 0.0, 0.0), (1e-300, 2e-300, 0.5)),
    ],
)
def test_the_relative_error_of_two_numbers(a, b, error):
    assert relative_error(a, b) == error
    assert relative_error([a, 1.0], [b, 1.0]).tolist() == [error, 0.0]


def test_what_is_smaller_than_the_least_size_counts_as_that():
    assert relative_error(1e-12, -1e-12) == 2.0
    assert relative_error(1e-12, -1e-12, least=1e-8) == pytest.approx(2e-4)


def test_the_error_of_a_whole_gradient_is_not_bounded():
    assert relative_length([30.0, 40.0], [3.0, 4.0]) == 9.0
    assert (relative_length([0.0], [0.0]), relative_length([1.0], [0.0]), relative_length([np.nan], [1.0])) == (
        *(0.0, np.inf, np.inf),
    )


@pytest.mark.parametrize(
    ("error", "name"),
    [
        *((np.nan, "wrong"), (np.inf, "wrong"), (0.011, "wrong"), (1e-2, "suspicious"), (1.1e-4, "suspicious")),
        *((1e-4, "kink-ok"), (1.1e-7, "kink-ok"), (1e-7, "happy"), (0.0, "happy")),
    ],
)
def test_the_bands_are_those_of_the_course(error, name):
    assert band_of(error).name == name
    assert [band.above for band in BANDS] == [1e-2, 1e-4, 1e-7, 0.0]


# The check


@pytest.mark.parametrize("kind", list(Surface.registry))
def test_every_surface_passes_the_check(kind):
    """Its gradient, and each row of its Hessian, at places drawn in its window."""
    surface = Surface.registry[kind]()
    x_min, x_max, y_min, y_max = surface.domain()
    drawn = np.random.default_rng(1).uniform((x_min, y_min), (x_max, y_max), (8, 2))
    for p in drawn:
        scale = np.abs(surface.value(p[:, None])).item()
        least = max(1e-3, 1e-2 * scale)  # of a smaller slope rounding of the value leaves nothing
        found = check(lambda q: surface.value(q[:, None])[0], lambda q: surface.grad(q[:, None])[:, 0], p, least=least)
        assert found.worst < 1e-6 or found.kinks, f"{kind} at {p}: {found}"


def test_right_code_is_happy_and_the_report_says_what_it_saw():
    x = np.array([[1.0, -2.0], [0.5, 3.0]])
    found = check(quartic, lambda x: 4 * x**3, x)
    assert found.band.name == "happy" and found.worst < 1e-9 and found.whole < 1e-9
    assert (found.checked, found.kinks) == (4, ())
    assert found.evaluations == 1 + 2 * 4
    assert str(found).startswith("happy: relative error ")


@pytest.mark.parametrize(
    ("bug", "where"),
    [
        (lambda x: 4 * x**3 * np.array([1, 1, -1, 1]), 2),
        (lambda x: 4 * x**3 * np.array([1, 1.02, 1, 1]), 1),
        (lambda x: 4 * x**3 + np.array([0, 0, 0, 0.5]), 3),
    ],
)
def test_a_bug_in_one_entry_is_found_where_it_is(bug, where):
    x = np.array([1.0, 2.0, 0.8, -1.1])
    found = check(quartic, bug, x)
    assert found.band.name == "wrong" and found.where == (where,)
    assert found.analytic == pytest.approx(bug(x)[where])
    assert found.numerical == pytest.approx((4 * x**3)[where])


def test_a_sample_checks_so_many_entries_and_the_same_ones_for_a_seed():
    x = np.linspace(1.0, 2.0, 1000)
    asked = [check(quartic, lambda x: 4 * x**3, x, sample=10, seed=seed) for seed in (0, 0, 1)]
    assert {found.checked for found in asked} == {10} and {found.evaluations for found in asked} == {21}
    assert asked[0] == asked[1] and asked[0].worst != asked[2].worst
    assert check(quartic, lambda x: 4 * x**3, x[:5], sample=10).checked == 5


def test_a_gradient_that_blows_up_is_wrong():
    assert check(quartic, lambda x: x * np.nan, [1.0, 2.0]).band.name == "wrong"


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shape"):
        check(quartic, lambda x: np.zeros(3), [1.0, 2.0])


# What it is due to: only what no step removes is a bug

MINIMA = {
    "rosenbrock": (1.0, 1.0),
    "himmelblau": (3.0, 2.0),
    "beale": (3.0, 0.5),
    "goldstein-price": (0.0, -1.0),
    "monkey-saddle": (0.0, 0.0),
    "styblinski-tang": (-2.903534, -2.903534),
}
EVERY_MINIMUM = [
    *MINIMA.items(),
    *((kind, at) for kind, surface in Surface.registry.items() for at in surface().minima()),
]
ON_ITS_KINK = {("ackley", (0.0, 0.0))}


@pytest.mark.parametrize(("kind", "at"), [spot for spot in EVERY_MINIMUM if spot not in ON_ITS_KINK])
@pytest.mark.parametrize("how", [{}, {"h": 1e-2}, {"h": 1e-13}, {"dtype": np.float32}], ids=str)
def test_where_the_slope_is_nothing_but_rounding_a_relative_error_condemns_nobody(kind, at, how):
    surface = Surface.registry[kind]()
    found = check(surface.value, surface.grad, at, **how)
    assert found.verdict.name in ("level", "too-coarse"), found
    assert found.verdict.name == "level" or "dtype" in how, "single precision rounds the point away from its minimum"


def test_a_bug_that_does_not_vanish_at_a_minimum_is_found_there():
    surface = Surface.registry["rosenbrock"]()
    found = check(surface.value, lambda p: surface.grad(p) + np.array([0.01, 0.0]), (1.0, 1.0))
    assert found.verdict.name == "wrong" and found.where == (0,)


def test_an_entry_that_is_level_does_not_hide_what_the_others_say():
    """In the valley of y = x^2 nothing slopes along y."""
    surface, at = Surface.registry["rosenbrock"](), (-1.1, 1.21)
    found = check(surface.value, surface.grad, at)
    assert found.verdict.name == "happy" and found.worst < 1e-7
    wrong = check(surface.value, lambda p: surface.grad(p) * [1.5, 1.0], at)
    assert wrong.verdict.name == "wrong" and wrong.where == (0,)


@pytest.mark.parametrize(
    ("how", "name"),
    [
        ({"h": 1e-2}, "too-large"),
        ({"h": 1e-13}, "too-small"),
        ({"dtype": np.float32}, "too-coarse"),
        ({"kind": "forward"}, "too-large"),
        ({}, "happy"),
    ],
)
def test_a_step_or_a_precision_that_is_no_good_is_not_blamed_on_the_formula_and_hides_no_bug(how, name):
    surface, at = Surface.registry["rosenbrock"](), (-1.06, 1.14)
    right = check(surface.value, surface.grad, at, **how)
    assert right.verdict.name == name
    if name != "happy":
        assert right.left < 1e-8 < right.worst
        best = check(surface.value, surface.grad, at, h=right.best_h)
        assert best.band.name == "happy"
    for factor, band in ((1.1, "wrong"), (1.002, "suspicious"), (1.00001, "kink-ok")):
        wrong = check(surface.value, lambda p, factor=factor: surface.grad(p) * factor, at, **how)
        assert wrong.verdict.name == band and wrong.left == pytest.approx(1 - 1 / factor, rel=1e-2)


@pytest.mark.parametrize(("at", "name"), [(0.0, "on-kink"), (3e-6, "kinked"), (1e-3, "happy")])
def test_on_a_kink_beside_it_and_far_from_it_are_three_things(at, name):
    def loss(p):
        return abs(p[0]) + abs(p[1])

    right = check(loss, np.sign, np.array([at, 2.0]))
    assert right.verdict.name == name
    wrong = check(loss, lambda p: np.sign(p) * [1, -1], np.array([at, 2.0]))
    assert wrong.verdict.name == "wrong" and wrong.where == (1,), "a bug elsewhere shows all the same"


def test_what_steps_only_by_rounding_is_no_kink():
    surface = Surface.registry["goldstein-price"]()
    assert check(surface.value, surface.grad, (0.0, -1.0), h=1e-13).verdict.name == "level"
    assert check(surface.value, surface.grad, (0.3, -0.6), h=1e-13).verdict.name == "too-small"


@pytest.mark.parametrize("kind", list(Surface.registry))
def test_a_right_formula_is_never_called_wrong_whatever_the_step_and_the_precision(kind):
    surface = Surface.registry[kind]()
    x_min, x_max, y_min, y_max = surface.domain()
    for at in np.random.default_rng(2).uniform((x_min, y_min), (x_max, y_max), (5, 2)):
        for h in (0.1, 1e-3, 1e-5, 1e-9, 1e-13):
            for dtype in (np.float64, np.float32):
                found = check(surface.value, surface.grad, at, h=h, dtype=dtype)
                assert found.verdict.name not in ("wrong", "suspicious", "kink-ok"), f"{at}, {h}, {dtype}: {found}"


def test_the_best_slope_is_found_and_its_doubt_is_honest():
    for f, at, slope in ((np.sin, 1.0, np.cos(1.0)), (np.exp, 3.0, np.exp(3.0)), (lambda x: 1e6 + x * x, 0.5, 1.0)):
        best = sounded(f, at)
        assert abs(best.slope - slope) <= best.doubt < 1e-3 * slope


# Kinks


@pytest.mark.parametrize("away", [0.0, 1e-7, 3e-6, 8e-6, -5e-6])
def test_a_kink_within_the_step_is_told(away):
    x = np.array([1.0 + away, 5.0])
    found = check(lambda x: abs(x[0] - 1.0) + x[1] ** 2, lambda x: np.array([np.sign(x[0] - 1.0), 2 * x[1]]), x)
    assert found.kinks == ((0,),)


SMOOTH = {
    "x^4": lambda x: x**4,
    "sin 9x": lambda x: np.sin(9 * x),
    "e^3x": lambda x: np.exp(3 * x),
    "high up": lambda x: 1e4 + x * x,
    "flat": lambda x: 7.0 + 0 * x,
    "straight": lambda x: 0.3 * x,
    "x^3": lambda x: x**3,
    "round": lambda x: np.sqrt(1e-3 + x * x),
}


@pytest.mark.parametrize("h", [1e-1, 1e-3, 1e-5, 1e-6])
@pytest.mark.parametrize("smooth", SMOOTH)
def test_what_only_bends_is_no_kink(smooth, h):
    for at in (0.0, 0.1, -0.7):
        assert not kinked(SMOOTH[smooth], at, h)


@pytest.mark.parametrize("h", [1e-1, 1e-3, 1e-5])
@pytest.mark.parametrize("at", np.linspace(-0.9, 0.9, 7))
def test_a_kink_is_found_wherever_in_the_step_it_is(at, h):
    assert kinked(lambda way: np.maximum(way - at * h, 0.0) + np.sin(way), 0.0, h)
    assert not kinked(lambda way: np.maximum(way - at * h, 0.0) ** 2 + np.sin(way), 0.0, h), (
        "a jump of the curvature is none"
    )


# The error against h


def rosenbrock(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def test_a_step_ten_times_shorter_errs_ten_times_less_forward_and_a_hundred_times_less_centrally():
    s = Surface.registry["rosenbrock"]()
    found = errors(rosenbrock, s.grad, [-1.06, 1.145], [1e-2, 1e-3])
    assert found.forward[0] / found.forward[1] == pytest.approx(10, rel=0.1)
    assert found.central[0] / found.central[1] == pytest.approx(100, rel=0.01)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_errors_keep_below_what_theory_allows(dtype):
    s = Surface.registry["rosenbrock"]()
    at, hs = np.array([-1.06, 1.145]), np.geomspace(1e-8 if dtype == np.float64 else 1e-4, 1e-2, 30)
    found, expected = errors(rosenbrock, s.grad, at, hs, dtype), theory(rosenbrock, s.grad, at, dtype)
    assert (found.forward < 1.2 * expected.forward(hs) + 20 * expected.rounding / hs).all()
    assert (found.central < 1.2 * expected.central(hs) + 20 * expected.rounding / hs).all()
    top = hs > 1e-3
    np.testing.assert_allclose(found.forward[top], expected.forward(hs[top]), rtol=0.05)


def test_theory_knows_the_derivatives_and_the_best_steps():
    """Of x^3 + 5 at 1: f' = 3, f'' = 6, f''' = 6, f = 6."""
    expected = theory(lambda x: x[0] ** 3 + 5, lambda x: 3 * x**2, [1.0])
    eps = np.finfo(float).eps
    assert (expected.bend, expected.twist) == (pytest.approx(6 / 2 / 3), pytest.approx(6 / 6 / 3, rel=1e-5))
    assert expected.rounding == pytest.approx(6 * eps / 3)
    assert expected.best_forward() == pytest.approx(np.sqrt(2 * eps))
    assert expected.best_central() == pytest.approx(np.cbrt(1.5 * eps))


def test_on_a_parabola_no_central_step_is_too_long():
    expected = theory(lambda x: x[0] ** 2, lambda x: 2 * x, [1.0])
    assert expected.best_central() > 1e-1 and expected.best_forward() < 1e-6


def test_theory_says_nothing_where_there_is_a_kink_within_its_reach():
    for at, known in ((0.0, False), (5e-5, False), (0.01, True)):
        expected = theory(lambda x: abs(x[0]) + x[0] ** 3, lambda x: np.sign(x) + 3 * x**2, [at])
        assert np.isfinite(expected).all() == known
        assert known or np.isnan(expected.best_central())
