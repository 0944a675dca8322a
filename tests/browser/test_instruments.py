"""Special figures: each asked for by a link, each in a panel of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sideways, turn_to
from tests.browser.test_axe import violations

NAMES = sorted(path.stem for path in (Path(__file__).parents[2] / "static/js/instruments").glob("*.js"))


def test_a_name_that_is_none_shows_nothing(visit):
    page = visit("?instrument=thunder")
    expect(page.get_by_test_id("instrument")).to_be_hidden()
    assert not [r.url for r in page.asked if "/instruments/" in r.url]


def test_without_a_name_nothing_of_them_is_loaded(visit):
    page = visit()
    expect(page.get_by_test_id("instrument")).to_be_hidden()
    assert not [r.url for r in page.asked if "/instruments/" in r.url]


@pytest.mark.parametrize("name", NAMES[:1])
def test_an_edited_link_keeps_the_instrument(visit, name):
    page = visit(f"?instrument={name}")
    page.get_by_test_id("edit-link").click()
    assert f"instrument={name}" in page.get_by_test_id("edited-link").input_value()


@pytest.mark.parametrize(("name", "language"), zip(NAMES, ["en", "ko"] * 2, strict=True))
def test_a_phone_and_a_lecture_have_them(visit, name, language):
    page = visit(f"?instrument={name}&lang={language}", width=390, height=844, has_touch=True)
    panel = page.get_by_test_id("instrument")
    panel.scroll_into_view_if_needed()
    assert sideways(page) <= 0
    for reached in panel.locator("button, input[type=range]").all():
        assert reached.bounding_box()["height"] >= 39
    page.set_viewport_size({"width": 1440, "height": 900})
    turn_to(page, f"?instrument={name}&lang={language}&lecture=1", wait=True)
    expect(page.get_by_test_id("instrument").locator("h2")).to_be_visible()


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_their_folder_is_one_and_axe_finds_nothing_on_it(visit, name):
    page = visit(f"?instrument={name}", color_scheme="dark")
    expect(page.get_by_test_id("instrument").locator("h2")).to_be_visible()
    assert violations(page) == []
