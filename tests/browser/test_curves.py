"""Curves beneath the loss: chosen, brushed, read aloud, told as tables."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sideways, until
from tests.browser.test_race import number

ONE = "#surface=bowl&start=2,1.5&steps=40&run=gradient-descent:lr=0.1"


def tables(page):
    """The tables under the curves: for each its caption and its rows of text."""
    details = page.get_by_test_id("chart-table")
    if not details.evaluate("element => element.open"):
        details.locator("summary").click()
    until(lambda: details.locator("table").count() == 2, what="the tables")
    return [
        (
            table.locator("caption").inner_text(),
            [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()],
        )
        for table in details.locator("table").all()
    ]


def values(page, curve):
    """The chosen curve of the only run, by step, once the table tells of it."""
    page.get_by_test_id("curve").select_option(curve)
    name = page.get_by_test_id("curve").locator("option:checked").inner_text()
    until(lambda: tables(page)[1][0] == name, what=f"the table of {curve}")
    return {int(step): number(value) for step, value in tables(page)[1][1]}


# Gradient descent on the bowl f = (x^2 + y^2) / 2 shrinks (2, 1.5), 2.5 from the minimum, by 0.9 a step.
@pytest.mark.parametrize(
    ("curve", "at_step"),
    [
        ("lr", lambda t: 0.1),
        ("gradient", lambda t: 2.5 * 0.9**t),
        ("step", lambda t: 0.25 * 0.9 ** min(t, 39)),
        ("distance", lambda t: 2.5 * 0.9**t),
        ("effective-x", lambda t: 0.1),
        ("effective-y", lambda t: 0.1),
        ("kinetic", lambda t: (0.25 * 0.9 ** (t - 1)) ** 2 / 0.2 if t else 0),
        ("energy", lambda t: 0.5 * (2.5 * 0.9**t) ** 2 + ((0.25 * 0.9 ** (t - 1)) ** 2 / 0.2 if t else 0)),
    ],
)
def test_a_curve_shows_what_it_is_called(visit, curve, at_step):
    told = values(visit(ONE), curve)
    assert len(told) == 12 and min(told) == 0 and max(told) == 40
    for step, value in told.items():
        assert math.isclose(value, at_step(step), rel_tol=6e-3), (step, value)


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
    until(lambda: page.get_by_test_id("curve-chart").locator(".tick-label").count() > 3, what="the axis")
    ticks = map(number, page.get_by_test_id("curve-chart").locator(".tick-label").all_text_contents())
    assert max(value for value in ticks if value not in (20, 40, 60)) < 5


def test_a_scheduled_setting_has_a_curve_and_only_while_it_is_scheduled(visit):
    page = visit(
        "#run=momentum:momentum=0.8;momentum=linear:start_factor=0.5,end_factor=1,total_steps=10&run=momentum:momentum=0.5&steps=20"
    )
    page.get_by_test_id("curve").select_option("settings.momentum")
    until(lambda: "curve=settings.momentum" in page.get_by_test_id("link").input_value())
    page.get_by_test_id("chart-table").locator("summary").click()
    until(
        lambda: (
            page.get_by_test_id("chart-table")
            .locator("caption")
            .nth(1)
            .inner_text()
            .startswith("Momentum, as scheduled")
        )
    )
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


@pytest.mark.parametrize("chart", ["loss-chart", "curve-chart"])
def test_brushing_a_chart_moves_the_scrubber(visit, chart):
    page = visit()
    area = page.get_by_test_id(chart).locator(".plot").bounding_box()
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

    box = plot.bounding_box()
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
    said = page.get_by_test_id("chart-tip").first.locator("p").all_inner_texts()
    assert said[0] == "step 20" and len(said) == 3
    assert math.isclose(number(said[2].split("\n")[-1]), 3.125 * 0.81**20, rel_tol=6e-3), "sorted, the lowest first"
    expect(page.get_by_test_id("scrub")).to_have_value("40")
    page.mouse.move(5, 5)
    expect(page.get_by_test_id("chart-tip").first).to_be_hidden()


def test_charts_speak_and_their_words_follow_the_race(visit):
    page = visit(ONE + "&run=gradient-descent:lr=3")
    chart = page.get_by_test_id("loss-chart")
    until(lambda: "at step 40" in chart.get_attribute("aria-label"), what="the words")
    said = "Loss at step 40: Gradient descent, lr 0.1 has 6.83×10⁻⁴. Diverged: 1 of 2."
    assert chart.get_attribute("aria-label") == said
    page.get_by_test_id("scrub").fill("0")
    until(
        lambda: chart.get_attribute("aria-label") == "Loss at step 0: all runs have 3.13.",
        what="the words of the start",
    )


def test_on_a_phone_in_korean_the_tables_do_not_widen_the_page(visit):
    page = visit("?lang=ko", width=390, height=844)
    page.get_by_test_id("chart-table").locator("summary").click()
    until(lambda: page.get_by_test_id("chart-table").locator("table").count() == 2)
    assert sideways(page) == 0
    assert "가장 낮은 실행" in page.get_by_test_id("loss-chart").get_attribute("aria-label")
