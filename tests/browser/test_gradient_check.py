"""The tab Check: a formula beside differences, kinks, bugs that are planted, and what the verdict blames."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app import i18n
from tests.browser.conftest import races, turn_to, until
from tests.browser.gradient_page import ready, told


def test_on_arrival_formula_and_differences_agree_and_the_point_is_moved_by_keys_boxes_and_hand(visit):
    page = visit("gradients", wait=False)
    ready(page)
    x = until(lambda: told(page, "tested-x"), what="the gradient")
    assert x == pytest.approx(2.8336) == told(page, "central-x")
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-happy"))
    expect(page.get_by_test_id("gradient-arrows").locator(".by-formula, .by-steps")).to_have_count(2)
    page.get_by_test_id("start-x").fill("-1.2")
    page.get_by_test_id("start-x").press("Enter")
    until(lambda: told(page, "tested-x") not in (None, x), what="the gradient at the place that was typed")
    expect(page).to_have_url(re.compile(r"#start=-1\.2,1\.14$"))
    page.get_by_test_id("figure").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("start-x")).not_to_have_value("-1.2")
    handle = page.get_by_test_id("start-handle").bounding_box()
    page.mouse.move(handle["x"] + 20, handle["y"] + 20)
    page.mouse.down()
    page.mouse.move(handle["x"] + 80, handle["y"] + 20, steps=3)
    page.mouse.up()
    until(lambda: float(page.get_by_test_id("start-x").input_value()) > -1, what="the point to follow the hand")
    assert races(page) == 1, "nobody sees the race of this tab"


def test_at_a_kink_a_right_formula_fails_the_check_and_the_page_says_why(visit):
    page = visit("gradients?lang=en", wait=False)
    ready(page)
    expect(page.get_by_test_id("kink")).to_have_text(i18n.text("en", "gradients.kink-example"))
    page.get_by_test_id("kink").click()
    expect(page.get_by_test_id("check-verdict")).to_have_text(
        re.compile("There is a kink within h .* At h = 10⁻⁶ .* agrees")
    )
    assert told(page, "tested-x") == 1 and told(page, "central-x") == pytest.approx(0.2)
    page.locator("[data-field='study.h']").fill("1e-7")
    page.locator("[data-field='study.h']").press("Enter")
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-happy"))


def test_a_function_with_kinks_keeps_them_and_on_one_it_is_told(visit):
    page = visit("gradients?lang=en#surface=formula:f=abs(x-1)%2Babs(y)&start=0,1", wait=False)
    ready(page)
    expect(page.get_by_test_id("kink")).to_have_text(i18n.text("en", "gradients.kink"))
    page.get_by_test_id("kink").click()
    expect(page.get_by_test_id("check-verdict")).to_contain_text("There is a kink within h")
    expect(page.locator("[data-field='surface.f']")).to_have_value("abs(x-1)+abs(y)")
    page.get_by_test_id("start-x").fill("1")
    page.get_by_test_id("start-x").press("Enter")
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-on-kink"))


def test_while_a_network_is_checked_the_surface_steps_back_and_its_bug_is_found_again(visit):
    page = visit("gradients?lang=en#study=error-curve:bug=swapped", wait=False)
    ready(page)
    expect(page.get_by_test_id("training-says")).to_contain_text("rises from 4.27 to 17.9")
    page.locator("[data-field='study.bug']").select_option("missing-term")
    expect(page.get_by_test_id("training-says")).to_contain_text("climbs from 4.27 to 131 on the way, and ends at 2.02")
    page.locator("[data-field='study.bug']").select_option("swapped")
    page.get_by_test_id("study-kind").select_option("planted-bug")
    for part in ("check", "training", "figure", "surface", "hint"):
        expect(page.get_by_test_id(part)).to_be_hidden()
    page.locator("[data-field='study.bug']").select_option("wrong-sign")
    page.get_by_test_id("study-kind").select_option("error-curve")
    expect(page.locator("[data-field='study.bug']")).to_have_value("swapped")
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-wrong"))
    page.get_by_test_id("study-kind").select_option("planted-bug")
    expect(page.locator("[data-field='study.bug']")).to_have_value("wrong-sign")


def test_a_step_that_is_too_long_is_not_blamed_on_the_formula_and_where_it_is_level_nothing_is(visit):
    page = visit("gradients?lang=en#study=error-curve:h=0.01", wait=False)
    ready(page)
    expect(page.get_by_test_id("check-verdict")).to_contain_text("h is too large. At h = 10⁻⁶")
    turn_to(page, "gradients?lang=en#start=1,1&study=error-curve:bug=factor")
    ready(page)
    expect(page.get_by_test_id("central-error")).to_have_text("–")
    expect(page.get_by_test_id("gradient-arrows").locator("*")).to_have_count(0)
    expect(page.get_by_test_id("training-says")).to_contain_text("does not move")


def test_a_planted_bug_is_caught_and_training_with_it_is_told(visit):
    page = visit("gradients?lang=en", wait=False)
    ready(page)
    expect(page.get_by_test_id("training")).to_be_hidden()
    page.locator("[data-field='study.bug']").select_option("sign")
    expect(page).to_have_url(re.compile("study=error-curve:bug=sign$"))
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-wrong"))
    assert told(page, "tested-y") == -told(page, "right-y")
    expect(page.get_by_test_id("gradient-arrows").locator(".by-mistake")).to_have_count(1)
    expect(page.get_by_test_id("outcome-status")).to_have_text(["finished", re.compile(r"diverged at step \d+")])
    expect(page.get_by_test_id("training-says")).to_contain_text("diverged")
    page.locator("[data-field='study.bug']").select_option("factor")
    expect(page.get_by_test_id("training-says")).to_contain_text("as if nothing were wrong")
    expect(page.get_by_test_id("central-error")).to_have_text("0.5")
    page.get_by_test_id("tab-walk").check(force=True)
    page.get_by_test_id("tab-check").check(force=True)
    expect(page.locator("[data-field='study.bug']")).to_have_value("factor")
    page.locator("[data-field='study.bug']").select_option("none")
    expect(page.get_by_test_id("training")).to_be_hidden()
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-happy"))


def test_a_bug_that_a_loss_cannot_have_is_not_offered_and_nothing_of_another_one_stands_for_it(visit):
    page = visit("gradients?lang=en#surface=formula:f=sin(3%2Ax)%2By%5E2&study=error-curve:bug=chain-rule", wait=False)
    ready(page)
    expect(page.get_by_test_id("training")).to_be_visible()
    page.expected += ["422"] * 9
    page.get_by_test_id("typed").fill("x^2*y + sin(x)")
    expect(page.locator("option[value='chain-rule']")).to_be_disabled()
    expect(page.locator("[data-testid='barred']:visible")).to_contain_text("no inner function")
    for gone in ("training", "check-verdict", "tested-x", "player"):
        expect(page.get_by_test_id(gone)).to_be_hidden()
    page.locator("[data-field='study.bug']").select_option("swapped")
    expect(page.get_by_test_id("training")).to_be_visible()
    expect(page.get_by_test_id("player")).to_be_visible()
    expect(page.get_by_test_id("check-verdict")).not_to_have_text("")
