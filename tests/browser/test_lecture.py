"""A lecturer shows the race to a room: large type, a clicker, few panels, a link that shows it so again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import drawn, sideways, still, turn_to, until

TYPE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
INK = """() => {
    const canvas = document.querySelector("[data-testid=trails]");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, part, i) => sum + (i % 4 === 3 && part > 0), 0) / (canvas.width * canvas.height);
}"""


def step(page):
    return int(page.get_by_test_id("scrub").input_value())


def at(page, wanted):
    expect(page.get_by_test_id("scrub")).to_have_value(str(wanted))


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080), (1024, 768), (390, 844)])
def test_a_lecture_has_large_type_and_what_matters_only(visit, width, height):
    page = visit(width=width, height=height)
    plain = page.evaluate(TYPE)
    turn_to(page, "?lecture=1", wait=True)
    assert page.evaluate(TYPE) > 1.1 * plain
    assert sideways(page) <= 0
    for part in ("figure", "player", "results", "loss-chart", "lecture-bar"):
        expect(page.get_by_test_id(part)).to_be_visible()
    for part in ("surface", "run-card", "link", "lang-ko", "hint"):
        expect(page.get_by_test_id(part).first).to_be_hidden()


def test_the_key_and_the_button_lead_in_and_out_and_the_link_keeps_it(visit):
    page = visit("#seed=3")
    page.keyboard.press("l")
    expect(page.get_by_test_id("lecture-bar")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?lecture=1#seed=3$"))
    page.reload()
    expect(page.get_by_test_id("lecture-bar")).to_be_visible()
    page.get_by_test_id("lecture-leave").click()
    expect(page.get_by_test_id("surface")).to_be_visible()
    expect(page).not_to_have_url(re.compile(r"\?"))
    page.get_by_test_id("lecture").click()
    expect(page.get_by_test_id("surface")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("surface")).to_be_visible()


def test_paths_are_thicker_for_the_last_row(visit):
    page = visit()
    page.expected.append("willReadFrequently")
    before = page.evaluate(INK)
    page.keyboard.press("c")
    until(lambda: page.evaluate(INK) > 1.1 * before, what="thicker paths")


def test_a_clicker_steps_through_a_lecture(visit):
    page = visit("?lecture=1")
    end = step(page)
    page.keyboard.press("Home")
    at(page, 0)
    for key, wanted in [
        ("PageDown", 1),
        ("ArrowRight", 2),
        ("PageUp", 1),
        ("ArrowLeft", 0),
        ("Shift+ArrowRight", end // 10),
        ("Shift+ArrowLeft", 0),
        ("End", end),
    ]:
        page.keyboard.press(key)
        at(page, wanted)
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    until(lambda: step(page) > 0, what="the race to play")


def test_in_a_lecture_arrows_are_steps_on_the_map_and_on_the_slider_too(visit):
    page = visit("?lecture=1")
    page.get_by_test_id("figure").focus()
    page.keyboard.press("Home")
    at(page, 0)
    page.keyboard.press("ArrowRight")
    at(page, 1)
    page.wait_for_timeout(50)
    assert "start=" not in page.url
    page.get_by_test_id("scrub").focus()
    page.keyboard.press("PageDown")
    at(page, 2)


def test_outside_a_lecture_the_clickers_keys_are_the_browsers(visit):
    page = visit()
    end = step(page)
    for key in ("PageUp", "ArrowLeft", "Home", "b"):
        page.keyboard.press(key)
    drawn(page)
    assert step(page) == end and page.get_by_test_id("blank").count() == 0


def test_a_letter_typed_into_a_field_is_a_letter(visit):
    page = visit()
    page.get_by_test_id("open").first.click()
    label = page.locator("[data-field=label]").first
    label.press_sequentially("lfc ?")
    expect(label).to_have_value("lfc ?")
    assert "lecture" not in page.url


def test_letters_are_heard_under_a_korean_keyboard(visit):
    page = visit()
    page.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ㅣ', code: 'KeyL', bubbles: true}))")
    expect(page.get_by_test_id("lecture-bar")).to_be_visible()


@pytest.mark.parametrize("key", ["b", "."])
def test_the_screen_goes_black_and_any_key_brings_it_back(visit, key):
    page = visit("?lecture=1")
    page.keyboard.press("Home")
    at(page, 0)
    page.keyboard.press(key)
    expect(page.get_by_test_id("blank")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_test_id("blank")).to_have_count(0)
    at(page, 0)


def test_panels_are_chosen_and_the_link_says_which(visit):
    page = visit("?lecture=1")
    page.get_by_test_id("lecture-panels").click()
    page.get_by_test_id("panel-curves").uncheck()
    page.get_by_test_id("panel-settings").check()
    expect(page.get_by_test_id("surface")).to_be_visible()
    expect(page.get_by_test_id("loss-chart")).to_be_hidden()
    page.reload()
    expect(page.get_by_test_id("surface")).to_be_visible()
    expect(page.get_by_test_id("loss-chart")).to_be_hidden()
    expect(page.get_by_test_id("link")).to_be_hidden()
    page.keyboard.press("l")
    expect(page.get_by_test_id("loss-chart")).to_be_visible()
    expect(page).not_to_have_url(re.compile("hide="))


def test_a_ring_follows_the_pointer_in_two_sizes(visit):
    page = visit("?lecture=1")
    ring = page.get_by_test_id("ring")
    page.mouse.move(300, 200)
    expect(ring).to_be_hidden()
    widths = []
    for _ in range(2):
        page.keyboard.press("p")
        page.mouse.move(500, 400)
        expect(ring).to_be_visible()
        box = still(ring)
        assert abs(box["x"] + box["width"] / 2 - 500) < 1 and abs(box["y"] + box["height"] / 2 - 400) < 1
        widths.append(box["width"])
    assert 40 < widths[0] < widths[1]
    page.keyboard.press("p")
    expect(ring).to_be_hidden()


def test_full_screen_is_a_key(visit):
    page = visit("?lecture=1")
    page.keyboard.press("f")
    until(lambda: page.evaluate("document.fullscreenElement === document.documentElement"))


def test_the_list_of_keys_is_complete_and_can_switch_letters_off(visit):
    page = visit()
    page.keyboard.press("?")
    expect(page.get_by_test_id("help")).to_be_visible()
    words = page.get_by_test_id("help").inner_text()
    for cap in ("Space", "L", "F", "C", "?", "→", "Page ↓", "Home", "End", "P", "B", ".", "Esc", "Shift", "0"):
        assert cap in words
    page.get_by_test_id("characters").uncheck()
    page.get_by_test_id("help").press("Escape")
    page.keyboard.press("l")
    page.keyboard.press("?")
    page.wait_for_timeout(100)
    expect(page.get_by_test_id("help")).to_be_hidden()
    assert "lecture" not in page.url
    page.keyboard.press("Space")
    until(lambda: step(page) < 100, what="the space bar to play still")
    page.get_by_test_id("keys").click()
    expect(page.get_by_test_id("help")).to_be_visible()


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


VALUE = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"


@pytest.mark.parametrize("options", [{"query": "?theme=contrast"}, {"contrast": "more", "color_scheme": "dark"}])
def test_high_contrast_paths_win_on_every_band(visit, options):
    page = visit(options.pop("query", ""), **options)
    colours = {name: page.evaluate(VALUE, f"--{name}") for name in ("band-low", "band-high", "panel", "ink", "muted")}
    runs = [page.evaluate(VALUE, f"--run-{i}") for i in range(8)]
    assert len(set(runs)) == 8
    for run in runs:
        for ground in ("band-low", "band-high", "panel"):
            assert contrast(run, colours[ground]) >= 4.5, (run, ground)
    assert contrast(colours["ink"], colours["panel"]) == 21 and contrast(colours["muted"], colours["panel"]) > 7


def test_the_contrast_key_gives_way_to_the_theme_before(visit):
    page = visit()
    page.get_by_test_id("theme").click()
    page.get_by_test_id("theme").click()
    theme = page.locator("html")
    expect(theme).to_have_attribute("data-theme", "dark")
    page.keyboard.press("c")
    expect(theme).to_have_attribute("data-contrast", "more")
    expect(theme).to_have_attribute("data-theme", "light")
    page.keyboard.press("c")
    expect(theme).to_have_attribute("data-contrast", "usual")
    expect(theme).to_have_attribute("data-theme", "dark")
