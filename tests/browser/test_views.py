"""The ways to look at a race: the map, the surface in space, both, a small map for each run."""

import math
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import answered, settled, sideways, still, to_step, turn_to, until
from tests.browser.tabs import USES

# What the software renderer of a machine without a graphics card says of plotly.js.
DRIVER = ["GL Driver Message", "willReadFrequently"]

# Pixels of an element's canvas within 30 of a colour, counted in its place so that nothing is drawn for it.
INK = """(canvas, colour) => {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(colour);
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
        const away = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b);
        count += data[i + 3] > 200 && away < 30;
    }
    return count;
}"""
NO_WEBGL = """() => {
    const own = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.includes("webgl") ? null : own.call(this, kind, ...rest);
    };
}"""
COUNT_CALLS = """() => {
    window.calls = 0;
    for (const [name, f] of Object.entries(window.Plotly)) {
        if (typeof f === "function") window.Plotly[name] = (...a) => { window.calls += 1; return f(...a); };
    }
}"""
CORNERS = """async () => {
    const folder = new URL("views/", document.querySelector("script[type=module]").src);
    const { liveMatrix, restMatrix, projected } = await import(folder + "projection.js");
    const element = document.querySelector("[data-testid=space-backdrop]");
    const { scene } = element._fullLayout;
    const { eye } = scene.camera, { x, y, z } = scene.aspectratio;
    const box = [scene.xaxis.range, scene.yaxis.range, scene.zaxis.range];
    const size = [element.clientWidth, element.clientHeight];
    const live = liveMatrix(element);
    const rest = restMatrix([eye.x, eye.y, eye.z], { box, sides: [x, y, z] }, size[0] / size[1]);
    const found = [];
    for (const px of box[0]) for (const py of box[1]) for (const pz of box[2]) {
        found.push([projected(live, [px, py, pz], ...size), projected(rest, [px, py, pz], ...size)]);
    }
    return found;
}"""


@pytest.fixture
def look(visit):
    """`look("#show=space")`: a page whose race and whose view in space, if asked for, are there."""

    def open_page(query="", **options):
        page = visit(query, wait=False, **options)
        page.expected += DRIVER
        if re.search("show=(space|both)", query):
            in_space(page)
        answered(page)
        return page

    return open_page


def in_space(page):
    page.get_by_test_id("space-backdrop").locator("canvas").first.wait_for(state="attached", timeout=20_000)
    until(lambda: ink(page, "space-trails") > 50, what="paths in space")


def ink(page, canvas, colour="--run-0"):
    return page.get_by_test_id(canvas).first.evaluate(INK, colour)


def link(page):
    return page.get_by_test_id("link").input_value()


def vendor(page):
    page.wait_for_timeout(1)  # what the browser told is heard only while it is spoken to
    return [request.url for request in page.asked if "plotly-3d" in request.url]


def camera(page):
    found = re.search(r"camera=([-.\d,]+)", link(page))
    return found and [float(part) for part in found[1].split(",")]


def box_of(element):
    return element.bounding_box()


def pull(page, dx, dy):
    box = page.get_by_test_id("space").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()


def test_the_part_for_space_is_fetched_when_it_is_asked_for(look):
    page = look()
    settled(page)
    expect(page.get_by_test_id("show-map")).to_be_checked()
    assert vendor(page) == []
    page.get_by_test_id("show-space").check(force=True)
    in_space(page)
    assert len(vendor(page)) == 1
    expect(page.get_by_test_id("figure")).to_be_hidden()


def test_the_views_are_switched_by_keyboard_and_the_link_follows(look):
    page = look()
    page.get_by_test_id("show-map").focus()
    page.keyboard.press("ArrowRight")
    in_space(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("figure")).to_be_visible()
    expect(page.get_by_test_id("space")).to_be_visible()
    until(lambda: "show=both" in link(page))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("tile")).to_have_count(5)
    expect(page.get_by_test_id("space")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_test_id("figure")).to_be_visible()
    until(lambda: "show=" not in link(page))
    settled(page)


def test_a_link_brings_back_the_view_and_the_camera(look):
    page = look("#show=space&camera=1.2,-0.4,1.1")
    eye = page.get_by_test_id("space-backdrop").evaluate("(e) => e._fullLayout.scene.camera.eye")
    assert eye["y"] / eye["x"] == pytest.approx(-0.4 / 1.2) and eye["z"] / eye["x"] == pytest.approx(1.1 / 1.2)
    assert camera(page) == [1.2, -0.4, 1.1]


def test_a_camera_inside_what_it_looks_at_is_a_broken_link(look):
    page = look("#camera=0,0,0")
    expect(page.get_by_test_id("error")).to_be_visible()


def test_the_camera_stays_while_everything_else_changes(look):
    page = look("#show=space")
    assert camera(page) is None
    before = page.get_by_test_id("space-trails").evaluate("(canvas) => canvas.toDataURL()")
    pull(page, 120, -40)
    eye = until(lambda: camera(page), what="the camera in the link")
    assert page.get_by_test_id("space-trails").evaluate("(canvas) => canvas.toDataURL()") != before

    def seen():
        found = page.get_by_test_id("space-backdrop").evaluate("(e) => e._fullLayout.scene.camera.eye")
        return [found[axis] / found["z"] for axis in "xy"]

    at = pytest.approx([eye[0] / eye[2], eye[1] / eye[2]], abs=2e-3)
    page.locator("[data-slider=lr]").first.press("ArrowRight")
    page.locator("#surface [data-slider]").first.press("ArrowRight")
    page.get_by_test_id("theme").click()
    page.get_by_test_id("scrub").fill("20")
    page.wait_for_timeout(800)
    assert camera(page) == eye and seen() == at
    page.get_by_test_id("camera-reset").click()
    until(lambda: camera(page) is None)
    until(lambda: seen() != at)


def test_the_view_in_space_is_turned_and_brought_nearer_by_keys(look):
    page = look("#show=space")
    page.get_by_test_id("space").focus()
    page.keyboard.press("ArrowLeft")
    first = until(lambda: camera(page), what="the camera in the link")
    page.keyboard.press("+")
    until(lambda: math.hypot(*camera(page)) < 0.95 * math.hypot(*first), what="the camera to come nearer")
    page.keyboard.press("0")
    until(lambda: camera(page) is None)


def test_we_project_as_plotly_does(look):
    """Its live matrices have private names; what we make of the camera alone is the way out, and the same."""
    page = look("#show=space")

    def alike():
        corners = page.evaluate(CORNERS)
        return len(corners) == 8 and all(live == pytest.approx(rest, abs=0.5) for live, rest in corners)

    until(alike, what="the same corners")


def test_the_paths_in_space_follow_the_scrubber_without_plotly(look):
    page = look("#show=both&at=100", reduced_motion="no-preference")
    settled(page, at_end=False)
    to_step(page, 1)
    page.evaluate(COUNT_CALLS)
    few = ink(page, "space-trails")
    page.get_by_test_id("speed").select_option("4")
    page.get_by_test_id("play").click()
    scrub = page.get_by_test_id("scrub")
    until(lambda: scrub.input_value() == scrub.get_attribute("max"), what="the end")
    until(lambda: ink(page, "space-trails") > few + 50, what="the whole paths")
    assert page.evaluate("window.calls") == 0


def test_a_run_that_is_hidden_leaves_space_too(look):
    page = look("#show=space")
    page.get_by_test_id("hide").first.click()
    until(lambda: ink(page, "space-trails") < 10, what="the path to go")


@pytest.mark.parametrize(
    ("show", "lang", "words"), [("space", "en", "cannot draw in 3-D"), ("both", "ko", "3D로 그릴 수 없습니다")]
)
def test_without_webgl_the_page_says_so_and_keeps_the_map(visit, show, lang, words):
    page = visit("healthz", wait=False)
    page.uses = USES  # what is told to it once is told to every page that it shows from now on
    page.add_init_script(f"({NO_WEBGL})()")
    turn_to(page, f"?lang={lang}#show={show}", wait=True)
    expect(page.get_by_test_id("no-space")).to_contain_text(words)
    expect(page.get_by_test_id("figure")).to_be_visible()
    expect(page.get_by_test_id("space")).to_be_hidden()
    assert vendor(page) == []
    page.get_by_test_id("show-map").check(force=True)
    expect(page.get_by_test_id("no-space")).to_be_hidden()


def test_a_part_that_does_not_come_is_said_and_may_be_asked_for_again(look):
    page = look()
    page.expected += ["ERR_FAILED"]
    page.route("**/plotly-3d.js", lambda route: route.abort())
    page.get_by_test_id("show-space").check(force=True)
    expect(page.get_by_test_id("space")).to_contain_text("did not load")
    page.unroute("**/plotly-3d.js")
    page.get_by_test_id("show-map").check(force=True)
    page.get_by_test_id("show-space").check(force=True)
    in_space(page)


def test_there_is_a_small_map_for_each_run_that_is_shown(look):
    page = look("#show=tiles")
    tiles = page.get_by_test_id("tile")
    expect(tiles).to_have_count(5)
    until(lambda: ink(page, "tile-trails") > 20, what="a path")
    boxes = [tile.locator(".plot").bounding_box() for tile in tiles.all()]
    assert len({(box["width"], box["height"]) for box in boxes}) == 1, "the same scale for all"
    assert len({tuple(tile.locator(".tick-label").all_text_contents()) for tile in tiles.all()}) == 1
    page.get_by_test_id("hide").first.click()
    expect(tiles).to_have_count(4)
    expect(tiles.first).to_contain_text("Momentum")


def test_the_small_maps_play_together_and_without_plotly(look):
    page = look("#show=tiles&at=100", reduced_motion="no-preference")
    tiles = page.get_by_test_id("tile")
    to_step(page, 0)

    worths = tiles.locator(".tile-worth")
    until(lambda: len(set(worths.all_text_contents())) == 1, what="all to stand at the same start")
    assert worths.count() == 5 and worths.first.text_content().startswith("loss ")
    page.get_by_test_id("speed").select_option("4")
    page.get_by_test_id("play").click()
    scrub = page.get_by_test_id("scrub")
    until(lambda: scrub.input_value() == scrub.get_attribute("max"), what="the end")
    until(lambda: all("finished" in text for text in tiles.all_text_contents()), what="all to be over")
    until(lambda: ink(page, "tile-trails") > 20, what="a path")
    assert ink(page, "tile-trails", "--run-1") == 0, "each tile has its own run only"


@pytest.mark.parametrize("runs", [1, 2, 8, 12])
def test_the_small_maps_fit_the_stage(look, runs):
    page = look("#show=tiles&" + "&".join(f"run=adam:lr={0.05 * (i + 1):.2f}" for i in range(runs)))
    expect(page.get_by_test_id("tile")).to_have_count(runs)
    until(lambda: ink(page, "tile-trails") > 10, what="a path")
    stage = still(page.get_by_test_id("tiles"))
    for box in map(box_of, page.get_by_test_id("tile").all()):
        assert box["x"] >= stage["x"] - 1 and box["x"] + box["width"] <= stage["x"] + stage["width"] + 1
        assert box["y"] >= stage["y"] - 1 and box["y"] + box["height"] <= stage["y"] + stage["height"] + 1
    assert all(plot["width"] > 70 for plot in map(box_of, page.locator(".tile .plot").all()))


@pytest.mark.parametrize("show", ["map", "space", "both", "tiles"])
def test_a_phone_never_scrolls_sideways(look, show):
    page = look(f"?lang=ko#show={show}", width=390, height=844, has_touch=True)
    assert sideways(page) == 0
    for box in map(box_of, page.locator("#views label").all()):
        assert box["width"] >= 40 and box["height"] >= 40


def test_on_a_phone_on_its_side_the_small_maps_scroll_rather_than_vanish(look):
    page = look(
        "#show=tiles&" + "&".join(f"run=adam:lr={0.05 * (i + 1):.2f}" for i in range(12)), width=844, height=390
    )
    expect(page.get_by_test_id("tile")).to_have_count(12)
    until(lambda: box_of(page.get_by_test_id("tile").first.locator(".plot"))["width"] > 70, what="room for a map")
    page.get_by_test_id("tile").last.scroll_into_view_if_needed()
    expect(page.get_by_test_id("tile").last).to_be_in_viewport()


def test_with_every_run_hidden_the_views_are_empty_and_quiet(look):
    page = look("#show=tiles&run=adam;hidden")
    expect(page.get_by_test_id("tile")).to_have_count(0)
    page.get_by_test_id("hide").first.click()
    expect(page.get_by_test_id("tile")).to_have_count(1)
    until(lambda: ink(page, "tile-trails") > 10, what="its path")
