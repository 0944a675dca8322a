"""axe-core, the usual checker of accessibility, finds nothing: every page, theme and language, desktop and phone."""

from __future__ import annotations

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from app import i18n
from tests.browser.conftest import answered, drawn, settled, turn_to, until
from tests.browser.test_views import DRIVER

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """([within, runOnly, rules]) =>
    axe.run(within, { preload: false, resultTypes: ["violations"], runOnly, rules })"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"color_scheme": "dark", "contrast": "more"},
}
ALIKE = ["math", "article:nth-of-type(n + 6)"]  # they have the colours of what is around or before them
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
PAGES = ["", "reference", "glossary", "lessons", "nothing-here"]
PLACES = [
    *(("desktop", "ko", path) for path in PAGES),
    *(("phone", "en", path) for path in PAGES),
    ("desktop", "en", ""),
    ("phone", "ko", ""),
]
TOLD = {  # a lesson whose question is answered: its query and theme
    "by itself": ("", "light", "ko"),
    "in a lecture": ("&lecture=1", "dark", "en"),
    "in a slide": ("&embed=1", "contrast", "en"),
}
STATES = {
    "lecture": ("ko", "lecture=1", None),
    "panels of a lecture": ("en", "lecture=1", "lecture-panels"),
    "high contrast": ("ko", "theme=contrast", None),
    "embedded": ("ko", "embed=1", None),
    "embedded with results": ("en", "embed=1&hide=settings", None),
    "parts hidden": ("en", "hide=rules,optimizer,start,share", None),
    "keys": ("ko", "", "keys"),
    "link edited": ("en", "", "edit-link"),
    "link of a lecture edited": ("ko", "lecture=1&hide=strange", "edit-link"),
}
VIEWS = [("ko", "inspect=3&at=12", "legend-row"), ("en", "show=tiles", "tile"), ("ko", "show=both", "space-heads")]


def violations(page):
    """What axe finds, a line each. Evaluated from outside, since the page's policy lets no script in."""
    page.evaluate(AXE)
    return found(page, {"include": ["html"]}, RULES)


def found(page, within, rules, but=None):
    violated = page.evaluate(RUN, [within, rules, but or {}])["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in violated for n in v["nodes"]]


def violations_in(page, *looks):
    """What axe finds, and what it finds of the colours in each of these looks."""
    page.evaluate(AXE)
    lines = found(page, {"include": ["html"]}, RULES, {"color-contrast": {"enabled": False}})
    for look in looks:
        page.emulate_media(**LOOKS[look])
        drawn(page)
        lines += [f"{look} {line}" for line in found(page, {"exclude": ALIKE}, ["color-contrast"])]
    return lines


@pytest.mark.parametrize(("size", "language", "path"), PLACES)
def test_axe_finds_nothing(visit, path, language, size):
    width, height = SIZES[size]
    page = visit(f"{path}?lang={language}", width=width, height=height, wait=not path)
    page.expected.append("404")
    looks = LOOKS if size == "desktop" else ("light", "dark")
    assert violations_in(page, *looks) == []


def test_axe_finds_nothing_with_every_setting_unfolded(visit):
    page = visit()
    for button in page.get_by_test_id("open").all():
        button.click()
    page.get_by_test_id("add-schedule").first.click()
    page.locator("details").evaluate_all("folds => folds.forEach((fold) => { fold.open = true; })")
    settled(page)
    assert violations(page) == []


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(visit, state):
    language, query, button = STATES[state]
    page = visit(f"?lang={language}&{query}")
    if button:
        page.get_by_test_id(button).click()
        drawn(page)
    assert violations_in(page, "light", "dark") == []


@pytest.mark.parametrize(
    ("path", "size", "language"),
    [("lessons", "desktop", "en"), ("lessons", "phone", "ko"), ("handouts", "desktop", "ko")],
)
def test_axe_finds_nothing_in_a_lesson_that_asks(visit, path, language, size):
    width, height = SIZES[size]
    page = visit(f"{path}/030-momentum?lang={language}", width=width, height=height, wait=False)
    if path == "lessons":
        page.locator(".contourlevel").first.wait_for(state="attached", timeout=20_000)
    assert violations_in(page, "light", "dark") == []


@pytest.mark.parametrize("where", TOLD)
def test_axe_finds_nothing_in_a_lesson_whose_question_is_answered(visit, where):
    query, theme, language = TOLD[where]
    page = visit(f"lessons/030-momentum?lang={language}&theme={theme}{query}#price", wait=False)
    page.get_by_test_id("sweep-plot").wait_for(state="attached")
    page.locator("#price [data-skip]").click()
    page.locator("#price .why").wait_for()
    page.locator('[data-testid="sweep-plot"][aria-busy="false"]').wait_for(state="attached", timeout=20_000)
    assert violations(page) == []


def test_axe_finds_nothing_in_the_study_of_a_lesson(visit):
    width, height = SIZES["phone"]
    page = visit("lessons/012-slope-by-hand?lang=ko#how-small", width=width, height=height, wait=False)
    page.locator("#how-small [data-skip]").click()
    page.locator("#how-small .why").wait_for()
    page.locator('#study[aria-busy="false"]').wait_for(state="attached", timeout=30_000)
    assert violations_in(page, "light", "dark") == []


@pytest.mark.parametrize(("language", "hash_", "part"), VIEWS)
def test_axe_finds_nothing_however_the_race_is_looked_at(visit, hash_, part, language):
    page = visit(f"?lang={language}#{hash_}", wait=False)
    page.expected.extend(DRIVER)
    page.get_by_test_id(part).first.wait_for(state="attached", timeout=20_000)
    answered(page)
    page.get_by_test_id("chart-table").locator("summary").click()
    expect(page.get_by_test_id("chart-table").locator("table").first).to_be_visible()
    assert violations_in(page, "light", "dark") == []


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_axe_finds_nothing_where_a_race_is_taken_away(visit, language):
    page = visit(f"?lang={language}")
    page.get_by_test_id("open-export").click()
    until(lambda: "import numpy" in page.get_by_test_id("export-code").input_value(), what="the script")
    assert violations_in(page, "light", "dark") == []


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
        if path:
            turn_to(page, path, wait="?" in path)
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
    until(lambda: page.locator("figure.formula").evaluate_all(wide) == 0)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        turn_to(page, "reference")
        until(lambda: page.locator("figure.formula").evaluate_all(wide) == 0)
    assert page.locator("figure[tabindex]").count() == 0, "on a desktop they all fit"
