"""A place in a text, shown in plain letters: the caret stands under what is meant."""

from __future__ import annotations

import pytest

from app.pointing import ROOM, pointed


@pytest.mark.parametrize(
    ("text", "at", "length", "under"),
    [
        ("x^2 + sinn(y)", 6, 4, "sinn"),
        ("x+", 2, 0, ""),
        ("x" * 300 + "?" + "y" * 300, 300, 1, "?"),
        ("?" + "y" * 300, 0, 1, "?"),
        ("y" * 300 + "?", 300, 1, "?"),
    ],
)
def test_the_caret_stands_under_what_is_meant(text, at, length, under):
    said = pointed(text, at, length)
    assert (said["at"], said["length"]) == (at, length)
    first = said["caret"].index("^")
    assert said["excerpt"][first : len(said["caret"])] == under
    assert set(said["caret"]) <= {" ", "^"} and len(said["excerpt"]) <= ROOM + 2


def test_it_may_point_just_behind_the_end():
    assert pointed("x+", 2, 1)["caret"] == "  ^"


def test_a_wide_letter_takes_two_columns():
    said = pointed("가ｘ+?", 3, 1)
    assert said["caret"] == "     ^" and pointed("ｘ", 0, 1)["caret"] == "^^"


def test_what_would_move_or_hide_the_text_is_shown_as_a_strange_sign():
    said = pointed("x\u202e\u200b\x1b\u0301\ud800\t+\n?", 9, 1)
    assert said["excerpt"] == "x\ufffd\ufffd\ufffd\ufffd\ufffd + ?" and said["caret"].index("^") == 9
