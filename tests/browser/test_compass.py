"""The compass: the slope in a direction is a dot product, and steepest is a statement about tiny steps."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import drawn, still, until

VALLEY = "?instrument=compass#surface=rosenbrock&start=-1.2,1&run=gradient-descent:lr=0.001"
RAVINE = "?instrument=compass#surface=ravine:kappa=100&start=-2.5,0.25&run=gradient-descent:lr=0.01"
ANSWERED = "the compass to be answered"


def told(page, row):
    return page.get_by_test_id(f"compass-{row}").inner_text()


def numbers(text):
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def put(page, field, value):
    box = page.locator(f"[data-field='{field}']")
    box.fill(str(value))
    box.press("Enter")


def open_compass(visit, query=VALLEY, **options):
    page = visit(query, **options)
    until(lambda: "–" not in told(page, "lowest") + told(page, "off"), what=ANSWERED)
    return page


def test_the_slope_is_the_gradient_times_the_direction_in_numbers(visit):
    page = open_compass(visit)
    assert numbers(told(page, "grad")) == [-215.6, -88]
    assert numbers(told(page, "norm")) == [232.87, 202.2]
    for degrees in (0, 40, 112.2, 202.2, 300):
        put(page, "compass-degrees", degrees)
        way = [math.cos(math.radians(degrees)), math.sin(math.radians(degrees))]
        slope = -215.6 * way[0] - 88.0 * way[1]
        until(lambda slope=slope: abs(numbers(told(page, "slope"))[-1] - slope) < 0.06, what=f"the slope at {degrees}")
        assert [numbers(told(page, "slope"))[i] for i in (0, 2)] == [-215.6, -88]
    put(page, "compass-degrees", 202.2)
    until(lambda: numbers(told(page, "slope"))[-1] == 232.9, what="the largest slope, along the gradient")
    put(page, "compass-degrees", 22.2)
    until(lambda: numbers(told(page, "slope"))[-1] == -232.9, what="the smallest, opposite to it")
    expect(page.get_by_test_id("compass-slopes")).to_have_attribute("aria-label", re.compile("22.2°, −232.9"))


@pytest.mark.parametrize(("reach", "apart"), [(0.01, 0.1), (1, 68.9)])
def test_the_lowest_place_of_a_ring_leaves_the_steepest_way_as_the_ring_grows(visit, reach, apart):
    page = open_compass(visit)
    assert numbers(told(page, "down")) == [22.2]
    put(page, "compass-reach", reach)
    until(lambda: numbers(told(page, "lowest"))[-1] == apart, what=f"{apart} degrees")


def test_in_the_ravine_the_steepest_way_misses_the_minimum(visit):
    page = open_compass(visit, RAVINE)
    assert numbers(told(page, "goal"))[-1] == 78.6


def test_the_error_of_the_plane_falls_with_the_square_of_the_distance(visit):
    page = open_compass(visit)
    put(page, "compass-degrees", math.degrees(0.7))
    for reach, error in [(0.1, 6.38), (0.01, 0.0664), (0.001, 6.67e-4)]:
        put(page, "compass-reach", reach)
        until(lambda reach=reach: f"{reach:g}" in page.locator("[data-field=compass-reach]").input_value())
        near = pytest.approx(error, rel=3e-3)
        until(lambda near=near: read(told(page, "off")) == near, what=f"an error of {error}")
    until(lambda: numbers(told(page, "order")) == [pytest.approx(1.994, abs=0.002)], what="the order")
    expect(page.get_by_test_id("compass-errors").locator(".curve-spot")).to_have_count(21)


def read(text):
    """A number that may be a power of ten: 6.67×10⁻⁴."""
    plain = text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")).replace("×10", "e")
    return float(plain)


def test_the_needle_is_turned_on_the_map(visit):
    page = open_compass(visit)
    box = still(page.get_by_test_id("needle"))
    plot = page.get_by_test_id("start-handle").bounding_box()
    start = (plot["x"] + plot["width"] / 2, plot["y"] + plot["height"] / 2)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(start[0], start[1] - 120, steps=5)
    page.mouse.up()
    until(lambda: page.locator("[data-field=compass-degrees]").input_value() == "90", what="the needle to point up")
    until(lambda: numbers(told(page, "slope"))[-1] == -88, what="the slope along y: the second part of the gradient")
    expect(page).to_have_url(re.compile(r"start=-1\.2,1&.*needle=90$"))
    assert "view=" not in page.url, "neither the start nor the map was moved"


def test_the_slider_turns_it_by_keyboard(visit):
    page = open_compass(visit)
    slider = page.locator("[data-slider=compass-degrees]")
    slider.press("Home")
    until(lambda: numbers(told(page, "slope"))[-1] == -215.6)
    slider.press("PageUp")
    until(lambda: numbers(told(page, "slope"))[-1] < -215.6)


def test_it_goes_with_the_start_and_the_surface(visit):
    page = open_compass(visit)
    page.get_by_test_id("figure").press("ArrowRight")
    until(lambda: numbers(told(page, "grad")) != [-215.6, -88], what="the gradient at the next place")
    page.get_by_test_id("surface").select_option("bowl")
    until(lambda: numbers(told(page, "goal"))[-1] == 0, what="a bowl, where steepest leads to the minimum")
    until(lambda: told(page, "lowest").split("(")[1:] == told(page, "goal").split("(")[1:], what="the same way")
    until(lambda: numbers(told(page, "order")) == [2])


def test_on_the_minimum_there_is_no_steepest_way(visit):
    page = visit("?instrument=compass#surface=bowl&start=0,0&run=gradient-descent")
    until(lambda: numbers(told(page, "grad")) == [0, 0], what=ANSWERED)
    expect(page.get_by_test_id("compass-down")).to_have_text("–")
    page.wait_for_timeout(300)
    assert told(page, "lowest") == "–", "the ring is level"


def test_another_setting_of_the_surface_is_another_slope_at_the_same_place(visit):
    """The error of the plane of a quadratic is h^2 (cos^2 + kappa sin^2) / 2."""
    page = open_compass(visit, RAVINE)
    assert read(told(page, "off")) == pytest.approx(0.2095, rel=3e-3)
    put(page, "surface.kappa", 7)
    until(lambda: read(told(page, "off")) == pytest.approx(0.0174, rel=3e-3), what="the error on the new surface")
    assert numbers(told(page, "grad")) == [-2.5, 1.75]


@pytest.mark.parametrize("language", ["ko"])
def test_nothing_moves_when_the_needle_turns(visit, language):
    page = open_compass(visit, VALLEY.replace("#", f"&lang={language}#"))
    panel, heights = page.get_by_test_id("instrument"), set()
    for degrees, reach in [(0, 1), (137.123, 0.001), (202.2, 0.5)]:
        put(page, "compass-degrees", degrees)
        put(page, "compass-reach", reach)
        drawn(page)
        heights.add(panel.bounding_box()["height"])
    assert len(heights) == 1
    assert not panel.locator(".instrument-rows > div").evaluate_all(
        "es => es.some((e) => e.scrollWidth > e.clientWidth)"
    )
