"""The page of searches: its tabs, the lab."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import drawn, sideways, turn_to, until
from tests.browser.test_axe import violations_in


def ready(page):
    """Every panel is there."""
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    drawn(page)


def test_tabs_turn_and_the_link_says_which(visit):
    page = visit("search", wait=False)
    ready(page)
    tabs = page.get_by_test_id("search-page").locator("[name=tab]")
    assert tabs.evaluate_all("all => all.map(({ value }) => value)") == [
        "lab",
        "contests",
        "scales",
        "knobs",
        "workers",
        "validation",
    ]
    page.get_by_test_id("tab-workers").check(force=True)
    expect(page.get_by_test_id("hunt")).to_be_hidden()
    assert page.url.endswith("search#tab=workers")
    page.go_back()
    expect(page.get_by_test_id("tab-lab")).to_be_checked()
    turn_to(page, "search#tab=check")
    expect(page.get_by_test_id("error")).to_contain_text("check")
    expect(page.get_by_test_id("tab-lab")).to_be_checked()


SMALL = "search#search=race;axis=lr:0.0001,0.03;axis=momentum;by=grid;by=random;trials=9;repeats=3"


def found(page):
    """The search has come to its end and is drawn."""
    ready(page)
    expect(page.get_by_test_id("lab")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_test_id("lab-results").locator("tbody tr").first).to_be_visible()
    drawn(page)
    return page


@pytest.fixture
def lab(visit):
    return found(visit(SMALL, wait=False))


def test_nine_trials_of_a_grid_test_three_learning_rates_and_nine_random_ones_nine(lab):
    expect(lab.get_by_test_id("lab-tested-0")).to_have_text("values tested: 3 of η, 3 of μ")
    expect(lab.get_by_test_id("lab-tested-1")).to_have_text("values tested: 9 of η, 9 of μ")
    assert lab.get_by_test_id("lab-plot-1").locator("[data-trial]").count() == 9
    assert lab.get_by_test_id("lab-curves").locator(".study-line").count() == 2


def test_the_player_goes_back_in_the_budget_of_all_at_once(lab):
    lab.get_by_test_id("lab-scrub").fill("36")
    drawn(lab)
    expect(lab.get_by_test_id("lab-where")).to_have_text("4 of 9 trainings")
    for pane in (0, 1):
        assert lab.get_by_test_id(f"lab-plot-{pane}").locator("[data-trial]").count() == 4
    first = lab.get_by_test_id("lab-plot-0").locator("[data-trial]").first.element_handle()
    lab.get_by_test_id("lab-next").click()
    drawn(lab)
    assert lab.get_by_test_id("lab-plot-0").locator("[data-trial]").count() == 5
    assert first.evaluate("(dot) => dot.isConnected"), "what stays as it is is not drawn anew"
    expect(lab).to_have_url(re.compile("at=45"))


def test_of_a_hurt_link_only_what_is_wrong_is_lost(visit):
    axes = "axis=lr:0.001,0.1,cubic;axis=lr;axis=nothing;axis=momentum:0.5,2"
    page = found(visit(f"search#search=race;{axes};by=nobody;by=grid;trials=-5;repeats=2", wait=False))
    error = page.get_by_test_id("error")
    for piece in ("cubic", "axis=lr", "axis=nothing", "axis=momentum:0.5,2", "nobody", "-5"):
        expect(error).to_contain_text(piece)
    assert page.locator(".lab-name").all_inner_texts() == ["Grid"]
    assert [page.get_by_test_id(f"axis-{end}-lr").input_value() for end in ("low", "high")] == ["0.001", "0.1"]
    expect(page.get_by_test_id("axis-high-momentum")).to_have_value("0.999")
    expect(page.get_by_test_id("lab-repeat").locator("option")).to_have_count(2)


def test_trials_are_read_by_keys_and_lead_to_their_race(lab):
    plot = lab.get_by_test_id("lab-plot-0")
    plot.press("ArrowRight")
    plot.press("End")
    told = lab.get_by_test_id("lab-told")
    expect(told).to_contain_text("Grid, trial 9: learning rate")
    expect(lab.get_by_test_id("lab-tip").first).to_contain_text("trial 9")
    rate = re.search(r"learning rate ([0-9.]+)", told.inner_text())[1]
    plot.press("Enter")
    lab.wait_for_url(f"**/#*run=momentum:lr={rate}*")


def test_a_strategy_more_and_a_range_are_in_the_link_and_searched_again(lab):
    lab.get_by_test_id("add-strategy").click()
    until(lambda: lab.get_by_test_id("lab-results").locator("tbody tr").count() == 3)
    lab.get_by_test_id("axis-low-lr").fill("0.5")
    lab.get_by_test_id("axis-low-lr").press("Enter")
    expect(lab.locator(".field-fault:visible")).to_have_text("The low end must lie below the high end.")
    lab.get_by_test_id("axis-high-lr").fill("1")
    lab.get_by_test_id("axis-high-lr").press("Enter")
    expect(lab).to_have_url(re.compile("axis=lr:0.5,1,log"))
    lab.get_by_test_id("axis-low-lr").fill("-1")
    lab.get_by_test_id("axis-low-lr").press("Enter")
    expect(lab.locator(".field-fault:visible")).to_have_text("A logarithmic scale begins above 0.")


def test_of_a_stopped_search_files_hold_what_there_is_and_say_so(visit):
    page = visit("search#search=race;axis=lr;axis=momentum;by=bayes;by=grid;trials=200;repeats=2", wait=False)
    ready(page)
    expect(page.get_by_test_id("lab-state")).to_contain_text("%")
    page.get_by_test_id("lab-stop").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    files = {}
    for format_ in ("csv", "json", "svg"):
        with page.expect_download() as download:
            page.get_by_test_id(f"lab-take-{format_}").click()
        assert download.value.suggested_filename == f"ravine-search-part.{format_}"
        files[format_] = download.value.path().read_text("utf-8-sig")
    assert not [url for url in asked if "/api/search" in url]
    told = list(csv.DictReader(io.StringIO(files["csv"])))
    assert 0 < len(told) < 800 and set(told[0]) >= {"strategy", "trial", "lr", "momentum", "score"}
    assert {row["trial"] for row in told if row["stage"] == "1"} >= {"1"} and not {"0"} & {row["trial"] for row in told}
    part = json.loads(files["json"])
    assert next(iter(part)) == "part" and sum(len(wave["number"]) for wave in part["tried"]) == len(told)
    assert "Only a part" in files["svg"]


def test_a_search_that_is_refused_has_nothing_to_play(visit):
    page = visit("search#search=digits;by=grid;by=random;trials=400;repeats=25", wait=False)
    ready(page)
    page.expected.append("422")
    expect(page.locator(".fault:visible, .field-fault:visible").first).to_contain_text(
        "more work than this server takes on"
    )
    expect(page.get_by_test_id("lab-play")).to_be_disabled()
    expect(page.locator(".lab-tools")).to_be_hidden()
    expect(page.get_by_test_id("lab-stop")).to_be_hidden()


def test_everyone_can_use_the_lab(visit, lab):
    lab.get_by_test_id("lab-trials").locator("summary").click()
    assert violations_in(lab, "light", "dark", "contrast") == []
    assert lab.get_by_test_id("lab-trials").locator("tbody tr").count() == 18
    phone = found(visit(SMALL.replace("search#", "search?lang=ko#"), width=360, height=780, wait=False))
    assert violations_in(phone, "light") == [] and sideways(phone) == 0
    assert phone.locator(".lab-scroll").evaluate("box => box.scrollWidth <= box.clientWidth"), "the table is whole"
    phone.get_by_test_id("tab-workers").check(force=True)
    drawn(phone)
    assert sideways(phone) == 0


def test_one_setting_is_a_curve_and_a_model_shows_what_it_expects(visit):
    page = found(visit("search#search=race;axis=lr:0.0001,0.03;by=bayes;trials=6;repeats=1&at=45", wait=False))
    plot = page.get_by_test_id("lab-plot-0")
    for part in ("lab-land", "lab-mean", "lab-unsure", "lab-gain", "lab-next"):
        assert plot.locator(f".{part}").count() == 1, part
    assert plot.locator("[data-trial]").count() == 5
    assert plot.evaluate("""plot => {
      const plate = plot.querySelector(".lab-marks").getBoundingClientRect();
      const within = ({ top, bottom }) => top >= plate.top && bottom <= plate.bottom;
      return [...plot.querySelectorAll("[data-trial]")].every((dot) => within(dot.getBoundingClientRect()));
    }"""), "trials beyond the scale stay on the plate"
    page.locator(".space-fields summary").click()
    page.get_by_test_id("axis-on-momentum").click()
    expect(page.get_by_test_id("axis-on-momentum")).to_be_checked()
    page.locator("label:has([data-testid=backdrop-gain])").click()
    expect(page.get_by_test_id("lab-legend")).to_contain_text("Expected gain")
    expect(page).to_have_url(re.compile("backdrop=gain"))


def test_only_a_whole_training_is_a_best_and_leads_to_a_race(visit):
    """On Rastrigin's hills trial 6 is at 7.11 after three epochs of nine, and at 10.1 in the end."""
    ways = "search=race;axis=lr:0.0001,0.03;axis=momentum;by=hyperband;trials=9;repeats=1"
    page = found(visit(f"search#surface=rastrigin&steps=200&run=momentum&seed=2&{ways}&at=26", wait=False))
    plot, told = page.get_by_test_id("lab-plot-0"), page.get_by_test_id("lab-told")
    expect(page.get_by_test_id("lab-best-0")).to_be_empty()
    assert plot.locator(".lab-best").count() == 0
    for _ in range(6):
        plot.press("ArrowRight")
    expect(told).to_contain_text("→ loss 7.11 after 3 of 9 epochs")
    assert told.locator("button").count() == 0
    page.get_by_test_id("lab-scrub").fill("81")
    expect(page.get_by_test_id("lab-best-0")).to_have_text("best 10.1")
    assert plot.locator(".lab-best").count() == 1
    expect(page.get_by_test_id("lab-results").locator("tbody td").first).to_have_text("10.1")
    expect(told).to_contain_text("→ loss at the end 10.1")
    expect(told.locator("button")).to_be_visible()


def test_the_curve_of_a_search_that_is_stopped_ends_where_that_has_come_to(visit):
    page = visit("search#search=digits;axis=lr;axis=l2;by=bayes;trials=400;repeats=1", wait=False)
    ready(page)
    curve = page.get_by_test_id("lab-curves")
    curve.locator(".study-line").wait_for(state="attached", timeout=30_000)
    page.get_by_test_id("lab-stop").click()
    expect(page.get_by_test_id("lab")).to_have_attribute("aria-busy", "false")
    drawn(page)
    line, plot = curve.locator(".study-line").bounding_box(), curve.bounding_box()
    assert line["x"] + line["width"] < plot["x"] + 0.9 * plot["width"]


def test_every_option_of_an_axis_has_its_name(visit):
    three = "search=digits;axis=lr:0.001,1,log;axis=optimizer;axis=units;by=random;trials=2;repeats=1"
    page = found(visit(f"search#{three}&at=1", wait=False))
    names = page.get_by_test_id("lab-plot-0").locator(".lab-option").all_text_contents()
    assert {"Gradient descent", "Adagrad", "Adadelta", "Lion"} <= {*names} and len({*names}) == len(names)
    page.get_by_test_id("lab-scrub").press("End")
    drawn(page)
    expect(page.get_by_test_id("lab-tested-0")).to_contain_text(re.compile("[12] kinds of optimizer"))
    page.get_by_test_id("lab-axis-0").select_option("optimizer")
    drawn(page)
    assert page.get_by_test_id("lab-plot-0").locator(".lab-option").all_text_contents() == names, (
        "across, they are turned"
    )


def test_the_best_at_the_fence_has_a_wider_range_to_search(visit):
    page = found(visit("search#search=race;axis=lr:0.00001,0.0001;by=grid;trials=6;repeats=1", wait=False))
    expect(page.get_by_test_id("lab-warnings")).to_contain_text("learning rate, high end")
    page.get_by_test_id("widen").click()
    expect(page).to_have_url(re.compile(r"axis=lr:0.00001,0.001,log"))
    expect(page.get_by_test_id("axis-high-lr")).to_have_value("0.001")


def test_a_link_names_the_repeat_and_which_two_of_three_settings_are_seen(visit):
    three = "search#run=adam&search=race;axis=lr;axis=beta1;axis=beta2;by=random;trials=4;repeats=3"
    page = found(visit(three, wait=False))
    first = page.get_by_test_id("lab-results").inner_text()
    page.get_by_test_id("lab-repeat").select_option("2")
    expect(page.get_by_test_id("lab-results-of")).to_have_text("repeat 3 of 3")
    expect(page.get_by_test_id("lab-results")).not_to_have_text(first)
    page.get_by_test_id("lab-axis-0").select_option("beta2")
    expect(page).to_have_url(re.compile("repeat=3&across=beta2,beta1"))
    there = "#" + page.url.split("#")[1]
    turn_to(page, "search" + there)
    found(page)
    expect(page.get_by_test_id("lab-repeat")).to_have_value("2")
    assert [page.get_by_test_id(f"lab-axis-{i}").input_value() for i in (0, 1)] == ["beta2", "beta1"]
    expect(page.get_by_test_id("lab-plot-0").locator(".axis-title").first).to_contain_text("β2")


def test_on_paper_words_say_what_was_searched_and_landscapes_stand_side_by_side(lab):
    lab.evaluate("dispatchEvent(new Event('beforeprint'))")
    lab.emulate_media(media="print")
    lab.set_viewport_size({"width": 690, "height": 980})
    for words in (
        "Rosenbrock",
        "learning rate 10⁻⁴ – 0.03",
        "Grid · Random",
        "9 trainings",
        "seen after 9 of 9",
        "repeat 1 of 3",
        "#search=race;",
    ):
        expect(lab.get_by_test_id("paper")).to_contain_text(words)
    left, right = (lab.get_by_test_id(f"lab-plot-{i}").bounding_box() for i in (0, 1))
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"] < right["x"] + right["width"] <= 690
    expect(lab.locator("main button:visible, main select:visible, [data-testid=tab-lab]:visible")).to_have_count(0)


def test_no_dot_lies_under_the_name_of_its_lane(visit):
    page = visit("search#tab=knobs&study=knobs:repeats=1,epochs=1,examples=100,units=8", wait=False)
    ready(page)
    expect(page.get_by_test_id("study-stop")).to_have_class(re.compile("away"), timeout=30_000)
    edges = "(all) => all.map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])"
    plate = page.get_by_test_id("study-plate-range")
    names = plate.locator(".study-lane-name").evaluate_all(edges)
    dots = plate.locator(".study-spot").evaluate_all(edges)
    assert len(names) == 9 and len(dots) > 50
    assert not [dot for dot in dots for top, bottom in names if top < dot[1] and dot[0] < bottom]
