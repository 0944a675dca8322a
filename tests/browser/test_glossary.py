"""The glossary in a browser: found while typing, followed by links, readable on a phone and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sideways


@pytest.fixture
def glossary(visit):
    def open_glossary(query="?lang=en", **options):
        return visit(f"glossary{query}", wait=False, **options)

    return open_glossary


def shown(page):
    return page.locator(".term:visible").evaluate_all("terms => terms.map((term) => term.id)")


def asked(page):
    """Everything but what belongs to the page itself."""
    return [request.url for request in page.asked]


def test_typing_leaves_the_terms_that_have_these_words_in_either_language(glossary):
    page = glossary()
    everything = len(shown(page))
    page.wait_for_load_state("networkidle")
    before = len(asked(page))
    page.get_by_test_id("filter").fill("ADAM 편향")
    expect(page.get_by_test_id("found")).to_have_text(f"2 of {everything} terms")
    assert shown(page) == ["adam", "bias-correction"]
    page.get_by_test_id("filter").fill("no such word")
    expect(page.get_by_test_id("found")).to_contain_text("No term")
    assert shown(page) == []
    page.get_by_test_id("filter").fill("")
    expect(page.get_by_test_id("found")).to_have_text("")
    assert len(shown(page)) == everything
    assert len(asked(page)) == before, "all of it happens in the page"


def test_a_link_to_a_term_that_was_filtered_away_brings_it_back(glossary):
    page = glossary()
    page.get_by_test_id("filter").fill("ravine steep")
    page.locator("#ravine .see").get_by_role("link", name="momentum").click()
    expect(page.locator("#momentum")).to_be_in_viewport()
    expect(page.get_by_test_id("filter")).to_have_value("")
    expect(page).to_have_url(re.compile("#momentum$"))


def test_an_address_with_a_term_shows_it_below_the_filter(glossary):
    for width in (1440, 390):
        page = glossary("?lang=ko#momentum", width=width)
        heading = page.locator("#momentum h2").bounding_box()
        filter_ = page.locator("#filter").bounding_box()
        assert heading["y"] >= filter_["y"] + filter_["height"]
        expect(page.locator("#momentum h2")).to_be_in_viewport()
        expect(page.locator("#momentum h2")).to_have_text("모멘텀")


def test_languages_stand_side_by_side_and_one_below_the_other_on_a_phone(glossary):
    for width, beside in ((1440, True), (390, False)):
        page = glossary(width=width)
        own, other = (page.locator("#adam .said").nth(i).bounding_box() for i in (0, 1))
        assert (other["x"] > own["x"] + own["width"]) == beside
        assert (other["y"] >= own["y"] + own["height"]) == (not beside)


@pytest.mark.parametrize(
    ("width", "path", "language"),
    [(320, "glossary", "ko"), (320, "", "en"), (390, "glossary", "en"), (390, "", "ko"), (820, "", "en")],
)
def test_the_header_fits_a_phone_and_every_page_can_be_reached(visit, width, path, language):
    page = visit(f"{path}?lang={language}", width=width, height=844, wait=False)
    assert sideways(page) <= 0
    expect(page.locator(".top nav a[aria-current]")).to_be_in_viewport(ratio=0.95)
    for link in page.locator(".top nav a").all():
        link.evaluate('link => link.scrollIntoView({ block: "nearest" })')
        expect(link).to_be_in_viewport(ratio=0.95)
    expect(page.get_by_test_id("theme")).to_be_in_viewport(ratio=1)


def test_on_paper_it_is_dark_on_white_whatever_the_theme(glossary):
    page = glossary("?lang=ko&theme=dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print")
    style = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert page.locator("#adam").evaluate(style) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert not page.locator(".top").is_visible() and not page.get_by_test_id("filter").is_visible()


def test_it_can_be_read_without_scripts(glossary):
    page = glossary(java_script_enabled=False)
    assert page.locator(".term").count() > 60
    assert not page.get_by_test_id("filter").is_visible(), "it would do nothing"
