"""Whatever is typed: a formula of which everything can be told, or one sentence; soon, and with little memory."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import optim_core  # noqa: F401  (registers the surfaces)
from app import i18n
from app.declared import build, model_of
from app.grids import drawing
from app.sentences import refusal
from app.typed_api import _about
from app.windows import Window
from app.wire import dumps
from optim_core import geometry
from optim_core.graphs import ordered
from optim_core.surfaces.formula import Formula
from tests.coroutines import finish
from tests.spelling import FORMULAS, TEXTS, drawn

TERMS = 40_000  # of value, gradient and Hessian of the longest formula that is allowed, each counted once
PLACES = st.lists(
    st.tuples(*[st.one_of(st.sampled_from([0.0, -0.0, 1.0, -1.0, 1e6, -1e6, 1e-300]), st.floats(-10, 10))] * 2),
    min_size=1,
    max_size=5,
)


def checked(text):
    """The surface that a text spells, as a request has it; None where it spells none, in one sentence."""
    try:
        named = model_of(Formula).model_validate({"f": text})
    except ValidationError as error:
        for language in i18n.LANGUAGES:
            said = refusal(error, language)
            assert said.field == "f" and said.sentence.endswith((".", "…")) and "\n" not in said.sentence
            assert 0 < len(said.sentence) < 600
            dumps(said.place).encode()
        return None
    return build(Formula, named), named


@drawn(few=70, seconds=30)
@given(TEXTS)
def test_whatever_is_typed_is_told_or_refused(text):
    found = checked(text)
    if found is None:
        return
    surface, named = found
    spelt = surface.expression
    for language in i18n.LANGUAGES:
        dumps(_about(named, language)).encode()  # all numbers finite, no half of a pair
    assert len([*ordered((spelt.value, *spelt.gradient, *spelt.hessian))]) < TERMS
    dumps(finish(drawing(surface, Window(nx=21, ny=21)))).encode()


@drawn(few=50, seconds=30)
@given(FORMULAS, PLACES)
def test_a_formula_of_the_grammar_has_numbers_of_the_right_shape_everywhere(text, places):
    found = checked(text)
    if found is None:
        return
    surface, _ = found
    p = np.array(places).T
    with np.errstate(all="ignore"):
        value, grad, hess = surface.value(p), surface.grad(p), surface.hess(p)
    assert np.shape(value) == (len(places),)
    assert np.shape(grad) == p.shape and np.shape(hess) == (2, *p.shape)
    for part in (value, grad, hess):
        assert np.asarray(part).dtype == np.float64
    for i, place in enumerate(places):  # one by one the same numbers
        with np.errstate(all="ignore"):
            alone = surface.value(p[:, i : i + 1])
        np.testing.assert_array_equal(alone[0], value[i])
        geometry.at(surface, place)
