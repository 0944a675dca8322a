"""What a velocity remembers: the sum of past gradients with fading weights is the move that was made."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import to_step, until

RAVINE = "?instrument=memory#surface=ravine:kappa=25&start=-2.5,0.25&"
HEAVY = "run=momentum:lr=0.01,momentum=0.9"
AGREES, DIFFERS = "nothing but this sum", "felt other gradients"


def told(page, row):
    return page.get_by_test_id(f"memory-{row}").inner_text()


def numbers(text):
    return [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", text.replace("−", "-"))]


def note(page):
    return page.get_by_test_id("memory-note").locator("p.told")


def walked(lr=0.01, mu=0.9, steps=100):
    """The moves of momentum on the ravine, worked out here."""
    x, v, moves = [-2.5, 0.25], [0.0, 0.0], []
    for _ in range(steps):
        v = [mu * v[i] - lr * (1, 25)[i] * x[i] for i in (0, 1)]
        x = [x[i] + v[i] for i in (0, 1)]
        moves.append(v)
    return moves


@pytest.mark.parametrize("step", [2, 40])
def test_the_sum_of_the_bars_is_the_last_move(visit, step):
    page = visit(RAVINE + HEAVY)
    to_step(page, step)
    move = [pytest.approx(part, rel=1e-3) for part in walked()[step - 1]]
    until(lambda: numbers(told(page, "velocity")) == move, what=f"the move of step {step}")
    assert numbers(told(page, "sum")) == move
    expect(note(page)).to_contain_text(AGREES)
    bars = page.get_by_test_id("memory-x").locator("rect.part")
    piled = min(step, 20) + 1
    assert bars.count() == min(step, 20) + piled + (step > 20), "a bar for each gradient, and all of them piled up"


def test_before_the_first_move_nothing_is_remembered(visit):
    page = visit(RAVINE + HEAVY)
    to_step(page, 0)
    expect(page.get_by_test_id("memory-velocity")).to_have_text("–")
    expect(note(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("mu", "half", "gain", "full", "tenth"),
    [(0.5, 1, 2, 4, 0.000977), (0.99, 69, 100, 230, 0.904)],
)
def test_what_a_momentum_means_is_told_in_steps(visit, mu, half, gain, full, tenth):
    page = visit(RAVINE + f"run=momentum:lr=0.001,momentum={mu}")
    until(lambda: numbers(told(page, "mu")) == [mu])
    assert [numbers(told(page, row))[0] for row in ("half", "gain", "full")] == [half, gain, full]
    left = told(page, "tenth")
    assert left == "9.77×10⁻⁴" if tenth < 0.001 else numbers(left) == [tenth]


@pytest.mark.parametrize(
    "run",
    [
        "run=momentum:lr=0.05,form=averaged",
        "run=momentum:lr=0.01,form=pytorch;lr=cosine",
        "run=momentum:lr=0.01,momentum=0.9;momentum=linear",
    ],
)
def test_other_forms_and_schedules_add_up_too(visit, run):
    page = visit(RAVINE + run)
    for step in (3, 30):
        before = told(page, "velocity")
        to_step(page, step)
        until(lambda before=before: told(page, "velocity") not in ("–", before), what=f"the move of step {step}")
        assert numbers(told(page, "sum")) == [pytest.approx(p, rel=2e-3) for p in numbers(told(page, "velocity"))]
        expect(note(page)).to_contain_text(AGREES)


@pytest.mark.parametrize(
    "run", ["run=nesterov:lr=0.01", HEAVY + "&noise=gaussian:sigma=1", "run=momentum:lr=0.01,weight_decay=0.5"]
)
def test_where_other_gradients_were_felt_it_says_so(visit, run):
    page = visit(RAVINE + run)
    to_step(page, 10)
    expect(note(page)).to_contain_text(DIFFERS)


def test_without_a_momentum_there_is_one_calm_sentence(visit):
    page = visit(RAVINE + "run=gradient-descent:lr=0.01")
    expect(page.get_by_test_id("memory-none")).to_be_visible()
    expect(page.get_by_test_id("memory-x")).to_be_hidden()
    page.get_by_test_id("optimizer").select_option("momentum")
    expect(page.get_by_test_id("memory-none")).to_be_hidden()
    until(lambda: "–" not in told(page, "velocity"), what="the velocity of the run that came")


def test_the_run_that_is_inspected_goes_before_the_first(visit):
    page = visit(RAVINE + "run=gradient-descent:lr=0.01&run=momentum:momentum=0.5&run=momentum:momentum=0.99")
    until(lambda: numbers(told(page, "mu")) == [0.5], what="the first that has a momentum")
    page.get_by_test_id("inspect").nth(2).click()
    until(lambda: numbers(told(page, "mu")) == [0.99], what="the one that is inspected")
    page.get_by_test_id("inspect").nth(0).click()
    until(lambda: numbers(told(page, "mu")) == [0.5], what="the first again, for this one has none")


@pytest.mark.parametrize("language", ["ko"])
def test_nothing_moves_while_it_plays(visit, language):
    page = visit((RAVINE + HEAVY).replace("#", f"&lang={language}#"))
    panel, heights = page.get_by_test_id("instrument"), set()
    for step in (0, 1, 25, 90):
        before = told(page, "velocity")
        to_step(page, step)
        until(lambda before=before: told(page, "velocity") != before, what=f"the velocity of step {step}")
        heights.add(panel.bounding_box()["height"])
    assert len(heights) == 1
    assert not panel.locator(".instrument-rows > div").evaluate_all(
        "es => es.some((e) => e.scrollWidth > e.clientWidth)"
    )
