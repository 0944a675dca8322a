"""The page of networks: its tabs, its settings, trainings played epoch by epoch."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from app.arrival import NETWORK_TABS
from tests.browser.conftest import drawn, sideways, turn_to
from tests.browser.test_axe import violations_in

SMALL = "training=moons:n=40;net=layers=4;batch=20;epochs=6;seed=1&run=adam:lr=0.01&run=momentum:lr=0.1"


def trained(page):
    """Every panel is there, and the training is at its end."""
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    expect(page.get_by_test_id("where")).to_contain_text(re.compile(r"\d+ / \d+"))
    expect(page.get_by_test_id("training-stop")).to_be_hidden()
    drawn(page)
    return page


def test_a_run_is_given_units_of_its_own_and_the_link_brings_them_back(visit):
    page = trained(visit(f"networks#{SMALL}", wait=False))
    expect(page.get_by_test_id("where")).to_have_text(re.compile(r"6 / 6"))
    expect(page.get_by_test_id("network-sizes")).to_contain_text("2 → 4 → 2: 22")
    page.get_by_test_id("scrub").fill("2")
    expect(page).to_have_url(re.compile("&at=2"))
    page.get_by_test_id("open").first.click()
    page.get_by_test_id("give-own").first.select_option("unit")
    page.locator('[data-run="0"] [data-field="network.unit"]').select_option("sigmoid")
    expect(page.get_by_test_id("run-own").first).to_have_text("This run: sigmoid")
    expect(page).to_have_url(re.compile("run=adam:lr=0.01;net=unit=sigmoid&run=momentum:lr=0.1"))
    page.get_by_test_id("add-layer").first.click()
    expect(page).to_have_url(re.compile("net=layers=4_4;"))
    trained(page)
    expect(page.get_by_test_id("network-sizes")).to_contain_text("2 → 4 → 4 → 2: 42")
    page.reload()
    expect(trained(page).get_by_test_id("run-own").first).to_have_text("This run: sigmoid")
    page.get_by_test_id("clear-own").first.click()
    expect(page.get_by_test_id("run-own").first).to_be_hidden()
    page.go_back()
    expect(page.get_by_test_id("run-own").first).to_be_visible()


def test_other_data_are_learnt_with_rates_that_suit_them_but_for_those_that_somebody_chose(visit):
    page = trained(visit("networks#training=moons:n=40;batch=2000;epochs=1&run=momentum:lr=0.1&run=adam", wait=False))
    page.locator('[data-run="1"] [data-field="lr"]').fill("0.2")
    page.locator('[data-run="1"] [data-field="lr"]').press("Enter")
    page.get_by_test_id("data-digits").check(force=True)
    expect(page).to_have_url(re.compile(r"run=momentum:lr=0\.017&run=adam:lr=0\.2&training=digits"))
    page.get_by_test_id("data-spirals").check(force=True)
    expect(page).to_have_url(re.compile(r"run=momentum:lr=0\.033&run=adam:lr=0\.2"))


def test_of_a_hurt_link_only_what_is_wrong_is_lost(visit):
    wrong = "training=moons:n=40,noise=-3;net=layers=4_x,unit=tanh;batch=-7;epochs=6;what=1"
    page = trained(visit(f"networks#{wrong}&run=adam:lr=0.01;net=unit=nobody,init=xavier;batch=5", wait=False))
    error = page.get_by_test_id("error")
    for piece in ("noise=-3", "layers=4_x", "-7", "what=1", "nobody"):
        expect(error).to_contain_text(piece)
    expect(page.get_by_test_id("run-own")).to_have_text("This run: Xavier, batches of 5")
    expect(page.locator('#network [data-field="network.unit"]')).to_have_value("tanh")


def test_axe_finds_nothing_on_any_tab_and_nothing_scrolls_sideways(visit):
    page = trained(visit(f"networks?lang=ko#{SMALL};net=unit=tanh", width=390, height=844, wait=False))
    for fold in page.locator(".net-fold > summary").all():
        fold.click()
    page.get_by_test_id("open").first.click()
    assert violations_in(page, "light", "dark") == []
    for tab in NETWORK_TABS:
        page.get_by_test_id(f"tab-{tab}").check(force=True)
        assert sideways(page) <= 0, tab
    turn_to(page, "networks#tab=own")
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    page.keyboard.press("1")
    trained(page)
    assert violations_in(page, "contrast") == []


def test_a_study_of_batches_learns_what_is_picked_and_says_where_its_times_were_measured(visit):
    page = visit("networks?lang=en#tab=batch&study=epoch-time:examples=60,repeats=1", wait=False)
    study = page.locator("#study")
    expect(study).to_have_attribute("aria-busy", "false", timeout=20_000)
    expect(study).to_contain_text(re.compile(r"measured on.*CPU.*measured at.*UTC", re.S))
    page.get_by_label("what is learnt").select_option(label="two moons")
    expect(page).to_have_url(re.compile("data=moons"))
    expect(study).to_have_attribute("aria-busy", "false", timeout=20_000)
    page.get_by_test_id("study-kind").select_option("wrong-labels")
    expect(page.get_by_label("share of the training labels that is drawn anew").first).to_be_visible()
