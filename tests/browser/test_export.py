"""A race is taken away: as pictures, numbers, code, a page that plays offline, and on paper."""

from __future__ import annotations

import json
import re
import struct
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from optim_core import Rule
from tests.browser.conftest import still, until

TWELVE = "&".join(f"run={kind}" for kind in sorted(Rule.registry)[:12])


def opened(page):
    page.get_by_test_id("open-export").click()
    until(lambda: page.get_by_test_id("export-code").input_value(), what="the preview")
    return page.get_by_test_id("export-dialog")


def taken(page, what, folder):
    """The file that a button hands out: its name and its bytes."""
    with page.expect_download() as started:
        page.get_by_test_id(f"export-{what}").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path.name, path.read_bytes()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_picture_is_what_is_seen_and_stands_alone(visit, tmp_path, language):
    page = visit(f"?lang={language}#surface=rosenbrock&run=adam;label=A%20%3C%20B%20%26%20C&run=momentum&steps=60")
    page.get_by_test_id("step-back").click()
    opened(page)
    name, picture = taken(page, "svg", tmp_path)
    assert name == "ravine-rosenbrock-2-runs.svg"
    root = ElementTree.fromstring(picture)
    words = " ".join("".join(root.itertext()).split())
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and "A < B & C" in words
    assert ("Rosenbrock" if language == "en" else "로젠브록") in words and "59" in words
    elsewhere = re.findall(rb"(?:href|src|url)[=(][\"']?(?!#|[\"']#|data:)([^\"')]*)", picture)
    assert not elsewhere and b"@import" not in picture
    name, picture = taken(page, "png", tmp_path)
    width, height = struct.unpack(">II", picture[16:24])
    assert picture.startswith(b"\x89PNG") and name.endswith(".png") and min(width, height) > 1000


def test_on_white_is_a_choice_that_a_dark_page_has(visit, tmp_path):
    page = visit(color_scheme="dark")
    opened(page)
    _, light = taken(page, "svg", tmp_path)
    page.get_by_test_id("export-light").uncheck()
    _, dark = taken(page, "svg", tmp_path)
    assert b"rgb(255, 255, 255)" in light and b"rgb(24, 30, 38)" not in light
    assert b"rgb(24, 30, 38)" in dark
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_numbers_come_as_csv_and_json(visit, tmp_path):
    page = visit("?lang=ko#surface=bowl&run=adam;label=%EC%95%84%EB%8B%B4&steps=10")
    opened(page)
    name, table = taken(page, "csv", tmp_path)
    text = table.decode("utf-8-sig")
    assert name == "ravine-bowl-1-run.csv" and table.startswith(b"\xef\xbb\xbf")  # so that Excel reads 아담
    assert len(text.splitlines()) == 12 and "아담" in text
    _, data = taken(page, "json", tmp_path)
    assert len(json.loads(data)["runs"][0]["x"]) == 11


def test_a_page_that_plays_offline_asks_nobody(visit, tmp_path, browser):
    page = visit("#surface=rosenbrock&run=adam;label=%3C%2Fscript%3E%3Cb%3E&run=newton&steps=900")
    opened(page)
    name, _ = taken(page, "html", tmp_path)
    context = browser.new_context(offline=True)
    alone, faults, asked = context.new_page(), [], []
    alone.on("console", lambda m: m.type in ("error", "warning") and faults.append(m.text))
    alone.on("pageerror", lambda error: faults.append(str(error)))
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto((tmp_path / name).as_uri())
    alone.locator("body[data-ready]").wait_for()
    expect(alone.locator("#step")).to_have_text("step 900")
    assert "</script><b>" in alone.locator(".legend").text_content()
    alone.get_by_role("slider").fill("0")
    until(lambda: alone.locator("#step").inner_text() == "step 0")
    alone.get_by_role("button", name="Play").click()
    until(lambda: int(alone.locator("#step").inner_text().split()[1]) > 100, what="it to play")
    alone.get_by_role("button", name="Pause").click()
    expect(alone.get_by_role("button", name="Play")).to_be_visible()
    context.close()
    assert not faults and len(asked) == 1, (faults, asked)


def test_a_run_is_shown_as_code_copied_and_saved(visit, tmp_path):
    page = visit("#surface=bowl&run=adam&run=newton&steps=10")
    opened(page)
    code = page.get_by_test_id("export-code")
    assert code.input_value().startswith('"""Ravine: Adam')
    page.get_by_test_id("export-run").select_option("1")
    until(lambda: code.input_value().startswith('"""Ravine: Newton'), what="the other run")
    page.get_by_test_id("export-kind").select_option("torch")
    until(lambda: "import torch" in code.input_value(), what="PyTorch")
    page.get_by_test_id("export-copy").click()
    expect(page.get_by_test_id("export-said")).not_to_be_empty()
    name, script = taken(page, "download", tmp_path)
    assert name == "ravine-bowl-2-newton-torch.py" and script.decode() == code.input_value()
    name, book = taken(page, "notebook", tmp_path)
    assert name == "ravine-bowl-2-newton.ipynb" and json.loads(book)["nbformat"] == 4


def test_the_dialog_is_reached_and_left_by_keyboard(visit):
    page = visit("?lang=ko")
    page.get_by_test_id("open-export").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_test_id("export-dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_have_accessible_name("내보내기")
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_test_id("open-export")).to_be_focused()


def test_a_server_that_is_gone_is_said_so(visit):
    page = visit()
    page.expected.append("ERR_")
    page.context.set_offline(True)
    page.get_by_test_id("print-handout").click()
    expect(page.locator("#export .note")).to_contain_text("does not answer")
    page.context.set_offline(False)


def test_on_a_phone_the_dialog_fits(visit):
    page = visit(width=390, height=844, has_touch=True, is_mobile=True)
    box = still(opened(page))
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["height"] <= 844
    for button in page.get_by_test_id("export-dialog").get_by_role("button").all():
        assert button.bounding_box()["height"] >= 39


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("runs", ["", TWELVE])
def test_the_handout_is_one_light_page_with_everything_on_it(visit, language, runs):
    page = visit(f"?lang={language}#{runs}", color_scheme="dark")
    page.get_by_test_id("print-handout").click()
    handout = page.get_by_test_id("handout")
    handout.wait_for(state="attached")
    until(lambda: page.get_by_test_id("print-handout").get_attribute("aria-busy") == "false")
    expect(handout).to_be_hidden()
    page.emulate_media(media="print")
    expect(handout).to_be_visible()
    expect(page.get_by_test_id("race")).to_be_hidden()
    count = 12 if runs else 5
    assert handout.locator("tbody tr").count() == count
    for row in handout.locator("tbody tr").all():
        assert row.locator("[data-loss]").inner_text() and row.locator(".swatch").count() == 1
    assert handout.locator("math").count() > count and handout.locator("img").bounding_box()["height"] > 150
    assert "http://127.0.0.1" in handout.inner_text()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for paper in ("A4", "Letter"):
        assert pages_of(page.pdf(format=paper)) == 1, paper
    page.emulate_media(media="screen")
    expect(handout).to_be_hidden()


def test_a_handout_goes_when_the_page_shows_something_else(visit):
    page = visit()
    page.get_by_test_id("print-handout").click()
    page.get_by_test_id("handout").wait_for(state="attached")
    page.get_by_test_id("step-back").click()
    expect(page.get_by_test_id("handout")).to_have_count(0)


def test_printed_by_the_browser_itself_the_page_is_light_and_without_controls(visit):
    page = visit(color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("html").get_attribute("data-theme") == "light"
    page.emulate_media(media="print")
    expect(page.locator("#side")).to_be_hidden()
    expect(page.get_by_test_id("player")).to_be_hidden()
    expect(page.get_by_test_id("results")).to_be_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("html").get_attribute("data-theme") == "dark"
