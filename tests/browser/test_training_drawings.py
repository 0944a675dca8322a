"""What is drawn of a training: regions, mistakes, curves and layers at the epoch that is shown."""

from __future__ import annotations

import csv
import io
import json
import re

from playwright.sync_api import expect

from tests.browser.conftest import drawn, sideways, until
from tests.browser.test_axe import violations_in

SHADES = """(canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
}"""


def trained(page):
    """Everything is learnt and drawn."""
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    expect(page.get_by_test_id("training-pictures")).to_have_attribute("aria-busy", "false", timeout=30_000)
    expect(page.get_by_test_id("net-pane").first).to_be_visible()
    drawn(page)
    return page


def test_regions_curves_and_numbers_are_those_of_the_epoch_that_is_shown(visit):
    page = trained(visit("networks#training=moons:n=60;epochs=6&run=adam&run=gradient-descent:lr=0.2", wait=False))
    assert page.get_by_test_id("net-pane").count() == 2
    words = page.get_by_test_id("net-picture").first
    at_end = words.get_attribute("aria-label")
    assert re.search(r"class 0 \d+ %, class 1 \d+ %", at_end)
    assert page.locator(".net-regions").first.evaluate(SHADES) > 20, "shades of two colours"
    stage = page.get_by_test_id("training-curves-stage")
    stage.press("Home")
    expect(page.get_by_test_id("where")).to_contain_text("0 / 6")
    until(lambda: words.get_attribute("aria-label") != at_end, what="the picture of another epoch")
    expect(stage).to_have_attribute("aria-valuetext", re.compile("epoch 0.*training loss"))
    last_columns = (
        page.get_by_test_id("training-results-table").locator("tbody tr").first.locator("td:nth-last-child(-n+2)")
    )
    expect(last_columns).to_have_text(["…", "…"])
    assert page.get_by_test_id("training-curves").locator(".study-line").count() == 4
    stage.press("End")
    expect(last_columns).to_have_text([re.compile(r"epoch \d"), re.compile(r"[\d.]+ %")])
    page.get_by_test_id("net-closer").first.click()
    expect(page.get_by_test_id("net-pane")).to_have_count(1)
    expect(page).to_have_url(re.compile("&zoom=1"))
    page.reload()
    expect(trained(page).get_by_test_id("net-pane")).to_have_count(1)
    with page.expect_download() as taken:
        page.get_by_test_id("take-pictures-svg").click()
    text = taken.value.path().read_text()
    assert "data:image/png" in text
    assert "Adam, η = 0.05, β1 = 0.9, β2 = 0.999:" in text
    assert "dropout" not in text
    with page.expect_download() as taken:
        page.get_by_test_id("take-curves-svg").click()
    assert taken.value.path().read_text().count("Gradient descent") == 2, "in words, and beside its colour"
    with page.expect_download() as taken:
        page.get_by_test_id("take-training-csv").click()
    rows = list(csv.DictReader(io.StringIO(taken.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == 2 * 7
    with page.expect_download() as taken:
        page.get_by_test_id("take-training-json").click()
    assert json.loads(taken.value.path().read_text())["epochs"] == 6


def test_a_run_that_blew_up_says_when_and_digits_show_their_mistakes(visit):
    page = trained(
        visit(
            "networks#training=digits:n=200;epochs=3&run=adam&run=gradient-descent:lr=30&run=momentum:lr=0.5&run=adam;net=init=zero",
            wait=False,
        )
    )
    first, second, *_others = page.get_by_test_id("net-pane").all()
    words = first.get_by_test_id("net-picture").get_attribute("aria-label")
    assert re.search(r"Most often taken for another: \d for \d \(\d+×\)", words)
    assert first.locator(".confusion-cells").evaluate(SHADES) > 10
    assert len(re.findall(r"a \d, read as \d", first.get_by_test_id("net-worst").get_attribute("aria-label"))) == 12
    expect(second.get_by_test_id("net-standing")).to_have_text("diverged in epoch 1")
    died = re.compile(r"\d+ of the 16 units of hidden layer [12] are dead after epoch 3.*smaller learning rate")
    expect(page.get_by_test_id("run-card").nth(2)).to_contain_text(died)
    expect(page.get_by_test_id("run-card").first).not_to_contain_text("dead")
    expect(page.get_by_test_id("training-layers")).to_contain_text("of the weights; ▾ below 0.1")
    assert violations_in(page, "light") == []


def test_on_a_phone_pictures_stand_in_pairs_settings_before_curves_and_axe_finds_nothing(visit):
    asked = "networks?lang=ko#training=blobs:n=60;epochs=2&run=adam&run=momentum"
    page = trained(visit(asked, width=390, height=844, wait=False))
    boxes = [pane.bounding_box() for pane in page.get_by_test_id("net-pane").all()]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert not sideways(page)
    data, curves = (page.get_by_test_id(name).bounding_box() for name in ("dataset", "training-curves-figure"))
    assert data["y"] < 844 and data["y"] < curves["y"]
    expect(page.get_by_test_id("network")).to_be_hidden()
    table = page.get_by_test_id("training-results-table")
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth"), "nothing of it is cut off"
    assert table.get_by_role("cell").count() == 10
    page.get_by_test_id("training-epochs").locator("summary").click()
    assert violations_in(page, "light", "dark") == []


def test_a_room_sees_pictures_curves_and_player_at_once_and_escape_leaves_first_what_is_looked_into(visit):
    page = trained(
        visit(
            "networks?lecture=1#training=digits:n=200;epochs=3&run=adam&run=momentum&run=nesterov",
            width=1366,
            height=768,
            wait=False,
        )
    )
    for part in ("net-worst", "training-curves-figure", "epoch-player"):
        box = page.get_by_test_id(part).last.bounding_box()
        assert box["y"] + box["height"] <= 768, part
        assert box["x"] + box["width"] <= 1366, part
    picture = page.get_by_test_id("net-picture").first
    small = picture.bounding_box()["width"]
    page.get_by_test_id("net-closer").last.click()
    expect(page.get_by_test_id("net-pane")).to_have_count(1)
    until(lambda: picture.bounding_box()["width"] > 1.4 * small, what="a larger picture")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("net-pane")).to_have_count(3)
    expect(page.get_by_test_id("lecture-bar")).to_be_visible()
    page.keyboard.press("Home")
    expect(page.get_by_test_id("where")).to_contain_text("0 / 3")
    page.get_by_test_id("lecture-panels").click()
    page.get_by_test_id("panel-share").locator("..").click()
    page.keyboard.press("Space")
    expect(page.get_by_test_id("panel-share")).to_be_hidden()
    expect(page.get_by_test_id("where")).to_contain_text("3 / 3")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lecture-bar")).to_be_hidden()
