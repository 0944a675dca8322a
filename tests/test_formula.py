"""A typed formula as a surface: runs on it in every way, its letters, holes and kinks, and what is found by looking."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.batch import product, starts
from optim_core.expression.misspelt import Misspelt
from optim_core.record import Trace
from optim_core.surfaces.formula import Formula
from optim_core.trace.effort import effort
from optim_core.walk import walk
from tests.test_many import around, compared
from tests.test_trace import assert_the_same, traced, walked

TEXTS = {
    "a ravine with letters": "a*x^2 + b*y^2",
    "kinks": "abs(x - 0.3) + max(x, y)^2 + relu(y - x)",
    "branches": "where(x < y, abs(x)^3, softplus(k*y)) + 0.1*x^2",
    "ripples": "x^2 + y^2 - 3*cos(3*x)*sin(b*y)",
    "powers": "abs(x)^a + (y^2 + 1)^2.5 + e^(x/3) + 2^y",
    "one variable": "tanh(x)^2",
    "a constant": "3",
    "a plane": "a*x - y",
    "deep": "sin(x*" * 6 + "y" + ")" * 6,
    "long": "x*y + " * 62 + "x",
    "a hole": "x - log(x) + sigmoid(y)*y^2",
    "a pole": "1/x + x^2 + y^2",
}


def formula(text, **settings):
    return Formula(f=text, **({"a": 1.5, "b": 20.0, "k": -2.0} | settings))


def rule(kind, **settings):
    return Rule.registry[kind](**settings)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("kind", ["gradient-descent", "momentum", "adam", "newton"])
def test_a_run_is_compiled_and_says_what_the_walk_says(kind, name):
    r, s = rule(kind, **({} if kind == "newton" else {"lr": 0.05})), formula(TEXTS[name])
    assert_the_same(traced(r, s, s.begin(), 40), walked(r, s, s.begin(), 40))


@pytest.mark.parametrize("name", TEXTS)
def test_many_runs_end_as_the_walk_says(name):
    s = formula(TEXTS[name])
    for kind in ("momentum", "adam", "line-search"):
        compared(rule(kind, lr=0.02), s, around(s), 30, within=1e-9)
        compared(rule(kind, lr=0.02), s, around(s), 30, tolerance=0.5, within=1e-9)


@pytest.mark.parametrize("name", TEXTS)
def test_many_points_have_the_bits_of_few(name):
    s, p = formula(TEXTS[name]), np.random.default_rng(0).uniform(-3.0, 3.0, (2, 3, 5000))
    for ask in (s.value, s.grad, s.hess):
        few = np.concatenate([ask(p[..., i : i + 500]) for i in range(0, 5000, 500)], axis=-1)
        assert np.array_equal(ask(p), few, equal_nan=True)


@pytest.mark.parametrize("name", TEXTS)
def test_how_dear_a_formula_is_can_be_told(name):
    assert effort(formula(TEXTS[name])) is not None


def test_a_sweep_over_a_letter_is_its_single_runs():
    values = np.array([0.5, 1.0, 4.0])
    swept, shape = product(formula("a*x^2 + y^2"), a=values)
    batch = Trace.of(walk(rule("adam"), swept, starts((2.0, 1.0), shape), 25))
    for i, value in enumerate(values):
        alone = Trace.of(walk(rule("adam"), formula("a*x^2 + y^2", a=float(value)), (2.0, 1.0), 25))
        assert np.array_equal(batch.x[..., i], alone.x[..., 0])


def test_letters_are_numbers_like_any_other_and_those_not_used_change_nothing():
    s = formula("a*x^2 + s*y")
    assert s.letters() == ("a", "s")
    assert set(s.letters()) < set(Formula.numbers())
    assert all(setting.used_by == "f" for setting in Formula.numbers().values())
    p = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert np.array_equal(s.value(p), s.replace(q=7.0).value(p))
    assert not np.array_equal(s.value(p), s.replace(s=7.0).value(p))
    assert s.minima() is s.replace(q=7.0).minima()


def test_the_usual_formula_is_himmelblaus():
    typed, built_in = Formula(), Surface.registry["himmelblau"]()
    assert (typed.domain(), typed.scale, typed.floor()) == (built_in.domain(), built_in.scale, built_in.floor())
    assert np.array(sorted(typed.minima())) == pytest.approx(np.array(sorted(built_in.minima())), abs=1e-15)
    p = np.random.default_rng(0).uniform(-6.0, 6.0, (2, 100))
    assert np.array_equal(typed.value(p), built_in.value(p))
    assert np.array_equal(typed.grad(p), built_in.grad(p))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("log(x) + y^2", {(1, 0): True, (0, 0): False, (-1, 0): False}),
        ("sqrt(x*y)", {(1, 1): True, (0, -1): True, (-1, -1): True, (-1, 1): False}),
        ("1/x", {(1e-300, 0): True, (0, 0): False}),
        ("x^-2", {(0, 0): False, (-1, 0): True}),
        ("x^0.5 + y^1.5", {(0, 0): True, (1, -1): False, (-1, 1): False}),
        ("x^-0.5", {(0, 0): False, (1, 0): True}),
        ("x^y", {(-2, 3): False, (-2, 0.5): False, (0, -1): False, (0, 0): True}),
        ("x^n", {(-2, 0): True, (0, 0): True}),
        ("where(x > 0, log(x), y)", {(-1, 0): True, (0, 0): True, (2, 0): True}),
        ("where(x > 0, y, log(x))", {(-1, 0): False, (2, 0): True}),
        ("0*log(x)", {(-1, 0): False, (1, 0): True}),
        ("1/(x - x)", {(1, 1): False}),
        ("log(-1)", {(1, 1): False}),
        ("x + 1/0", {(1, 1): False}),
        ("exp(exp(exp(x))) + log(1 + exp(exp(exp(x))))", {(50, 0): True}),
    ],
)
def test_a_hole_is_where_a_function_is_given_what_it_has_no_answer_to(text, places):
    s = Formula(f=text)
    assert s.inside(np.array(list(places), dtype=float).T).tolist() == list(places.values())
    assert [bool(s.inside(np.array(place, dtype=float))) for place in places] == list(places.values())
    assert s.holes or all(places.values())


@pytest.mark.parametrize(
    "text",
    (
        *("log(1 + x^2)", "sqrt(x^2 + y^2)", "1/(1 + exp(x))", "log(softplus(x) + abs(y))", "2^y^2 + 1"),
        *("sqrt(abs(x))", "1/(2 + sin(x))", "log(max(x, 1))", "x/2", "(x^2)^0.5", "exp(x)^y", "tan(sin(x))"),
        *("where(x > 0, log(x), 0)", "where(x < 0, -x, sqrt(x))", "where(0.5 <= x, 1/x + x^0.5, 2)"),
        *("where(0 < x < 1, log(x)/x, 1)", "where(x <= 0, 0, where(y > 0, sqrt(y), log(x)))"),
    ),
)
def test_what_is_given_only_what_it_can_take_has_no_holes(text):
    assert not Formula(f=text).holes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x^2 + sin(y)", ()),
        ("abs(x) + relu(y) + abs(y)", ("abs", "relu")),
        ("max(x, y) + where(x < 0, 1, 2)", ("max", "where")),
        ("sqrt(x^2 + y^2)", ("sqrt",)),
        ("sqrt(x)", ()),
        ("abs(3) + x", ()),
    ],
)
def test_the_functions_that_bend_sharply_are_known(text, names):
    assert Formula(f=text).kinks() == names


def test_how_near_a_kink_is_is_a_distance():
    p = np.array([[3.0, 0.5], [0.0, -4.0]])
    assert Formula(f="abs(2*x) + y").to_kink(p) == pytest.approx([3.0, 0.5])
    assert Formula(f="max(x, y)").to_kink(p) == pytest.approx(np.array([3.0, 4.5]) / np.sqrt(2.0))
    assert np.isinf(Formula(f="x*y").to_kink(p)).all()


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("abs(x)", 0.0),
        ("relu(x)", 0.0),
        ("max(x, 3*x)", 2.0),
        ("min(x, 3*x)", 2.0),
        ("where(x < 0, x, 5*x)", 5.0),
        ("where(x > 0, sqrt(x), x)", 1.0),
    ],
)
def test_at_a_kink_the_slope_is_the_stated_one(text, slope):
    assert Formula(f=text).grad(np.zeros((2, 1)))[0, 0] == slope


@pytest.mark.parametrize(
    ("text", "minima", "floor"),
    [
        ("(x - 1)^2 + 20*(y + 2)^2", [(1.0, -2.0)], 0.0),
        ("(x^2 - 1)^2 + y^2 + 0.3*x", [(-1.03558, 0.0), (0.96015, 0.0)], -0.30543),
        ("x^4 + y^4", [(0.0, 0.0)], 0.0),
        ("x", [], None),
        ("x^2 - y^2", [], None),
        ("(x*y - 1)^2", [], None),
        ("1/(x - x)", [], None),
        ("x - log(x) + y^2", [(1.0, 0.0)], 1.0),
    ],
)
def test_minima_are_found_by_looking(text, minima, floor):
    s = Formula(f=text)
    assert np.reshape(s.minima(), (-1, 2)) == pytest.approx(np.reshape(minima, (-1, 2)), abs=1e-4)
    assert s.floor() == (None if floor is None else pytest.approx(floor, abs=1e-4))
    for minimum in s.minima():
        assert np.abs(s.grad(np.array(minimum))).max() <= 1e-9


@pytest.mark.parametrize("text", [*TEXTS.values(), "sqrt(x - 4) + y", "log(-x)", "exp(exp(exp(x)))", "1/(x - x)"])
def test_there_is_always_a_start_a_floor_or_none_and_a_rate(text):
    s = formula(text)
    begin = np.array(s.begin())
    if s.inside(np.random.default_rng(0).uniform(-6.0, 6.0, (2, 1000))).any():
        assert s.inside(begin)
        assert np.isfinite(s.value(begin))
    assert all(np.isfinite(scale) and scale > 0.0 for scale in s.scales().values())
    assert s.scale in ("linear", "log")


@pytest.mark.parametrize("text", ["log(x) + abs(y)", "abs(x) + abs(y)", "sqrt(x) + sqrt(y)", "sqrt(x^2 + y^2)"])
def test_beside_kinks_and_holes_the_first_step_stays_near(text):
    s = formula(text)
    first = s.scales()["stride"] * np.hypot(*s.grad(np.array(s.begin())))
    assert first <= s.scales()["length"] / 20 * (1 + 1e-9)


def test_only_what_bends_alike_everywhere_is_quadratic():
    assert Formula(f="a*x^2 + x*y - 3*y^2 + x").quadratic
    for text in ("x^3", "abs(x)", "where(x < 0, x^2, 2*x^2)", "1/(x - x)"):
        assert not Formula(f=text).quadratic


@pytest.mark.parametrize("window", [(1.0, 1.0, 0.0, 1.0), (0.0, 1.0, 2.0, -2.0), (0.0, np.nan, 0.0, 1.0)])
def test_a_window_that_is_none_is_refused(window):
    with pytest.raises(ValueError, match="window"):
        Formula(domain=window)


def test_a_slip_is_refused_at_once():
    with pytest.raises(Misspelt):
        Formula(f="2x")


def test_a_formula_that_has_been_used_travels_to_a_worker():
    s = formula("a*x^2 + log(y)", domain=(-1.0, 1.0, 0.0, 2.0))
    s.begin()
    there = pickle.loads(pickle.dumps(s))
    p = np.array([[0.5], [1.5]])
    assert there.domain() == s.domain()
    assert np.array_equal(there.grad(p), s.grad(p))


@pytest.mark.parametrize(
    ("text", "minima"),
    [
        ("sqrt((x - 1)^2 + (y - 2)^2)", [(1.0, 2.0)]),
        ("max(abs(x - 0.37), abs(y + 0.21))", [(0.37, -0.21)]),
        ("where(x < 0, -x, 2*x) + y^2", [(0.0, 0.0)]),
        ("100*abs(x - 0.3*y) + 0.01*y^2", [(0.0, 0.0)]),
        ("sqrt(abs(x - 0.3)) + sqrt(abs(y + 0.7))", [(0.3, -0.7)]),
        ("relu(1 - x) + relu(1 + y) + 0.1*(x^2 + y^2)", [(1.0, -1.0)]),
        ("abs(x)", []),
        ("max(x, y)", []),
        ("relu(x) + relu(y)", []),
        ("where(x > 0, 1, 0) + y^2", []),
        ("100*abs(x - 0.3*y) + 0.01*y", []),
    ],
)
def test_minima_at_kinks_are_found_and_level_lines_are_none(text, minima):
    s = Formula(f=text)
    assert np.reshape(s.minima(), (-1, 2)) == pytest.approx(np.reshape(minima, (-1, 2)), abs=1e-7)
    assert (s.floor() is not None) == bool(minima)
    assert all(np.isfinite(scale) for scale in s.scales().values())


def test_of_many_equal_minima_those_nearest_the_middle_are_kept():
    s = Formula(f="sin(3*x)*cos(3*y)")
    away = np.hypot(*np.array(s.minima()).T)
    assert len(away) == 20 < s.minima_found()
    assert (np.diff(away) > -1e-6).all()
    assert away.max() < 4.0


def test_poles_of_the_tangent_are_told_as_those_of_a_fraction_are():
    assert Formula(f="tan(x)").holes and Formula(f="1/cos(x)").holes and Formula(f="tan(2*tanh(x))").holes
    assert Formula(f="tan(x)").inside(np.array([[0.0, 1.0, 2.0], [0.0, 0.0, 0.0]])).all()


def test_points_on_their_own_are_no_domain():
    s = Formula(f="x^x + y^2")
    assert s.minima() == (pytest.approx((np.exp(-1.0), 0.0)),)
    assert s.floor() == pytest.approx(np.exp(-1.0 / np.e))
