"""A lecturer looks inside a step: the vectors on the map, the formula in numbers, for any run."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from app import i18n
from app.arrival import ARRIVAL
from optim_core import Rule, Surface
from optim_core.walk import walk
from tests.browser.conftest import drawn, sideways, to_step, until
from tests.browser.test_everyone import CONTRASTS

ADAM = 3  # its place in the arrival race
KINDS = sorted(Rule.registry)
PAINTED = """(canvas, [red, green, blue]) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const own = (at) => Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue) < 12;
    const found = [];
    for (let at = 0; at < data.length; at += 4) if (own(at)) found.push(at / 4);
    const middle = found[found.length >> 1];
    return [(middle % width) * canvas.clientWidth / width, Math.floor(middle / width) * canvas.clientHeight / height];
}"""


def look_inside(visit, query, **options):
    """A page whose link inspects a step in the middle of a race."""
    page = visit(query, wait=False, **options)
    page.locator(".contourlevel").first.wait_for(state="attached", timeout=20_000)
    inspected(page)
    return page


def inspected(page):
    """The panel, once the numbers of the step that is shown are on it."""
    panel = page.get_by_test_id("inspector")
    expect(panel.get_by_test_id("lines").locator("li").first).to_be_attached(timeout=20_000)
    expect(panel.locator(".stale")).to_have_count(0)
    return panel


def shapes(page):
    """The names of what is drawn on the map."""
    return set(page.locator("[data-testid=vectors] > g").evaluate_all("all => all.map((g) => g.dataset.vector)"))


def questions(page):
    page.wait_for_timeout(1)
    return sum("/api/inspect" in request.url for request in page.asked)


def moments(kind, start, steps, surface, **settings):
    return list(walk(Rule.registry[kind](**settings), surface, start, steps))


def test_a_click_on_a_path_inspects_its_run_and_leaves_the_start_alone(visit):
    page = visit()
    expect(page.get_by_test_id("inspector")).to_be_hidden()
    start = page.get_by_test_id("start-x").input_value()
    x, y = page.get_by_test_id("trails").evaluate(PAINTED, [0x00, 0x9E, 0x73])
    area = page.get_by_test_id("plot").bounding_box()
    page.mouse.move(area["x"] + x, area["y"] + y)
    expect(page.get_by_test_id("plot")).to_have_css("cursor", "pointer")
    page.mouse.click(area["x"] + x, area["y"] + y)
    expect(inspected(page).get_by_role("heading")).to_have_text("Adagrad")
    assert page.get_by_test_id("start-x").input_value() == start
    page.mouse.move(area["x"] + 30, area["y"] + area["height"] - 30)
    expect(page.get_by_test_id("plot")).to_have_css("cursor", "crosshair")


def test_a_run_is_picked_in_the_list_or_the_table_and_let_go(visit):
    page = visit()
    button = page.get_by_test_id("inspect").nth(ADAM)
    button.click()
    expect(inspected(page).get_by_role("heading")).to_have_text("Adam")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("inspector")).to_be_hidden()
    expect(button).to_be_focused()
    page.get_by_test_id("inspect-name").get_by_text("Momentum", exact=True).click()
    expect(inspected(page).get_by_role("heading")).to_have_text("Momentum")
    page.get_by_test_id("inspect-close").click()
    expect(page.get_by_test_id("inspector")).to_be_hidden()
    until(lambda: shapes(page) == set(), what="the vectors to go")


def test_removing_the_run_closes_the_inspector(visit):
    page = visit(f"#inspect={ADAM}")
    inspected(page)
    page.get_by_test_id("remove").nth(ADAM).click()
    expect(page.get_by_test_id("inspector")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("inspect="))


def test_the_link_restores_run_and_step(visit):
    page = visit()
    to_step(page, 6)
    page.get_by_test_id("inspect").nth(1).click()
    expect(page).to_have_url(re.compile("inspect=1"))
    expect(page).to_have_url(re.compile("at=6"))
    other = look_inside(visit, "#" + page.url.split("#")[1])
    expect(inspected(other).get_by_role("heading")).to_have_text("Momentum")
    expect(other.get_by_test_id("inspected-step")).to_have_text("step 6 → 7")
    until(lambda: shapes(other) == {"move", "gradient", "velocity"}, what="its vectors")


def test_at_the_last_point_the_step_that_led_there_is_shown(visit):
    page = visit(f"#inspect={ADAM}")
    inspected(page)
    expect(page.get_by_test_id("inspected-step")).to_have_text("step 99 → 100")


def last_pair(text):
    """The point a line of the formula ends in, and the worth of the last digit of each coordinate."""
    parts = re.findall(r"\(([^()]+), ([^()]+)\)", text.replace("−", "-"))[-1]
    return [float(part) for part in parts], [10.0 ** Decimal(part).as_tuple().exponent for part in parts]


@pytest.mark.parametrize("at", [0, 7])
def test_the_formula_ends_in_the_next_point(visit, at):
    page = look_inside(visit, f"#inspect={ADAM}&at={at}")
    step = f"step {at} → {at + 1}"
    expect(page.get_by_test_id("inspected-step")).to_have_text(step)
    texts = inspected(page).get_by_test_id("lines").locator("li > .for-ears").all_inner_texts()
    ends = next(text for text in reversed(texts) if text.startswith("x"))
    surface = Surface.registry["ravine"](kappa=20.0, angle=30.0)
    after = moments("adam", ARRIVAL["start"], at + 1, surface, lr=0.2)[at + 1].x[:, 0]
    point, digits = last_pair(ends)
    for value, printed, digit in zip(after, point, digits, strict=True):
        assert digit < 0.01 and abs(value - printed) <= 0.5000001 * digit


def test_the_legend_has_the_numbers_of_the_step(visit):
    page = look_inside(visit, "#inspect=0&at=3")
    rows = inspected(page).get_by_test_id("legend-row").all()
    said = {row.get_attribute("data-vector"): row.locator(".value").inner_text() for row in rows}
    surface = Surface.registry["ravine"](kappa=20.0, angle=30.0)
    moment = moments("gradient-descent", ARRIVAL["start"], 4, surface, lr=0.09)[4]
    gx, gy = (float(f"{value[0]:.3g}") for value in moment.show["gradient"])
    assert last_pair(said["gradient"])[0] == [gx, gy]


def test_what_is_pointed_at_is_highlighted_everywhere(visit):
    page = look_inside(visit, "#inspect=0&at=2")
    panel = inspected(page)
    row = panel.locator("[data-testid=legend-row][data-vector=gradient]")
    vector = page.locator("[data-testid=vectors] [data-vector=gradient]")
    move = page.locator("[data-testid=vectors] [data-vector=move]")
    term = panel.locator(".lines [data-term=g]").first
    for point in (row.hover, row.focus, term.hover):
        point()
        expect(vector).to_have_class(re.compile(r"\blit\b"))
        expect(move).to_have_class(re.compile(r"\bdim\b"))
        expect(row).to_have_class(re.compile(r"\blit\b"))
        expect(term).to_have_class(re.compile(r"\blit\b"))
        page.mouse.move(5, 5)
        page.get_by_test_id("play").focus()
        expect(vector).not_to_have_class(re.compile(r"\blit\b"))
        expect(move).not_to_have_class(re.compile(r"\bdim\b"))
    row.click()
    page.mouse.move(5, 5)
    page.get_by_test_id("play").focus()
    expect(vector).to_have_class(re.compile(r"\blit\b"))


@pytest.mark.parametrize("kinds", [KINDS[i : i + 7] for i in range(0, len(KINDS), 7)])
def test_every_optimizer_can_be_inspected(visit, kinds):
    runs = "&".join(f"run={kind}" for kind in kinds)
    page = look_inside(visit, f"#surface=himmelblau&start=1,1&steps=12&{runs}&inspect=0&at=0")
    for number, kind in enumerate(kinds):
        if number:
            page.get_by_test_id("inspect").nth(number).click()
        inspected(page)
        # A random search may try in vain: the first step seen to move is looked at, or else the last from nearby.
        for _ in range(12):
            until(lambda: page.get_by_test_id("inspect-summary").inner_text(), what=f"the step of {kind}")
            if "move" in shapes(page) or page.get_by_test_id("step").is_disabled():
                break
            page.get_by_test_id("step").click()
        page.get_by_test_id("zoom-to-step").click()
        until(lambda: "move" in shapes(page), what=f"the step of {kind} on the map")
        rows = inspected(page).get_by_test_id("legend-row")
        named = rows.evaluate_all("rows => rows.map((row) => row.dataset.vector)")
        assert {"move", *Rule.registry[kind].shows} <= set(named), kind
        to_step(page, 0)


def test_newton_shows_its_quadratic_model_and_a_line_search_what_it_tried(visit):
    page = look_inside(visit, "#surface=himmelblau&start=-1,2.5&steps=10&run=newton&run=line-search&inspect=0&at=0")
    until(lambda: "model" in shapes(page), what="the model")
    expect(page.locator("[data-testid=legend-row][data-vector=model]")).to_be_visible()
    page.get_by_test_id("inspect").nth(1).click()
    until(lambda: "asked" in shapes(page), what="the points that were tried")
    assert "model" not in shapes(page)
    expect(page.locator("[data-testid=legend-row][data-vector=asked]")).to_be_visible()
    expect(page.locator("[data-testid=vectors] .asked .solid")).to_have_count(1)  # one of them was taken


def test_scrubbing_moves_the_vectors_at_once_and_asks_seldom(visit):
    page = look_inside(visit, "#inspect=0&at=0")
    asked = questions(page)
    arrow = page.locator("[data-testid=vectors] [data-vector=gradient] .line")
    seen, began = set(), time.monotonic()
    for step in range(1, 40):
        to_step(page, step)
        expect(page.get_by_test_id("inspected-step")).to_have_text(f"step {step} → {step + 1}")
        seen.add(arrow.get_attribute("d"))
    assert len(seen) > 30
    assert questions(page) - asked <= 4.5 * (time.monotonic() - began) + 1, "four times a second"
    inspected(page)
    asked = questions(page)
    to_step(page, 20)
    to_step(page, 39)
    page.wait_for_timeout(500)
    assert questions(page) - asked <= 1, "what was answered is not asked again"


def test_playback_asks_a_few_times_a_second(visit):
    page = look_inside(visit, "#inspect=1&at=0", reduced_motion="no-preference")
    page.get_by_test_id("speed").select_option("0.25")
    asked = questions(page)
    lines = page.get_by_test_id("lines")
    first = lines.inner_text()
    page.get_by_test_id("play").click()
    began = time.monotonic()
    until(lambda: lines.inner_text() != first, what="the numbers to follow")
    until(lambda: questions(page) - asked >= 2, what="another question")
    page.wait_for_timeout(1000)
    assert questions(page) - asked <= 4.5 * (time.monotonic() - began) + 1
    expect(page.locator("[data-testid=vectors] [data-vector=velocity]")).to_be_attached()


def test_a_step_too_short_to_see_is_said_and_can_be_zoomed_to(visit):
    page = look_inside(visit, "#inspect=0&at=99")
    row = inspected(page).locator("[data-testid=legend-row][data-vector=move]")
    expect(row).to_contain_text("too short to see")
    assert "move" not in shapes(page)
    page.get_by_test_id("zoom-to-step").click()
    until(lambda: "move" in shapes(page), what="the step to be seen")
    expect(row).not_to_contain_text("too short to see")
    expect(page).to_have_url(re.compile("view="))
    other = look_inside(visit, "#" + page.url.split("#")[1])
    until(lambda: "move" in shapes(other), what="the link to show the same window")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("run", [1, ADAM, 4])
def test_nothing_scrolls_sideways_on_a_phone(visit, run, language):
    page = visit(f"?lang={language}#inspect={run}&at=5", width=390, height=844, wait=False)
    panel = inspected(page)
    drawn(page)
    assert sideways(page) <= 0
    box = panel.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_text_has_contrast(visit, scheme):
    page = look_inside(visit, f"#inspect={ADAM}&at=5", color_scheme=scheme)
    seen, poor = page.evaluate(CONTRASTS)
    assert seen > 60 and poor == []


def test_a_refusal_is_said_on_the_panel(visit):
    page = visit()
    page.expected.append("422")
    refusal = {"detail": "This step cannot be told.", "field": "at"}
    page.route("**/api/inspect*", lambda route: route.fulfill(status=422, json=refusal))
    page.get_by_test_id("inspect").first.click()
    expect(page.get_by_test_id("inspector")).to_contain_text("This step cannot be told.")


def test_the_contour_of_a_quadratic_model_is_where_the_model_is_level(visit):
    page = visit(wait=False)
    found = page.evaluate("""async () => {
        const script = document.querySelector("script[type=module]").src;
        const { contourThrough } = await import(new URL("traces/conic.js", script));
        const hessians = [[[3, 1], [1, 2]], [[1, 2], [2, -3]], [[0, 0], [0, 1]], [[200, 3], [3, 1]]];
        const models = hessians.map((hessian) => [[1, 2], hessian]);
        return models.map(([g, H]) => [g, H, contourThrough(g, H, 50)]);
    }""")
    for g, hessian, contour in found:
        (a, b), (_, d) = hessian
        places = [place for piece in contour["pieces"] for place in piece]
        assert len(places) > 40
        for x, y in places:
            value = g[0] * x + g[1] * y + (a * x * x + 2 * b * x * y + d * y * y) / 2
            assert abs(value) <= 1e-9 * (1 + abs(g[0] * x) + abs(g[1] * y) + abs(a * x * x) + abs(d * y * y))
