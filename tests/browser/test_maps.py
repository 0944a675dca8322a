"""Maps of thousands of runs: drawn on arrival, steered, stopped, shared, taken away; every cell leads to its race."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from app import i18n
from tests.browser.conftest import answered, drawn, sideways, told, until
from tests.browser.test_axe import violations

SMALL = "cells=32"
BOWL = "maps#surface=bowl&start=2,1&steps=40&run=momentum:lr=0.1"


def mapped(page):
    """The last map that was asked for is complete, and so are the words about it."""
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    expect(page.get_by_test_id("progress")).not_to_have_attribute("data-busy", "", timeout=20_000)
    expect(page.get_by_test_id("map-state")).to_contain_text(re.compile("runs in|실행"), timeout=20_000)
    drawn(page)


def asked(page):
    """The maps that this page has asked for, by the body of each question."""
    told(page)
    return [r.post_data_json for r in page.asked if re.search("/api/(basin|sweep)", r.url)]


def opened(page, cell, run=0, new_tab=False):
    """The cell as its drawing opens it."""
    detail = {"run": run, "cell": cell, "newTab": new_tab}
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('cell', { detail }))", detail)


def test_a_map_is_drawn_on_arrival_and_a_cell_is_its_race_and_back(visit):
    page = visit("maps", wait=False)
    mapped(page)
    expect(page.get_by_test_id("hint")).to_be_visible()
    rows = page.get_by_test_id("share").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText))"
    )
    assert len(rows) >= 4 and rows[0][0].split()[0] in "ABCD"
    for run in (1, 2):
        assert sum(float(row[run].split()[0]) for row in rows) == pytest.approx(100, abs=0.5)
    (body,) = asked(page)
    assert "cells" not in body and len(body["runs"]) == 2 and "map" not in body
    opened(page, 40 * 128 + 90)
    answered(page)
    expect(page.get_by_test_id("result")).to_have_count(2)
    x = float(page.get_by_test_id("start-x").input_value())
    assert x == pytest.approx(np.linspace(-6, 6, 128)[90])
    page.get_by_test_id("to-map").click()
    mapped(page)
    again = asked(page)[-1]
    assert [run["optimizer"]["kind"] for run in again["runs"]] == [run["optimizer"]["kind"] for run in body["runs"]]
    assert {**again, "runs": 0} == {**body, "runs": 0}
    page.get_by_test_id("map-kind-sweep").check(force=True)
    mapped(page)
    assert asked(page)[-1]["tolerance"] == 0, "that of a map of starts does not come along from its race"


def test_the_header_takes_a_race_along_to_its_map_and_back_and_one_valley_is_mapped_by_its_settings(visit):
    page = visit(f"{BOWL.removeprefix('maps')}")
    page.locator("[data-page=maps]").click()
    mapped(page)
    expect(page.get_by_test_id("map-kind-sweep")).to_be_checked()
    assert asked(page)[-1]["surface"]["kind"] == "bowl"
    page.locator("[data-page=race]").click()
    answered(page)
    expect(page.get_by_test_id("start-x")).to_have_value("2")
    assert "bowl" in page.url


def test_who_never_comes_to_rest_is_told_below_where_runs_end(visit):
    page = visit(f"maps#run=gradient-descent:lr=0.015&steps=300&map=basin;{SMALL}", wait=False)
    mapped(page)
    share = page.get_by_test_id("restless").locator("td").inner_text()
    assert 10 < float(share.split()[0]) < 50
    page.get_by_test_id("tolerance").select_option("0")
    expect(page.get_by_test_id("restless")).to_have_count(0)


def test_flat_ground_is_told_by_its_height_and_has_no_sign(visit):
    page = visit(f"maps#surface=plateau&run=gradient-descent&steps=300&map=basin;{SMALL}", wait=False)
    mapped(page)
    expect(page.get_by_test_id("share").filter(has_text="flat ground at height 1")).to_have_count(1)
    expect(page.locator(".map-place")).to_have_count(1)


def test_who_does_not_arrive_has_not_arrived_elsewhere(visit):
    runs = "run=gradient-descent:lr=0.01&run=gradient-descent:lr=10"
    page = visit(f"maps#surface=bowl&{runs}&steps=300&map=basin;{SMALL}", wait=False)
    mapped(page)
    expect(page.get_by_test_id("share").filter(has_text="diverged")).to_have_count(1)
    expect(page.get_by_test_id("apart")).to_have_count(0)
    page = visit(
        f"maps#run=gradient-descent:lr=0.001&run=gradient-descent:lr=0.02&steps=300&map=basin;{SMALL}", wait=False
    )
    mapped(page)
    expect(page.get_by_test_id("apart")).to_have_text(re.compile("both arrive, but at different minima"))


def test_settings_widen_turn_and_go_back(visit):
    page = visit(f"{BOWL}&map=line;{SMALL};x=lr:0.0001,0.001", wait=False)
    mapped(page)
    expect(page.get_by_test_id("best")).to_contain_text("0.001")
    page.get_by_test_id("widen").click()
    expect(page.get_by_test_id("verdict").locator("h2")).to_be_focused()
    expect(page).to_have_url(re.compile(r"x=lr:0\.0001,0\.01$"))
    mapped(page)
    assert asked(page)[-1]["axes"][0]["high"] == 0.01
    page.get_by_test_id("measure").select_option("distance")
    expect(page).to_have_url(re.compile("measure=distance"))
    mapped(page)
    expect(page.get_by_test_id("best")).to_contain_text("away")
    page.locator("h1").click(force=True)
    page.keyboard.press("2")
    expect(page.get_by_test_id("map-kind-sweep")).to_be_checked()
    mapped(page)
    assert [axis["of"] for axis in asked(page)[-1]["axes"]] == ["lr", "momentum"]
    for _ in range(3):
        page.go_back()
    expect(page.get_by_test_id("map-kind-line")).to_be_checked()
    expect(page.get_by_test_id("measure")).to_have_value("loss")
    expect(page.get_by_test_id("axis-0-high")).to_have_value("0.001")
    mapped(page)


def test_a_cell_of_a_sweep_is_that_run_alone_and_the_map_as_numbers_agrees(visit, tmp_path):
    said = f"map=sweep;{SMALL};x=lr:0.01,,log;y=momentum:,0.9"
    page = visit(f"{BOWL}&run=gradient-descent&{said}", wait=False)
    mapped(page)
    across, up = ({"of": "lr", "low": 0.01, "log": True, "count": 32}, {"of": "momentum", "high": 0.9, "count": 32})
    assert asked(page)[-1]["axes"] == [across, up] and len(asked(page)[-1]["runs"]) == 1
    expect(page.get_by_test_id("run-card").nth(1)).to_contain_text(i18n.text("en", "maps.left-out-number"))
    with page.expect_download() as started:
        page.get_by_test_id("take-csv").click()
    started.value.save_as(tmp_path / "map.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "map.csv").read_text("utf-8-sig"))))
    assert len(rows) == 32 * 32
    opened(page, 20 * 32 + 21)
    expect(page).to_have_url(re.compile(re.escape(said)))
    row = page.get_by_test_id("result").filter(has_text="Momentum")
    loss = float(rows[20 * 32 + 21]["loss"])
    until(lambda: loss_of(row) == pytest.approx(loss, rel=0.01), what="the run of the cell to end as on the map")
    expect(page.get_by_test_id("hide").nth(1)).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("start=1,2&run=momentum:momentum=0.5&steps=9&map=line", ("(1, 2)", "μ = 0.5", "9 steps")),
        ("run=momentum:lr=0.1;start=2,1&steps=9&map=sweep;measure=steps", ("(2, 1)", "gradient of 0.001")),
        ("run=momentum&map=sweep;x=lr;y=surface.tilt", ()),
    ],
)
def test_a_picture_names_what_its_map_does_not_show(visit, tmp_path, asked, said):
    page = visit(f"maps#surface=double-well&{asked}", wait=False)
    mapped(page)
    with page.expect_download() as started:
        page.get_by_test_id("take-svg").click()
    started.value.save_as(tmp_path / "map.svg")
    text = (tmp_path / "map.svg").read_text("utf-8")
    for words in said:
        assert words in text, words
    assert said or "Start (" not in text, "each shape of the surface has a start of its own"


def loss_of(row):
    text = row.locator(".col-loss").inner_text().replace("−", "-")
    digits = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    mantissa, _, exponent = re.sub("10(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻])", "×10^", text).translate(digits).partition("×10^")
    return float(mantissa.rstrip("×") or 1) * 10 ** float(exponent or 0)


def test_a_map_is_stopped_and_goes_on_and_what_is_too_much_is_said_where_it_is_set_and_above_the_pale_map(visit):
    page = visit("maps#surface=rosenbrock&run=adam&run=rmsprop&steps=20000&map=basin;cells=128", wait=False)
    bar = page.get_by_test_id("progress")
    expect(bar).to_have_attribute("data-busy", "", timeout=20_000)
    page.get_by_test_id("stop-map").click()
    expect(page.get_by_test_id("map-state")).to_contain_text("Stopped")
    page.locator("h1").click(force=True)
    page.keyboard.press(" ")
    expect(bar).to_have_attribute("data-busy", "")
    page.expected.append("422")
    page.get_by_test_id("cells").select_option("512")
    for sentence in (page.locator(".mapping .field-fault:visible"), page.get_by_test_id("error")):
        expect(sentence).to_contain_text(re.compile(r"\d"))
    expect(bar).not_to_have_attribute("data-busy", "")
    expect(page.get_by_test_id("map")).to_have_attribute("data-stale", "")
    instead = page.get_by_test_id("instead")
    side = re.search(r"\d+", instead.inner_text())[0]
    instead.click()
    expect(page.get_by_test_id("map")).not_to_have_attribute("data-stale", "", timeout=20_000)
    if int(side) < 128:
        expect(page.get_by_test_id("cells")).to_have_value(side)


@pytest.mark.parametrize(
    ("axis", "sentence"),
    [("0,1,log", "From must be above 0"), ("0.1,1e9", "To must")],
)
def test_a_refusal_speaks_of_the_fields_as_the_page_calls_them(visit, axis, sentence):
    page = visit("maps", wait=False)
    mapped(page)
    page.expected.append("422")
    page.goto(f"{page.url.split('#')[0]}#run=momentum&map=line;{SMALL};x=lr:{axis}")
    said = page.locator(".mapping .field-fault:visible, [data-testid=error]:visible").first
    expect(said).to_contain_text(sentence)
    assert "axes" not in said.inner_text()


def test_where_there_is_no_room_just_now_the_page_asks_again_by_itself_unless_it_is_stopped(visit):
    page = visit(f"maps#map=basin;{SMALL}", wait=False)
    mapped(page)
    page.expected.append("503")
    full = {"status": 503, "headers": {"Retry-After": "1"}, "json": {"detail": "Full.", "field": ""}}
    page.route(re.compile("/api/basin"), lambda route: route.fulfill(**full), times=2)
    state, bar = page.get_by_test_id("map-state"), page.get_by_test_id("progress")
    page.get_by_test_id("cells").select_option("64")
    expect(state).to_contain_text("again in 1 s")
    page.get_by_test_id("stop-map").click()
    expect(state).to_contain_text("Stopped")
    page.wait_for_timeout(1_200)
    assert len(asked(page)) == 2, "who has stopped it is not asked for"
    page.get_by_test_id("stop-map").click()
    expect(state).to_contain_text("again in 1 s")
    mapped(page)
    assert [body["cells"][0] for body in asked(page)] == [32, 64, 64, 64]
    expect(bar).to_have_attribute("data-complete", "")
    page.expected.append("503")
    page.route(
        re.compile("/api/basin"), lambda route: route.fulfill(**full | {"headers": {"Retry-After": "83"}}), times=1
    )
    page.get_by_test_id("cells").select_option("128")
    expect(state).to_contain_text("again in 10 s")


@pytest.mark.parametrize(("language", "theme"), [("ko", "dark"), ("en", "contrast")])
def test_everyone_can_use_maps_on_a_phone(visit, language, theme):
    page = visit(f"maps?lang={language}&theme={theme}#map=basin;{SMALL}", width=390, height=844, wait=False)
    page.locator("details").evaluate_all("folds => folds.forEach((fold) => { fold.open = true; })")
    for kind in ("basin", "sweep", "line"):
        page.get_by_test_id(f"map-kind-{kind}").check(force=True)
        mapped(page)
        assert sideways(page) <= 0, kind
        assert violations(page) == [], kind
    keys = {key for key in i18n.strings("en") if "." in key}
    assert not set(page.locator("body").inner_text().split()) & keys


def test_a_lecture_shows_the_map_and_what_it_says(visit):
    page = visit(f"maps?lecture=1#map=basin;{SMALL}", wait=False)
    mapped(page)
    expect(page.get_by_test_id("lecture-title")).to_have_text(i18n.text("en", "maps.basin-heading"))
    expect(page.get_by_test_id("verdict")).to_be_visible()
    expect(page.get_by_test_id("run-card").first).to_be_hidden()
    page.keyboard.press("PageDown")
    expect(page.get_by_test_id("lecture-title")).to_have_text(i18n.text("en", "maps.sweep-heading"))
    page.keyboard.press("?")
    expect(page.get_by_test_id("help")).to_contain_text(i18n.text("en", "keys.kind-of-map"))


def test_a_map_that_breaks_off_says_so_and_can_be_asked_for_again(visit):
    page = visit("healthz", wait=False)
    broken = 'event: failed\ndata: {"detail": "The work broke off."}\n\n'
    page.route("**/api/basin*", lambda route: route.fulfill(content_type="text/event-stream", body=broken))
    page.goto(page.url.replace("healthz", f"maps?lang=en#map=basin;{SMALL}"))
    expect(page.get_by_test_id("error")).to_contain_text("The work broke off.")
    expect(page.get_by_test_id("progress")).not_to_have_attribute("data-busy", "")
    page.unroute("**/api/basin*")
    page.get_by_test_id("stop-map").click()
    mapped(page)
    expect(page.get_by_test_id("error")).to_be_hidden()


def test_under_a_finger_a_cell_is_told_in_sight_and_the_kinds_of_map_stand_above_it(visit):
    page = visit(f"maps#map=basin;{SMALL}", width=390, height=844, has_touch=True, wait=False)
    mapped(page)
    plot = page.get_by_test_id("map-plot").first
    parts = [page.get_by_test_id(name) for name in ("map-kind-line", "map-plot", "verdict", "cells")]
    heights = [part.first.bounding_box()["y"] for part in parts]
    assert heights == sorted(heights), "what it says before what may be changed"
    plot.tap(position={"x": 200, "y": 150})
    for button in page.get_by_test_id("map-told").get_by_role("button").all():
        box = button.bounding_box()
        assert box["height"] >= 44 and box["y"] + box["height"] <= 844
    page.get_by_test_id("map-kind-line").check(force=True)
    mapped(page)
    expect(page.get_by_test_id("map-small")).to_be_hidden()
    page.get_by_role("button", name=i18n.text("en", "map.every-run")).click()
    expect(page.get_by_test_id("map-small")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_on_a_projector_a_map_is_as_large_as_there_is_room_and_its_name_is_above_it(visit, width, height):
    swept = f"map=sweep;{SMALL};x=lr:0,0.3,even"
    page = visit(f"maps?lecture=1#surface=ravine&run=momentum&steps=40&{swept}", width=width, height=height, wait=False)
    mapped(page)
    cells = page.locator("canvas.map-cells").first.bounding_box()
    name = page.locator(".map-name").bounding_box()
    assert cells["height"] > height / 2 and cells["width"] > 0.36 * width
    assert name["x"] + name["width"] / 2 == pytest.approx(cells["x"] + cells["width"] / 2, abs=1)
    assert page.locator("#map").evaluate("figure => figure.scrollHeight <= figure.clientHeight")


@pytest.mark.parametrize(
    ("link", "piece"),
    [
        ("surface=bowl&run=momentum&map=sweep;x=surface.kappa;y=lr", "x=surface.kappa"),
        ("run=momentum&run=adam&map=sweep;x=momentum;y=beta1", "y=beta1"),
        ("map=line;x=nope", "x=nope"),
    ],
)
def test_a_link_over_a_number_that_there_is_not_says_so(visit, link, piece):
    page = visit(f"maps#{link}", wait=False)
    expect(page.get_by_test_id("error")).to_contain_text(piece)


def test_the_links_of_the_page_name_no_number_that_has_gone(visit):
    page = visit("maps#surface=ravine&run=momentum&steps=20&map=line;x=surface.kappa;cells=16", wait=False)
    mapped(page)
    page.get_by_test_id("surface").select_option("bowl")
    page.wait_for_url(re.compile("surface=bowl"))
    assert "map=line" in page.url and "kappa" not in page.url
