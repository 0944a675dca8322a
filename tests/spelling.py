"""Texts that are formulas, that nearly are, and that are anything at all: for tests that draw them."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st

from optim_core.expression.grammar import ATOMS, COMPARISONS, FUNCTIONS, LONGEST

# `make fuzz` asks for many, drawn anew each time; the suite for the same few.
MANY = int(os.environ.get("RAVINE_FUZZ", "0"))


def drawn(few, seconds):
    """How many examples, and how long one of them may take: alone on a machine it takes a tenth of that."""
    return settings(
        max_examples=MANY or few, deadline=1000 * seconds, derandomize=not MANY, database=None, print_blob=True
    )


NUMBERS = st.one_of(
    st.sampled_from(["0", "1", "2", "0.5", ".5", "1.", "1e-300", "1e15", "64", "1e3", "3.14159", "007"]),
    st.floats(0, 1e15, allow_nan=False).map(repr),
    st.integers(0, 10**16).map(str),
)
SPACES = st.sampled_from(["", "", "", " ", "  ", "\n", "\t", "\u00a0"])
UNICODE = st.text(st.characters(), max_size=60)  # halves of pairs, too
PIECES = [*FUNCTIONS, *ATOMS, *COMPARISONS, *"+-*/^(),. ", "**", "//", "e", "1e", "=", "==", "and", "²", "×", "−", "π"]
PIECES += ["\u200b", "\ud800", "\u202e", "ｘ", "٣", "x" * 30, "(" * 45, ")" * 45, "^64", "^-64", "f(x,y)=", "$", "\\"]


def _operation(inner):
    def joined(parts):
        return "".join(parts)

    call = st.one_of(
        *(
            st.tuples(st.just(name), st.just("("), *_arguments(inner, function.takes), st.just(")")).map(joined)
            for name, function in FUNCTIONS.items()
            if name != "where"
        )
    )
    condition = st.tuples(inner, st.sampled_from(COMPARISONS), inner).map(joined)
    where = st.tuples(condition, inner, inner).map(lambda three: f"where({','.join(three)})")
    sides = st.tuples(inner, SPACES, st.sampled_from(["+", "-", "*", "/", "^", "**"]), SPACES, inner).map(joined)
    return st.one_of(sides, sides, call, where, inner.map("({})".format), inner.map("-{}".format))


def _arguments(inner, takes):
    yield inner
    for _ in range(takes - 1):
        yield from (st.just(","), inner)


FORMULAS = st.recursive(st.one_of(NUMBERS, st.sampled_from(ATOMS)), _operation, max_leaves=40)


@st.composite
def mangled(draw):
    """A formula after some slips: a piece put in, left out, doubled or moved."""
    text = draw(FORMULAS)
    for _ in range(draw(st.integers(1, 4))):
        at, to = (draw(st.integers(0, len(text))) for _ in range(2))
        low, high = sorted((at, to))
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
            case 1:
                text = text[:low] + text[high:]
            case 2:
                text = text[:high] + text[low:high] * draw(st.integers(1, 9)) + text[high:]
            case 3:
                text = text[high:] + text[low:high] + text[:low]
    return text[: 2 * LONGEST]


TEXTS = st.one_of(FORMULAS, FORMULAS, mangled(), mangled(), st.lists(st.sampled_from(PIECES)).map("".join), UNICODE)
