"""An honest comparison: the same budget for every run, an axis that counts it, and tuning that is the same for all."""

from __future__ import annotations

import re

import pytest
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


def spends(page, descent, newton, search):
    """Wait until the table says what each of the three has asked; rows may move while they are read."""
    each = {"Gradient descent": str(descent), "Newton's method": str(newton), "Random search": str(search)}
    until(lambda: spent(page) == each, what=f"{each}")


def test_every_run_gets_the_same_budget_and_the_link_keeps_it(visit):
    page = visit(f"#{THREE}&steps=60")
    page.get_by_test_id("currency").select_option("cost")
    spends(page, 60, 24, 180)  # Newton stops after 12 steps of 15 passes
    in_link(page, "budget=cost:180")
    amount = page.locator("[data-field='budget.most']")
    amount.fill("300")
    amount.press("Enter")
    spends(page, 100, 40, 300)
    in_link(page, "budget=cost:300")
    again = visit("#" + link(page))
    spends(again, 100, 40, 300)
    expect(again.locator("[data-field='budget.most']")).to_have_value("300")
    page.go_back()
    spends(page, 60, 24, 180)
    page.go_back()
    spends(page, 60, 120, 61)
    expect(page.get_by_test_id("currency")).to_have_value("steps")


def test_runs_of_different_length_are_played_to_the_end_of_the_longest(visit):
    page = visit(f"#{THREE}&budget=cost:150")
    scrub = page.get_by_test_id("scrub")
    expect(scrub).to_have_attribute("max", "149")
    scrub.fill("5")
    until(lambda: sum("running" in row for row in results(page)) == 3)
    scrub.fill("20")
    spends(page, 20, 20, 21)  # Newton is over and stays at its last step
    assert sum("running" in row for row in results(page)) == 2
    page.get_by_test_id("speed").select_option("4")
    page.get_by_test_id("play").click()
    until(lambda: not any("running" in row for row in results(page)), what="the end of the longest")
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
    expect(page.locator("[data-testid=loss-chart] .tick-label").get_by_text("600", exact=True)).to_be_attached()
    in_link(page, "axis=cost")
    assert races(page) == asked, "what is known already is not asked again"


@pytest.mark.parametrize("wrong", ["cost", "cost:0", "time:20", "gradients:1e9", "cost:x"])
def test_a_budget_that_cannot_be_in_a_link_is_left_out_of_it(visit, wrong):
    page = visit(f"#{THREE}&budget={wrong}", wait=False)
    expect(page.get_by_test_id("error")).to_be_visible()
    expect(page.get_by_test_id("run-card")).to_have_count(3)


def tuned(page):
    """Press the button and wait until every run has its mark in the link."""
    page.get_by_test_id("tune").click()
    count = page.get_by_test_id("run-card").count()
    until(lambda: link(page).count(";tuned=60") == count, seconds=30, what="every run to be tuned")
    settled(page)


def losses(page):
    return {row[0]: row[1] for row in results(page)}


def test_tuning_is_one_change_that_says_what_it_found_and_that_back_undoes(visit):
    page = visit("#run=gradient-descent:lr=0.01&run=adam:lr=0.01&run=newton&steps=60")
    before, rate = losses(page), page.locator("[data-run='0'] [data-field=lr]")
    tuned(page)
    after = losses(page)
    assert all(before[name] != after[name] for name in ("Gradient descent", "Adam"))
    assert before["Newton's method"] == "0"
    found = page.get_by_test_id("tune-found").locator("li")
    expect(page.get_by_test_id("tune-summary")).to_contain_text("3 runs, 60 trials each")
    page.get_by_test_id("tune-summary").click()
    expect(found).to_have_count(3)
    expect(found.nth(0)).to_contain_text(f"learning rate 0.01 → {rate.input_value()}")
    expect(found.nth(0)).to_contain_text("gradients")
    expect(found.nth(0)).to_contain_text(f"→ {after['Gradient descent']}")  # the loss told is that of the race
    expect(found.nth(2)).to_contain_text("nothing better found")
    page.go_back()
    until(lambda: losses(page) == before, what="the race before")
    assert rate.input_value() == "0.01" and "tuned" not in link(page)
    expect(page.get_by_test_id("tune-summary")).to_be_hidden()


def test_a_shared_link_keeps_the_mark_and_any_change_of_the_course_takes_it_away(visit):
    page = visit(f"#{THREE}&steps=40&budget=cost:90")
    tuned(page)
    badge = page.get_by_test_id("fair-badge").locator("summary")
    expect(badge).to_contain_text("Equal cost, all tuned with 60 trials.")
    shared = link(page)
    other = visit(f"#{shared}")
    expect(other.get_by_test_id("fair-badge").locator("summary")).to_contain_text("all tuned with 60 trials")
    assert link(other) == shared
    rate = other.locator("[data-run='0'] [data-field=lr]")
    found = rate.input_value()
    rate.fill("0.02")
    rate.press("Enter")
    expect(other.get_by_test_id("fair-badge")).to_contain_text("Tuned differently: 2 of 3 runs tuned.")
    assert link(other).count("tuned=60") == 2
    rate.fill(found)
    rate.press("Enter")
    expect(other.get_by_test_id("fair-badge")).to_contain_text("all tuned with 60 trials")
    other.locator("[data-field='budget.most']").fill("120")
    other.locator("[data-field='budget.most']").press("Enter")
    expect(other.get_by_test_id("fair-badge")).to_contain_text("Equal cost, none tuned.")
    assert "tuned" not in link(other)


def test_the_badge_says_who_spent_how_much_and_shows_it_on_a_click(visit):
    page = visit(f"#{THREE}&steps=40")
    badge = page.get_by_test_id("fair-badge")
    expect(badge.locator("summary")).to_contain_text(
        "Equal steps, unequal cost: Newton's method spent 15 passes a step, Random search"
    )
    badge.locator("summary").click()
    rows = page.get_by_test_id("fair-table").locator("tbody tr")
    spent = [["0", "40", "0", "120", "0"], ["0", "40", "40", "600", "0"], ["41", "0", "0", "41", "0"]]
    until(lambda: [text.split()[-5:] for text in rows.all_inner_texts()] == spent, what=f"{spent}")
    page.locator("[data-run='1'] [data-testid=hide]").click()
    page.locator("[data-run='2'] [data-testid=hide]").click()
    expect(badge).to_be_hidden()


def test_what_tuning_found_on_one_surface_gives_way_to_what_suits_the_next(visit):
    page = visit("#run=gradient-descent&run=newton&steps=60")
    fresh = visit("#surface=rosenbrock&run=gradient-descent&run=newton&steps=60")
    fresh.get_by_test_id("surface").select_option("ravine")
    fresh.get_by_test_id("surface").select_option("rosenbrock")
    tuned(page)
    page.get_by_test_id("surface").select_option("rosenbrock")
    rates = [one.locator("[data-run='0'] [data-field=lr]") for one in (page, fresh)]
    until(lambda: rates[0].input_value() == rates[1].input_value(), what="the rate that suits the surface")


def test_tuning_that_is_stopped_or_fails_leaves_the_race_as_it_is(visit):
    page = visit(f"#{THREE}&steps=40")
    before = link(page)
    page.route("**/api/tune**", lambda route: None)  # no answer yet
    page.get_by_test_id("tune").click()
    expect(page.get_by_test_id("tune-progress")).to_have_text("1 of 3")
    expect(page.get_by_test_id("tune")).to_have_text("Stop")
    page.get_by_test_id("tune").click()
    expect(page.get_by_test_id("tune")).to_have_text("Tune each")
    expect(page.get_by_test_id("tune-progress")).to_be_empty()
    page.unroute("**/api/tune**")
    page.route("**/api/tune**", lambda route: route.abort())
    page.expected.append("ERR_FAILED")
    page.get_by_test_id("tune").click()
    expect(page.get_by_test_id("tune-fault")).to_contain_text("does not answer")
    assert link(page) == before and "tuned" not in before


def test_who_has_to_wait_for_others_is_told_the_place_in_line(visit):
    page = visit(f"#{THREE}&steps=40")
    said = 'event: line\ndata: {"place": 3}\n\n'
    page.route("**/api/tune**", lambda route: route.fulfill(body=said, content_type="text/event-stream"))
    words = page.get_by_test_id("tune-progress")
    words.evaluate("(it) => new MutationObserver(() => (it.title += it.textContent)).observe(it, {childList: true})")
    page.get_by_test_id("tune").click()
    expect(words).to_have_attribute("title", re.compile("Third in line"))


def test_a_change_while_it_tunes_ends_the_search(visit):
    page = visit(f"#{THREE}&steps=40")
    page.route("**/api/tune**", lambda route: None)  # no answer yet
    page.get_by_test_id("tune").click()
    expect(page.get_by_test_id("tune")).to_have_text("Stop")
    page.get_by_test_id("new-seed").click()
    expect(page.get_by_test_id("tune")).to_have_text("Tune each")
    assert "tuned" not in link(page)


def run(name, steps=100, cost=300, status="finished", trials=0, gradients=100):
    return {"name": name, "steps": steps, "cost": cost, "status": status, "trials": trials, "gradients": gradients}


def test_the_verdict_compares_who_may_be_compared(visit):
    page = visit(f"#{THREE}&steps=40")

    def verdict(runs, of="steps"):
        said = page.evaluate(
            """async ([runs, of]) => {
                const { href } = document.querySelector("link[href*='traces/fairness']");
                return (await import(href)).verdict(runs, of);
            }""",
            [runs, of],
        )
        return said and (said["fair"], [remark["key"] for remark in said["remarks"]])

    assert verdict([run("A")]) is None
    assert verdict([run("A"), run("B")]) == (True, ["fair.equal"])
    assert verdict([run("A", trials=60), run("B", trials=60)]) == (True, ["fair.equal-tuned"])
    assert verdict([run("A", trials=60), run("B")]) == (False, ["fair.some-tuned"])
    assert verdict([run("A", trials=60), run("B", trials=20)]) == (False, ["fair.tuned-unequally"])
    assert verdict([run("A"), run("B", cost=310)]) == (True, ["fair.equal"]), "within a few per cent"
    assert verdict([run("A"), run("B", cost=1500)]) == (False, ["fair.unequal-steps"])
    both = [run("A", trials=60), run("B", cost=1500, trials=60)]
    assert verdict(both) == (False, ["fair.unequal-steps", "fair.all-tuned"])
    for status in ("diverged", "converged"):
        assert verdict([run("A"), run("B", steps=3, cost=45, status=status)])[0], "it needed no more"
    assert verdict([run("A"), run("B", steps=20)], "cost") == (True, ["fair.equal"])
    assert verdict([run("A"), run("B", cost=330)], "cost") == (False, ["fair.unequal-cost"])
    free = run("B", cost=100, gradients=0)
    assert verdict([run("A"), free], "gradients") == (False, ["fair.unequal-gradients", "fair.unbound"])
