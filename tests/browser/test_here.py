"""What the surface is like under the pointer, or at the start: the panel's numbers and the strokes on the map."""

from __future__ import annotations

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sideways, still, until

BOWL = "#surface=bowl&view=-3,3,-3,3"
RAVINE = "#surface=ravine:kappa=25&view=-3,3,-3,3"
SADDLE = "#surface=saddle&view=-2,2,-2,2&start=1.5,0.5"


def told(page, row):
    return page.get_by_test_id(f"here-{row}").inner_text()


def note(page):
    """The one sentence under the numbers that is seen."""
    read = "all => all.filter((p) => p.checkVisibility({ visibilityProperty: true })).map((p) => p.innerText)"
    (seen,) = page.get_by_test_id("here-note").locator("p").evaluate_all(read)
    return seen


def numbers(text):
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def place(page):
    return numbers(page.get_by_test_id("here-where").inner_text())


def known(page, where):
    """The panel tells of a place: 'the start', 'under the pointer'."""
    expect(page.get_by_test_id("here-where")).to_contain_text(where)


def hover(page, across, up):
    """Rest the pointer at a share of the map's width and height."""
    box = still(page.get_by_test_id("plot"))
    page.mouse.move(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])


def questions(page):
    page.wait_for_timeout(1)
    return sum("/api/local" in request.url for request in page.asked)


def strokes(page):
    """The two strokes on the map: (dx, dy) from end to end, and whether each goes down."""
    read = """all => all.map((l) => {
        const [x1, x2, y1, y2] = ["x1", "x2", "y1", "y2"].map((k) => Number(l.getAttribute(k)));
        return [[x2 - x1, y2 - y1], l.classList.contains("down")];
    })"""
    return page.locator("[data-testid=cross] .line").evaluate_all(read)


def test_the_numbers_under_the_pointer_are_those_of_the_formula(visit):
    page = visit(RAVINE)
    hover(page, 0.7, 0.6)
    known(page, "under the pointer")
    x, y = place(page)
    assert x > 0.5 and y > 0.2
    assert numbers(told(page, "value")) == [pytest.approx((x * x + 25 * y * y) / 2, rel=0.01)]
    assert numbers(told(page, "grad")) == [pytest.approx(x, rel=0.01), pytest.approx(25 * y, rel=0.01)]
    assert numbers(told(page, "norm")) == [pytest.approx(math.hypot(x, 25 * y), rel=0.01)]
    assert numbers(told(page, "eigenvalues")) == [25, 1]
    assert (told(page, "condition"), told(page, "shape"), told(page, "lr")) == ("25", "bowl", "0.08")
    assert "larger lr" in note(page) and "away" not in note(page)


def test_the_strokes_lie_along_the_curvatures_and_go_with_the_pointer(visit):
    page = visit(RAVINE)
    known(page, "the start")
    assert strokes(page) == [], "the start has none while no keyboard is on the map"
    hover(page, 0.7, 0.6)
    known(page, "under the pointer")
    (steep, _), (flat, _) = until(lambda: len(found := strokes(page)) == 2 and found, what="the strokes")
    assert abs(steep[0]) < 1 < abs(steep[1]) and abs(flat[1]) < 1
    assert abs(flat[0]) / abs(steep[1]) > 2, "longer where it bends less"
    page.mouse.move(5, 5)
    until(lambda: not strokes(page), what="the strokes to go")
    known(page, "the start")


def test_nothing_is_drawn_while_the_race_plays(visit):
    page = visit(RAVINE)
    hover(page, 0.7, 0.6)
    until(lambda: strokes(page))
    page.get_by_test_id("speed").select_option("0.25")
    page.keyboard.press("Escape")
    page.get_by_test_id("play").press("Enter")
    hover(page, 0.6, 0.6)
    until(lambda: not strokes(page), what="the strokes to go")


def test_a_saddle_says_so(visit):
    page = visit(SADDLE)
    hover(page, 0.6, 0.7)
    known(page, "under the pointer")
    assert told(page, "shape") == "saddle" and numbers(told(page, "eigenvalues")) == [1, -1]
    assert told(page, "lr") == "2"
    assert "leads away at any lr" in note(page)
    assert [down for _, down in until(lambda: strokes(page))] == [False, True]


def test_where_nothing_bends_upwards_no_rate_is_too_large(visit):
    page = visit("#surface=himmelblau&start=-0.27,-0.92")
    known(page, "the start")
    assert told(page, "shape") == "peak" and told(page, "lr") == "–"
    assert "sets no limit" in note(page)


def test_the_start_is_told_as_it_is_moved_by_keyboard(visit):
    page = visit(BOWL + "&start=2,1")
    known(page, "(2, 1), the start")
    hover(page, 0.5, 0.5)
    known(page, "under the pointer")
    page.keyboard.press("Tab")
    page.get_by_test_id("figure").focus()
    page.keyboard.press("ArrowRight")
    known(page, "the start")
    until(lambda: place(page)[0] > 2, what="the panel to follow")
    x, y = place(page)
    until(lambda: numbers(told(page, "grad")) == [pytest.approx(x, rel=0.01), pytest.approx(y, rel=0.01)])
    assert len(until(lambda: strokes(page), what="the strokes of a start that the keyboard moves")) == 2


SWEEP = """plot => {
    const { left, top, width } = plot.getBoundingClientRect();
    for (let i = 1; i <= 30; i += 1) {
        plot.dispatchEvent(new PointerEvent("pointermove", { clientX: left + (i * width) / 40, clientY: top + 90 }));
    }
}"""


def test_a_pointer_that_moves_asks_once_and_one_thing_at_a_time(visit):
    page = visit(BOWL)
    known(page, "the start")
    before, held = questions(page), []
    page.route("**/api/local*", lambda route: route.continue_() if held else held.append(route))
    page.get_by_test_id("plot").evaluate(SWEEP)
    until(lambda: questions(page) > before, what="the pointer that rests to be asked about")
    for across in (0.3, 0.5, 0.7, 0.9):
        hover(page, across, 0.9)
        page.wait_for_timeout(100)
    assert questions(page) == before + 1, "the others wait for the answer"
    held[0].continue_()
    until(lambda: place(page)[0] > 2.2, what="the newest place")
    assert questions(page) == before + 2, "those between are never asked about"


def test_the_pointer_is_not_in_the_link_and_races_nothing(visit):
    page = visit(BOWL)
    link, raced = page.url, sum("/api/race" in request.url for request in page.asked)
    hover(page, 0.3, 0.4)
    known(page, "under the pointer")
    page.wait_for_timeout(350)
    assert page.url == link and raced == sum("/api/race" in request.url for request in page.asked)


def test_another_surface_is_told_of_at_its_own_start(visit):
    page = visit(BOWL)
    until(lambda: told(page, "condition") == "1")
    page.get_by_test_id("surface").select_option("saddle")
    until(lambda: told(page, "shape") == "saddle")


def test_in_3d_the_start_is_told(visit):
    page = visit(BOWL)
    hover(page, 0.3, 0.4)
    known(page, "under the pointer")
    page.keyboard.press("Escape")
    page.locator("#views").get_by_role("radio").last.check(force=True)
    known(page, "the start")


def test_who_hides_the_panel_asks_nothing_until_it_is_back(visit):
    page = visit("?lecture=1" + BOWL)
    hover(page, 0.3, 0.4)
    page.wait_for_timeout(200)
    assert questions(page) == 0 and strokes(page) == []
    page.get_by_test_id("lecture-leave").press("Enter")
    until(lambda: place(page), what="the panel to be asked for")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_moves_when_the_numbers_change(visit, language):
    page = visit(f"?lang={language}#surface=himmelblau")
    panel = page.get_by_test_id("here")
    until(lambda: place(page))
    heights, notes = set(), set()
    for across, up in [(0.3, 0.3), (0.45, 0.62), (0.9, 0.1), (0.478, 0.435)]:
        before = place(page)
        hover(page, across, up)
        until(lambda before=before: place(page) != before)
        heights.add(panel.bounding_box()["height"])
        notes.add(note(page))
    assert len(heights) == 1 and len(notes) == 3
    wide = "es => es.some((e) => e.scrollWidth > e.clientWidth)"
    assert not panel.locator(".here-rows > div").evaluate_all(wide)


@pytest.mark.parametrize("width", [390, 320])
def test_a_phone_tells_of_the_start_in_korean_too(visit, width):
    page = visit("?lang=ko#surface=saddle", width=width, height=844, has_touch=True)
    known(page, "출발점")
    expect(page.get_by_test_id("here-shape")).to_have_text("안장")
    assert sideways(page) <= 0
    box = page.get_by_test_id("plot").bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    page.wait_for_timeout(150)
    known(page, "출발점")
