"""axe-core, the usual checker of accessibility, finds nothing: every page, theme and language, desktop and phone."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import answered, drawn, settled, turn_to, until
from tests.browser.test_views import DRIVER

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run({ resultTypes: ["violations"], runOnly: [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })"""
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
PAGES = ["", "reference", "glossary", "lessons", "nothing-here"]
TOLD = {  # a lesson whose question is answered: its query and theme
    "by itself": ("", "light", "ko"),
    "in a lecture": ("&lecture=1", "dark", "en"),
    "in a slide": ("&embed=1", "contrast", "en"),
}
STATES = {
    "lecture": ("lecture=1", None),
    "panels of a lecture": ("lecture=1", "lecture-panels"),
    "high contrast": ("theme=contrast", None),
    "embedded": ("embed=1", None),
    "embedded with results": ("embed=1&hide=settings", None),
    "parts hidden": ("hide=rules,optimizer,start,share", None),
    "keys": ("", "keys"),
    "link edited": ("", "edit-link"),
    "link of a lecture edited": ("lecture=1&hide=strange", "edit-link"),
}
VIEWS = {"inspect=3&at=12": "legend-row", "show=tiles": "tile", "show=both": "space-heads"}


def violations(page):
    """What axe finds, a line each. Evaluated from outside, since the page's policy lets no script in."""
    page.evaluate(AXE)
    found = page.evaluate(RUN)["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize(
    ("size", "theme", "language", "paths"),
    [
        ("desktop", "light", "ko", PAGES),
        ("desktop", "dark", "en", [""]),
        ("phone", "light", "ko", [""]),
        ("phone", "dark", "en", PAGES),
    ],
)
def test_axe_finds_nothing(visit, language, theme, size, paths):
    width, height = SIZES[size]
    page = visit(width=width, height=height, color_scheme=theme)
    page.expected.append("404")
    for path in paths:
        turn_to(page, f"{path}?lang={language}", wait=not path)
        assert violations(page) == [], path


def test_axe_finds_nothing_with_every_setting_unfolded(visit):
    page = visit()
    for button in page.get_by_test_id("open").all():
        button.click()
    page.get_by_test_id("add-schedule").first.click()
    page.locator("details").evaluate_all("folds => folds.forEach((fold) => { fold.open = true; })")
    settled(page)
    assert violations(page) == []


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "ko")])
def test_axe_finds_nothing_in_any_state(visit, language, theme):
    page = visit(color_scheme=theme)
    for state, (query, button) in STATES.items():
        turn_to(page, f"?lang={language}&{query}", wait=True)
        if button:
            page.get_by_test_id(button).click()
            drawn(page)
        assert violations(page) == [], state


@pytest.mark.parametrize(
    ("path", "size", "theme", "language"),
    [("lessons", "desktop", "light", "en"), ("lessons", "phone", "dark", "ko"), ("handouts", "desktop", "light", "ko")],
)
def test_axe_finds_nothing_in_a_lesson_that_asks(visit, path, language, theme, size):
    width, height = SIZES[size]
    query = f"{path}/030-momentum?lang={language}"
    page = visit(query, width=width, height=height, color_scheme=theme, wait=False)
    if path == "lessons":
        page.locator(".contourlevel").first.wait_for(state="attached", timeout=20_000)
    assert violations(page) == []


@pytest.mark.parametrize("where", TOLD)
def test_axe_finds_nothing_in_a_lesson_whose_question_is_answered(visit, where):
    query, theme, language = TOLD[where]
    page = visit(f"lessons/030-momentum?lang={language}&theme={theme}{query}#price", wait=False)
    page.get_by_test_id("sweep-plot").wait_for(state="attached")
    page.locator("#price [data-skip]").click()
    page.locator("#price .why").wait_for()
    page.locator('[data-testid="sweep-plot"][aria-busy="false"]').wait_for(state="attached", timeout=20_000)
    assert violations(page) == []


@pytest.mark.parametrize(("theme", "language"), [("light", "ko"), ("dark", "en")])
def test_axe_finds_nothing_however_the_race_is_looked_at_or_taken_away(visit, language, theme):
    page = visit(f"?lang={language}", color_scheme=theme)
    page.expected.extend(DRIVER)
    for hash_, part in VIEWS.items():
        turn_to(page, f"?lang={language}#{hash_}")
        page.get_by_test_id(part).first.wait_for(state="attached", timeout=20_000)
        answered(page)
        page.get_by_test_id("chart-table").locator("summary").click()
        expect(page.get_by_test_id("chart-table").locator("table").first).to_be_visible()
        assert violations(page) == [], hash_
    page.get_by_test_id("open-export").click()
    until(lambda: "import numpy" in page.get_by_test_id("export-code").input_value(), what="the script")
    assert violations(page) == []


def test_axe_finds_nothing_in_high_contrast_on_black(visit):
    page = visit(color_scheme="dark", contrast="more")
    page.expected.append("404")
    for path in PAGES:
        turn_to(page, path, wait=not path)
        assert violations(page) == [], path


def test_axe_would_find_something(visit):
    """Or the tests above prove nothing."""
    page = visit()
    page.get_by_test_id("play").evaluate(
        "button => button.removeAttribute('aria-label') || button.removeAttribute('title')"
    )
    until(lambda: any("button-name" in line for line in violations(page)))


MOVING = """() => [...document.querySelectorAll("*")].filter((e) => {
    const { transitionDuration, animationName } = getComputedStyle(e);
    return animationName !== "none" || transitionDuration.split(",").some((time) => parseFloat(time) > 0);
}).length"""


def test_nothing_moves_by_itself_where_motion_is_unwelcome(visit):
    page = visit()
    for path in ("", "?lecture=1", "reference", "glossary"):
        turn_to(page, path, wait=path not in ("reference", "glossary"))
        page.locator("#lecture").evaluate_all("es => es.forEach((e) => e.setAttribute('data-quiet', ''))")
        assert page.evaluate(MOVING) == 0, path


def test_twelve_runs_differ_by_more_than_colour(visit):
    page = visit("#" + "&".join(["run=adam"] * 12))
    looks = page.locator("[data-testid=result] .swatch").evaluate_all("es => es.map((e) => e.innerHTML)")
    colourless = [re.sub(r"var\(--[^;]*\)", "", look) for look in looks]
    assert len(set(colourless)) == len(looks) == 12


def test_a_formula_is_a_stop_of_the_tab_key_where_it_scrolls_only(visit):
    wide = "figures => figures.filter((f) => (f.scrollWidth > f.clientWidth) !== (f.tabIndex === 0)).length"
    page = visit("glossary", width=390, wait=False)
    for path, width in (("glossary", 390), ("reference", 390), ("reference", 1440)):
        page.set_viewport_size({"width": width, "height": 900})
        turn_to(page, path)
        until(lambda: page.locator("figure.formula").evaluate_all(wide) == 0)
    assert page.locator("figure[tabindex]").count() == 0, "on a desktop they all fit"
