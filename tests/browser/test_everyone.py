"""Everyone can use it: two languages, two themes, a phone, a projector, a keyboard, no mouse, no motion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from app import i18n
from tests.browser.conftest import answered, drawn, sideways, to_step, turn_to, until

SIZES = {"desktop": (1440, 900), "projector": (1920, 1080), "phone": (390, 844), "small phone": (320, 568)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_race_does_not_scroll_sideways(visit, language, size):
    width, height = SIZES[size]
    assert sideways(visit(f"?lang={language}", width=width, height=height)) <= 0


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("path", ["reference", "glossary", "lessons", "lessons/030-momentum"])
def test_no_page_scrolls_sideways(visit, path, language):
    page = visit(f"{path}?lang={language}", wait=False)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        drawn(page)
        assert sideways(page) <= 0, size


def test_nothing_scrolls_sideways_on_a_phone_with_everything_open(visit):
    page = visit("?lang=ko", width=390, height=844)
    for button in page.get_by_test_id("open").all():
        button.click()
    for fold in page.locator("details").all():
        fold.evaluate("details => details.open = true")
    page.get_by_test_id("add-schedule").first.click()
    assert sideways(page) <= 0


@pytest.mark.parametrize(("language", "locale"), [("en", "en-GB"), ("ko", "ko-KR")])
def test_the_page_speaks_the_browsers_language(visit, language, locale):
    page = visit(locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_test_id("hint")).to_have_text(i18n.text(language, "race.hint"))
    assert bool(re.search("[가-힣]", page.get_by_test_id("surface-summary").inner_text())) == (language == "ko")


def test_switching_the_language_keeps_the_race(visit):
    page = visit()
    page.get_by_test_id("surface").select_option("beale")
    expect(page).to_have_url(re.compile("beale"))
    page.get_by_test_id("lang-ko").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.get_by_test_id("surface")).to_have_value("beale")
    expect(page.get_by_test_id("result")).to_have_count(5)


def test_no_key_of_a_string_is_shown_in_place_of_the_string(visit):
    keys = set(i18n.strings("en"))
    page = visit()
    for language in i18n.LANGUAGES:
        turn_to(page, f"?lang={language}", wait=True)
        page.get_by_test_id("open").first.click()
        shown = set(re.split(r"[\s,:]+", page.locator("body").inner_text()))
        assert not {key for key in keys & shown if "." in key}


def background(page):
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 3


def test_the_theme_follows_the_system_and_the_switch_and_is_kept(visit):
    dark, light = (visit(color_scheme=scheme) for scheme in ("dark", "light"))
    assert background(dark) < 60 < 200 < background(light)
    light.get_by_test_id("theme").click()
    light.get_by_test_id("theme").click()
    until(lambda: background(light) < 60, what="the dark theme")
    light.reload()
    until(lambda: background(light) < 60, what="the dark theme to be kept")


CONTRASTS = """() => {
    const rgb = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
    const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    const under = (e) => {
        for (; e; e = e.parentElement) {
            const c = rgb(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || c[3] > 0.99) return c;
        }
        return [255, 255, 255];
    };
    const spared = "svg, [disabled], .hidden-run, .for-ears, .skip";
    const poor = [];
    let seen = 0;
    for (const e of document.querySelectorAll("header *, .side *, .beside *, .hint")) {
        const speaks = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!speaks || !e.checkVisibility() || e.closest(spared)) continue;
        seen += 1;
        const style = getComputedStyle(e);
        const [bright, dim] = [light(rgb(style.color)), light(under(e))].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.6 && style.fontWeight >= 700);
        const ratio = (bright + 0.05) / (dim + 0.05);
        if (ratio < (large ? 3 : 4.5)) poor.push([e.textContent.trim().slice(0, 30), ratio]);
    }
    return [seen, poor];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(visit, scheme):
    """Every visible text against the background it stands on, WCAG AA: 4.5, or 3 for large text."""
    seen, poor = visit(color_scheme=scheme).evaluate(CONTRASTS)
    assert seen > 40 and poor == []


FOCUSED = """() => {
    const e = document.activeElement;
    const style = getComputedStyle(e);
    const name = e === document.body ? "" : e.dataset.testid || e.dataset.field || e.dataset.slider || e.tagName;
    return [name, style.outlineStyle !== "none" || style.boxShadow !== "none"];
}"""


def test_everything_can_be_reached_with_the_keyboard_and_focus_is_seen(visit):
    page = visit()
    to_step(page, 50)  # in the middle, where both step buttons work
    reached = []
    while [name for name, _ in reached].count("") < 2:  # twice past the end, wherever it began
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        assert len(reached) < 300, "the focus goes round"
    names = {name for name, _ in reached}
    wanted = "figure play step step-back scrub speed surface optimizer inspect duplicate remove hide open add-run"
    wanted += " sort-loss copy-link start-x start-y theme lr lang-ko noise zoom-in"
    assert not set(wanted.split()) - names
    assert [name for name, seen in reached if name and not seen] == []


def test_the_figure_answers_to_keys(visit):
    page = visit()
    figure = page.get_by_test_id("figure")
    figure.focus()
    start = page.get_by_test_id("start-x").input_value()
    page.keyboard.press("ArrowRight")
    until(lambda: page.get_by_test_id("start-x").input_value() != start, what="the start to move")
    answered(page)
    page.get_by_test_id("speed").select_option("0.25")
    figure.focus()
    page.keyboard.press("Space")
    expect(page.get_by_test_id("play")).to_have_accessible_name("Pause (space)")
    page.keyboard.press("Space")
    expect(page.get_by_test_id("play")).to_have_accessible_name("Play (space)")
    page.keyboard.press("+")
    until(lambda: "view=" in page.get_by_test_id("link").input_value(), what="plus to zoom")


def test_the_figure_states_its_result_for_the_ear(visit):
    figure = visit().get_by_test_id("figure")
    assert figure.get_attribute("role")
    expect(figure).to_have_attribute("aria-label", re.compile(r"Lowest loss: .+\d"))


def test_reduced_motion_shows_the_end_at_once(visit):
    page = visit(reduced_motion="reduce")
    scrub = page.get_by_test_id("scrub")
    assert scrub.input_value() == scrub.get_attribute("max") == "100"
    expect(page.get_by_test_id("play")).to_have_accessible_name("Play (space)")


def test_fingers_find_their_targets_on_a_phone(visit):
    page = visit(width=390, height=844, has_touch=True)
    for name in ("play", "step-back", "add-run", "inspect", "open", "hide", "remove"):
        box = page.get_by_test_id(name).first.bounding_box()
        assert box["width"] >= 36 and box["height"] >= 36, (name, box)


def test_runs_differ_by_more_than_colour(visit):
    page = visit()
    looks = page.locator("[data-testid=run-card] [data-testid=hide]").evaluate_all("es => es.map((e) => e.innerHTML)")
    colourless = [re.sub(r"#[0-9a-f]{3,8}|rgb\([^)]*\)|var\(--[^)]*\)", "", look) for look in looks]
    assert len(set(colourless)) == len(looks) == 5


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_reference_prints_every_formula(visit, language):
    page = visit(f"reference?lang={language}", wait=False)
    assert page.locator("article").count() > 50
    assert page.locator("article:not(:has(math))").count() == 0
    assert "\\" not in page.locator("main").inner_text(), "no LaTeX is left over"


SCALES = """() => {
    const place = (e) => {
        const box = e.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const number = (e) => Number(e.textContent.replace("\u2212", "-"));
    const labels = [...document.querySelectorAll(".figure .axes .tick-label")];
    const along = (side, k) => {
        const own = labels.filter((e) => e.getAttribute("text-anchor") === side);
        const [first, last] = [own[0], own.at(-1)];
        return Math.abs((place(last)[k] - place(first)[k]) / (number(last) - number(first)));
    };
    return [along("middle", 0), along("end", 1)];
}"""


def equal(across, up):
    return across == pytest.approx(up, rel=0.02)


def wider(page):
    box = page.get_by_test_id("plot").bounding_box()
    return box["width"] > box["height"]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (844, 390)])
def test_a_unit_is_as_long_across_as_up(visit, width, height):
    """Or a gradient would not look perpendicular to its contour."""
    page = visit(width=width, height=height)
    until(lambda: equal(*page.evaluate(SCALES)), what="a unit as long across as up")
    clear = """() => {
        const canvas = document.querySelector("[data-testid=picture]");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((part, i) => i % 4 === 3 && part < 255).length;
    }"""
    until(lambda: page.evaluate(clear) == 0, what="the ground to fill the plot")


def test_a_turned_screen_is_fitted_again_and_keeps_the_paths(visit):
    page = visit(width=390, height=844)
    page.set_viewport_size({"width": 844, "height": 390})
    until(lambda: wider(page) and equal(*page.evaluate(SCALES)), what="a unit as long across as up")
    painted = """() => {
        const canvas = document.querySelector("[data-testid=trails]");
        return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0);
    }"""
    until(lambda: page.evaluate(painted), what="the paths")
    expect(page).not_to_have_url(re.compile("view="))
