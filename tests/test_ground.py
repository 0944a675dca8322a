"""The heights of a surface as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from app.ground import drawn, grown
from optim_core import Surface
from optim_core.batch import grid
from optim_core.edge import valued


def test_a_picture_is_no_deeper_than_its_grid_sees():
    """Between the points of a coarse grid the floor of a narrow valley is missed: that must not look like minima."""
    surface = Surface.registry["rosenbrock"]()
    window = (0.5, 1.4, 0.0, 2.0)
    shifts = [drawn(surface, surface.value(grid(window, points, points)), window).shift for points in (51, 101, 401)]
    assert shifts[0] > 3 * shifts[1] > 30 * shifts[2], "a finer grid sees deeper"
    heights, shift, _ = drawn(surface, surface.value(grid(window, 51, 51)), window)
    floor = heights.min(axis=0)  # along the valley, whose floor is below 0.25 everywhere
    assert np.ptp(floor) < np.log10(0.25 / shift + 1) + 0.3


def test_a_linear_surface_is_drawn_as_it_is():
    surface = Surface.registry["bowl"]()
    values = surface.value(grid((-1, 1, -1, 1), 5, 5))
    heights, shift, cut = drawn(surface, values, (-1, 1, -1, 1))
    assert shift == 0 and np.array_equal(heights, values) and cut == (False, False)


def test_a_grid_of_two_points_a_side_and_one_of_nothing_finite_can_be_drawn():
    surface = Surface.registry["rosenbrock"]()
    for values in (np.ones((2, 2)), np.full((4, 4), np.inf), np.zeros((4, 4))):
        heights, shift, _ = drawn(surface, values, (-1, 1, -1, 1))
        assert shift > 0 and not np.isnan(heights).any()


def test_a_grid_says_what_suits_a_rate_on_the_surface_as_it_is_set(client):
    steep, flat = (client.get(f"/api/surface?kind=ravine&kappa={k}&nx=3&ny=3").json() for k in (100, 2))
    assert steep["scales"]["stride"] < flat["scales"]["stride"] and steep["scales"]["length"] > 0


def test_a_grid_says_which_bugs_there_are_none_of_on_a_surface(client):
    plain = client.get("/api/surface?kind=formula&f=x%2By&nx=3&ny=3").json()["misfits"]
    assert list(plain["bug"]) == ["chain-rule"] and plain["bug"]["chain-rule"]["ko"]
    assert client.get("/api/surface?kind=rosenbrock&nx=3&ny=3").json()["misfits"] == {}
    for bug in ("chain-rule", "missing-term"):
        check = {"surface": {"kind": "formula", "f": "x*y"}, "at": [1, 2], "noise": {"kind": "mistake", "bug": bug}}
        assert client.post("/api/check", json=check).status_code == 422


class Typed(Surface, kind=None):
    """Any function of x and y."""

    holes = True

    def __init__(self, f, scale="linear"):
        object.__setattr__(self, "f", f)
        object.__setattr__(self, "scale", scale)

    def value(self, p):
        with np.errstate(all="ignore"):
            return self.f(*p) + 0.0 * p[0]

    def inside(self, p):
        return ~np.isnan(self.value(p))


WINDOW = (-2.0, 2.0, -2.0, 2.0)


def picture(f, points=101, scale="linear"):
    surface = Typed(f, scale)
    return drawn(surface, valued(surface, grid(WINDOW, points, points)), WINDOW)


@pytest.mark.parametrize("points", [100, 101])
@pytest.mark.parametrize("f", [lambda x, y: 1 / x, lambda x, y: np.tan(x) + y * y, lambda x, y: 1 / (x * x + y * y)])
def test_a_pole_is_cut_off_so_that_the_rest_has_colours(f, points):
    heights, _, cut = picture(f, points)
    low, high = np.nanmin(heights), np.nanmax(heights)
    assert any(cut)
    shares = np.histogram(heights[np.isfinite(heights)], bins=14, range=(low, high))[0] / heights.size
    assert shares.max() < 0.7 and (shares > 0.01).sum() >= 5


@pytest.mark.parametrize(
    "f",
    [
        lambda x, y: x**4 + y**4,
        lambda x, y: 1 - np.exp(-20 * (x * x + y * y)),
        lambda x, y: np.sqrt(np.abs(x)),
        lambda x, y: np.log(np.where(x > 0, x, np.nan)),
        lambda x, y: np.sqrt(x * y),
    ],
)
def test_what_has_no_pole_is_drawn_as_it_is(f):
    heights, _, cut = picture(f)
    expected = valued(Typed(f), grid(WINDOW, 101, 101))
    assert cut == (False, False)
    assert np.array_equal(heights, np.where(np.isinf(expected), np.nanmin(heights), expected), equal_nan=True)


def test_the_few_points_at_which_a_grid_meets_a_rim_do_not_count():
    """The grid has x = 1e-16 where it means 0, and there the logarithm is -37 and everywhere else above -8."""
    heights, _, cut = picture(lambda x, y: np.log(np.where(x * x > 0, np.abs(x), 1e-16) * (1 + 0.3 * np.sin(y))))
    assert cut == (True, False) and np.nanmin(heights) > -8


def test_a_value_too_large_for_a_float_is_no_hole():
    heights, _, cut = picture(lambda x, y: np.exp(np.exp(4 * x)))
    assert np.isfinite(heights).all() and cut[1]


def test_a_logarithmic_picture_of_a_pole_is_not_flat():
    heights, _, _ = picture(lambda x, y: 1 / (x * x + y * y), 100, "log")
    assert np.ptp(heights) > 1.5 and np.std(heights) > 0.2


def test_heights_go_on_a_little_beneath_a_hole_as_steep_as_beside_it():
    slope = np.where(np.arange(9) >= 4, np.arange(9.0), np.nan) + np.zeros((9, 1))
    more = grown(np.where(np.arange(9) == 8, 0.0, slope))  # somewhere it is as low as it gets
    assert np.isfinite(more).all()
    assert np.array_equal(more[:, 4:8], slope[:, 4:8])
    np.testing.assert_allclose(more[:, 1:4], [[1.0, 2.0, 3.0]] * 9)
    assert (grown(slope)[:, :4] == 4.0).all(), "never beyond what there is"
