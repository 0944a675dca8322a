"""Backpropagation through NumPy code: against the gradients that somebody worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Surface
from optim_core.backprop import FLAT, Recorded, Unknown, gradient, inner, last_term, recorded, slope_of, slopes
from optim_core.gradcheck import check
from tests.test_surfaces import points

BY_HUNDREDS = {"tumours", "network-slice"}  # their values add up hundreds of examples, chunk by chunk


@pytest.mark.parametrize("kind", sorted(set(Surface.registry) - BY_HUNDREDS))
def test_the_gradient_of_every_surface_follows_from_its_value(kind):
    surface = Surface.registry[kind]()
    p = points(surface, 200)
    stated = surface.grad(p)
    np.testing.assert_allclose(gradient(surface.value, p), stated, rtol=1e-12, atol=1e-14 * np.abs(stated).max())


ONE = (
    "exp",
    "expm1",
    "log",
    "log1p",
    "sqrt",
    "square",
    "absolute",
    "reciprocal",
    "sin",
    "cos",
    "tan",
    "tanh",
    "arctan",
)
TWO = ("add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "logaddexp", "hypot")


@pytest.mark.parametrize("name", ONE)
def test_the_slope_of_every_function_is_that_of_its_values(name):
    function, x = getattr(np, name), np.array([0.3, 1.7])
    found = check(lambda p: np.sum(function(p)), lambda p: slope_of(name, p, function(p)), x)
    assert found.band.name == "happy", found


@pytest.mark.parametrize("name", TWO)
def test_the_slopes_of_every_function_of_two_numbers_are_those_of_its_values(name):
    function = getattr(np, name)
    found = check(lambda p: function(*p), lambda p: gradient(lambda q: function(*q), p), np.array([0.7, 1.9]))
    assert found.band.name == "happy", found


def test_at_a_kink_it_takes_half_of_both_sides():
    at = np.array([[0.0], [0.0]])
    assert gradient(lambda p: np.abs(p[0]) + np.maximum(p[1], 0.0), at).ravel().tolist() == [0.0, 0.5]
    assert gradient(lambda p: np.where(p[0] > 0, p[0], 3.0 * p[1]), at).ravel().tolist() == [0.0, 3.0]


def test_what_is_used_twice_is_counted_twice():
    def f(p):
        u = p[0] * p[1]
        return u * u + u

    assert gradient(f, np.array([2.0, 3.0])).tolist() == [39.0, 26.0]


def test_what_does_not_move_the_value_has_no_slope():
    p = np.ones((2, 3))
    np.testing.assert_array_equal(gradient(lambda q: q[0] * 2.0, p), [[2.0] * 3, [0.0] * 3])
    for op in FLAT:
        assert not Recorded(1.0, op, [Recorded(1.0, moves=True)]).moves


@pytest.mark.parametrize(
    "f", [lambda p: 7.0, lambda p: np.cbrt(p[0]), lambda p: np.sort(p[0]), lambda p: p[0] if p[1] else 0]
)
def test_what_has_no_slope_by_rule_is_said_to(f):
    with pytest.raises((Unknown, TypeError)):
        gradient(f, np.ones((2, 1)))


def of(f):
    """f asked at (3, 2), and its inputs."""
    return recorded(f, np.array([3.0, 2.0]))


def test_the_last_term_is_found_behind_factors_and_numbers():
    for f, rest in (
        (lambda p: p[0] * p[0] + 5.0 * p[1], [6, 0]),
        (lambda p: 7.0 - 0.5 * (p[0] - p[1]) / 2.0, [-0.25, 0]),
        (lambda p: (1.0 - p[0]) + p[0] * p[1] + 4.0, [-1, 0]),
    ):
        answer, inputs = of(f)
        term = last_term(answer)
        assert slopes(answer, inputs, lambda part, place: (id(part), place) == term).tolist() == rest  # noqa: B023
    for f in (lambda p: p[0] * p[1], lambda p: np.exp(p[0] + p[1]), lambda p: 1.0 / (p[0] + p[1]), lambda p: p[0]):
        assert last_term(of(f)[0]) is None


def test_inner_functions_are_told_from_outer_ones():
    for f, bare in (
        (lambda p: np.sin(3.0 * p[0]) + p[1], [np.cos(9.0), 1]),  # no 3
        (lambda p: 1.0 / (p[0] * p[0]), [-1 / 81, 0]),  # of 1 / u with u = 9
        (lambda p: (p[0] * p[1]) * 2.0, None),
        (lambda p: np.exp(p[0]) + p[1] * p[1], None),
    ):
        answer, inputs = of(f)
        assert bool(inner(answer)) == (bare is not None)
        if bare:
            assert slopes(answer, inputs, bare=inner(answer)).tolist() == pytest.approx(bare)
