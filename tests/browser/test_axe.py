"""axe-core, the usual checker of accessibility, finds nothing: every page, theme and language, desktop and phone."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.conftest import turn_to, until
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
    ("size", "theme", "language"),
    [("desktop", "light", "ko"), ("desktop", "dark", "en"), ("phone", "light", "en"), ("phone", "dark", "ko")],
)
def test_axe_finds_nothing(visit, language, theme, size):
    width, height = SIZES[size]
    page = visit(width=width, height=height, color_scheme=theme)
    page.expected.append("404")
    for path in PAGES:
        turn_to(page, f"{path}?lang={language}", wait=not path)
        assert violations(page) == [], path


def test_axe_finds_nothing_with_every_setting_unfolded(visit):
    page = visit()
    for button in page.get_by_test_id("open").all():
        button.click()
    page.get_by_test_id("add-schedule").first.click()
    for fold in page.locator("details").all():
        fold.evaluate("details => details.open = true")
    assert violations(page) == []


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "ko")])
def test_axe_finds_nothing_in_any_state(visit, language, theme):
    page = visit(color_scheme=theme)
    for state, (query, button) in STATES.items():
        turn_to(page, f"?lang={language}&{query}", wait=True)
        if button:
            page.get_by_test_id(button).click()
        assert violations(page) == [], state


@pytest.mark.parametrize(
    ("path", "size", "theme", "language"),
    [("lessons", "desktop", "light", "en"), ("lessons", "phone", "dark", "ko"), ("handouts", "desktop", "light", "ko")],
)
def test_axe_finds_nothing_in_a_lesson_that_asks(visit, path, language, theme, size):
    width, height = SIZES[size]
    query = f"{path}/030-momentum?lang={language}"
    page = visit(query, width=width, height=height, color_scheme=theme, wait=False)
    assert violations(page) == []


@pytest.mark.parametrize("where", TOLD)
def test_axe_finds_nothing_in_a_lesson_whose_question_is_answered(visit, where):
    query, theme, language = TOLD[where]
    page = visit(f"lessons/030-momentum?lang={language}&theme={theme}{query}#price", wait=False)
    page.get_by_test_id("sweep-plot").wait_for(state="attached")
    page.locator("#price [data-skip]").click()
    page.locator("#price .why").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(("theme", "language"), [("light", "ko"), ("dark", "en")])
@pytest.mark.parametrize("hash_", VIEWS)
def test_axe_finds_nothing_however_the_race_is_looked_at(visit, hash_, language, theme):
    page = visit(f"?lang={language}#{hash_}", color_scheme=theme, wait=False)
    page.expected.extend(DRIVER)
    page.get_by_test_id(VIEWS[hash_]).first.wait_for(state="attached")
    page.get_by_test_id("result").first.wait_for()
    page.get_by_test_id("chart-table").locator("summary").click()
    assert violations(page) == []


@pytest.mark.parametrize(("theme", "language"), [("light", "ko"), ("dark", "en")])
def test_axe_finds_nothing_in_what_can_be_taken_away(visit, language, theme):
    page = visit(f"?lang={language}", color_scheme=theme)
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


@pytest.mark.parametrize("path", ["", "?lecture=1", "reference", "glossary"])
def test_nothing_moves_by_itself_where_motion_is_unwelcome(visit, path):
    page = visit(path, wait=path not in ("reference", "glossary"))
    page.locator("#lecture").evaluate_all("es => es.forEach((e) => e.setAttribute('data-quiet', ''))")
    assert page.evaluate(MOVING) == 0


def test_twelve_runs_differ_by_more_than_colour(visit):
    page = visit("#" + "&".join(["run=adam"] * 12))
    looks = page.locator("[data-testid=result] .swatch").evaluate_all("es => es.map((e) => e.innerHTML)")
    colourless = [re.sub(r"var\(--[^;]*\)", "", look) for look in looks]
    assert len(set(colourless)) == len(looks) == 12


def test_a_formula_is_a_stop_of_the_tab_key_where_it_scrolls_only(visit):
    wide = "figures => figures.filter((f) => (f.scrollWidth > f.clientWidth) !== (f.tabIndex === 0)).length"
    for path, width in (("glossary", 390), ("reference", 390), ("reference", 1440)):
        page = visit(path, width=width, wait=False)
        until(lambda page=page: page.locator("figure.formula").evaluate_all(wide) == 0)
    assert page.locator("figure[tabindex]").count() == 0, "on a desktop they all fit"
