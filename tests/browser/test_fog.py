"""The map in fog: only what is near the walkers is seen, until the race is over."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import answered, still, to_step, until

HIMMELBLAU = "?instrument=fog#surface=himmelblau&view=-6,6,-6,6&start=0,0&run=gradient-descent:lr=0.01"
VEIL = """(fog, [x, y]) => {
    const at = [x, y].map((part, i) => Math.round((part * [fog.width, fog.height][i])));
    return fog.getContext("2d").getImageData(at[0], at[1], 1, 1).data[3] / 255;
}"""


def veil(page, across, down):
    """How thick the fog is at a share of the map's width and height: 0 clear, 1 nothing is seen."""
    return page.get_by_test_id("fog").evaluate(VEIL, [across, down])


def foggy(page):
    return float(page.get_by_test_id("fog").evaluate("fog => getComputedStyle(fog).opacity"))


def open_in_fog(visit, query=HIMMELBLAU, **options):
    page = visit(query, **options)
    page.expected.append("willReadFrequently")
    page.get_by_test_id("fog").wait_for(state="attached")
    to_step(page, 0)
    return page


def test_only_what_is_near_the_walker_is_seen(visit):
    page = open_in_fog(visit)
    until(lambda: foggy(page) == 1)
    until(lambda: veil(page, 0.5, 0.5) == 0, what="the walker's place to be clear")
    until(lambda: veil(page, 0.75, 1 - 8 / 12) == 1, what="the minimum at (3, 2) to be hidden")
    assert veil(page, 0.05, 0.05) == 1


def test_the_clear_place_goes_with_the_walker(visit):
    page = open_in_fog(visit)
    to_step(page, 100)
    until(lambda: veil(page, 0.75, 1 - 8 / 12) == 0, what="the end of the path to be clear")
    assert veil(page, 0.5, 0.5) == 1, "where it began is hidden again"


def test_every_walker_that_is_shown_has_a_place(visit):
    page = open_in_fog(visit, HIMMELBLAU + "&run=gradient-descent:lr=0.01;start=-3,3")
    until(lambda: veil(page, 0.5, 0.5) == veil(page, 0.25, 0.25) == 0, what="both to have a place")
    page.get_by_test_id("hide").first.click()
    until(lambda: veil(page, 0.5, 0.5) == 1, what="the one that is hidden to lose it")
    assert veil(page, 0.25, 0.25) == 0


def test_the_fog_lifts_at_the_end_and_comes_back_with_the_next_walk(visit):
    page = open_in_fog(visit)
    page.keyboard.press("End")
    until(lambda: foggy(page) == 0, what="the fog to lift")
    to_step(page, 3)
    until(lambda: foggy(page) == 1, what="the fog to return")


def test_a_button_lifts_it_and_brings_it_back(visit):
    page = open_in_fog(visit)
    button = page.get_by_test_id("fog-lift")
    button.press("Enter")
    until(lambda: foggy(page) == 0)
    expect(button).to_have_text("Let the fog return")
    button.press("Enter")
    until(lambda: foggy(page) == 1)


def test_who_sees_farther_sees_more(visit):
    page = open_in_fog(visit)
    until(lambda: veil(page, 0.5, 0.5) == 0 and veil(page, 0.5, 0.75) == 1, what="a narrow view")
    page.locator("[data-field=fog-radius]").fill("60")
    page.locator("[data-field=fog-radius]").press("Enter")
    until(lambda: veil(page, 0.5, 0.75) == 0, what="a wider view")


def test_in_fog_the_map_is_clicked_and_dragged_as_ever(visit):
    page = open_in_fog(visit)
    plot = page.get_by_test_id("plot")
    box = still(plot)
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"])
    expect(page).to_have_url(re.compile("start=-3,3"))
    answered(page)
    to_step(page, 0)
    until(lambda: veil(page, 0.25, 0.25) == 0 and veil(page, 0.5, 0.5) == 1, what="the clear place at the new start")
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 0.25 * box["width"], middle[1], steps=4)
    assert until(lambda: veil(page, 0.5, 0.25) == 0, what="the clear place to go with the map that is dragged")
    page.mouse.up()
    assert veil(page, 0.25, 0.25) == 1
