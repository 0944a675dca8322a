"""A server with an access key: whoever acts is asked for it once, whoever looks on is not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, sideways
from tests.browser.test_axe import violations_in
from tests.server import running

KEY = "open-sesame"
POSTED = re.compile(r"/api/searches\?")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    data = str(tmp_path_factory.mktemp("searches"))
    with running("-m", "app", cwd=ROOT, RAVINE_DATA=data, RAVINE_SEARCH_WORKERS="0", RAVINE_ACCESS_KEY=KEY) as (
        _,
        port,
    ):
        yield f"http://127.0.0.1:{port}/"


def test_the_key_is_asked_for_once_by_whoever_acts_and_can_be_forgotten(tabs, guarded):
    page = tabs.take(1440, 900, locale="en-US")
    page.goto(f"{guarded}search#tab=workers")
    line, box, fault = (page.get_by_test_id(name) for name in ("access-line", "access", "access-fault"))
    expect(line).to_contain_text("asked for the access key", timeout=30_000)
    expect(page.get_by_test_id("forget-key")).to_be_hidden()
    begin = page.get_by_test_id("begin-first")
    begin.click()
    expect(page.get_by_test_id("access-key")).to_be_focused()
    assert not violations_in(page)
    expect(begin).not_to_contain_text("Starting")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.get_by_test_id("form-fault")).to_be_hidden()
    assert page.faults == [], "nothing was sent that would have been refused"

    begin.click()
    page.keyboard.type("비밀번호")
    page.keyboard.press("Enter")
    expect(fault).to_contain_text("signs of a plain keyboard")
    page.keyboard.type("no-such-key")
    page.keyboard.press("Enter")
    expect(fault).to_have_text("This is not the access key of this server.")
    page.get_by_test_id("access-bare").check()
    expect(page.get_by_test_id("access-key")).to_have_attribute("type", "text")
    page.route(POSTED, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_test_id("access-key").fill(KEY)
    page.keyboard.press("Enter")
    expect(fault).to_contain_text("The server does not answer")
    expect(box).to_be_visible()
    assert page.evaluate("'access-key' in sessionStorage") is False, "nobody knows whether it is the key"
    page.unroute(POSTED)
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    expect(page.get_by_test_id("search-state")).to_have_text("waiting for workers", timeout=20_000)
    expect(line).to_contain_text("kept until this tab is closed")
    assert page.evaluate("[sessionStorage['access-key'], localStorage.length, document.cookie]") == [KEY, 0, ""]

    page.reload()
    expect(page.get_by_test_id("forget-key")).to_be_visible(timeout=30_000)
    away = page.get_by_test_id("delete-search")
    away.click()
    away.click()
    expect(page.get_by_test_id("searches").get_by_role("listitem")).to_have_count(0)
    page.get_by_test_id("forget-key").click()
    expect(line).to_contain_text("asked for the access key")
    expect(line).to_be_focused()
    assert line.bounding_box()["y"] > page.get_by_test_id("search-form").bounding_box()["y"], "below what takes the key"
    assert page.evaluate("'access-key' in sessionStorage") is False
    assert all(re.search("status of 401|ERR_FAILED", each) for each in page.faults) and len(page.faults) == 2
    page.context.close()


def test_on_a_phone_in_korean_it_fits_and_who_looks_on_is_asked_nothing(tabs, guarded):
    page = tabs.take(390, 844, locale="ko-KR", color_scheme="dark")
    page.goto(f"{guarded}search#tab=workers")
    expect(page.get_by_test_id("access-line")).to_contain_text("접근 키를 묻습니다", timeout=30_000)
    expect(page.get_by_test_id("access")).to_be_hidden()
    page.get_by_test_id("begin-first").click()
    expect(page.get_by_test_id("access-go")).to_be_in_viewport()
    assert sideways(page) == 0 and not violations_in(page)
    page.get_by_test_id("close-dialog").last.click()
    expect(page.get_by_test_id("access")).to_be_hidden()
    assert page.faults == []
    page.context.close()
