"""Studies as people meet them: drawn as they come, steered, read with keys, stopped, linked, taken away."""

from __future__ import annotations

import csv
import io
import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from optim_core import Surface
from optim_core.fields import Text
from optim_core.study import Axis, Figure, Findings, Ground, Series, Study
from tests.browser.conftest import drawn, sideways, told, until
from tests.browser.study_page import ROSENBROCK, intercept
from tests.browser.test_axe import violations

SMALL = {"kind": "darts", "throws": 100, "tries": 20, "dimensions": 5}
LINK = "study=darts:throws=100,tries=20,dimensions=5"


def done(page):
    """All of the study has come and is drawn."""
    expect(page.locator("#study")).to_have_attribute("aria-busy", "false", timeout=20_000)
    drawn(page)


@pytest.fixture
def study(visit):
    """`study("?lang=ko#...", width=390)` gives a page with that study on it; `before(page)` is called first."""

    def open_study(query="?lang=en", spec=None, before=None, wait=True, options=None, **look):
        page = visit("healthz", wait=False, **look)
        intercept(page, ROSENBROCK | {"study": SMALL} if spec is None else spec, options)
        if before:
            before(page)
        page.goto(page.url.replace("healthz", query))
        if wait:
            done(page)
        return page

    return open_study


def asked(page):
    told(page)
    return [r.post_data_json for r in page.asked if "/api/study" in r.url]


def spec_of(page):
    return json.loads(page.locator("#spec").text_content())


def core():
    """What the core finds of SMALL."""
    settings = {name: value for name, value in SMALL.items() if name != "kind"}
    surface = Surface.registry["rosenbrock"]()
    return Findings.of(Study.registry["darts"](**settings), Ground(surface, surface.begin()))


def stream(*events):
    return "".join(f"event: {name}\ndata: {json.dumps(said)}\n\n" for name, said in events)


def answering(*events, status=200, **headers):
    """Have the server answer every study with these events, or a refusal."""

    def before(page):
        told = events[0] if status != 200 else None
        kind = "application/json" if told else "text/event-stream"
        body = json.dumps(told) if told else stream(*events)
        page.route(
            re.compile("/api/study"),
            lambda route: route.fulfill(status=status, body=body, content_type=kind, headers=headers),
        )

    return before


def test_a_study_is_its_figures_its_facts_and_its_tables(study):
    page = study()
    found = core()
    facts = page.get_by_test_id("study-facts").locator("div:not([hidden])")
    assert facts.count() == len(found.facts)
    for name in ("darts", "descent", "momentum"):
        expect(page.get_by_test_id(f"study-fact-{name}")).to_have_text(f"{found.facts[name]:.4g}")
    assert page.get_by_test_id("study-plate-race").locator("path.study-line").count() == 3
    assert page.get_by_test_id("study-plate-dimension").locator(".study-theory, .study-spread").count() == 2
    page.get_by_test_id("study-table").locator("summary").click()
    rows = page.get_by_test_id("study-table").locator("table").nth(1).locator("tbody tr")
    expect(rows).to_have_count(SMALL["dimensions"])
    expect(rows.nth(4).locator("td").nth(2)).to_have_text("0.1667")


def test_lanes_have_names_and_their_tiles_are_told_apart_by_height_and_in_words(study):
    page = study(spec=ROSENBROCK | {"study": {"kind": "sorted", "repeats": 1}})
    lanes, tiles = (
        page.get_by_test_id("study-plate-list").locator(mark) for mark in (".study-lane-name", ".study-tile")
    )
    assert lanes.count() == 5
    assert tiles.count() == 300 + 50 + 3 * 100
    cat, elephant = (tiles.nth(at).bounding_box() for at in (0, 299))
    assert elephant["height"] > 2 * cat["height"]
    assert abs(elephant["y"] + elephant["height"] - cat["y"] - cat["height"]) < 1, "they stand on one line"
    expect(page.get_by_test_id("study-figure-list").locator(".study-legend li")).to_have_text(
        ["cat", "dog", "elephant"]
    )
    plot, words = page.get_by_test_id("study-plot-list"), page.get_by_test_id("study-told-list")
    plot.focus()
    plot.press("End")
    expect(words).to_contain_text("number in the list 300: the whole list elephant, held out at the end elephant")
    plot.press("Home")
    expect(words).to_contain_text("number in the list 1: the whole list cat, k folds as they lie cat")


def test_a_chart_is_read_with_the_arrow_keys_and_with_the_pointer(study):
    page = study()
    plot, words = page.get_by_test_id("study-plot-dimension"), page.get_by_test_id("study-told-dimension")
    plot.focus()
    plot.press("End")
    best = core().columns["dimension"]["best"][-1]
    expect(words).to_contain_text(re.compile(rf"dimensions 5: .*tries {best:.4g}, a single dart, on average 0.1667"))
    plot.press("ArrowLeft")
    expect(words).to_contain_text("dimensions 4:")
    plot.press("Escape")
    expect(words).to_have_text("")
    box = plot.locator(".plot").bounding_box()
    page.mouse.move(box["x"] + 0.51 * box["width"], box["y"] + 20)
    expect(words).to_contain_text("dimensions 3:")
    expect(plot.locator(".study-tip")).to_contain_text("a single dart, on average0.1667")
    assert plot.locator("circle.study-dot").count() == 4, "one on each line, two on what is spread"


def test_a_setting_is_in_the_link_and_back_takes_it_back(study):
    page = study("?lang=en#" + LINK)
    assert spec_of(page)[0]["study"] == SMALL
    box = page.locator('[data-field="study.throws"]')
    box.fill("50")
    box.press("Enter")
    until(lambda: len(asked(page)) == 2, what="the study to be asked for again")
    done(page)
    assert "study=darts:throws=50,tries=20,dimensions=5" in page.url
    assert asked(page)[-1] == ROSENBROCK | {"study": SMALL | {"throws": 50}}
    page.go_back()
    until(lambda: box.input_value() == "100", what="the setting to be back")
    done(page)
    page.goto(page.url.split("#")[0] + "#study=darts:throws=none")
    page.reload()
    done(page)
    assert spec_of(page)[1] == "throws=none" and spec_of(page)[0]["study"] == {"kind": "darts"}


def test_a_study_of_the_panels_own_leaves_the_link_alone_and_may_be_another(study):
    options = {
        "study": SMALL,
        "ground": {"surface": {"kind": "himmelblau"}, "start": [1.0, 1.0]},
        "kinds": ["darts", "guessing"],
        "figures": ["dimension"],
        "facts": ["in_most"],
    }
    before = answering(("start", {}), ("done", {}))
    page = study(spec=ROSENBROCK, options=options, before=before)
    assert page.locator(".study-figure").count() == 1 and page.locator(".study-facts dt").count() == 1
    page.locator('[data-field="study.throws"]').fill("50")
    page.locator('[data-field="study.throws"]').press("Enter")
    until(lambda: len(asked(page)) == 2, what="the study to be asked for again")
    assert asked(page)[-1] == options["ground"] | {"study": SMALL | {"throws": 50}}
    assert "study" not in spec_of(page)[0] and "#" not in page.url
    page.get_by_test_id("study-kind").select_option("guessing")
    until(lambda: len(asked(page)) == 3, what="the other study to be asked for")
    assert asked(page)[-1] == {"study": {"kind": "guessing"}}, "one that is not grounded says no ground"


def test_what_goes_wrong_is_said_and_may_be_tried_again(study):
    page = study(before=answering({"detail": "study.throws: too much.", "field": "study.throws"}, status=422))
    page.expected.append("422")
    expect(page.get_by_test_id("study-fault")).to_have_text("Too much.")
    page.unroute(re.compile("/api/study"))
    page.get_by_test_id("study-stop").click()
    done(page)
    expect(page.get_by_test_id("study-fault")).to_be_hidden()
    expect(page.get_by_test_id("study-stop")).to_be_hidden()
    expect(page.get_by_test_id("study-fact-wins")).to_have_text(re.compile(r"\d+\s%"))


def test_where_the_loss_has_no_value_it_is_said_and_nothing_is_asked(visit):
    page = visit("gradients?lang=en#surface=formula:f=log(x)%20%2B%20y%5E2&start=-1,0.5", wait=False)
    expect(page.get_by_test_id("study-fault")).to_contain_text("no value here")
    assert not asked(page)
    page.get_by_test_id("start-x").fill("1")
    page.get_by_test_id("start-x").press("Enter")
    until(lambda: len(asked(page)) == 1, what="the study to be asked for")
    expect(page.get_by_test_id("study-fault")).to_be_hidden()


def test_an_answer_that_breaks_off_keeps_what_has_come_and_says_so(study):
    rows = {"evaluations": [1, 10], "darts": [3, 1]}
    page = study(before=answering(("line", {"place": 2}), ("start", {}), ("rows", {"figure": "race", "columns": rows})))
    expect(page.get_by_test_id("study-fault")).to_contain_text("server")
    expect(page.get_by_test_id("study-stop")).to_have_text("Try again")
    assert page.get_by_test_id("study-plate-race").locator("path.study-line").first.get_attribute("d").count("L") == 1


def test_where_there_is_no_room_it_is_asked_again_by_itself_and_may_be_stopped(study):
    refusal = {"detail": "Crowded.", "field": ""}
    before = answering(refusal, status=503, **{"Retry-After": "2"})
    page = study(before=before, wait=False)
    page.expected.append("503")
    expect(page.get_by_test_id("study-state")).to_contain_text("asked again in")
    until(lambda: len(asked(page)) > 1, what="it to be asked again")
    page.get_by_test_id("study-stop").click()
    expect(page.get_by_test_id("study-state")).to_have_text("Stopped: this is only a part.")
    so_far = len(asked(page))
    page.wait_for_timeout(2500)
    assert len(asked(page)) == so_far


def test_bands_marks_bars_and_what_is_no_number_are_drawn(study):
    """With what no study of ours may have all at once."""
    text = {"en": "here", "ko": "여기"}
    rows = {"evaluations": [1, 10, 100], "darts": [1, None, 0], "darts_low": [0.1, 1, None], "darts_high": [9, 9, 9]}
    before = answering(
        ("start", {}),
        ("rows", {"figure": "race", "columns": rows}),
        ("mark", {"figure": "race", "at": 10, "title": text}),
        ("mark", {"figure": "race", "at": 11, "title": text}),
        ("facts", {"darts": None, "wins": {"en": "some", "ko": "조금"}}),
        ("done", {}),
    )
    page = study("?lang=ko", before=before)
    plate = page.get_by_test_id("study-plate-race")
    names = plate.locator(".study-mark-name")
    first, second = (names.nth(i).bounding_box() for i in range(2))
    aside = first["x"] + first["width"] <= second["x"] or second["x"] + second["width"] <= first["x"]
    assert aside or first["y"] + 0.8 * first["height"] <= second["y"], "no name stands on another"
    line = plate.locator("path.study-line").first.get_attribute("d")
    assert line.count("M") == 2, "a gap where there is no number"
    expect(page.get_by_test_id("study-fact-wins")).to_have_text("조금 %")
    expect(page.get_by_test_id("study-fact-descent")).to_be_hidden()
    plot, words = page.get_by_test_id("study-plot-race"), page.get_by_test_id("study-told-race")
    plot.focus()
    plot.press("Home")
    plot.press("ArrowRight")
    expect(words).to_have_text(re.compile(r"10: 가장 낮은 다트\(시도의 80 %\) 1에서 9까지$"))


def test_where_a_setting_is_across_a_press_on_the_chart_sets_it(study):
    rows = {"h": [1e-8, 1e-5, 1e-2], "planted": [1e-3, 1e-9, 1e-3], "right": [1e-3, 1e-9, 1e-3]}
    before = answering(("start", {}), ("rows", {"figure": "steps", "columns": rows}), ("done", {}))
    page = study(spec=ROSENBROCK | {"study": {"kind": "planted-bug"}}, before=before)
    plot = page.get_by_test_id("study-plot-steps")
    names = plot.locator(".study-band-name")
    assert names.all_text_contents() == ["uncomfortable", "okay with kinks", "happy"], "as far as they are seen"
    box = plot.locator(".plot").bounding_box()
    plot.click(position={"x": box["x"] - plot.bounding_box()["x"] + 5, "y": 60})
    until(lambda: "h=1e-8" in page.url, what="the setting to be in the link")
    plot.press("End")
    expect(page.get_by_test_id("study-told-steps")).to_contain_text(re.compile("checked 0.001 .uncomfortable.$"))
    tones = {
        name: plot.locator("path.study-line").nth(place).evaluate("line => getComputedStyle(line).stroke")
        for place, name in enumerate(("right", "planted"))
    }
    training = page.get_by_test_id("study-figure-training").locator(".study-swatch path")
    assert [training.nth(i).evaluate("line => getComputedStyle(line).stroke") for i in range(2)] == list(tones.values())
    plot.press("Enter")
    expect(page.locator('[data-field="study.h"]')).to_have_value("0.01")
    until(lambda: len(asked(page)) == 3, what="the study to be asked for again")
    assert asked(page)[-1] == {"study": {"kind": "planted-bug", "h": 0.01}}


def test_cells_are_a_grid_of_colours_with_a_key_and_what_lies_over_it(study, monkeypatch):
    here, there = Axis("x", Text("here", "여기"), ends=(0, 4)), Axis("y", Text("there", "저기"))
    cells = Series("share", Text("members apart", "갈라진 구성원"), "cells")
    spots = Series("spot", Text("a point", "점"), "spots")
    figure = Figure("race", Text("where they part", "갈라지는 곳"), here, there, (cells, spots))
    monkeypatch.setattr(Study.registry["darts"], "figures", (figure,))
    x, y = (axis.ravel().tolist() for axis in np.meshgrid([1.0, 2.0, 3.0], [-1.0, 1.0]))
    before = answering(
        ("start", {}),
        ("rows", {"figure": "race", "columns": {"x": x, "y": y, "share": [0, 10, 20, 30, 40, None]}}),
        ("rows", {"figure": "race", "columns": {"x": [2.5], "spot": [0.25]}}),
        ("done", {}),
    )
    page = study(before=before, width=390, height=844)
    plot, words = page.get_by_test_id("study-plot-race"), page.get_by_test_id("study-told-race")
    assert plot.locator("path.study-cells").count() == 5, "one path for each colour that is worn"
    assert plot.locator("path.study-spot").count() == 1
    box, cell = (plot.locator(one).first.bounding_box() for one in (".plot", "path.study-cells"))
    assert cell["width"] == pytest.approx(box["width"] / 4, abs=1)
    assert cell["height"] == pytest.approx(box["height"] / 2, abs=1)
    key = page.locator(".study-cell-key")
    expect(key).to_contain_text("members apart")
    assert {"0", "20", "40"} <= set(key.locator(".tick-label").all_text_contents())
    plot.focus()
    plot.press("Home")
    for pressed, said in (
        ("ArrowRight", "here 2, there −1: members apart 10"),
        ("ArrowUp", "here 2, there 1: members apart 40"),
    ):
        plot.press(pressed)
        expect(words).to_have_text(said)
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.8 * box["height"])
    expect(words).to_have_text("here 3, there −1: members apart 20")
    expect(plot.locator("rect.study-cell-rim")).to_have_count(1)
    page.get_by_test_id("study-table").locator("summary").click()
    expect(page.locator(".study-tables tbody tr")).to_have_text(["13040–", "−101020"])
    assert sideways(page) == 0 and not violations(page)


@pytest.mark.parametrize(
    ("latex", "read"),
    [
        (r"\beta_1", "β<sub>1</sub>"),
        (r"\sqrt{2 \epsilon} \approx 10^{-8}", "√(2 ε) ≈ 10<sup>-8</sup>"),
        (r"\sqrt[3]{\epsilon}", "∛(ε)"),
    ],
)
def test_the_latex_of_a_symbol_is_read_as_signs(visit, latex, read):
    page = visit("healthz", wait=False)
    page.goto(page.url.replace("healthz", "gradients"))
    symbols = page.locator("script[type=module]").evaluate("script => new URL('symbols.js', script.src).href")
    module = "async ([url, latex]) => (await import(url)).symbol(latex).innerHTML"
    found = page.evaluate(module, [symbols, latex])
    assert " ".join(found.split()) == read


@pytest.mark.parametrize(
    ("query", "look"),
    [
        ("?lang=ko", {"width": 390, "height": 844}),
        ("?lang=en", {"color_scheme": "dark"}),
        ("?lang=ko&theme=contrast&lecture=1", {"width": 1920, "height": 1080}),
    ],
)
def test_it_fits_and_axe_finds_nothing(study, query, look):
    page = study(query, **look)
    page.get_by_test_id("study-plot-race").press("End")
    assert sideways(page) == 0
    assert not violations(page)


def test_pictures_and_numbers_can_be_taken_away(study):
    page = study("?lang=ko")
    files = {}
    for kind in ("svg", "png", "csv", "json"):
        with page.expect_download() as download:
            page.get_by_test_id(f"study-{kind}").click()
        assert download.value.suggested_filename == f"ravine-darts.{kind}"
        files[kind] = download.value.path().read_bytes()
    picture = files["svg"].decode()
    assert "다트 던지기와 경사 따라가기" in picture and "N = 100" in picture and "경사하강법" in picture
    assert files["png"].startswith(b"\x89PNG")
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert {row["figure"] for row in rows} == {"race", "dimension"}
    assert json.loads(files["json"])["found"] == core().facts
