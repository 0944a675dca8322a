"""The tab Slope: a plane that touches the ground, a needle that is turned on it, and words for what it meets."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import drawn, still, until
from tests.browser.tabs import USES
from tests.browser.test_views import DRIVER, NO_WEBGL

HILL = "gradients?lang=en#surface=himmelblau&start=1,1&tab=slope"
KINK = "gradients?lang=en#surface=formula:f=abs(x)%20%2B%20y%5E2%2F2,domain=-2_2_-2_2&start=0,0.5&tab=slope"
HOLE = "gradients?lang=en#surface=formula:f=log(x)%20%2B%20y%5E2,domain=-1_3_-2_2&start=0.3,0.5&tab=slope"
GROUND = """() => {
    const [{ x, y, z }] = document.querySelector("[data-testid=space-backdrop]").data;
    return { corner: [x[0], y[0], z[0][0]], middle: z[(z.length - 1) / 2][(z[0].length - 1) / 2] };
}"""
# Pixels of the corners of the pane as it is drawn, and of places where they should be.
PANE = """async (places) => {
    const folder = new URL("views/", document.querySelector("script[type=module]").src);
    const { liveMatrix, projected } = await import(folder + "projection.js");
    const element = document.querySelector("[data-testid=space-backdrop]");
    const path = document.querySelector("[data-testid=rose] .outline").getAttribute("d");
    const [matrix, size] = [liveMatrix(element), [element.clientWidth, element.clientHeight]];
    const corners = path.match(/[-\\d.]+ [-\\d.]+/g).map((pair) => pair.split(" ").map(Number));
    return [corners, places.map((place) => projected(matrix, place, ...size))];
}"""


@pytest.fixture
def slope(visit):
    """The tab with its view in space on the screen."""

    def open_tab(query, **options):
        page = visit(query, wait=False, **options)
        page.expected += DRIVER
        page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
        until(lambda: page.get_by_test_id("rose").locator(".turned").count(), what="the needle in space")
        return page

    return open_tab


def himmelblau(x, y):
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def test_the_plane_rises_as_the_gradient_and_touches_the_ground_at_the_point(slope):
    page = slope(HILL + "&reach=0.2")
    drawn(page)
    ground = page.evaluate(GROUND)
    assert ground["middle"] == pytest.approx(0, abs=0.01)
    x, y, height = ground["corner"]
    assert (x, y) == pytest.approx((0.6, 0.6))
    assert height == pytest.approx(himmelblau(x, y) - himmelblau(1, 1), rel=1e-3)
    around = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    corners = [[1 + 0.26 * dx, 1 + 0.26 * dy, -46 * 0.26 * dx - 38 * 0.26 * dy] for dx, dy in around]
    is_drawn, should = page.evaluate(PANE, corners)
    assert [part for corner in is_drawn for part in corner] == pytest.approx([p for c in should for p in c], abs=0.5)


def test_a_needle_is_turned_in_space_by_buttons_and_keys_and_says_in_words_what_it_meets(slope):
    page = slope(HILL + "&needle=90")
    says = page.get_by_test_id("compass-says")
    expect(says).to_have_text("Downhill: 38 down for every 1 along, 64 % of the steepest.")
    page.get_by_test_id("turn-level").click()
    expect(says).to_contain_text("Level")
    page.get_by_test_id("turn-up").click()
    expect(says).to_contain_text("Steepest uphill: along the gradient, 59.7 up")
    expect(page).to_have_url(re.compile(r"needle=219\.56$"))
    page.keyboard.press("]")
    expect(page).to_have_url(re.compile(r"needle=214\.56$"))
    box = still(page.get_by_test_id("needle-in-space"))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 200, steps=4)
    page.mouse.up()
    until(
        lambda: 0 < float(page.locator("[data-field=compass-degrees]").input_value()) < 100, what="the needle to follow"
    )
    expect(page.get_by_test_id("start-x")).to_have_value("1")


def test_on_arrival_one_looks_across_the_slope_and_reads_every_axis(slope):
    page = slope(HILL)
    eye = page.get_by_test_id("space-backdrop").evaluate("(e) => e._fullLayout.scene.camera.eye")
    along = abs(46 * eye["x"] + 38 * eye["y"]) / (math.hypot(46, 38) * math.hypot(eye["x"], eye["y"]))
    assert along < 0.4, "the gradient lies across the view"
    axes = page.get_by_test_id("space-axes")
    until(lambda: axes.locator(".axis-title").all_text_contents() == ["loss", "x", "y"], what="the titles of the axes")
    boxes = axes.locator("text").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().toJSON())")
    assert len(boxes) > 8
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            apart = abs(one["x"] + one["width"] / 2 - other["x"] - other["width"] / 2) > 10
            assert apart or abs(one["y"] - other["y"]) > 10, "no number stands on another"


def test_a_thumb_scrolls_past_the_view_in_space_and_turns_it_sideways(slope):
    page = slope(HILL, width=390, height=844, has_touch=True, is_mobile=True)
    fingers = page.context.new_cdp_session(page)

    def swipe(dx, dy):
        box = still(page.get_by_test_id("space"))
        x, y = box["x"] + 150, box["y"] + 250
        for i in range(9):
            where = [{"x": x + dx * i / 8, "y": y + dy * i / 8}]
            fingers.send("Input.dispatchTouchEvent", {"type": "touchMove" if i else "touchStart", "touchPoints": where})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(0, -200)
    until(lambda: page.evaluate("scrollY") > 50, what="the page to scroll")
    assert "camera" not in page.url
    page.evaluate("scrollTo(0, 0)")
    swipe(120, 0)
    expect(page).to_have_url(re.compile("camera="))


def test_a_step_along_the_needle_a_click_and_back(slope):
    page = slope(HILL + "&needle=0&reach=0.5")
    page.get_by_test_id("compass-step").click()
    expect(page).to_have_url(re.compile(r"start=1\.5,1&"))
    until(lambda: page.evaluate(GROUND)["corner"][0] == pytest.approx(0.5), what="the ground around the next place")
    drawn(page)
    box = still(page.get_by_test_id("space"))
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.62 * box["height"])
    expect(page).not_to_have_url(re.compile(r"start=1\.5,1&"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"start=1\.5,1&.*needle=0&reach=0\.5$"))
    page.go_back()
    expect(page.get_by_test_id("start-x")).to_have_value("1")


def test_at_a_kink_no_plane_touches_and_in_a_hole_there_is_no_slope(slope):
    page = slope(KINK)
    expect(page.get_by_test_id("compass-says")).to_have_text(
        "No slope here: a kink along x. What we use as the gradient is (0, 0.5)."
    )
    expect(page.get_by_test_id("compass-kink")).to_contain_text("A kink")
    page = slope(HOLE)
    expect(page.get_by_test_id("compass-lowest")).not_to_contain_text("rim")
    page.get_by_test_id("start-x").fill("0.05")
    page.get_by_test_id("start-x").press("Enter")
    expect(page.get_by_test_id("compass-lowest")).to_contain_text("the ring reaches the rim")
    page.get_by_test_id("start-x").fill("-0.5")
    page.get_by_test_id("start-x").press("Enter")
    expect(page.get_by_test_id("compass-says")).to_contain_text("no slope here")
    expect(page.get_by_test_id("compass-grad")).to_have_text("–")
    expect(page.get_by_test_id("no-ground")).to_be_visible()
    expect(page.get_by_test_id("turn-up")).to_be_disabled()
    expect(page.get_by_test_id("compass-rose").locator(".turned")).to_have_count(0)
    expect(page.get_by_test_id("needle")).to_be_hidden()
    page.get_by_test_id("start-x").fill("2")
    page.get_by_test_id("start-x").press("Enter")
    expect(page.get_by_test_id("rose").locator(".turned")).to_be_visible()
    expect(page.get_by_test_id("needle")).to_be_visible()


def test_on_a_minimum_it_is_said_that_it_is_here_and_a_step_is_as_long_as_the_surface_allows(slope):
    page = slope("gradients?lang=en#surface=himmelblau&start=3,2&tab=slope&reach=2")
    expect(page.get_by_test_id("compass-goal")).to_have_text("here")
    expect(page.locator("[data-field=compass-reach]")).to_have_value("2")
    page.locator("[data-field=compass-reach]").fill("90")
    page.locator("[data-field=compass-reach]").press("Enter")
    expect(page.get_by_test_id("slope")).to_contain_text("between 0.001 and 2.")


def test_the_view_in_space_is_taken_away_with_what_stands_on_it(slope):
    page = slope(HILL)
    for form, begun in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as waited:
            page.get_by_test_id(f"slope-{form}").click()
        content = waited.value.path().read_bytes()
        assert waited.value.suggested_filename == f"ravine-slope.{form}"
        assert content.startswith(begun)
        if form == "svg":
            text = content.decode()
            assert "steepest up" in text and "g · d = 59.67" in text and ">loss</text>" in text
            assert max(map(len, re.findall(r'href="data:image/png[^"]*"', text))) > 20_000, "the ground is in it"
    with page.expect_download() as waited:
        page.get_by_test_id("slope-charts-svg").click()
    text = waited.value.path().read_text(encoding="utf-8")
    assert "Slope in every direction" in text and "360°" in text and text.count("<path") > 10


def test_without_webgl_the_needle_is_on_the_map(visit):
    page = visit("healthz", wait=False)
    page.uses = USES  # what is told to it once is told to every page that it shows from now on
    page.add_init_script(f"({NO_WEBGL})()")
    page.goto(page.url.replace("healthz", HILL))
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    expect(page.get_by_test_id("no-space")).to_contain_text("cannot draw in 3-D")
    expect(page.get_by_test_id("space")).to_be_hidden()
    expect(page.get_by_test_id("compass-rose").locator(".turned")).to_have_count(1)
    page.get_by_test_id("tab-check").check(force=True)
    expect(page.get_by_test_id("no-space")).to_be_hidden()
