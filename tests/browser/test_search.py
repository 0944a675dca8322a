"""The page of searches: its tabs, the lab."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import drawn, sideways, turn_to


def ready(page):
    """Every panel is there."""
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    drawn(page)


def test_tabs_turn_and_the_link_says_which(visit):
    page = visit("search", wait=False)
    ready(page)
    tabs = page.get_by_test_id("search-page").locator("[name=tab]")
    assert tabs.evaluate_all("all => all.map(({ value }) => value)") == [
        "lab",
        "scales",
        "knobs",
        "workers",
        "validation",
    ]
    page.get_by_test_id("tab-workers").check(force=True)
    expect(page.get_by_test_id("hunt")).to_be_hidden()
    assert page.url.endswith("search#tab=workers")
    page.go_back()
    expect(page.get_by_test_id("tab-lab")).to_be_checked()
    turn_to(page, "search#tab=check")
    expect(page.get_by_test_id("error")).to_contain_text("check")
    expect(page.get_by_test_id("tab-lab")).to_be_checked()


def test_the_page_fits_a_phone(visit):
    page = visit("search?lang=ko", width=360, height=780, wait=False)
    ready(page)
    for tab in ("lab", "scales", "workers"):
        page.get_by_test_id(f"tab-{tab}").check(force=True)
        drawn(page)
        assert sideways(page) == 0
