"""The heights of a surface as they are drawn."""

from __future__ import annotations

import numpy as np

from app.ground import drawn
from optim_core import Surface
from optim_core.batch import grid


def test_a_picture_is_no_deeper_than_its_grid_sees():
    """Between the points of a coarse grid the floor of a narrow valley is missed: that must not look like minima."""
    surface = Surface.registry["rosenbrock"]()
    window = (0.5, 1.4, 0.0, 2.0)
    shifts = [drawn(surface, surface.value(grid(window, points, points)))[1] for points in (51, 101, 401)]
    assert shifts[0] > 3 * shifts[1] > 30 * shifts[2], "a finer grid sees deeper"
    heights, shift = drawn(surface, surface.value(grid(window, 51, 51)))
    floor = heights.min(axis=0)  # along the valley, whose floor is below 0.25 everywhere
    assert np.ptp(floor) < np.log10(0.25 / shift + 1) + 0.3


def test_a_linear_surface_is_drawn_as_it_is():
    surface = Surface.registry["bowl"]()
    values = surface.value(grid((-1, 1, -1, 1), 5, 5))
    heights, shift = drawn(surface, values)
    assert shift == 0 and heights is values


def test_a_grid_of_two_points_a_side_and_one_of_nothing_finite_can_be_drawn():
    surface = Surface.registry["rosenbrock"]()
    for values in (np.ones((2, 2)), np.full((4, 4), np.inf), np.zeros((4, 4))):
        heights, shift = drawn(surface, values)
        assert shift > 0 and not np.isnan(heights).any()


def test_a_grid_says_what_suits_a_rate_on_the_surface_as_it_is_set(client):
    steep, flat = (client.get(f"/api/surface?kind=ravine&kappa={k}&nx=3&ny=3").json() for k in (100, 2))
    assert steep["scales"]["stride"] < flat["scales"]["stride"] and steep["scales"]["length"] > 0
