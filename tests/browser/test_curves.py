"""Curves beneath the loss: chosen, brushed, read aloud, told as tables."""

from __future__ import annotations

import math
import re

from playwright.sync_api import expect

from tests.browser.conftest import sideways, still, to_step, until
from tests.browser.test_race import number

ONE = "#surface=bowl&start=2,1.5&steps=40&run=gradient-descent:lr=0.1"


TOLD = """tables => tables.map((table) => [
    table.caption.innerText,
    [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.innerText)),
])"""


def tables(page):
    """The tables under the curves: for each its caption and its rows of text."""
    details = page.get_by_test_id("chart-table")
    if not details.evaluate("element => element.open"):
        details.locator("summary").click()
    expect(details.locator("table")).to_have_count(2)
    return details.locator("table").evaluate_all(TOLD)


def values(page, curve):
    """The chosen curve of the only run, by step, once the table tells of it."""
    page.get_by_test_id("curve").select_option(curve)
    name = page.get_by_test_id("curve").locator("option:checked").inner_text()
    _, rows = until(lambda: (told := tables(page)[1])[0] == name and told, what=f"the table of {curve}")
    return {int(step): number(value) for step, value in rows}


# Gradient descent on the bowl f = (x^2 + y^2) / 2 shrinks (2, 1.5), 2.5 from the minimum, by 0.9 a step.
CURVES = {
    "gradient": lambda t: 2.5 * 0.9**t,
    "step": lambda t: 0.25 * 0.9 ** min(t, 39),
    "distance": lambda t: 2.5 * 0.9**t,
    "effective-x": lambda t: 0.1,
    "effective-y": lambda t: 0.1,
    "kinetic": lambda t: (0.25 * 0.9 ** (t - 1)) ** 2 / 0.2 if t else 0,
    "energy": lambda t: 0.5 * (2.5 * 0.9**t) ** 2 + ((0.25 * 0.9 ** (t - 1)) ** 2 / 0.2 if t else 0),
    "lr": lambda t: 0.1,
}


def test_a_curve_shows_what_it_is_called(visit):
    page = visit(ONE)
    for curve, at_step in CURVES.items():
        told = values(page, curve)
        assert len(told) == 12 and min(told) == 0 and max(told) == 40
        for step, value in told.items():
            assert math.isclose(value, at_step(step), rel_tol=6e-3), (curve, step, value)


def test_a_ball_without_friction_keeps_its_energy_and_one_with_friction_loses_it(visit):
    page = visit("#surface=bowl&start=2,0&steps=3000&run=momentum:lr=0.01,momentum=1&run=momentum:lr=0.01,momentum=0.9")
    page.get_by_test_id("curve").select_option("energy")
    until(lambda: "kinetic" in tables(page)[1][0], what="the table")
    rows = [[number(value) for value in row] for row in tables(page)[1][1]]
    assert all(1.9 <= free <= 2.11 for _, free, _ in rows)
    assert rows[0][2] == 2 and rows[-1][2] < 1e-6
    expect(page.get_by_test_id("curve-note")).to_contain_text("friction")


def test_a_run_that_explodes_leaves_the_energy_of_the_others_to_be_seen(visit):
    page = visit(
        "#surface=bowl&start=2,0&steps=60&curve=energy&run=momentum:lr=0.01,momentum=1&run=gradient-descent:lr=9"
    )
    labels = page.get_by_test_id("curve-chart").locator(".tick-label")
    until(lambda: len(ticks := set(map(number, labels.all_text_contents())) - {20, 40, 60}) > 2 and max(ticks) < 5)


def test_a_scheduled_setting_has_a_curve_and_only_while_it_is_scheduled(visit):
    page = visit(
        "#run=momentum:momentum=0.8;momentum=linear:start_factor=0.5,end_factor=1,total_steps=10&run=momentum:momentum=0.5&steps=20"
    )
    page.get_by_test_id("curve").select_option("settings.momentum")
    until(lambda: "curve=settings.momentum" in page.get_by_test_id("link").input_value())
    until(lambda: tables(page)[1][0].startswith("Momentum, as scheduled"), what="the table of the setting")
    first, *_, last = tables(page)[1][1]
    assert [number(value) for value in first] == [0, 0.4, 0.5]
    assert number(last[1]) == 0.8 and number(last[2]) == 0.5
    page.get_by_test_id("remove").first.click()
    expect(page.locator('option[value="settings.momentum"]')).to_have_count(0)
    expect(page.get_by_test_id("curve")).to_have_value("lr")


def test_a_surface_without_a_minimum_offers_no_distance(visit):
    page = visit("#surface=saddle&run=gradient-descent")
    expect(page.locator('option[value="gradient"]')).to_have_count(1)
    expect(page.locator('option[value="distance"]')).to_have_count(0)


def test_a_link_brings_the_curve_back(visit):
    page = visit("#curve=gradient")
    expect(page.get_by_test_id("curve")).to_have_value("gradient")
    page.get_by_test_id("curve").select_option("lr")
    until(
        lambda: "curve=" not in page.get_by_test_id("link").input_value(), what="the usual curve to go without saying"
    )


def test_brushing_a_chart_moves_the_scrubber(visit):
    page = visit()
    for chart in ("loss-chart", "curve-chart"):
        plot = page.get_by_test_id(chart).locator(".plot")
        plot.scroll_into_view_if_needed()
        area = still(plot)
        across = area["y"] + area["height"] / 2
        page.mouse.move(area["x"] + area["width"] * 0.25, across)
        page.mouse.down()
        expect(page.get_by_test_id("scrub")).to_have_value("25")
        page.mouse.move(area["x"] + area["width"] * 0.6, across)
        expect(page.get_by_test_id("scrub")).to_have_value("60")
        page.mouse.up()
        page.mouse.move(area["x"] + area["width"] * 0.9, across)
        expect(page.get_by_test_id("scrub")).to_have_value("60")
        line = page.get_by_test_id(chart).locator(".chart-now").bounding_box()
        assert abs(line["x"] + line["width"] / 2 - (area["x"] + area["width"] * 0.6)) < 2


def test_a_finger_that_scrolls_past_a_chart_leaves_the_race_alone(visit):
    page = visit(ONE, width=390, height=844, has_touch=True)
    plot = page.get_by_test_id("loss-chart").locator(".plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        touches = [{"x": px, "y": py} for px, py in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    scrub = page.get_by_test_id("scrub")
    before = page.evaluate("scrollY")
    touch("touchStart", (x, y))
    for moved in range(10, 81, 10):
        touch("touchMove", (x, y - moved))
    until(lambda: page.evaluate("scrollY") > before, what="the page to scroll")
    touch("touchEnd")
    assert scrub.input_value() == "40"

    box = still(plot)
    y = box["y"] + box["height"] / 2
    touch("touchStart", (x, y))
    for moved in (10, 20, 30):
        touch("touchMove", (x - moved, y))
    touch("touchEnd")
    until(lambda: int(scrub.input_value()) < 20, what="a finger moved sideways to brush")
    page.touchscreen.tap(x, y)
    until(lambda: scrub.input_value() == "20", what="a tap to go there")


def test_brushing_along_the_cost_finds_the_step_of_the_run_that_gets_furthest(visit):
    page = visit("#surface=bowl&steps=30&run=gradient-descent&run=newton&axis=cost")
    area = page.get_by_test_id("loss-chart").locator(".plot").bounding_box()
    page.mouse.click(area["x"] + area["width"] / 2, area["y"] + 20)  # 225 of 450 passes: 75 gradients, 15 Newton steps
    expect(page.get_by_test_id("scrub")).to_have_value("30")
    page.mouse.click(area["x"] + area["width"] * 0.1, area["y"] + 20)  # 45 passes: 15 gradients
    expect(page.get_by_test_id("scrub")).to_have_value("15")


def test_pointing_at_a_chart_reads_every_run_there_and_moves_nothing(visit):
    page = visit(ONE + "&run=gradient-descent:lr=0.5")
    area = page.get_by_test_id("loss-chart").locator(".plot").bounding_box()
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + 30)
    lines = page.get_by_test_id("chart-tip").first.locator("p")
    expect(lines.first).to_have_text("step 20")
    said = lines.all_inner_texts()
    assert len(said) == 3
    assert math.isclose(number(said[2].split("\n")[-1]), 3.125 * 0.81**20, rel_tol=6e-3), "sorted, the lowest first"
    expect(page.get_by_test_id("scrub")).to_have_value("40")
    page.mouse.move(5, 5)
    expect(page.get_by_test_id("chart-tip").first).to_be_hidden()


def test_charts_speak_and_their_words_follow_the_race(visit):
    page = visit(ONE + "&run=gradient-descent:lr=3")
    chart = page.get_by_test_id("loss-chart")
    said = "Loss at step 40: Gradient descent, lr 0.1 has 6.83×10⁻⁴. Diverged: 1 of 2."
    expect(chart).to_have_attribute("aria-label", said)
    to_step(page, 0)
    expect(chart).to_have_attribute("aria-label", "Loss at step 0: all runs have 3.13.")


def test_on_a_phone_in_korean_the_tables_do_not_widen_the_page(visit):
    page = visit("?lang=ko", width=390, height=844)
    page.get_by_test_id("chart-table").locator("summary").click()
    expect(page.get_by_test_id("chart-table").locator("table")).to_have_count(2)
    assert sideways(page) == 0
    expect(page.get_by_test_id("loss-chart")).to_have_attribute("aria-label", re.compile("가장 낮은 실행"))
