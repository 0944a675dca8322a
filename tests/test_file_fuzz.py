"""Files of strangers, mangled: a recording is told of or refused, a lesson is read or said to have a fault."""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.recordings.reader import _opened
from app.teaching import shelf
from app.teaching.faults import Fault
from optim_core.recording.faults import Unreadable
from optim_core.recording.form import PARTS
from tests.spelling import drawn
from tests.test_recording import packed, whole

FILE = packed(**whole())
LESSON = shelf.OWN / "030-momentum"
ARRAYS = hnp.arrays(
    st.one_of(hnp.scalar_dtypes(), hnp.unicode_string_dtypes(max_len=5), hnp.byte_string_dtypes(max_len=5)),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=7),
)


def is_told_or_refused(data):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile and NumPy mutter at damage
        try:
            json.loads(_opened(data))
        except Unreadable as fault:
            for said in fault.text:
                assert said.endswith(".") and "\n" not in said and len(said) < 500


@st.composite
def damaged(draw, whole):
    """Some of it changed, left out, doubled, or put elsewhere."""
    for _ in range(draw(st.integers(1, 6))):
        low, high = sorted(draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
        near = min(high, low + draw(st.integers(0, 40)))
        match draw(st.integers(0, 3)):
            case 0:
                whole = whole[:low] + draw(st.binary(max_size=8)) + whole[near:]
            case 1:
                whole = whole[:low] + whole[near:]
            case 2:
                whole = whole[:near] + whole[low:near] + whole[near:]
            case 3:
                whole = whole[:high]
    return whole


@drawn(few=80, seconds=30)
@given(damaged(FILE))
def test_a_damaged_recording_is_told_or_refused(data):
    is_told_or_refused(data)


@drawn(few=40, seconds=20)
@given(st.dictionaries(st.sampled_from(sorted(PARTS)), ARRAYS, max_size=6))
def test_a_recording_of_odd_arrays_is_told_or_refused(odd):
    file = io.BytesIO()
    np.savez(file, **(whole() | odd))
    is_told_or_refused(file.getvalue())


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lessons") / LESSON.name
    folder.mkdir()
    return folder


def is_read_or_faulty(place: Path, name, data):
    for file in LESSON.iterdir():
        (place / file.name).write_bytes(data if file.name == name else file.read_bytes())
    try:
        shelf.read(place)
    except Fault as fault:
        said = str(fault)
        assert said.startswith(f"{LESSON.name}") and "Traceback" not in said


@drawn(few=25, seconds=30)
@given(st.data())
@pytest.mark.parametrize("name", ["lesson.toml", "en.md"])
def test_a_damaged_lesson_is_read_or_faulty(place, name, data):
    is_read_or_faulty(place, name, data.draw(damaged((LESSON / name).read_bytes())))


PIECES = ["[", "]", "[[step]]", "{", "}", "=", '"', "'''", "\n", ".", ",", "1e999", "nan", "-inf", "true", "9" * 400]
PIECES += [
    "1979-05-27",
    "0x",
    "step",
    "spec",
    "runs",
    "kind",
    "id",
    "# ",
    "## ",
    "$",
    "$$",
    "\\",
    "<b>",
    "](",
    "![",
    "> ",
]
PIECES += ["\u202e", "\ud7ff", "\x00", "```", "|", "---", "+++", ":::", "&#0;", "&amp", "[^1]", "![", "> "]


@drawn(few=15, seconds=30)
@given(st.sampled_from(["lesson.toml", "en.md"]), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_a_lesson_of_odd_pieces_is_read_or_faulty(place, name, text):
    whole = (LESSON / name).read_text()
    for found in (text, whole + text, text + whole):
        is_read_or_faulty(place, name, found.encode())
