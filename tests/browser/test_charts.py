"""Charts of lessons as people meet them: drawn, read, pressed, told."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from app.teaching.shelf import read
from tests.browser.chart_page import intercept
from tests.browser.conftest import ROOT, sideways, still, until
from tests.browser.test_axe import violations
from tests.server import running

LESSONS = ROOT / "tests/data/lessons"
PLANS = {step.plan.id: step.plan for step in read(LESSONS / "900-charts").steps}

BOXES = """elements => elements.map((one) => {
  const { x, y, width } = one.getBoundingClientRect();
  return { x: x + width / 2, y, width };
})"""


@pytest.fixture(scope="module")
def address():
    with running("-m", "app", cwd=ROOT, RAVINE_LESSONS=str(LESSONS)) as (_, port):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def chart(visit):
    """`chart("inertia", "?lang=ko", width=390)` gives a page with that chart on it, come to its end."""

    def open_chart(step, query="?lang=en", before=None, wait=True, **options):
        page = visit("healthz", wait=False, **options)
        if before:
            before(page)
        spec = PLANS[step].spec.model_dump_json(exclude_none=True) if step in PLANS else "{runs: []}"
        intercept(page, spec, "900-charts", step)
        page.goto(page.url.replace("healthz", query))
        if wait:
            page.locator('[data-testid="sweep-plot"][aria-busy="false"]').wait_for(timeout=20_000)
        return page

    return open_chart


def told(page):
    return page.get_by_test_id("sweep-told").inner_text()


def spec(page):
    return json.loads(page.locator("#spec").text_content())


def rows(page):
    """The table as rows of text, its head first."""
    details = page.get_by_test_id("sweep-table")
    if not details.evaluate("element => element.open"):
        details.locator("summary").click()
    details.locator("table").wait_for()
    return [row.locator("th, td").all_inner_texts() for row in details.locator("tr").all()]


def press(page, across, up=0.5):
    """A click on the plot, in shares of its size."""
    box = still(page.get_by_test_id("sweep-plot"))
    page.mouse.click(box["x"] + across * box["width"], box["y"] + up * box["height"])


def test_the_page_of_a_lesson_shows_the_chart_of_its_step_and_its_race_is_that_of_a_point(visit):
    page = visit("lessons/900-charts?lang=en#rate", wait=False, width=390, height=844)
    until(lambda: told(page).startswith("On the page: learning rate 1."), what="the chart")
    page.get_by_test_id("lesson-on").click()
    until(lambda: told(page).startswith("Every point is a race."), what="the chart of the next step")
    expect(page.get_by_test_id("chart").locator("h2")).to_have_text("Steps to a millionth of the first loss")
    page.get_by_test_id("lesson-on").click()
    until(lambda: told(page).startswith("On the page: momentum 0.9."))
    page.get_by_test_id("sweep-plot").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator("#own-way")).to_be_visible()
    page.keyboard.press("Escape")
    until(lambda: told(page).startswith("On the page: momentum 0."))
    page.get_by_test_id("lesson-return").click()
    until(lambda: told(page).startswith("On the page: momentum 0.9."))


def test_a_curve_tells_its_points_and_pressing_one_puts_its_race_on_the_page(chart):
    page = chart("inertia")
    assert told(page) == "On the page: momentum 0.9. Press another point to see its race."
    assert page.locator("circle.sweep-ring").count() == 1
    page.get_by_test_id("sweep-plot").focus()
    page.keyboard.press("ArrowLeft")
    until(lambda: told(page) == "momentum 0.85: 87")
    page.keyboard.press("Enter")
    until(lambda: spec(page)["runs"][0]["optimizer"]["momentum"] == 0.85)
    page.keyboard.press("End")
    until(lambda: told(page) == "momentum 0.9995: never")
    page.keyboard.press("Escape")
    until(lambda: told(page).startswith("On the page: momentum 0.85."))


def test_a_click_takes_the_nearest_point_and_a_pointer_only_reads_it(chart):
    page = chart("inertia")
    box = page.get_by_test_id("sweep-plot").bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.3 * box["height"])
    until(lambda: told(page) == "momentum 0.5: 364")
    assert spec(page)["runs"][0]["optimizer"]["momentum"] == 0.9
    press(page, 0.5)
    until(lambda: spec(page)["runs"][0]["optimizer"]["momentum"] == 0.5)
    assert spec(page)["runs"][0]["look"]["slot"] == 0


def test_what_never_arrives_blows_up_or_lies_below_has_a_sign_and_a_word(chart):
    page = chart("rate")
    expect(page.locator(".sweep-plot .sweep-diverged")).to_have_count(1)
    assert page.locator(".sweep-plot .sweep-below").count() == 3
    legend = page.locator(".sweep-legend").inner_text()
    assert "diverged" in legend and "below what is shown" in legend
    assert rows(page)[-1] == ["2.9", "diverged"]
    assert page.locator(".sweep-mark-name").text_content() == "2 / largest curvature"


def test_settings_that_follow_are_put_in_place_with_the_swept_one(chart):
    page = chart("steepness")
    page.get_by_test_id("sweep-plot").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    until(lambda: spec(page)["surface"]["kappa"] == 1000)
    gd, mu = (run["optimizer"] for run in spec(page)["runs"])
    assert gd["lr"] == pytest.approx(2 / 1001) and mu["momentum"] == pytest.approx(0.8812, rel=1e-3)
    page.keyboard.press("Escape")
    until(lambda: told(page).startswith("On the page: condition number 1000"))
    assert page.locator("circle.sweep-ring").count() == 2


def test_the_lines_of_runs_have_their_colours_and_a_formula_has_none(chart):
    page = chart("monkey")
    styles = [line.get_attribute("style") for line in page.locator(".sweep-plot .sweep-line").all()]
    assert (
        "--run-0" in styles[0]
        and "--ink" in styles[1]
        and styles[0].endswith("none")
        and not styles[1].endswith("none")
    )
    assert page.locator("circle.sweep-dot").count() == 4


def test_a_map_of_classes_tells_where_each_start_ends(chart):
    page = chart("valleys")
    assert sorted(page.locator(".sweep-letter").all_text_contents()) == list("BCDE")
    legend = page.locator(".sweep-legend").inner_text()
    assert "upper right 25 %" in legend.replace("\n", " ") and "upper left 26 %" in legend.replace("\n", " ")
    page.get_by_test_id("sweep-plot").focus()
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    until(lambda: told(page) == "x of the start −0.2, y of the start 0.4: upper right")
    page.keyboard.press("Enter")
    until(lambda: spec(page)["start"] == [-0.2, 0.4])
    press(page, 0.25, 0.25)
    until(lambda: told(page).endswith("upper left"))
    x, y = until(lambda: (start := spec(page)["start"]) != [-0.2, 0.4] and start, what="the start to be put there")
    assert x < -1 and y > 1
    assert ["upper right", "24.9 %"] in rows(page)


def test_a_small_map_of_numbers_shows_them(chart):
    page = chart("betas")
    assert (
        page.locator(".sweep-number").count() == 16 and "1.2×10⁻⁵" in page.locator(".sweep-number").all_text_contents()
    )
    assert told(page).startswith("On the page: beta1 0.9, beta2 0.999")
    assert rows(page)[0][1:] == ["0", "0.5", "0.9", "0.99"] and rows(page)[2] == [
        "0.999",
        "0.446",
        "0.00156",
        "1.2×10⁻⁵",
        "5.68×10⁻⁵",
    ]


def test_strips_tell_what_each_line_says_there(chart):
    page = chart("saddle")
    page.get_by_test_id("sweep-plot").focus()
    page.keyboard.press("Home")
    for _ in range(45):
        page.keyboard.press("ArrowRight")
    until(
        lambda: told(page).endswith(
            "Newton the saddle, saddle-free Newton the lower minimum, gradient descent the lower minimum"
        )
    )
    page.keyboard.press("Enter")
    until(lambda: spec(page)["start"][1] == pytest.approx(-0.16))


IN_LINE = """() => {
  const real = window.fetch;
  const words = new TextEncoder().encode('event: line\\ndata: {"place": 3}\\n\\n');
  window.fetch = () => {
    window.fetch = real;
    return Promise.resolve(new Response(new ReadableStream({
      start(answer) {
        answer.enqueue(words);
        window.breakOff = () => answer.close();
      },
    })));
  };
}"""


def test_a_chart_that_fails_says_so_and_one_that_waits_says_where_and_goes_on_if_it_breaks_off(chart):
    answers = iter(["broken", None])

    def breaking(page):
        page.expected.append("500")
        page.route(
            "**/chart?*", lambda route: route.fulfill(status=500, body="") if next(answers, None) else route.continue_()
        )

    page = chart("rate", before=breaking, wait=False)
    fault = page.get_by_test_id("sweep-fault")
    expect(fault).to_be_visible()
    assert "answer" in fault.inner_text()
    page.evaluate(IN_LINE)
    fault.get_by_role("button").click()
    expect(fault).to_be_hidden()
    until(lambda: told(page) == "Third in line")
    page.evaluate("breakOff()")
    until(lambda: told(page).startswith("On the page: learning rate 1"), what="it to be asked again by itself")
    expect(fault).to_be_hidden()


def test_a_step_without_a_chart_is_told_in_a_sentence(chart):
    def missing(page):
        page.expected.append("404")

    page = chart("nothing", before=missing, wait=False)
    expect(page.get_by_test_id("sweep-fault")).to_be_visible()
    expect(page.get_by_test_id("sweep-plot")).to_be_hidden()


def test_charts_speak_korean_and_fit_a_phone(chart):
    page = chart("inertia", "?lang=ko", width=390, height=844)
    assert sideways(page) == 0
    assert told(page).startswith("지금 보이는 경주: 모멘텀 0.9.")
    assert rows(page)[0] == ["모멘텀", "측정"] and rows(page)[-1] == ["0.9995", "도달하지 못함"]
    assert sideways(page) == 0


@pytest.mark.parametrize(
    ("step", "theme", "width"), [("valleys", "light", 390), ("inertia", "dark", 1440), ("saddle", "dark", 390)]
)
def test_axe_finds_nothing_in_a_chart(chart, step, theme, width):
    page = chart(step, width=width, color_scheme=theme)
    rows(page)
    assert violations(page) == []


def test_signs_and_names_do_not_run_into_one_another(visit):
    page = visit("lessons/050-nesterov?lang=en#smaller-range", wait=False, width=390, height=844)
    page.get_by_test_id("step-smaller-range").locator("[data-skip]").click()
    page.locator('[data-testid="sweep-plot"][aria-busy="false"]').wait_for(timeout=20_000)
    still(page.get_by_test_id("sweep-plot"))
    for name, least in ((".sweep-plot .sweep-sign", 3), (".sweep-mark-name", 1)):
        boxes = page.locator(name).evaluate_all(BOXES)
        assert len(boxes) >= least and all(box["width"] for box in boxes), name
        apart = [
            abs(a["x"] - b["x"]) > min(a["width"], b["width"]) / 2 or abs(a["y"] - b["y"]) > 6
            for i, a in enumerate(boxes)
            for b in boxes[:i]
        ]
        assert all(apart), name


def test_a_tap_takes_a_point(chart):
    page = chart("inertia", width=390, height=844, has_touch=True)
    box = page.get_by_test_id("sweep-plot").bounding_box()
    page.touchscreen.tap(box["x"] + 0.55 * box["width"], box["y"] + 0.5 * box["height"])
    until(lambda: spec(page)["runs"][0]["optimizer"]["momentum"] != 0.9)


def test_a_chart_that_comes_in_moves_nothing(chart):
    page = chart("valleys")
    heights = page.evaluate("document.querySelector('[data-testid=sweep-plot]').offsetHeight")
    page.get_by_test_id("sweep-plot").focus()
    page.keyboard.press("ArrowUp")
    until(lambda: "y of the start" in told(page))
    assert page.evaluate("document.querySelector('[data-testid=sweep-plot]').offsetHeight") == heights
