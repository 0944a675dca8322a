"""A power cut on the page: from the card, in the link, in the name of the run and on its path."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import results, until

TWO = "#surface=ravine&steps=100&run=momentum:lr=0.005&run=momentum:lr=0.005;cut=60:weights"


def link(page):
    return page.evaluate("location.hash").removeprefix("#")


def test_a_run_with_a_power_cut_says_what_was_saved_and_ends_elsewhere(visit):
    page = visit(TWO)
    names = [row[0] for row in results(page)]
    assert sorted(names) == ["Momentum", "Momentum, power cut, only the weights saved"]
    assert len({row[1] for row in results(page)}) == 2


def test_one_that_saved_everything_ends_where_the_other_ends(visit):
    page = visit(TWO.replace("weights", "everything"))
    assert len(results(page)) == 2
    assert len({row[1] for row in results(page)}) == 1


def test_the_plug_is_pulled_in_the_card_and_the_link_keeps_it(visit):
    page = visit("#surface=ravine&steps=100&run=adam")
    page.get_by_test_id("open").click()
    page.get_by_test_id("cut").select_option("nothing")
    until(lambda: "run=adam;cut=50:nothing" in link(page), what="the cut in the link")
    at = page.locator("[data-field='cut.at']")
    expect(at).to_have_value("50")
    at.fill("20")
    at.press("Enter")
    until(lambda: "cut=20:nothing" in link(page), what="another step")
    again = visit("#" + link(page))
    again.get_by_test_id("open").click()
    expect(again.get_by_test_id("cut")).to_have_value("nothing")
    again.get_by_test_id("cut").select_option("")
    until(lambda: "cut=" not in link(again), what="no cut")
    expect(again.locator("[data-field='cut.at']")).to_be_hidden()


@pytest.mark.parametrize("wrong", ["0:weights", "60:most", "60", "x:weights"])
def test_a_power_cut_that_cannot_be_in_a_link_is_left_out_of_it(visit, wrong):
    page = visit(f"#run=adam;cut={wrong}", wait=False)
    expect(page.get_by_test_id("error")).to_be_visible()
    expect(page.get_by_test_id("run-card")).to_have_count(1)
