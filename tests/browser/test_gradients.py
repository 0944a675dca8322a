"""The page of gradients: tabs that are links, two ways down side by side, and no reader left out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app import i18n
from tests.browser.conftest import answered, drawn, sideways, turn_to, until
from tests.browser.gradient_page import ready
from tests.browser.test_axe import violations

TABS = ("check", "walk", "slope", "guess")


def test_who_listens_is_told_only_of_what_is_there(visit):
    page = visit("gradients?lang=en#surface=formula:f=a*x%5E2%2By", wait=False)
    ready(page)
    expect(page.get_by_role("slider", name="letter a")).to_be_visible()
    expect(page.get_by_test_id("figure")).to_have_attribute("aria-label", re.compile("^Map of the surface"))
    for tab, told_of in (("guess", "none"), ("slope", "block"), ("check", "block")):
        page.get_by_test_id(f"tab-{tab}").check(force=True)
        assert page.locator("#keys").evaluate("e => getComputedStyle(e).display") == told_of
        page.wait_for_timeout(500)
        assert "Lowest" not in page.get_by_test_id("news").inner_text() + page.get_by_test_id("figure").get_attribute(
            "aria-label"
        )


def test_a_tab_is_a_link_and_back_leads_back(visit):
    page = visit("gradients#tab=slope", wait=False)
    ready(page)
    expect(page.get_by_test_id("tab-slope")).to_be_checked()
    expect(page.get_by_test_id("compass-grad")).to_contain_text("(")
    page.get_by_test_id("tab-guess").check(force=True)
    expect(page).to_have_url(re.compile("#tab=guess$"))
    expect(page.get_by_test_id("figure")).to_be_hidden()
    page.locator("h1").click(force=True)
    page.keyboard.press("1")
    expect(page.get_by_test_id("check")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_test_id("tab-slope")).to_be_checked()
    expect(page.get_by_test_id("hint")).to_have_text(i18n.text("en", "gradients.slope-hint"))


def test_a_link_may_name_the_study_alone_and_one_that_is_broken_is_told(visit):
    page = visit("gradients#study=darts:throws=200", wait=False)
    ready(page)
    expect(page.get_by_test_id("tab-guess")).to_be_checked()
    expect(page.get_by_test_id("study-kind")).to_have_value("darts")
    expect(page.get_by_test_id("surface")).to_be_visible()
    turn_to(page, "gradients#tab=nowhere")
    ready(page)
    expect(page.get_by_test_id("error")).to_contain_text("nowhere")


def test_the_race_of_the_point_is_a_link_away_and_the_header_leads_back(visit):
    page = visit("gradients#surface=bowl&start=2,1&tab=slope", wait=False)
    ready(page)
    page.get_by_test_id("to-race").click()
    answered(page)
    expect(page.get_by_test_id("start-x")).to_have_value("2")
    expect(page.get_by_test_id("result")).to_have_count(1)
    expect(page.get_by_test_id("hide")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("where")).to_contain_text("/ 300")
    assert "tab=" not in page.url
    page.locator("[data-page=gradients]").click()
    ready(page)
    expect(page.get_by_test_id("start-x")).to_have_value("2")
    expect(page.get_by_test_id("tab-check")).to_be_checked()


def test_who_feels_the_way_walks_the_same_path_and_pays_more(visit):
    page = visit("gradients?lang=en#tab=walk&steps=50", wait=False)
    ready(page)
    losses = page.get_by_test_id("outcome-value")
    expect(losses).to_have_text(["0", "200"])
    expect(page.get_by_test_id("outcome-grad")).to_have_text(["50", "0"])
    said = page.get_by_test_id("walk-apart").inner_text()
    assert re.search(r"more than [\d.]+×10⁻\S+ apart", said), said
    page.locator("[data-field='felt.form']").select_option("forward")
    expect(losses).to_have_text(["0", "150"])
    page.locator("[data-field='felt.h']").fill("0.1")
    page.locator("[data-field='felt.h']").press("Enter")
    expect(page).to_have_url(re.compile("noise=differences:form=forward,h=0.1"))
    until(lambda: "⁻" not in page.get_by_test_id("walk-apart").inner_text(), what="the paths to part")
    expect(page.get_by_test_id("walk-title")).to_have_text(i18n.text("en", "gradients.walk-parted"))
    page.get_by_test_id("to-race").click()
    answered(page)
    expect(page.get_by_test_id("result")).to_have_count(2)


def test_a_gradient_has_its_price_whatever_else_a_rule_asks_for(visit):
    page = visit("gradients?lang=en#run=newton;noise=differences&steps=20&tab=walk", wait=False)
    ready(page)
    columns = {
        name: page.get_by_test_id("walk").get_by_test_id(f"outcome-{name}") for name in ("value", "hess", "status")
    }
    expect(columns["value"]).to_have_text(["0", "80"])
    expect(columns["hess"]).to_have_text(["20", "20"])
    price = page.get_by_test_id("walk-price")
    expect(price).to_contain_text("asks for the loss 4 times")
    expect(price).to_contain_text("Hessians")
    page.get_by_test_id("optimizer").select_option("line-search")
    expect(price).to_contain_text("the rule asks for itself")
    expect(price).to_contain_text("asks for the loss 4 times")
    expect(columns["hess"].first).to_be_hidden()
    page.get_by_test_id("optimizer").select_option("random-search")
    expect(page.get_by_test_id("walk-title")).to_have_text(i18n.text("en", "gradients.walk-without"))
    expect(price).to_contain_text("never asks for a gradient")
    turn_to(page, "gradients?lang=en#surface=bowl&run=gradient-descent:lr=5;noise=differences:h=1&tab=walk")
    ready(page)
    expect(columns["status"].last).to_contain_text("diverged")


def test_the_page_is_as_long_as_the_window_and_a_tab_opens_at_its_top(visit):
    page = visit("gradients#tab=walk", width=1366, height=768, wait=False)
    ready(page)
    expect(page.get_by_test_id("walk-price")).not_to_be_empty()
    beside = page.locator(".beside")
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
    beside.evaluate("column => (column.scrollTop = 300)")
    assert beside.evaluate("column => column.scrollTop") == 300
    page.get_by_test_id("tab-guess").check(force=True)
    until(lambda: beside.evaluate("column => column.scrollTop") == 0, what="the new tab to open at its top")


def test_no_control_of_the_walker_is_a_stump_and_a_frame_of_slides_says_what_the_check_says(visit):
    page = visit("gradients#run=random-search&tab=walk", width=1366, height=768, wait=False)
    ready(page)
    quick = page.locator(".run-quick")
    assert quick.locator("select").bounding_box()["width"] > 150
    page.get_by_test_id("optimizer").select_option("momentum")
    assert quick.locator("input[type=range]").bounding_box()["width"] > 120
    turn_to(page, "gradients?lang=en&embed=1")
    ready(page)
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-happy"))
    expect(page.get_by_test_id("check-verdict")).to_be_in_viewport()
    expect(page.get_by_test_id("study")).to_be_hidden()
    assert sideways(page) <= 0


def test_a_picture_says_what_it_is_of_in_as_many_lines_as_it_takes(visit):
    formula = "+".join(f"sin({i}*x)*y^2" for i in range(1, 13))
    page = visit(f"gradients#surface=formula:f={formula.replace('+', '%2B')}", width=1366, height=768, wait=False)
    ready(page)
    with page.expect_download() as download:
        page.get_by_test_id("study-svg").click()
    picture = download.value.path().read_text("utf-8")
    width = float(re.search(r'width="(\d+)"', picture).group(1))
    lines = re.findall(r'<text x="16" [^>]*>([^<]*)</text>', picture)
    assert f"f(x,y)={formula}" in "".join(lines).replace(" ", "")
    assert len(lines) > 3 and max(len(line) for line in lines) * 6 < width


def test_a_lecture_has_the_bug_at_hand_and_offers_what_its_tab_has(visit):
    page = visit("gradients?lang=en&lecture=1", width=1920, height=1080, wait=False)
    ready(page)
    wide = page.get_by_test_id("figure").bounding_box()["width"]
    page.locator("[data-field='study.bug']").select_option("sign")
    expect(page.get_by_test_id("check-verdict")).to_have_text(i18n.text("en", "gradients.verdict-wrong"))
    expect(page.get_by_test_id("check-verdict")).to_be_in_viewport(ratio=1)
    expect(page.get_by_test_id("kink")).to_be_visible()
    expect(page.get_by_test_id("surface")).to_be_hidden()
    page.get_by_test_id("lecture-panels").click()
    expect(page.get_by_test_id("panel-walk")).to_have_count(0)
    page.get_by_test_id("panel-settings").uncheck()
    expect(page.locator("[data-field='study.bug']")).to_be_hidden()
    page.get_by_test_id("panel-settings").check()
    expect(page.get_by_test_id("surface")).to_be_visible()
    assert page.get_by_test_id("figure").bounding_box()["width"] == wide
    page.get_by_test_id("lecture-panels").click()
    page.keyboard.press("2")
    page.get_by_test_id("lecture-panels").click()
    expect(page.get_by_test_id("panel-walk")).to_be_checked()


def test_on_paper_words_say_what_controls_choose_and_the_map_keeps_its_shape(visit):
    page = visit("gradients?lang=en#study=error-curve:bug=factor", width=1366, height=768, wait=False)
    ready(page)
    expect(page.get_by_test_id("study-stop")).to_have_class(re.compile("away"), timeout=30_000)
    box = lambda name: page.get_by_test_id(name).bounding_box()  # noqa: E731
    shape = {name: box(name)["width"] / box(name)["height"] for name in ("figure", "study-plate-error")}
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for words in ("Rosenbrock", "bug = factor", "(−1.06, 1.14)", "#study=error-curve:bug=factor"):
        expect(page.get_by_test_id("paper")).to_contain_text(words)
    for name, before in shape.items():
        assert box(name)["width"] / box(name)["height"] == pytest.approx(before, rel=0.02)
        assert box(name)["height"] < 420
    expect(page.get_by_test_id("start-handle")).to_be_visible()
    expect(page.locator("main button:visible, main select:visible, [data-testid=tab-check]:visible")).to_have_count(0)


def test_changes_one_after_another_ask_for_the_last_of_them(visit):
    page = visit("gradients#tab=walk", wait=False)
    ready(page)
    units = page.locator("[data-field='study.unit']")
    for unit in ("relu", "sigmoid", "tanh", "relu", "sigmoid"):
        units.select_option(unit)
    expect(page.get_by_test_id("study-stop")).to_have_class(re.compile("away"), timeout=30_000)
    asked = [request.post_data for request in page.asked if "/api/study" in request.url]
    assert "sigmoid" in asked[-1]
    assert len(asked) < 6, "those between are nobody's question any more"


@pytest.mark.parametrize(("language", "width", "height"), [("en", 390, 844), ("ko", 1440, 900)])
def test_every_tab_is_for_everyone(visit, language, width, height):
    page = visit(f"gradients?lang={language}", width=width, height=height, wait=False)
    ready(page)
    parts = page.locator("[data-part]").evaluate_all("all => all.flatMap((one) => one.dataset.part.split(' '))")
    assert not {f"part.{name}" for name in parts} - set(i18n.strings(language)), "a link names what it hides"
    for tab in TABS:
        page.get_by_test_id(f"tab-{tab}").check(force=True)
        drawn(page)
        assert not violations(page) and sideways(page) <= 0, tab
