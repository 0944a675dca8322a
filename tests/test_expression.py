"""Typed formulas: what is read and what is refused, exact slopes, holes and kinks."""

from __future__ import annotations

import json
from pathlib import Path

import latex2mathml.converter
import numpy as np
import pytest

import optim_core  # noqa: F401  (registers the surfaces)
from optim_core.expression.expression import Expression, expression
from optim_core.expression.grammar import FUNCTIONS, LETTERS, example
from optim_core.expression.latex import latex, tidy
from optim_core.expression.misspelt import Misspelt
from optim_core.surface import Surface
from optim_core.surfaces.formula import Formula
from tests.random_formulas import ONE, TWO, drawn

KNOWN = json.loads((Path(__file__).parent / "data" / "surfaces.json").read_text())["surfaces"]
HOSTILE = json.loads((Path(__file__).parent / "data" / "hostile_formulas.json").read_text())["expressions"]


def typed(entry):
    """The text of an entry, repetitions written out."""
    text = entry["input"]
    return text if isinstance(text, str) else "".join(piece * times for piece, times in text["rep"])


def refused(text):
    """What is said of a text that is no formula."""
    with pytest.raises(Misspelt) as caught:
        expression(text)
    return caught.value


@pytest.mark.parametrize("entry", [e for e in HOSTILE if e["expect"] == "reject"], ids=lambda e: e["id"])
def test_what_is_no_formula_is_refused_with_a_sentence_and_its_place(entry):
    text = typed(entry)
    said = refused(text)
    assert 0 <= said.at <= said.at + said.length <= len(text)
    assert 0 < len(said.text.en) < 250
    assert 0 < len(said.text.ko) < 250
    assert said.text.en.isprintable()
    assert said.text.ko.isprintable()


@pytest.mark.parametrize("entry", [e for e in HOSTILE if e["expect"] != "reject"], ids=lambda e: e["id"])
def test_what_is_a_formula_has_a_value_or_none_but_never_an_error(entry):
    found = Expression(typed(entry))
    x, y = np.random.default_rng(0).uniform(-3.0, 3.0, (2, 50))
    with np.errstate(all="ignore"):
        (value,) = found.height(x, y)
        finite = np.isfinite(np.broadcast_to(value, 50))
        for part in (*found.slopes(x, y), *found.curvatures(x, y)):
            assert np.shape(part) in ((), (50,))
    assert finite.all() or entry["expect"] == "nonfinite"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-x^2", -9.0),
        ("2^-x", 0.125),
        ("2^x^y", 2.0**9),
        ("x--y", 5.0),
        ("x**2/y", 4.5),
        ("x/2/y", 0.75),
        ("x-y-1", 0.0),
        ("e^x", np.exp(3.0)),
        ("where(x < y, 1, 2)", 2.0),
        ("where(0 < x <= 3, 1, 2)", 1.0),
        ("min(x, y) + max(x, y)", 5.0),
        ("0^0", 1.0),
        ("sigmoid(0) + softplus(0) - log(2)", 0.5),
        ("relu(-x) + abs(-y)", 2.0),
        ("x + 1/0", np.inf),
        ("-1/0", -np.inf),
        ("x/(1 - 1/0)", 0.0),
    ],
)
def test_signs_and_powers_bind_as_in_mathematics(text, value):
    assert expression(text).height(np.float64(3.0), np.float64(2.0))[0] == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", ["arctan(x)", "inf", "nan", "mask", "f(x)", "t"])
def test_what_is_like_nothing_known_is_answered_with_what_is(text):
    said = refused(text)
    assert said.code == "name"
    assert all(name in said.text.en and name in said.text.ko for name in (*FUNCTIONS, *LETTERS))


def test_formulas_drawn_at_random_use_every_function():
    assert {*ONE, *TWO, "where"} == set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_grammar_is_complete(name):
    found = expression(example(name))
    assert latex(found.value)
    assert {kink.name for kink in found.kinks} <= {kink for kink, function in FUNCTIONS.items() if function.kink}
    assert all(np.isfinite(part) for part in (*found.slopes(0.5, 0.25), *found.curvatures(0.5, 0.25)))


@pytest.mark.parametrize("text", ["(1e15)^64*x", "1e15^-64 + x", "exp(1000)*x", "x/0", "0^-1*y", "log(0)", "x^0"])
def test_numbers_beyond_what_floats_hold_are_no_error(text):
    surface = Formula(f=text)
    assert surface.hess(np.array([[0.5], [0.5]])).shape == (2, 2, 1)
    assert surface.lines()


def test_a_slope_beyond_what_floats_hold_is_written_as_infinite():
    assert tidy(expression("*".join(["1e15"] * 25) + "*x").gradient[0]) == r"\infty"
    assert tidy(expression("x*" + "*".join(["1e15"] * 25) + "*y").gradient[0]) == r"\infty y"


@pytest.mark.parametrize(
    ("text", "at", "length", "write"),
    [
        ("2x + y", 0, 2, "2*x"),
        ("1 + xy", 4, 2, "x*y"),
        ("3 + ln(x)", 4, 2, "log(x)"),
        ("x + sinx", 4, 4, "sin(x)"),
        ("x(y+1)", 0, 2, "x*("),
        ("sqr(x)", 0, 3, "sqrt(x)"),
        ("Exp(x)", 0, 3, "exp(x)"),
        ("x × y", 2, 1, "*"),
        ("x²", 1, 1, "^2"),
        ("2 sin(x)", 0, 5, "2*sin("),
        ("(x)(y)", 2, 2, ")*("),
        ("1 + sin^2(x)", 4, 3, "sin(x)^2"),
        ("xsin(y)", 0, 4, "x*sin(…)"),
        ("max(x, y, x*y)", 0, 14, "max(x, max(y, x*y))"),
        ("min(x, y, 1, a)", 0, 15, "min(x, min(y, min(1, a)))"),
        ("x1 + y", 0, 2, "x or y"),
        ("a*x + 0x10", 6, 4, "16"),
        ("sign(x)", 0, 4, "where(x < 0, -1, where(x > 0, 1, 0))"),
        ("where(x < 0 and y < 0, 1, 2)", 12, 3, "where(x < 0, where(y < 0, 1, 2), 2)"),
        ("where(x < 0 || y < 0, 1, 2)", 12, 2, "where(x < 0, 1, where(y < 0, 1, 2))"),
        ("1，5*x", 1, 1, "."),
        ("max(x，y)", 5, 1, ","),
        ("maximum(x, y)", 0, 7, "max(x, y)"),
        ("2*х", 2, 1, "x"),  # a Cyrillic letter
        ("X^2", 0, 1, "x"),
        ("axy", 0, 3, "a*x*y"),
    ],
)
def test_a_slip_is_shown_at_its_place_with_what_to_write_instead(text, at, length, write):
    said = refused(text)
    assert (said.at, said.length) == (at, length)
    assert said.text.en.endswith((f"write {write}", f": {write}"))
    assert write in said.text.ko
    assert f"character {at + 1}:" in said.text.en
    assert f"{at + 1}번째 글자" in said.text.ko


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("x2 + y", "either", ("x^2", "x*2")),
        ("where(x == 0, 1, 2)", "unequal", ("“==”", "<=")),
        ("where(x = 0, 1, 2)", "unequal", ("“=”", "<=")),
        ("y = x^2", "equals", ()),
        ("x\x00", "character", ("U+0000",)),
        ("x\u200b", "character", ("U+200B",)),
        ("1e-400*x", "vanishing", ("1e-400", "1e-300")),
    ],
)
def test_what_else_is_wrong_is_said_with_what_may_be_meant(text, code, says):
    said = refused(text)
    assert said.code == code
    assert all(word in said.text.en and word in said.text.ko for word in says)


@pytest.mark.parametrize(
    "name", ["asin", "atan2", "asinh", "sinc", "elu", "gelu", "mod", "floor", "erf", "inf", "nan", "i", "tau", "median"]
)
def test_nothing_is_suggested_that_means_something_else(name):
    assert refused(f"{name}(x)").code == "name"


@pytest.mark.parametrize(
    "text",
    [
        *("f(x,y) = x^2 + y", "f(x, y)= x^2 + y", "f = x^2 + y", " z=x^2 + y", "$x^2 + y$", "$$f(x, y) = x^2 + y$$"),
        *("x^2\n + y", "x^2\r\n+\ty\n", "x^2\u00a0+ y", "f(x, y)\n  = x^2 + y"),
    ],
)
def test_what_comes_along_with_a_copied_formula_is_left_out(text):
    assert latex(expression(text).value) == "x^{2} + y"
    kept = Formula(f=text).f
    assert set(kept) <= set("x^2+y ") and kept.isprintable()
    wrong = text.replace("2", "2 z")
    assert refused(wrong).at == wrong.index("2 z") + 2


def terms_of(text, p, **letters):
    """Value, gradient and Hessian of a formula at points (2, n), each entry (n,)."""
    found = expression(text)
    numbers = [np.float64(letters[letter]) for letter in found.letters]
    with np.errstate(all="ignore"):
        parts = [*found.height(*p, *numbers), *found.slopes(*p, *numbers), *found.curvatures(*p, *numbers)]
    return np.array([np.broadcast_to(part, p.shape[1:]) for part in parts], dtype=float)


TYPED = {json.dumps(e["surface"]): e for e in KNOWN if not e.get("data") and "Piecewise" not in e["formula"]}


@pytest.mark.parametrize("kind", TYPED)
def test_a_surface_typed_as_a_formula_is_that_surface(kind):
    settings = dict(TYPED[kind]["surface"])
    built_in = Surface.registry[settings.pop("kind")](**settings)
    x_min, x_max, y_min, y_max = built_in.domain()
    p = np.random.default_rng(1).uniform([[x_min], [y_min]], [[x_max], [y_max]], (2, 300))
    value, gx, gy, xx, xy, yy = terms_of(TYPED[kind]["formula"].replace("E", "e"), p)
    for ours, theirs in (
        (value, built_in.value(p)),
        ((gx, gy), built_in.grad(p)),
        (((xx, xy), (xy, yy)), built_in.hess(p)),
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12 * np.abs(theirs).max())


def test_slopes_are_those_of_small_steps():
    """Of formulas drawn at random, at points where they are smooth enough for differences to tell."""
    rng = np.random.default_rng(7)
    letters = {"a": 0.7, "b": -1.3}
    compared = 0
    for text in (drawn(rng) for _ in range(300)):
        p = rng.uniform(-2.0, 2.0, (2, 40))
        told = terms_of(text, p, **letters)
        for axis, pairs in enumerate((((0, 1), (1, 3), (2, 4)), ((0, 2), (1, 4), (2, 5)))):
            step = 1e-5 * np.eye(2)[axis][:, None]
            with np.errstate(all="ignore"):
                at = [terms_of(text, p + k * step, **letters) for k in (-2, -1, 1, 2)]
                near, far = (at[2] - at[1]) / 2e-5, (at[3] - at[0]) / 4e-5
                size = 1.0 + np.abs(at).max(axis=0) + np.abs(near)
                smooth = (
                    (np.abs(near - far) <= 1e-7 * size) & (size < 1e5) & (np.abs(told[0]) < 1e5)
                )  # else they tell nothing
            for of, slope in pairs:
                assert (np.abs(told[slope] - near[of]) <= 1e-5 * size[of])[smooth[of]].all(), text
                compared += int(smooth[of].sum())
    assert compared > 30_000


@pytest.mark.parametrize(
    ("text", "typeset", "slope"),
    [
        ("(a-x)^2+b*(y-x^2)^2", "(a - x)^{2} + b (y - x^{2})^{2}", "-2 (a - x) - 4 b x (y - x^{2})"),
        ("x/y", r"\frac{x}{y}", r"\frac{1}{y}"),
        ("-2*x*-3", "-2 x (-3)", "6"),
        ("sin(pi*x)^2", r"\sin^{2}(\pi x)", r"2 \pi \sin(\pi x) \cos(\pi x)"),
        (
            "where(x < 0, -x, y)",
            r"\begin{cases} -x & x < 0 \\ y & x \ge 0 \end{cases}",
            r"\begin{cases} -1 & x < 0 \\ 0 & x \ge 0 \end{cases}",
        ),
        (
            "where(0 < x < 1, a*x^2, y)",
            r"\begin{cases} a x^{2} & 0 < x < 1 \\ y & 0 \ge x \;\lor\; x \ge 1 \end{cases}",
            r"\begin{cases} 2 a x & 0 < x < 1 \\ 0 & 0 \ge x \;\lor\; x \ge 1 \end{cases}",
        ),
        ("max(x, y)", r"\max(x, y)", r"\begin{cases} 1 & x > y \\ 0 & x < y \\ 0.5 & x = y \end{cases}"),
        ("sqrt(x) + log(x)", r"\sqrt{x} + \ln(x)", r"\frac{1}{2 \sqrt{x}} + \frac{1}{x}"),
        ("e^(2*x) * 1e-7", r"e^{2 x} \cdot 10^{-7}", r"2 \cdot 10^{-7} e^{2 x}"),
    ],
)
def test_a_formula_and_its_slope_are_set_as_they_are_written_by_hand(text, typeset, slope):
    found = expression(text)
    assert latex(found.value) == typeset
    assert tidy(found.gradient[0]) == slope


def test_every_formula_becomes_mathml_without_leftovers():
    rng = np.random.default_rng(3)
    for text in (drawn(rng) for _ in range(100)):
        surface = Formula(f=text)
        for line in (*surface.lines(), *surface.gradient_lines()):
            made = latex2mathml.converter.convert(line)
            assert "\\" not in made, text
            assert made.count("<mtr>") == line.count("&"), text
