"""A lecturer and a student use the race: what they do with the page, and what it answers."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from playwright.sync_api import expect

from app.arrival import ARRIVAL
from optim_core import Surface
from optim_core.geometry import at
from tests.browser.conftest import drawn, races, results, settled, to_step, until


def questions(page):
    """Everything this page has asked the server to compute."""
    page.wait_for_timeout(1)
    return [r.url for r in page.asked if "/api/" in r.url]


def card(page, number):
    return page.get_by_test_id("run-card").nth(number)


def losses(page):
    """Final loss by the name of the run."""
    return {row[0]: row[1] for row in results(page)}


def number(text):
    """What a printed number such as 9.67×10⁻⁸ stands for."""
    plain = text.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--"))
    return float(plain.replace("×10", "e"))


def changed(page, act):
    """Do something and wait for the race it asks for to be in the table."""
    before, asked = losses(page), races(page)
    act()
    until(lambda: races(page) > asked, what="another race")
    settled(page)
    assert losses(page) != before
    return losses(page)


def type_into(locator, text):
    locator.fill(text)
    locator.press("Enter")


def test_a_race_is_running_on_arrival(visit):
    page = visit(reduced_motion="no-preference", wait=False)
    scrub = page.get_by_test_id("scrub")
    until(lambda: int(scrub.input_value()) > 5, what="the race to run by itself")
    expect(page.get_by_test_id("run-card")).to_have_count(5)
    expect(page.get_by_test_id("hint")).to_be_visible()
    expect(page.get_by_test_id("play")).to_have_accessible_name("Pause (space)")
    page.get_by_test_id("play").click()
    drawn(page)
    stopped = int(scrub.input_value())
    page.wait_for_timeout(200)
    assert int(scrub.input_value()) == stopped


def test_a_rate_changed_by_slider_or_box_runs_again_at_once(visit):
    page = visit()
    before = losses(page)
    slider = card(page, 0).locator("[data-slider=lr]")
    box = card(page, 0).locator("[data-field=lr]")
    after = changed(page, lambda: slider.press("ArrowRight"))
    assert float(box.input_value()) > 0
    assert after["Gradient descent"] != before["Gradient descent"] and after["Adam"] == before["Adam"]
    typed = changed(page, lambda: type_into(box, "1e-3"))
    assert typed["Gradient descent"] != after["Gradient descent"] and box.input_value() == "0.001"


def test_a_number_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_lost(visit):
    page = visit()
    asked, before = races(page), losses(page)
    box = card(page, 0).locator("[data-field=lr]")
    for bad in ("-1", "abc", "1e30", ""):
        type_into(box, bad)
        fault = card(page, 0).locator(".field-fault:visible")
        expect(fault).to_have_count(1)
        assert fault.inner_text().endswith(".")
    assert races(page) == asked and losses(page) == before


def test_playing_stepping_and_scrubbing_ask_the_server_nothing(visit):
    page = visit()
    asked = len(questions(page))
    scrub = page.get_by_test_id("scrub")
    last = int(scrub.get_attribute("max"))
    page.get_by_test_id("step-back").click()
    expect(scrub).to_have_value(str(last - 1))
    page.get_by_test_id("step").click()
    expect(scrub).to_have_value(str(last))
    to_step(page, 10)
    at_ten = losses(page)
    to_step(page, 11)
    assert losses(page) != at_ten, "the table follows the scrubber"
    page.get_by_test_id("speed").select_option("4")
    page.get_by_test_id("play").click()
    until(lambda: int(scrub.input_value()) == last, what="the race to be over")
    assert len(questions(page)) == asked


def test_playback_never_calls_plotly(visit):
    page = visit("#at=0", reduced_motion="no-preference", wait=False)
    settled(page, at_end=False)
    page.evaluate("""() => {
        window.calls = 0;
        for (const [name, f] of Object.entries(window.Plotly)) {
            if (typeof f === "function") window.Plotly[name] = (...a) => { window.calls += 1; return f(...a); };
        }
    }""")
    scrub = page.get_by_test_id("scrub")
    page.get_by_test_id("speed").select_option("4")
    page.get_by_test_id("play").click()
    until(lambda: int(scrub.input_value()) == int(scrub.get_attribute("max")), what="the end")
    assert page.evaluate("window.calls") == 0


def test_a_click_on_the_map_sets_the_start(visit):
    page = visit()
    plot = page.get_by_test_id("plot")
    area = plot.bounding_box()
    changed(page, lambda: page.mouse.click(area["x"] + area["width"] * 0.75, area["y"] + area["height"] * 0.25))
    x, y = (float(page.get_by_test_id(f"start-{axis}").input_value()) for axis in "xy")
    assert 0.5 < x < 2.9 and y > 0.1
    settled(page)
    page.get_by_test_id("start-reset").click()
    own = Surface.registry["ravine"](**{k: v for k, v in ARRIVAL["surface"].items() if k != "kind"}).begin()
    until(lambda: float(page.get_by_test_id("start-x").input_value()) == own[0])


def test_runs_are_added_duplicated_changed_hidden_and_removed(visit):
    page = visit()
    changed(page, lambda: page.get_by_test_id("add-run").click())
    assert page.get_by_test_id("run-card").count() == 6
    changed(page, lambda: card(page, 1).get_by_test_id("duplicate").click())
    assert page.get_by_test_id("run-card").count() == 7
    changed(
        page,
        lambda: (
            card(page, 2).locator("[data-field=lr]").fill("0.004")
            or card(page, 2).locator("[data-field=lr]").press("Enter")
        ),
    )
    names = [row[0] for row in results(page)]
    assert len(names) == len(set(names)) == 7, "runs of one optimizer are told apart by name"
    changed(page, lambda: card(page, 2).get_by_test_id("optimizer").select_option("lbfgs"))
    assert "L-BFGS" in losses(page)
    changed(page, lambda: card(page, 0).get_by_test_id("remove").click())
    assert page.get_by_test_id("run-card").count() == 6
    asked = races(page)
    card(page, 0).get_by_test_id("hide").click()
    expect(card(page, 0)).to_have_class(re.compile("hidden-run"))
    assert races(page) == asked


def test_there_are_at_most_twelve_runs(visit):
    page = visit()
    for _ in range(7):
        page.get_by_test_id("add-run").click()
    until(lambda: len(results(page)) == 12)
    expect(page.get_by_test_id("add-run")).to_be_disabled()
    settled(page)


def test_a_schedule_bends_the_lr_curve(visit):
    page = visit()
    card(page, 0).get_by_test_id("open").click()
    before = losses(page)
    after = changed(page, lambda: card(page, 0).get_by_test_id("add-schedule").click())
    assert after["Gradient descent"] != before["Gradient descent"] or "Gradient descent" not in after
    assert card(page, 0).get_by_test_id("schedule").count() == 1


def test_every_surface_can_be_picked(visit):
    page = visit()
    surface = page.get_by_test_id("surface")
    for kind in surface.locator("option").evaluate_all("options => options.map((o) => o.value)"):
        if kind == surface.input_value():
            continue
        surface.select_option(kind)
        until(lambda kind=kind: kind in page.get_by_test_id("link").input_value(), what=f"the link to name {kind}")
        expect(page.get_by_test_id("surface-summary")).not_to_be_empty()
        settled(page)
        expect(page.get_by_test_id("error")).to_be_hidden()
        ground = Surface.registry[kind]()
        if ground.floor() is not None:
            level = math.isinf(at(ground, ground.begin()).condition)  # Newton's method has nothing to divide by there
            broke = [row[0] for row in results(page) if "diverged" in " ".join(row)]
            assert broke == (["Newton's method"] if level else []), kind


def test_a_surface_made_of_data_has_real_mini_batches(visit):
    page = visit()
    noise = page.get_by_test_id("noise")
    assert noise.locator("option[value=mini-batch]:not([disabled])").count() == 0
    changed(page, lambda: page.get_by_test_id("surface").select_option("diabetes-standardised"))
    changed(page, lambda: noise.select_option("mini-batch"))
    changed(page, lambda: page.get_by_test_id("new-seed").click())


def test_a_run_that_blows_up_is_said_in_words(visit):
    page = visit()
    changed(page, lambda: type_into(card(page, 0).locator("[data-field=lr]"), "0.9"))
    row = next(row for row in results(page) if row[0].startswith("Gradient descent"))
    assert re.search(r"diverged at step \d+", " ".join(row))


def test_a_race_may_stop_when_the_gradient_has_vanished(visit):
    page = visit()
    changed(page, lambda: page.get_by_test_id("tolerance").select_option("0.0001"))
    rows = {row[0]: " ".join(row) for row in results(page)}
    assert "converged at step 1" in rows["Newton's method"] and "finished" in rows["Adagrad"]
    assert "tolerance=0.0001" in page.get_by_test_id("link").input_value()


def test_the_table_is_sorted_by_loss_at_first_and_by_what_is_clicked(visit):
    page = visit()
    shown = [number(row[1]) for row in results(page)]
    assert len(shown) == 5 and shown == sorted(shown)
    page.get_by_test_id("sort-name").click()  # answered in the same turn
    names = [row[0] for row in results(page)]
    assert names == sorted(names)
    page.get_by_test_id("sort-name").click()
    assert [row[0] for row in results(page)] == names[::-1]


def test_the_link_reproduces_the_same_numbers_elsewhere(visit, address):
    page = visit()
    changed(page, lambda: page.get_by_test_id("surface").select_option("himmelblau"))
    changed(page, lambda: type_into(card(page, 3).locator("[data-field=lr]"), "0.37"))
    changed(page, lambda: type_into(page.get_by_test_id("start-x"), "-1.25"))
    expect(page.get_by_test_id("link")).to_have_value(re.compile(r"start=-1\.25,.*lr=0\.37"))
    link = page.get_by_test_id("link").input_value()
    assert link.startswith(address)
    other = visit(link.removeprefix(address))
    assert losses(other) == losses(page)
    assert other.get_by_test_id("surface").input_value() == "himmelblau"
    assert card(other, 3).locator("[data-field=lr]").input_value() == "0.37"


def test_defaults_are_left_out_of_the_link(visit, address):
    page = visit()
    page.wait_for_timeout(600)
    assert page.get_by_test_id("link").input_value().split("#")[0] == address
    assert len(page.get_by_test_id("link").input_value()) < len(address) + 20


def test_back_goes_back(visit):
    page = visit()
    first = losses(page)
    second = changed(page, lambda: page.get_by_test_id("surface").select_option("rosenbrock"))
    changed(page, lambda: type_into(card(page, 0).locator("[data-field=lr]"), "0.0007"))
    page.go_back()
    until(lambda: losses(page) == second, what="the race before")
    page.go_back()
    until(lambda: losses(page) == first, what="the first race")
    assert page.get_by_test_id("surface").input_value() == "ravine"
    page.go_forward()
    until(lambda: losses(page) == second, what="the second race")


@pytest.mark.parametrize("broken", ["#%%%", "#{}", "#surface=nowhere", "#runs=1,2,3;steps=-4", "#" + "x" * 3000])
def test_a_broken_link_gets_a_sentence_and_the_usual_race(visit, broken):
    page = visit(broken)
    assert len(results(page)) >= 1
    expect(page.get_by_test_id("error")).to_be_visible()


def test_the_question_before_is_aborted(visit):
    """Of many changes in a row only the last one's race is shown."""
    page = visit()
    box = card(page, 0).locator("[data-field=lr]")
    for value in ("0.011", "0.012", "0.013", "0.014"):
        type_into(box, value)
    settled(page)
    expect(page.get_by_test_id("link")).to_have_value(re.compile("lr=0.014"))
    alone = visit(page.get_by_test_id("link").input_value().split("/", 3)[3])
    assert losses(page) == losses(alone), "the last race"


# From now on a race comes in frame by frame, 400 ms apart, and after some frames only once `window.release` is called.
SLOWLY = """(frames) => {
    const released = new Promise((release) => { window.release = release; });
    const own = window.fetch;
    window.given = 0;
    window.fetch = async (address, how) => {
        const answer = await own(address, how);
        if (!address.includes("/api/race")) return answer;
        let waiting = "";
        const slow = new TransformStream({
            async transform(text, stream) {
                const events = (waiting + text).split(/(?<=\\n\\n)/);
                waiting = events.at(-1).endsWith("\\n\\n") ? "" : events.pop();
                for (const event of events) {
                    if (event.startsWith("event: frame")) {
                        await new Promise((resolve) => setTimeout(resolve, 400));
                        if (window.given === frames) await released;
                        window.given += 1;
                    }
                    stream.enqueue(event);
                }
            },
        });
        const whole = answer.body.pipeThrough(new TextDecoderStream());
        return new Response(whole.pipeThrough(slow).pipeThrough(new TextEncoderStream()));
    };
}"""


def test_a_long_race_shows_its_first_points_early(visit):
    page = visit()
    page.evaluate(SLOWLY, 3)
    type_into(page.get_by_test_id("race").locator("[data-field=steps]"), "40000")
    scrub = page.get_by_test_id("scrub")
    expect(scrub).to_have_attribute("max", "40000")
    expect(scrub).to_have_value("1039")
    assert all(row[-1] == "running" for row in results(page)), "its first points are shown, the rest is on its way"


def test_a_race_that_comes_in_slowly_does_not_throw_back_the_one_that_is_shown(visit):
    page = visit()
    before = losses(page)
    page.evaluate(SLOWLY, 1)
    page.evaluate(SAMPLES)
    card(page, 0).locator("[data-slider=lr]").press("ArrowRight")
    until(lambda: page.evaluate("window.given") == 1, what="the first points")
    expect(page.get_by_test_id("error")).to_have_text(re.compile("Waiting for the server"))
    expect(page.get_by_test_id("results")).to_have_attribute("aria-busy", "true")
    assert losses(page) == before
    page.evaluate("window.release()")
    settled(page)
    assert losses(page) != before
    assert set(page.evaluate("window.seen")) == {100}
    expect(page.get_by_test_id("error")).to_be_hidden()


SAMPLES = """() => {
    const scrub = document.querySelector("[data-testid=scrub]");
    window.seen = [];
    const look = () => {
        window.seen.push(Number(scrub.value));
        requestAnimationFrame(look);
    };
    look();
}"""


def drag(page, locator, shares):
    """Hold something at its middle and pull it sideways through shares of 200 pixels."""
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for share in shares:
        page.mouse.move(x + 200 * share, y)
        page.wait_for_timeout(40)
    page.mouse.up()


@pytest.mark.parametrize("what", ["lr", "start"])
def test_the_step_shown_never_leaves_the_end_while_something_is_dragged(visit, what):
    page = visit()
    scrub = page.get_by_test_id("scrub")
    expect(scrub).to_have_value("100")
    held = card(page, 0).locator("[data-slider=lr]") if what == "lr" else page.get_by_test_id("start-handle")
    asked, before = races(page), losses(page)
    page.evaluate(SAMPLES)
    enough = itertools.takewhile(lambda i: i < 25 or races(page) < asked + 4, range(600))
    drag(page, held, (0.005 * (i % 40) for i in enough))
    settled(page)
    assert losses(page) != before
    assert races(page) >= asked + 4, "it raced while it was dragged"
    assert set(page.evaluate("window.seen")) == {100}
    assert scrub.get_attribute("max") == "100"


def test_a_rate_changed_while_the_race_plays_does_not_throw_it_back(visit):
    page = visit("#at=20", reduced_motion="no-preference", wait=False)
    settled(page, at_end=False)
    page.get_by_test_id("speed").select_option("0.25")
    page.get_by_test_id("play").click()
    page.evaluate(SAMPLES)
    drag(page, card(page, 0).locator("[data-slider=lr]"), [0.004 * i for i in range(30)])
    expect(page.get_by_test_id("play")).to_have_accessible_name("Pause (space)")
    seen = until(lambda: (seen := page.evaluate("window.seen"))[-1] > 25 and seen, what="it to play on")
    assert all(b >= a - 1 for a, b in itertools.pairwise(seen)), seen


def test_a_refusal_of_what_is_out_of_sight_is_said_over_the_map(visit):
    page = visit(height=600)
    page.expected.append("422")
    before = losses(page)
    refusal = {"detail": "This rate cannot be.", "field": "runs[4].optimizer.lr"}
    page.route("**/api/race*", lambda route: route.fulfill(status=422, json=refusal))
    card(page, 0).locator("[data-slider=lr]").press("ArrowRight")
    expect(page.get_by_test_id("error")).to_have_text(re.compile("This rate cannot be."))
    assert losses(page) == before
    assert not any("running" in row for row in results(page))
    expect(page.get_by_test_id("scrub")).to_have_value("100")
    card(page, 4).scroll_into_view_if_needed()
    expect(card(page, 4).locator(".field-fault:visible")).to_have_count(1)


def test_a_run_that_blew_up_does_not_flatten_the_linear_chart(visit):
    page = visit()
    page.get_by_test_id("scale-linear").check(force=True)
    drawn(page)
    labels = page.get_by_test_id("loss-chart").locator(".tick-label[text-anchor=end]")

    def highest():
        return max(float(text.replace("−", "-")) for text in labels.all_text_contents())

    top = highest()
    changed(page, lambda: type_into(card(page, 0).locator("[data-field=lr]"), "0.9"))
    assert highest() <= top * 1.5


def test_copied_moves_nothing(visit):
    page = visit()
    share = page.locator("#share")
    page.get_by_test_id("copy-link").scroll_into_view_if_needed()
    before = share.bounding_box()
    page.get_by_test_id("copy-link").click()
    expect(share.locator(".note")).not_to_be_empty()
    assert share.bounding_box() == before


def test_presses_of_arrow_keys_in_a_row_are_one_step_back(visit):
    page = visit()
    start = page.get_by_test_id("start-x").input_value()
    entries = page.evaluate("history.length")
    page.get_by_test_id("figure").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    until(lambda: page.evaluate("history.length") > entries, what="the step to be kept")
    page.wait_for_timeout(400)
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    until(lambda: page.get_by_test_id("start-x").input_value() == start, what="the start before")


def test_the_loss_under_the_pointer_is_never_below_the_floor(visit):
    page = visit()
    area = page.get_by_test_id("plot").bounding_box()
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    for shift in range(-6, 7, 2):
        page.mouse.move(x + shift, y + shift / 2)
        drawn(page)
        assert "loss −" not in page.locator(".readout").inner_text()
