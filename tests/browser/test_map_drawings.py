"""The drawings of maps: what colour a cell has, what is told of it, and what is taken away."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import expect

from tests.browser import map_events
from tests.browser.conftest import drawn, until

SVG = "{http://www.w3.org/2000/svg}"
PLACES = [
    {"x": 0.5, "y": 0.5, "kind": "minimum"},
    {"x": 3.0, "y": 3.0, "kind": "minimum"},
    {"x": 1.5, "y": 2.0, "kind": "saddle"},
]
# From the lowest row up: two basins, a saddle, one run that blows up and one that is not at rest.
LABELS = [0, 0, 1, 1, 0, 0, 1, 1, 0, 2, 1, 1, 253, 253, 254, 254]
STEPS = [5, 100, 5, 100, *[20] * 12]
GD, BALL = "run=gradient-descent", "run=momentum"

# The pixels of a share of the way across and up a cell of a plane of 4 by 4.
PIXELS = """([plane, column, row, spots]) => {
  const canvas = document.querySelectorAll(".map-plane")[plane].querySelector("canvas");
  const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const at = ([x, y]) => [(column + x) / 4 * canvas.width, (4 - row - y) / 4 * canvas.height];
  return spots.map((spot) => [...pen.getImageData(...at(spot), 1, 1).data]);
}"""
# From now on everything that is painted or built anew is counted.
COUNT = """() => {
  window.painted = 0;
  const { prototype } = CanvasRenderingContext2D;
  for (const name of ["drawImage", "putImageData", "fillRect"]) {
    const real = prototype[name];
    prototype[name] = function (...given) { window.painted += 1; return real.apply(this, given); };
  }
  for (const one of document.querySelectorAll(".map-over")) {
    new MutationObserver(() => (window.painted += 1)).observe(one, { childList: true, subtree: true });
  }
}"""


@pytest.fixture
def shown(visit):
    """`shown(body, "map=basin&run=adam")` is the page of maps, to which the server says that."""

    def open_map(body, spec, query="?lang=en", **options):
        page = visit("healthz", wait=False, **options)
        map_events.answer(page, body)
        page.goto(page.url.replace("healthz", f"maps{query}#{spec}"))
        page.get_by_test_id("map-plot").first.wait_for()
        expect(page.get_by_test_id("progress")).not_to_have_attribute("data-busy", "")
        page.locator("body[data-ready]").wait_for(state="attached")
        drawn(page)
        return page

    return open_map


def pixel(page, column, row, plane=0, spots=((0.5, 0.5),)):
    return page.evaluate(PIXELS, [plane, column, row, list(spots)])


def told(page):
    return page.get_by_test_id("map-told").inner_text().replace("\n\n", "\n")


def starts(**other):
    run = {"basin": LABELS, "steps": STEPS, "loss": [0.5] * 16}
    return map_events.basin(run, run | other, places=PLACES)


def test_a_start_has_the_hue_of_its_minimum_and_is_the_darker_the_longer_it_takes(shown):
    page = shown(starts(), f"map=basin&{GD}&{BALL}")
    (quick,), (slow,), (elsewhere,) = pixel(page, 0, 0), pixel(page, 1, 0), pixel(page, 2, 0)
    assert sum(slow[:3]) < sum(quick[:3]) - 150
    assert max(slow[:3]) == slow[2] and max(quick[:3]) == quick[2], "both are blue"
    assert max(elsewhere[:3]) != elsewhere[2]
    patterns = {}
    for name, (column, row) in {"lost": (1, 2), "diverged": (0, 3), "late": (2, 3)}.items():
        spots = [(i / 20, j / 20) for i in range(4, 17) for j in range(4, 17)]
        patterns[name] = tuple(map(tuple, pixel(page, column, row, spots=spots)))
        assert len(set(patterns[name])) > 1, f"{name} is told by a pattern"
    assert len(set(patterns.values())) == 3
    legend = page.get_by_test_id("map-legend").inner_text()
    for words in (
        "(0.5, 0.5)",
        "few steps (1)",
        "many (100)",
        "diverged",
        "at rest, but at no minimum",
        "not at rest yet",
    ):
        assert words in legend
    assert page.locator(".map-plane").first.locator(".map-letter").all_text_contents() == ["A", "B"]


def test_a_shade_means_the_same_steps_whatever_the_other_run_does(shown):
    shades = []
    for steps in ([100] * 16, [20] * 16):
        page = shown(starts(steps=steps), f"map=basin&{GD}&{BALL}")
        shades.append(pixel(page, 0, 0))
    assert shades[0] == shades[1] != pixel(page, 1, 0)


def test_the_lowest_minimum_is_named_however_few_runs_reach_it(shown):
    places = [{"x": i / 4, "y": 0.0, "kind": "minimum", "loss": 20.0 - i} for i in range(12)]
    run = {"basin": [*range(11), 0, 1, 2, 3, 4], "steps": [5] * 16, "loss": [0.5] * 16}
    page = shown(map_events.basin(run, places=places), f"map=basin&{GD}")
    assert "(2.75, 0)" in page.get_by_test_id("map-legend").inner_text()
    expect(page.get_by_role("row").filter(has_text="L (2.75, 0)")).to_contain_text("0.0 %")


def test_a_cell_is_told_of_both_runs_and_nothing_is_painted_for_it(shown):
    page = shown(starts(basin=[1] * 16), f"map=basin&{GD}&{BALL}")
    page.evaluate(COUNT)
    box = page.locator(".map-plane canvas").first.bounding_box()
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.9 * box["height"])
    until(lambda: told(page).startswith("start (0, 0)"))
    assert told(page).split("\n")[1:] == [
        "Gradient descent: minimum A (0.5, 0.5), at step 5",
        "Momentum: minimum B (3, 3), at step 5",
    ]
    frames = [frame.bounding_box() for frame in page.locator(".map-frame").all()]
    assert len(frames) == 2 and frames[0]["y"] == frames[1]["y"] and frames[0]["x"] < box["x"] + 0.25 * box["width"]
    page.mouse.move(1, 1)
    page.get_by_test_id("map-plot").first.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    until(lambda: told(page).startswith("start (1, 3)\nGradient descent: diverged at step 20"))
    expect(page.get_by_test_id("map-ears")).to_contain_text("start (1, 3). Gradient descent: diverged at step 20")
    assert page.evaluate("window.painted") == 0
    page.get_by_role("button", name="Watch this run").first.click()
    page.wait_for_url(re.compile(r"start=1,3"))


def test_a_finger_reads_a_cell_before_it_opens_it(shown):
    page = shown(starts(), f"map=basin&{GD}&{BALL}", width=390, height=844, has_touch=True)
    box = page.locator(".map-plane canvas").first.bounding_box()
    page.touchscreen.tap(box["x"] + 0.4 * box["width"], box["y"] + 0.4 * box["height"])
    until(
        lambda: told(page).startswith("start (1, 2)\nGradient descent: came to rest at the saddle (1.5, 2), at step 20")
    )
    assert "/maps" in page.url
    page.get_by_role("button", name="Watch this run").last.click()
    page.wait_for_url(re.compile(r"start=1,2"))


RATE = "<mi>η</mi><mo>&lt;</mo><mfrac><mn>2</mn><mi>λ</mi></mfrac>"
MATHML = f"<math><mrow>{RATE}<mo>,</mo><mspace></mspace><mi>μ</mi></mrow></math>"
EDGE = {"kind": "stability", "name": {"en": "edge of stability", "ko": "안정 한계"}, "mathml": MATHML}


def test_a_sweep_has_one_scale_its_best_in_a_ring_and_theory_with_its_formula(shown):
    values = [10.0 ** -(i % 8) for i in range(16)]
    states = [0] * 14 + [1, 1]
    theory = [{**EDGE, "run": 0, "points": [[0.01, 0.0], [0.1, 0.9]]}]
    body = map_events.sweep(
        {"value": values, "state": states}, {"value": [0.1] * 16, "state": [0] * 16}, best=[7, 0], theory=theory
    )
    page = shown(body, f"map=sweep&{BALL}&run=nesterov")
    assert pixel(page, 1, 0) == pixel(page, 0, 0, plane=1), "the same number has the same colour on both"
    dark, light = pixel(page, 3, 1)[0], pixel(page, 0, 0)[0]
    assert sum(dark[:3]) < sum(light[:3])
    canvas = page.locator(".map-plane canvas").first.bounding_box()
    ring = page.locator(".map-plane").first.locator(".map-best .line").bounding_box()
    assert ring["x"] + ring["width"] / 2 == pytest.approx(canvas["x"] + 3.5 / 4 * canvas["width"], abs=1.5)
    assert ring["y"] + ring["height"] / 2 == pytest.approx(canvas["y"] + 2.5 / 4 * canvas["height"], abs=1.5)
    curve = page.locator(".map-over .map-curve .line").bounding_box()
    assert curve["x"] == pytest.approx(canvas["x"] + 1.5 / 4 * canvas["width"], abs=3)
    note = page.locator(".map-theory li")
    assert note.count() == 1 and "edge of stability" in note.inner_text() and note.locator("math").count() == 2
    page.get_by_test_id("map-plot").first.focus()
    page.keyboard.press("ArrowUp")
    until(lambda: told(page).startswith("learning rate η 1, momentum μ 0.3\nMomentum: final loss 10⁻⁷"))
    assert "diverged" in page.get_by_test_id("map-legend").inner_text()


def test_runs_that_blow_up_take_no_colour_from_the_others(shown):
    values = [10.0 ** (i - 8) for i in range(16)]
    page = shown(map_events.sweep({"value": values, "state": [0] * 16}, best=[0], before=[1.0]), f"map=sweep&{BALL}")
    start, worse, worst = (pixel(page, cell % 4, cell // 4)[0] for cell in (8, 9, 15))
    assert start == worse == worst != pixel(page, 3, 1)[0]
    legend = page.get_by_test_id("map-legend")
    assert "worse than the start" in legend.inner_text()
    assert legend.locator(".tick-label").last.text_content() == "1"


def line():
    curve = [[8, 4, 2], [8, 1, 0.1], [8, 0.5, 0.001], [8, 1e9, float("nan")]]
    value = [2.0, 0.1, 0.001, float("nan")]
    wide = {"share": 0.5, "low": [0.01], "high": [1.0], "decades": [2.0], "pieces": [[0.01, 0.01], [0.1, 1.0]]}
    runs = [{"value": value, "state": [0, 0, 0, 1]}, {"value": [1.0, 0.5, 0.2, 0.1], "state": [0] * 4}]
    narrow = wide | {"share": 0.25, "low": [0.1], "high": [0.1], "pieces": [[0.1, 0.1]]}
    theory = [{**EDGE, "run": 0, "points": [[0.5]]}]
    return map_events.sweep(*runs, best=[2, 3], good=[narrow, wide], theory=theory, curves=[curve, curve])


def test_curves_over_one_number_mark_what_fails_and_show_each_run(shown):
    page = shown(line(), f"map=line&{GD}&{BALL}")
    expect(page.locator(".map-curves .sweep-diverged")).to_have_count(1)
    expect(page.locator(".map-small .map-thumb")).to_have_count(8)
    expect(page.locator(".map-small .sweep-diverged")).to_have_count(1)
    assert page.locator(".sweep-mark-name").text_content() == "edge of stability"
    assert page.locator(".map-bar-name").all_text_contents() == ["Momentum", "Gradient descent"], "the widest first"
    shares = page.locator(".map-bar-share").all_text_contents()
    assert shares == ["50.0 % of the range, 1.5 decades, in 2 pieces", "25.0 % of the range, 0.75 decades, at 0.1"]
    expect(page.locator(".map-bars .map-good")).to_have_count(3)
    expect(page.locator(".map-bars h3")).to_contain_text("90 % of what the best wins")
    large = page.locator(".map-loud")
    before = large.get_attribute("d")
    page.get_by_test_id("map-plot").focus()
    page.keyboard.press("ArrowRight")
    until(lambda: told(page).startswith("learning rate η 0.1\nGradient descent: final loss 0.001"))
    page.keyboard.press("ArrowRight")
    until(lambda: told(page).startswith("learning rate η 1\nGradient descent: diverged"))
    assert large.get_attribute("d") != before
    page.keyboard.press("ArrowDown")
    until(lambda: told(page).startswith("learning rate η 1\nMomentum: final loss 0.1"))
    page.locator(".map-thumb").nth(1).hover()
    until(lambda: told(page).startswith("learning rate η 0.01\nGradient descent: final loss 0.1"))


def test_of_two_runs_that_do_the_same_both_are_seen(shown):
    value = {"value": [2.0, 0.1, 0.001, 0.5], "state": [0] * 4}
    curve = [[8, 4, 2]] * 4
    page = shown(map_events.sweep(value, value, best=[2, 2], curves=[curve, curve]), f"map=line&{GD}&run=adam")
    below, above = page.locator(".map-curves .sweep-line").all()
    assert below.get_attribute("d") == above.get_attribute("d")
    dashes = [line.evaluate("one => getComputedStyle(one).strokeDasharray") for line in (below, above)]
    assert dashes == ["none", "11px, 11px"]
    in_legend = page.get_by_test_id("map-legend").locator(".sweep-line").nth(1)
    assert in_legend.evaluate("one => getComputedStyle(one).strokeDasharray") == dashes[1]


@pytest.mark.parametrize("kind", ["sweep", "line"])
def test_a_picture_of_the_map_stands_alone(shown, tmp_path, kind):
    values = {"value": [10.0 ** -(i % 8) for i in range(16)], "state": [0] * 12 + [1] * 4}
    theory = [{**EDGE, "run": 0, "points": [[0.01, 0.0], [0.1, 0.9]]}]
    body = line() if kind == "line" else map_events.sweep(values, values, best=[7, 7], theory=theory)
    page = shown(body, f"map={kind}&{BALL}&run=nesterov", "?lang=en&theme=dark")
    files = {}
    for format in ("svg", "png"):
        with page.expect_download() as started:
            page.get_by_test_id(f"take-{format}").click()
        started.value.save_as(tmp_path / f"map.{format}")
        files[format] = (tmp_path / f"map.{format}").read_bytes()
    text = files["svg"].decode()
    assert not re.search(r"var\(|class=|currentColor", text)
    root = ET.fromstring(text)
    words = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    for said in ("Himmelblau: ", "Momentum", "learning rate η", "edge of stability", "λ", "diverged", "10 steps"):
        assert said in words, said
    assert root.find(f"{SVG}rect").get("fill") == "#ffffff", "paper is white whatever the theme is"
    assert len(list(root.iter(f"{SVG}image"))) == (2 if kind == "sweep" else 0)
    assert int(root.get("height")) < 1000, "it is one page"
    assert files["png"].startswith(b"\x89PNG")
    width = int.from_bytes(files["png"][16:20], "big")
    assert width == 2 * int(root.get("width"))
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(page.locator("#map")).not_to_have_attribute("data-taken", "")
    expect(page.locator(".map-thumb")).to_have_count(8 if kind == "line" else 0)
