"""Typed formulas: what is read and what is refused, exact slopes, holes and kinks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from optim_core.expression.expression import Expression, expression
from optim_core.expression.misspelt import Misspelt

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
    ],
)
def test_signs_and_powers_bind_as_in_mathematics(text, value):
    assert expression(text).height(np.float64(3.0), np.float64(2.0))[0] == pytest.approx(value, rel=1e-15)


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
    ],
)
def test_a_slip_is_shown_at_its_place_with_what_to_write_instead(text, at, length, write):
    said = refused(text)
    assert (said.at, said.length) == (at, length)
    assert said.text.en.endswith(f"write {write}")
    assert write in said.text.ko
    assert f"character {at + 1}:" in said.text.en
    assert f"{at + 1}번째 글자" in said.text.ko
