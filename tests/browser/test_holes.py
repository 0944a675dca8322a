"""A loss with a hole: hatched on the map, with words where they fit; a run that leaves has a sign and says so."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import over, results, settled, until

HOLED = "#surface=formula:f=log(x)%20%2B%20y%5E2,domain=-1_4_-2_2&start=2,1&steps=30"
RUNS = "&run=gradient-descent:lr=0.3&run=gradient-descent:lr=0.001"


def reach(page):
    """How far to the right the hole reaches, and the plot."""
    d = page.get_by_test_id("hole").locator(".hole-rim").get_attribute("d")
    return max(float(x) for x, _ in re.findall(r"(-?[\d.]+) (-?[\d.]+)", d)), page.get_by_test_id("plot").bounding_box()


def test_the_hole_ends_where_the_loss_begins_and_the_run_that_left_says_so(visit):
    page = visit(HOLED + RUNS)
    right, plot = reach(page)
    map_ = page.get_by_test_id("plot")
    assert abs(right - plot["width"] / 5) < 3, "at x = 0 of a window from -1 to 4"
    expect(page.locator(".hole-words")).to_have_text("no value here")
    expect(page.get_by_test_id("figure")).to_have_attribute("aria-label", re.compile("Where the map is hatched"))
    said = [row[-1] for row in results(page)]
    assert "left the domain at step 8" in said and "finished" in said
    map_.hover(position={"x": plot["width"] / 10, "y": plot["height"] * 0.7})
    expect(page.locator(".readout")).to_contain_text("no value here")
    expect(page.get_by_test_id("here-note").locator(".told")).to_contain_text("no value here")
    page.expected.append("422")
    map_.click(position={"x": plot["width"] / 10, "y": plot["height"] * 0.7})
    expect(page.get_by_test_id("error")).to_contain_text("has no value at (")


def test_on_a_phone_the_words_stand_upright_or_not_at_all(visit):
    page = visit("?lang=ko" + HOLED + RUNS, width=390, height=844)
    words = page.locator(".hole-words")
    until(lambda: over(page), what="the end")
    assert "rotate(-90)" in words.get_attribute("transform")
    box, plot = words.bounding_box(), page.get_by_test_id("plot").bounding_box()
    assert plot["x"] <= box["x"] and box["x"] + box["width"] <= plot["x"] + plot["width"] / 5 + 2
    settled(page)
