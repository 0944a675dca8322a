"""Luck on the page: noise of a run's own, and repeats of every run."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import races, results, settled, to_step, until

DATA = "surface=diabetes-correlated&steps=40"


def link(page):
    return page.evaluate("location.hash").removeprefix("#")


def losses(page):
    return {row[0]: row[1] for row in results(page)}


def test_a_run_gets_its_own_noise_and_the_link_keeps_it(visit):
    page = visit(f"#{DATA}&run=gradient-descent&run=gradient-descent")
    assert set(losses(page)) == {"Gradient descent", "Gradient descent (2)"}
    card = page.locator("[data-run='1']")
    card.get_by_test_id("open").click()
    noise = card.get_by_test_id("run-noise")
    expect(noise.locator("option").first).to_have_text("as the race")
    before = races(page)
    noise.select_option("mini-batch")
    until(lambda: races(page) > before)
    until(lambda: "run=gradient-descent;noise=mini-batch" in link(page).split("&"), what="the noise in the link")
    until(lambda: set(losses(page)) == {"Gradient descent", "Gradient descent, mini-batch 8"}, what="their names")
    settled(page)
    calm, own = losses(page)["Gradient descent"], losses(page)["Gradient descent, mini-batch 8"]
    assert calm != own
    page.expected.append("422")
    size = card.locator("[data-field='noise.batch_size']")
    size.fill("1000")
    size.press("Enter")
    expect(card.locator(".field-fault:not([hidden])")).to_contain_text("442 examples")
    size.fill("3")
    size.press("Enter")
    until(lambda: "run=gradient-descent;noise=mini-batch:batch_size=3" in link(page), what="its number in the link")
    again = visit("#" + link(page))
    assert losses(again)["Gradient descent"] == calm
    expect(again.locator("[data-run='1'] [data-testid=run-noise]")).to_have_value("mini-batch")
    again.get_by_test_id("surface").select_option("bowl")
    until(lambda: "noise" not in link(again), what="the noise to stay behind with the data")
    for _ in range(3):
        page.go_back()
    until(lambda: set(losses(page)) == {"Gradient descent", "Gradient descent (2)"})
    expect(noise).to_have_value("")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Adam", "Adam, Gaussian 0.5", "Adam, Gaussian 2", "Adam, gradient error: none"}),
        ("?lang=ko", {"Adam", "Adam, 가우시안 0.5", "Adam, 가우시안 2", "Adam, 기울기 오차 없음"}),
    ],
)
def test_runs_that_differ_in_noise_only_have_names_that_say_so(visit, query, names):
    runs = ["run=adam", *(f"run=adam;noise={one}" for one in ("gaussian:sigma=0.5", "gaussian:sigma=2", "none"))]
    page = visit(f"{query}#{'&'.join(runs)}&noise=gaussian&steps=20")
    assert set(losses(page)) == names


@pytest.mark.parametrize("wrong", ["noise=thunder", "noise=gaussian:sigma=x", "noise="])
def test_a_noise_that_a_link_misspells_is_not_read(visit, wrong):
    page = visit(f"#run=adam;{wrong}", wait=False)
    expect(page.get_by_test_id("error")).to_be_visible()


NOISY = "surface=bowl&start=2,1.5&run=gradient-descent:lr=0.1&run=adam:lr=0.1&noise=gaussian&steps=240"


CLOUD = "[data-testid=cloud]"
CHART = "[data-testid=loss-chart] canvas.trails"


def count(page, canvas, what):
    return int(page.locator(canvas).get_attribute(f"data-{what}") or 0)


def painted(page, canvas, faintly=False):
    """How many pixels of a canvas hold anything, or hold a fifth of a colour."""
    return page.evaluate(
        """([where, faintly]) => {
            const canvas = document.querySelector(where);
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 3; i < data.length; i += 4) count += faintly ? data[i] === 51 : data[i] > 0;
            return count;
        }""",
        [canvas, faintly],
    )


def test_repeats_are_a_cloud_on_the_map_and_a_band_in_the_chart(visit):
    page = visit(f"#{NOISY}")
    page.expected.append("willReadFrequently")  # it is this test that reads
    assert painted(page, CLOUD) == 0 == count(page, CHART, "bands")
    lines = painted(page, CHART, faintly=True)
    expect(page.get_by_test_id("repeats-note")).to_be_hidden()
    alone = losses(page)
    page.get_by_test_id("repeats").select_option("50")
    until(lambda: "repeats=50" in link(page).split("&"), what="the repeats in the link")
    until(lambda: count(page, CLOUD, "dots") == 100, what="a dot for each repeat of both runs")
    expect(page.get_by_test_id("repeats-seeds")).to_have_text("50 repeats: seeds 0 to 49")
    expect(page.get_by_test_id("repeats-note")).to_contain_text("median of 50 repeats")
    expect(page.get_by_test_id("repeats-mean")).to_contain_text("mean of 50 repeats (seeds 0 to 49)")
    until(lambda: losses(page)["Adam"] != alone["Adam"], what="the mean in the table")
    until(lambda: count(page, CHART, "bands") == 2, what="a band for each run")
    until(lambda: painted(page, CHART, faintly=True) > lines + 500, what="the bands")
    settled(page)
    assert painted(page, CLOUD) > 300
    to_step(page, 0)
    until(lambda: page.locator(CLOUD).get_attribute("data-moment") == "0")
    gathered = painted(page, CLOUD)
    to_step(page, 17)
    until(lambda: page.locator(CLOUD).get_attribute("data-moment") == "16", what="the moment before the step")
    assert painted(page, CLOUD) > 3 * gathered, "they set out from one place and spread"
    page.locator("[data-run='1'] [data-testid=hide]").click()
    until(lambda: count(page, CLOUD, "dots") == 50, what="the dots of the run that is shown")
    until(lambda: count(page, CHART, "bands") == 1, what="its band")
    page.get_by_test_id("repeats").select_option("1")
    until(lambda: painted(page, CLOUD) == 0 == count(page, CHART, "bands"), what="a race without repeats")
    assert "repeats" not in link(page)
    page.go_back()
    until(lambda: count(page, CLOUD, "dots") == 50)


def test_the_path_of_a_repeated_run_is_faint_unless_the_run_is_inspected(visit):
    page = visit(f"#{NOISY}&repeats=10")
    page.expected.append("willReadFrequently")  # it is this test that reads
    thin = painted(page, "[data-testid=trails]")
    page.locator("[data-run='0'] [data-testid=inspect]").click()
    until(lambda: painted(page, "[data-testid=trails]") > 1.3 * thin, what="the path in full")


@pytest.mark.parametrize(
    ("query", "words"),
    [("", ["seeds 7 to 26", "median of 20"]), ("?lang=ko", ["시드 7~26", "20회 반복(시드 7~26)의 중앙값"])],
)
def test_a_link_with_repeats_is_told_in_words(visit, query, words):
    page = visit(f"{query}#{NOISY}&seed=7&repeats=20")
    expect(page.get_by_test_id("repeats")).to_have_value("20")
    expect(page.get_by_test_id("repeats-seeds")).to_contain_text(words[0])
    expect(page.get_by_test_id("repeats-note")).to_contain_text(words[1])
    label = page.get_by_test_id("loss-chart")
    until(lambda: "20" in label.get_attribute("aria-label"), what="the words of the chart")
    until(lambda: "7" in page.get_by_test_id("curve-chart").get_attribute("aria-label"), what="whose curve it is")
    odd = visit(f"{query}#{NOISY}&repeats=33")
    expect(odd.get_by_test_id("repeats")).to_have_value("33")
    until(lambda: count(odd, CLOUD, "dots") == 66, what="a dot for each repeat of both runs")


@pytest.mark.parametrize("wrong", ["0", "201", "1.5", "many"])
def test_repeats_that_a_link_misspells_are_not_read(visit, wrong):
    page = visit(f"#repeats={wrong}", wait=False)
    expect(page.get_by_test_id("error")).to_be_visible()
    expect(page.get_by_test_id("repeats")).to_have_value("1")


def test_too_many_repeats_are_refused_beside_their_list(visit):
    page = visit(f"#{NOISY}&repeats=10")
    page.expected.append("422")
    page.get_by_test_id("repeats").select_option("200")
    settled(page)
    steps = page.locator("[data-field=steps]")
    steps.fill("90000")
    steps.press("Enter")
    fault = page.locator("[data-part=repeats] .field-fault")
    expect(fault).to_contain_text("must be at most 55 for 90000 steps (runs: 2)")


def test_how_many_repeats_diverged_is_in_the_table(visit):
    page = visit(
        "#surface=double-well&start=1.3,1&run=gradient-descent:lr=0.45&noise=gaussian:sigma=1&steps=60&repeats=50"
    )
    (row,) = results(page)
    assert row[1] == "∞" and row[-1].endswith("% diverged")


def test_the_picture_to_take_away_has_the_cloud(visit):
    page = visit(f"#{NOISY}&repeats=20")
    page.get_by_test_id("open-export").click()
    with page.expect_download() as download:
        page.get_by_test_id("export-svg").click()
    text = download.value.path().read_text()
    assert "20 repeats: seeds 0 to 19" in text
    assert text.count('class="point"') >= 40


def test_the_steps_of_a_lesson_keep_their_repeats_to_themselves(visit):
    page = visit("lessons/080-quasi-newton#mini-batches", wait=False)
    until(lambda: count(page, CLOUD, "dots") == 20, what="the cloud of the step")
    page.get_by_test_id("lesson-back").click()
    until(lambda: count(page, CLOUD, "dots") == 0, what="a step without repeats")
