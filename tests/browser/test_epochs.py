"""Epochs on the page: an axis and a budget, where the surface is made of data."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import results, until

DATA = "#surface=tumours&noise=mini-batch:batch_size=16&run=gradient-descent:lr=0.5"


def link(page):
    return page.evaluate("location.hash").removeprefix("#")


def test_a_budget_of_epochs_is_kept_in_the_link_and_ends_with_the_data(visit):
    page = visit(f"{DATA}&run=gradient-descent:lr=0.5;noise=none&steps=178")
    page.get_by_test_id("currency").select_option("epochs")
    until(lambda: "budget=epochs:5" in link(page).split("&"), what="the budget in the link")
    expect(page.get_by_test_id("scrub")).to_have_attribute("max", "178")
    until(lambda: sorted(row[3] for row in results(page)) == ["178", "5"], what="the ends of both")
    expect(page.get_by_test_id("fair-badge")).to_contain_text("Equal cost")
    page.get_by_test_id("fair-badge").locator("summary").click()
    expect(page.get_by_test_id("fair-table").locator("th[data-key=epochs]")).to_be_visible()
    again = visit("#" + link(page))
    expect(again.locator("[data-field='budget.most']")).to_have_value("5")
    expect(again.get_by_test_id("currency")).to_have_value("epochs")


def test_equal_steps_on_batches_of_different_size_are_said_to_be_unequal(visit):
    page = visit(f"{DATA}&run=gradient-descent:lr=0.5;noise=none&steps=20")
    expect(page.get_by_test_id("fair-badge")).to_contain_text("569 examples at a time")


def test_the_axis_of_epochs_is_there_where_there_is_data_and_the_link_keeps_it(visit):
    page = visit(f"{DATA}&steps=178")
    page.get_by_test_id("axis-epochs").check(force=True)
    until(lambda: "axis=epochs" in link(page).split("&"), what="the axis in the link")
    ticks = page.get_by_test_id("loss-chart").locator(".tick-label")
    until(
        lambda: "4" in ticks.all_text_contents() and "100" not in ticks.all_text_contents(), what="epochs on the axis"
    )
    page.get_by_test_id("surface").select_option("bowl")
    expect(page.get_by_test_id("axis-epochs")).to_be_hidden()
    expect(page.get_by_test_id("axis-steps")).to_be_checked()


def test_a_budget_of_epochs_stays_behind_with_the_data(visit):
    page = visit(f"{DATA}&budget=epochs:3")
    page.get_by_test_id("surface").select_option("bowl")
    expect(page.get_by_test_id("currency")).to_have_value("steps")
    expect(page.get_by_test_id("currency").locator("option[value=epochs]")).to_have_count(0)
