"""The tab Workers: a search of real processes as its master sees it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, drawn, sideways, until
from tests.browser.test_axe import violations_in
from tests.server import running

AXES = [{"name": "lr", "low": 0.001, "high": 1.0, "scale": "log"}, {"name": "unit"}]
SMALL = {"target": {"kind": "digits", "examples": 100, "units": 5}, "axes": AXES, "sampler": "random"}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server whose searches nobody else sees."""
    data = str(tmp_path_factory.mktemp("searches"))
    with running("-m", "app", cwd=ROOT, RAVINE_DATA=data, RAVINE_SEARCH_WORKERS="2") as (_, port):
        yield f"http://127.0.0.1:{port}/"


def asked(address, path, body):
    question = urllib.request.Request(
        f"{address}api/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(question, timeout=20) as answer:
        return json.load(answer)


def ready(page):
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    drawn(page)


@pytest.fixture(scope="module")
def killed(address, tabs):
    """A page on which a search was begun, a worker killed, and all of it done."""
    asked(address, "searches", SMALL | {"name": "plug", "trials": 3, "epochs": 6, "pace": 0.6})
    page = tabs.take(1440, 900, locale="en-US")
    page.goto(f"{address}search#tab=workers&watch=plug")
    ready(page)
    page.get_by_test_id("worker-count").fill("2")
    page.get_by_test_id("start-workers").click()
    training = page.get_by_test_id("worker").filter(has_text=re.compile(r"epoch [1-3](?!\d)"))
    training.first.get_by_test_id("kill").click(timeout=30_000)
    expect(page.get_by_test_id("search-state")).to_have_text("done", timeout=60_000)
    drawn(page)
    yield page
    assert not page.faults, page.faults


def test_whose_plug_is_pulled_is_struck_out_and_its_trial_is_taken_up_by_the_other(killed):
    feed = killed.get_by_test_id("feed")
    expect(feed).to_contain_text("was killed in the middle of trial")
    expect(feed).to_contain_text("from the checkpoint of epoch")
    states = "all => all.map(({ dataset }) => dataset.state).sort().join()"
    until(lambda: killed.get_by_test_id("worker").evaluate_all(states) == "killed,left", what="the other to leave")
    timeline = killed.get_by_test_id("timeline")
    expect(timeline.locator(".bar")).to_have_count(4)  # three trials, of which one is in two pieces
    expect(timeline.locator(".bar.killed")).to_have_count(1)
    expect(timeline.locator(".bridge")).to_have_count(1)


def test_every_trial_has_its_curve_its_row_and_what_it_left(killed, tmp_path):
    rows = killed.get_by_test_id("trials").locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.locator(".col-file").first).to_contain_text("_ep0")
    expect(killed.get_by_test_id("learning-curves").locator(".learning:not(.trial-waiting)")).to_have_count(3)
    expect(killed.get_by_test_id("figure-trials")).to_have_text("3 of 3")
    assert killed.get_by_test_id("facts").inner_text().count("18 of 18") == 1
    for file in ("csv", "db"):
        with killed.expect_download() as download:
            killed.get_by_test_id(f"master-{file}").click()
        assert download.value.suggested_filename == f"plug.{file}"
    download.value.save_as(tmp_path / "plug.db")
    code = killed.get_by_test_id("master-python").input_value()
    said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "'lr': 0." in said.stdout
    command = killed.get_by_test_id("master-command").input_value()
    assert re.fullmatch(r"(RAVINE_DATA=\S+ )?make worker ARGS=plug", command)


def test_a_trial_is_looked_at_with_the_keys_and_tells_who_had_it(killed):
    killed.get_by_test_id("timeline").focus()
    number = killed.locator(".timeline .bar.killed").get_attribute("data-trial")
    card = killed.get_by_test_id("trial-card")
    killed.keyboard.press("Home")
    for _ in range(int(number)):
        killed.keyboard.press("ArrowRight")
    expect(card).to_contain_text("Then the worker was killed.")
    expect(card).to_contain_text("Taken up by")
    assert card.get_by_test_id("checkpoints").locator("li").count() > 1
    card.get_by_test_id("let-go").click()
    expect(card).to_be_hidden()


def test_axe_finds_nothing_and_it_fits_a_phone(killed):
    assert not violations_in(killed, "light", "dark", "contrast")
    killed.set_viewport_size({"width": 360, "height": 780})
    assert sideways(killed) == 0
    killed.set_viewport_size({"width": 1440, "height": 900})


def test_a_search_is_made_by_the_form_which_says_what_is_wrong_and_is_thrown_away(visit):
    page = visit("search?lang=ko#tab=workers", wait=False)
    page.expected.append("422")
    ready(page)
    page.get_by_test_id("search-form").locator("summary").first.click()
    low = page.locator("[data-field='axes[0].low']")
    low.fill("7")
    page.get_by_test_id("begin-search").click()
    expect(page.get_by_test_id("form-fault")).to_contain_text("7")
    low.fill("0.01")
    page.locator("[data-field=name]").fill("우리 반")
    expect(page.get_by_test_id("name-becomes")).to_contain_text("digits")
    page.locator("[data-field=name]").fill("Große Klasse")
    expect(page.get_by_test_id("name-becomes")).to_contain_text("grosse-klasse")
    page.get_by_test_id("begin-search").click()
    expect(page.get_by_test_id("search-name")).to_have_text("grosse-klasse")
    assert page.url.endswith("watch=grosse-klasse")
    with page.expect_request(re.compile("/api/search[?]")) as question:
        page.get_by_test_id("tab-lab").check(force=True)
    assert "watch" not in question.value.post_data_json  # the lab does not hear of it
    page.get_by_test_id("tab-workers").check(force=True)
    page.get_by_test_id("stop-search").click()
    expect(page.get_by_test_id("search-state")).to_have_text("멈춤", timeout=30_000)
    away = page.locator("[data-state]", has_text="grosse-klasse").get_by_test_id("delete-search")
    away.click()
    away.click()
    expect(page.locator("[data-search=grosse-klasse]")).to_have_count(0)
    until(lambda: "grosse-klasse" not in page.url, what="the link to let go of it")


def test_the_link_names_the_search_that_is_shown_though_nobody_chose_it(address, killed):
    killed.goto(f"{address}search#tab=workers")
    ready(killed)
    until(lambda: killed.url.endswith("watch=plug"), what="the address to name it")
    expect(killed.get_by_test_id("link")).to_have_value(re.compile("watch=plug$"))


def test_workers_on_their_way_are_counted_and_one_that_never_came_is_told(killed):
    told = killed.evaluate(
        """async ([state, standing]) => {
          const { withStarting, startingOf, stateWords } = await import(state);
          const { happened } = await import(standing);
          const bare = { state: "waiting", trials: [], workers: [], local: { started: [] } };
          const idle = { name: "w1", pid: 5, ended: null, state: "idle", seen: 1 };
          const local = { started: ["w2"] };
          const all = [
            withStarting(bare, 2),
            withStarting({ ...bare, local }),
            withStarting({ ...bare, local, workers: [idle] }),
          ];
          const lost = { name: "w1", pid: null, ended: "broke", state: "broke", seen: 1 };
          const [event] = happened({ trials: [], workers: [lost] });
          return [all.map(startingOf), all.map(stateWords), event.kind];
        }""",
        [loaded(killed, "master/state.js"), loaded(killed, "master/standing.js")],
    )
    assert told == [
        [2, 1, 1],
        ["2 workers are starting", "1 worker is starting", "waiting for workers"],
        "broke-idle",
    ]


def test_pauses_are_cut_out_of_the_time(killed):
    lengths = killed.evaluate(
        """async (url) => {
          const { clockOf } = await import(url);
          const spans = [{ from: 0, to: 10 }, { from: 5, to: 12 }, { from: 1000, to: null }];
          const clock = clockOf(spans, 1005);
          return [clock.at(12), clock.at(500), clock.at(1000), clock.length, clock.pauses[0].seconds];
        }""",
        loaded(killed, "master/clock.js"),
    )
    assert lengths == [12, 12, 15, 20, 988]


def loaded(page, name):
    """The address of one of the page's modules."""
    return page.evaluate(
        "(name) => new URL(name, document.querySelector('script[type=module]').src).href",
        name,
    )
