"""An honest comparison: the same budget for every run, an axis that counts it, and tuning that is the same for all."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import races, results, settled, until

THREE = "run=gradient-descent:lr=0.09&run=newton&run=random-search"


def spent(page):
    """What each run asked of the objective, by its name."""
    return {row[0]: row[3] for row in results(page)}


def link(page):
    return page.evaluate("location.hash").removeprefix("#")


def in_link(page, piece):
    until(lambda: piece in link(page).split("&"), what=f"{piece} in the link")


def test_every_run_gets_the_same_budget_and_the_link_keeps_it(visit):
    page = visit(f"#{THREE}&steps=60")
    page.get_by_test_id("currency").select_option("cost")
    until(lambda: spent(page)["Newton's method"] == "24", what="Newton to stop at 12 steps of 15 passes")
    assert spent(page)["Gradient descent"] == "60" and spent(page)["Random search"] == "180"
    in_link(page, "budget=cost:180")
    amount = page.locator("[data-field='budget.most']")
    amount.fill("300")
    amount.press("Enter")
    until(lambda: spent(page)["Newton's method"] == "40")
    assert spent(page)["Gradient descent"] == "100"
    again = visit("#" + link(page))
    assert spent(again) == spent(page)
    expect(again.locator("[data-field='budget.most']")).to_have_value("300")
    page.go_back()
    until(lambda: spent(page)["Newton's method"] == "24", what="the smaller budget")
    page.go_back()
    until(lambda: spent(page)["Newton's method"] == "120", what="the race of 60 steps")
    expect(page.get_by_test_id("currency")).to_have_value("steps")


def test_runs_of_different_length_are_played_to_the_end_of_the_longest(visit):
    page = visit(f"#{THREE}&budget=cost:150")
    scrub = page.get_by_test_id("scrub")
    expect(scrub).to_have_attribute("max", "149")
    scrub.fill("5")
    until(lambda: sum("running" in row for row in results(page)) == 3)
    scrub.fill("20")
    until(lambda: sum("running" in row for row in results(page)) == 2)
    assert spent(page)["Newton's method"] == "20", "a run that is over stays at its last step"
    page.get_by_test_id("play").click()
    until(lambda: not any("running" in row for row in results(page)))
    expect(scrub).to_have_value("149")


def test_a_budget_ends_where_its_runs_end_and_not_at_the_limit(visit):
    page = visit("#run=gradient-descent:lr=0.09&run=newton&budget=cost:150")
    expect(page.get_by_test_id("scrub")).to_have_attribute("max", "50")


def test_the_axis_counts_gradients_or_cost_and_says_who_has_no_place_on_it(visit):
    page = visit(f"#{THREE}&steps=40")
    note = page.get_by_test_id("axis-note")
    expect(note).to_be_hidden()
    asked = races(page)
    titles = page.locator("[data-testid=loss-chart] .axis-title")
    page.get_by_test_id("axis-gradients").check(force=True)
    expect(titles).to_have_text("gradients")
    expect(note).to_contain_text("Random search")
    page.get_by_test_id("axis-cost").check(force=True)
    expect(titles).to_have_text("forward passes")
    expect(note).to_contain_text("a Hessian 12")
    until(lambda: page.locator("[data-testid=loss-chart] .tick-label").get_by_text("600", exact=True).count())
    in_link(page, "axis=cost")
    assert races(page) == asked, "what is known already is not asked again"


def test_a_budget_that_cannot_be_in_a_link_is_not_read(visit):
    for wrong in ("cost", "cost:0", "time:20", "gradients:1e9", "cost:x"):
        page = visit(f"#{THREE}&budget={wrong}")
        expect(page.get_by_test_id("error")).to_be_visible()
        assert page.get_by_test_id("run-card").count() == 5
    settled(page)
