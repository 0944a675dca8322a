"""A teacher's link: parts hidden, a form chosen, a frame in slides."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from app import i18n
from tests.browser.conftest import settled, still, to_step, turn_to, until

NAMES = "es => [...new Set(es.flatMap((e) => e.dataset.part.split(' ')))]"


def names(page):
    for button in page.get_by_test_id("open").all():
        button.click()
    return page.locator("[data-part]").evaluate_all(NAMES)


def test_every_part_has_a_name_in_both_languages(visit):
    found = names(visit())
    assert len(found) > 30
    for language in i18n.LANGUAGES:
        assert not [name for name in found if f"part.{name}" not in i18n.strings(language)]


def test_what_is_hidden_is_not_there_and_cannot_be_reached(visit):
    page = visit()
    every = [name for name in names(page) if name not in ("settings", "header")]
    turn_to(page, "?hide=" + ",".join(every), wait=True)
    seen = "es => es.filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => e.dataset.part)"
    parts = {name for part in page.locator("[data-part]").evaluate_all(seen) for name in part.split(" ")}
    assert not parts & set(every)
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('[data-part]')?.dataset.part ?? ''"))
    assert reached <= {"", "header"}
    expect(page.get_by_test_id("figure")).to_be_visible()


def test_a_column_of_which_nothing_is_left_leaves_its_room_to_the_figure(visit):
    page = visit()
    figure = page.get_by_test_id("figure")
    wide = figure.bounding_box()["width"]
    turn_to(page, "?hide=surface,runs,rules", wait=True)
    assert figure.bounding_box()["width"] > wide + 300
    expect(page.get_by_test_id("fold")).to_be_hidden()
    turn_to(page, "?hide=settings,curves,results,here,share,export,crossing", wait=True)
    assert figure.bounding_box()["width"] > 1350


def test_a_start_that_is_hidden_is_not_moved(visit):
    page = visit("?hide=start")
    page.get_by_test_id("plot").click(position={"x": 200, "y": 200})
    page.get_by_test_id("figure").press("ArrowRight")
    page.wait_for_timeout(300)
    assert "start=" not in page.url


def test_a_run_keeps_its_name_without_the_choice_of_optimizer(visit):
    page = visit("?hide=optimizer")
    expect(page.get_by_test_id("optimizer").first).to_be_hidden()
    expect(page.get_by_test_id("run-card").first.locator(".run-name")).to_have_text("Gradient descent")


@pytest.mark.parametrize(
    "query", ["?hide=nothing-such", "?hide=%22%7D*", "?hide=", "?lecture=2&embed=no&theme=x&pointer=9"]
)
def test_what_the_query_cannot_mean_changes_nothing(visit, query):
    page = visit(query)
    for part in ("surface", "run-card", "results", "link", "lang-ko"):
        expect(page.get_by_test_id(part).first).to_be_visible()
    page.get_by_test_id("edit-link").click()
    expect(page.get_by_test_id("edited-link")).to_be_visible()
    expect(page.get_by_test_id("strangers")).to_have_count(int("such" in query))


def test_the_other_language_shows_the_page_the_same_way(visit):
    page = visit("?hide=rules,share#seed=5")
    page.get_by_test_id("lang-ko").click()
    page.wait_for_url(re.compile(r"\?hide=rules,share&lang=ko#seed=5$"))


def edited(page):
    parts = urlsplit(page.get_by_test_id("edited-link").input_value())
    return {key: value[0] for key, value in parse_qs(parts.query, keep_blank_values=True).items()}, parts.fragment


def test_a_link_is_edited_and_opens_what_it_says(visit):
    page = visit("#seed=4")
    to_step(page, 30)
    page.get_by_test_id("edit-link").click()
    assert edited(page) == ({}, "seed=4&at=30")
    page.get_by_test_id("part-rules").uncheck()
    expect(page.locator("#rules")).to_be_hidden()
    page.get_by_test_id("part-theme").uncheck()
    page.get_by_test_id("edit-language").select_option("ko")
    page.get_by_test_id("edit-theme").select_option("contrast")
    page.get_by_test_id("edit-moment").select_option("play")
    assert edited(page) == ({"lang": "ko", "theme": "contrast", "hide": "rules,theme"}, "seed=4")
    with page.context.expect_page() as opened:
        page.get_by_test_id("try-link").click()
    other = opened.value
    settled(other)
    expect(other.locator("html")).to_have_attribute("lang", "ko")
    expect(other.locator("html")).to_have_attribute("data-contrast", "more")
    expect(other.locator("#rules")).to_be_hidden()
    page.get_by_test_id("close-dialog").filter(visible=True).click()
    expect(page.locator("#rules")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"\?"))


def test_the_editor_knows_what_a_lecture_and_a_frame_hide_by_themselves(visit):
    page = visit()
    page.get_by_test_id("edit-link").click()
    page.get_by_test_id("form-lecture").check()
    assert edited(page) == ({"lecture": "1"}, "")
    assert not page.get_by_test_id("part-settings").is_checked() and page.get_by_test_id("part-curves").is_checked()
    expect(page.get_by_test_id("part-header")).to_have_count(0)
    expect(page.get_by_test_id("part-surface")).to_be_disabled()
    page.get_by_test_id("part-settings").check()
    assert edited(page)[0] == {"lecture": "1", "hide": "hint,crossing,here,share,export"}
    page.get_by_test_id("form-embed").check()
    assert edited(page) == ({"embed": "1"}, "")
    assert not page.get_by_test_id("part-curves").is_checked()
    code = page.get_by_test_id("edited-frame").input_value()
    assert "<iframe" in code and "?embed=1" in code


def test_an_address_of_this_machine_only_is_said_to_be_one(visit):
    page = visit()
    page.get_by_test_id("edit-link").click()
    expect(page.get_by_test_id("only-here")).to_contain_text("RAVINE_HOST")


def test_in_a_frame_the_figure_fills_it(visit):
    page = visit("?embed=1", width=800, height=500)
    box = still(page.get_by_test_id("figure"))
    assert box["width"] > 780 and box["height"] > 400
    for part in ("surface", "run-card", "results", "link", "lang-ko", "hint"):
        expect(page.get_by_test_id(part).first).to_be_hidden()
    expect(page.get_by_test_id("play")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 500
    assert "embed" not in page.get_by_test_id("embed-out").get_attribute("href")


@pytest.mark.parametrize("query", ["?embed=1", "?embed=1&hide=settings,share"])
def test_a_frame_in_a_page_gets_the_height_it_wishes_for(visit, address, query):
    page = visit("?embed=1", width=900, height=700)
    page.get_by_test_id("edit-link").evaluate("button => button.click()")  # hidden here, yet it has the code to paste
    page.get_by_test_id("form-embed").check()
    code = page.get_by_test_id("edited-frame").input_value().replace("?embed=1", query.replace("&", "&amp;"))
    page.route("**/slides", lambda route: route.fulfill(content_type="text/html", body=f"<title>Slides</title>{code}"))
    page.goto(address + "slides")
    frame = page.locator("iframe")
    until(lambda: frame.get_attribute("height") not in (None, "480"), what="the frame to be sized")
    page.frame_locator("iframe").get_by_test_id("result").first.wait_for(state="attached")
    page.frame_locator("iframe").locator("body[data-ready]").wait_for(state="attached")

    def fits():
        inside = page.frames[1].evaluate("document.documentElement.scrollHeight")
        return abs(inside - int(frame.get_attribute("height"))) <= 2

    until(fits, what="nothing of it to have to be scrolled to")
    page.wait_for_timeout(400)
    height = frame.get_attribute("height")
    page.wait_for_timeout(300)
    assert frame.get_attribute("height") == height and fits(), "it does not grow and grow"
