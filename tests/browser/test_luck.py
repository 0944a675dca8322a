"""Luck on the page: noise of a run's own, and repeats of every run."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import races, results, settled, until

DATA = "surface=diabetes-correlated&steps=40"


def link(page):
    return page.evaluate("location.hash").removeprefix("#")


def losses(page):
    return {row[0]: row[1] for row in results(page)}


def test_a_run_gets_its_own_noise_and_the_link_keeps_it(visit):
    page = visit(f"#{DATA}&run=gradient-descent&run=gradient-descent")
    assert set(losses(page)) == {"Gradient descent", "Gradient descent (2)"}
    card = page.locator("[data-run='1']")
    card.get_by_test_id("open").click()
    noise = card.get_by_test_id("run-noise")
    expect(noise.locator("option").first).to_have_text("as the race")
    before = races(page)
    noise.select_option("mini-batch")
    until(lambda: races(page) > before)
    until(lambda: "run=gradient-descent;noise=mini-batch" in link(page).split("&"), what="the noise in the link")
    until(lambda: set(losses(page)) == {"Gradient descent", "Gradient descent, mini-batch 8"}, what="their names")
    settled(page)
    calm, own = losses(page)["Gradient descent"], losses(page)["Gradient descent, mini-batch 8"]
    assert calm != own
    page.expected.append("422")
    size = card.locator("[data-field='noise.batch_size']")
    size.fill("1000")
    size.press("Enter")
    expect(card.locator(".field-fault:not([hidden])")).to_contain_text("442 examples")
    size.fill("3")
    size.press("Enter")
    until(lambda: "run=gradient-descent;noise=mini-batch:batch_size=3" in link(page), what="its number in the link")
    again = visit("#" + link(page))
    assert losses(again)["Gradient descent"] == calm
    assert again.locator("[data-run='1'] [data-testid=run-noise]").input_value() == "mini-batch"
    again.get_by_test_id("surface").select_option("bowl")
    until(lambda: "noise" not in link(again), what="the noise to stay behind with the data")
    for _ in range(3):
        page.go_back()
    until(lambda: set(losses(page)) == {"Gradient descent", "Gradient descent (2)"})
    expect(noise).to_have_value("")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Adam", "Adam, Gaussian 0.5", "Adam, Gaussian 2", "Adam, noise: none"}),
        ("?lang=ko", {"Adam", "Adam, 가우시안 0.5", "Adam, 가우시안 2", "Adam, 노이즈 없음"}),
    ],
)
def test_runs_that_differ_in_noise_only_have_names_that_say_so(visit, query, names):
    runs = ["run=adam", *(f"run=adam;noise={one}" for one in ("gaussian:sigma=0.5", "gaussian:sigma=2", "none"))]
    page = visit(f"{query}#{'&'.join(runs)}&noise=gaussian&steps=20")
    assert set(losses(page)) == names


def test_a_noise_that_a_link_misspells_is_not_read(visit):
    for wrong in ("noise=thunder", "noise=gaussian:sigma=x", "noise="):
        page = visit(f"#run=adam;{wrong}")
        expect(page.get_by_test_id("error")).to_be_visible()
