"""The outlines of the holes of a surface, and where the words about them stand."""

from __future__ import annotations

import numpy as np
import pytest

from app.holes import FINE, MOST, holes
from optim_core import Surface
from tests.holed_surface import Pond, Shore


def area(rings):
    """Of all closed lines together, those around insides of insides taken off."""
    return abs(sum(0.5 * np.sum(r[:, 0] * np.roll(r[:, 1], -1) - np.roll(r[:, 0], -1) * r[:, 1]) for r in rings))


class Cut(Surface, kind=None):
    """No value wherever a test says so."""

    holes = True

    def __init__(self, missing):
        object.__setattr__(self, "missing", missing)

    def inside(self, p):
        return ~self.missing(*p)


def test_a_surface_without_holes_and_a_window_that_shows_none_have_none():
    assert holes(Surface.registry["bowl"](), (-1, 1, -1, 1)) is None
    assert holes(Shore(), (1, 3, -1, 1)) is None


def test_the_shore_is_a_straight_line():
    found = holes(Shore(), (-1, 3, -2, 2))
    (ring,) = found.rings
    assert len(ring) <= 6, "no point where it does not turn"
    assert area([ring]) == pytest.approx(0.25, abs=0.01)
    assert ring[:, 0].max() == pytest.approx(0.25, abs=2 / FINE)


def test_a_pond_is_round_and_its_words_stand_in_its_middle():
    found = holes(Pond(), (-3, 3, -3, 3))
    (ring,) = found.rings
    away = np.hypot(*(ring * 6 - 3).T)
    assert np.abs(away - 1).max() < 0.02
    assert found.room == pytest.approx((0.5, 0.5, 1 / 3, 1 / 3), abs=0.03)


def test_an_island_in_a_hole_is_land():
    found = holes(Cut(lambda x, y: (np.hypot(x, y) < 2) & (np.hypot(x, y) > 1)), (-3, 3, -3, 3))
    assert len(found.rings) == 2
    assert 36 * area(found.rings) == pytest.approx(3 * np.pi, rel=0.02)


def test_the_words_stand_inside_one_hole_of_several():
    missing = lambda x, y: x * y < 0  # noqa: E731
    found = holes(Cut(missing), (-2, 2, -2, 2))
    u, v, width, height = found.room
    for du, dv in ((-width, 0), (width, 0), (0, -height), (0, height)):
        assert missing(4 * (u + 0.49 * du) - 2, 4 * (v + 0.49 * dv) - 2)
    assert width > 0.4 and height > 0.4


def test_a_line_or_a_point_without_a_value_is_no_hole_to_be_drawn():
    assert holes(Cut(lambda x, y: x == 0.0), (-1, 1, -1, 1)) is None
    assert holes(Cut(lambda x, y: (x == 0.0) & (y == 0.0)), (-1, 1, -1, 1)) is None
    assert len(holes(Cut(lambda x, y: (x < 0.5) & (x != 0.0)), (-1, 1, -1, 1)).rings) == 1, "nor is it land"


def test_a_sieve_is_drawn_coarsely():
    """As a fine one would be a large answer; a chequered one of a hundred fields is drawn as it is."""

    def chequered(fields):
        return Cut(lambda x, y: np.sin(fields * np.pi * x) * np.sin(fields * np.pi * y) < 0)

    fine, coarse = (holes(chequered(fields), (-0.987, 1.013, -0.991, 1.009)) for fields in (5, 70))
    assert len(fine.rings) == 60, "those at the rim of the window included"
    assert sum(map(len, coarse.rings)) <= MOST


def test_where_there_is_no_room_there_are_no_words():
    assert holes(Cut(lambda x, y: np.abs(x) < 0.02), (-1, 1, -1, 1)).room is None
