"""The server is killed, stopped, full or out of reach: the page says so, keeps what it shows, comes back by itself."""

from __future__ import annotations

import contextlib
import re
import signal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, answered, over, told, until
from tests.browser.test_maps import SMALL, mapped
from tests.browser.test_maps import asked as maps
from tests.browser.test_networks import SMALL as TRAINING
from tests.browser.test_networks import trained
from tests.browser.test_race import card, losses, type_into
from tests.server import running

LONG = "&".join(f"run=adam:lr=0.00{i}" for i in range(1, 7))
CUT = b'event: start\ndata: {"steps":150,"runs":[]}\n\n'


class Mortal:
    """A server that is ended and begun again at the same address."""

    def __init__(self, data):
        self.data, self.port, self.life = data, 0, contextlib.ExitStack()

    def begin(self):
        settings = {"RAVINE_PORT": str(self.port), "RAVINE_DATA": self.data}
        self.process, self.port = self.life.enter_context(running("-m", "app", cwd=ROOT, **settings))

    def end(self, how):
        self.process.send_signal(how)
        self.process.wait(15)
        self.life.close()


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    server = Mortal(str(tmp_path_factory.mktemp("mortal")))
    server.begin()
    with server.life:
        yield server


def questions(page, since=0):
    """What has been asked, from one moment on: the method and the last part of the path."""
    told(page)
    asked = [(r.method, r.url.split("?")[0].rsplit("/", 1)[-1]) for r in page.asked[since:]]
    return [question for question in asked if not question[1].startswith(("favicon", "plotly"))]  # on their way already


def contact(page):
    return page.get_by_test_id("contact")


def is_(page, kind):
    expect(contact(page)).to_have_attribute("data-kind", kind, timeout=20_000)


def step(page):
    return int(page.get_by_test_id("where").text_content().split()[-3])


def visible(page, yes):
    """Another tab is in front, or this one again."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        not yes,
    )


def test_a_race_goes_on_where_the_server_was_killed_with_the_newest_settings(visit, mortal):
    page = visit("healthz", wait=False)
    page.goto(f"http://127.0.0.1:{mortal.port}/?lang=en#{LONG}&steps=90")
    answered(page)
    page.expected.append("ERR_")
    with page.expect_response("**/api/race*"):
        page.evaluate("link => { location.hash = link; }", f"{LONG}&steps=100000")
    expect(page.get_by_test_id("where")).to_contain_text("/ 100000")  # some of it is here
    mortal.end(signal.SIGKILL)
    is_(page, "away")
    assert not over(page), "it was under way"
    expect(contact(page).get_by_role("status")).to_have_text("The server does not answer.")
    expect(contact(page)).to_contain_text(re.compile(r"Next try in \d s\."))
    expect(page.get_by_test_id("error")).to_be_hidden()
    before = len(page.asked)
    page.get_by_test_id("play").click()
    page.get_by_test_id("scrub").fill("3")
    page.get_by_test_id("play").click()
    until(lambda: step(page) > 3, what="what has come to be played on")
    page.evaluate("link => { location.hash = link; }", f"{LONG}&steps=70")
    type_into(card(page, 0).locator("[data-field=lr]"), "0.5")
    page.wait_for_timeout(1_500)
    gone = questions(page, before)
    expect(page.get_by_test_id("play")).to_be_disabled()
    stood = step(page)
    expect(page.get_by_test_id("loss-chart").locator(".tick-label[text-anchor=end]")).to_have_count(0)
    assert 1 <= len(gone) <= 5, gone
    assert set(gone) in ({("HEAD", "api.js")}, {("HEAD", "main.whole.js")}), (
        "one looks for all, and nothing else is asked"
    )
    before = len(page.asked)
    assert step(page) == stood, "nothing runs over nothing"
    mortal.begin()
    is_(page, "back")
    expect(contact(page)).to_have_text("Connected again.")
    answered(page)
    expect(page.get_by_test_id("play")).to_be_enabled()
    expect(page.get_by_test_id("loss-chart").locator(".tick-label[text-anchor=end]")).not_to_have_count(0)
    raced = [r for r in page.asked[before:] if r.method == "POST" and "/api/race" in r.url]
    bodies = [r.post_data_json for r in raced]
    assert [(body["steps"], body["runs"][0]["optimizer"]["lr"]) for body in bodies] == [(70, 0.5)]
    page.get_by_test_id("scrub").fill("70")
    until(lambda: over(page), what="every run to have come to its end")
    is_(page, "here")


def test_a_map_goes_on_where_the_server_was_stopped_and_nobody_asks_while_nobody_looks(visit, mortal):
    page = visit("healthz", wait=False)
    page.goto(f"http://127.0.0.1:{mortal.port}/maps?lang=en#map=basin;{SMALL}")
    mapped(page)
    page.expected += ["ERR_", "503"]
    with page.expect_response("**/api/basin*"):
        page.get_by_test_id("cells").select_option("256")
    mortal.end(signal.SIGTERM)
    is_(page, "away")
    visible(page, False)
    expect(contact(page)).to_contain_text("Trying")
    before = len(page.asked)
    page.wait_for_timeout(1_500)
    assert not questions(page, before), "nobody looks"
    mortal.begin()
    visible(page, True)
    is_(page, "back")
    mapped(page)
    assert [body.get("cells", [256])[0] for body in maps(page)] in ([32, 256, 256], [32, 256, 256, 256]), (
        "once while it stopped"
    )


def test_a_training_that_is_asked_for_without_a_network_comes_when_there_is_one(visit):
    page = trained(visit(f"networks?lang=en#{TRAINING}", wait=False))
    page.expected.append("ERR_")
    page.context.set_offline(True)
    page.get_by_test_id("add-layer").first.click()
    is_(page, "away")
    page.context.set_offline(False)
    is_(page, "back")
    trained(page)
    expect(page.get_by_test_id("network-sizes")).to_contain_text("2 → 4 → 4 → 2: 42")


def test_a_stream_that_breaks_off_again_and_again_is_a_failure_that_is_said(visit):
    page = visit("?lang=en")
    seen = losses(page)
    page.route("**/api/race*", lambda route: route.fulfill(body=CUT, content_type="text/event-stream"))
    before = len(page.asked)
    card(page, 0).locator("[data-slider=lr]").press("ArrowRight")
    for tries in (2, 3, 4):
        is_(page, "away")
        page.get_by_test_id("contact-now").click()
        until(lambda tries=tries: questions(page, before).count(("POST", "race")) == tries, what=f"try {tries}")
    expect(page.get_by_test_id("error")).to_contain_text("does not answer")
    assert questions(page, before).count(("POST", "race")) == 4
    assert losses(page).keys() == seen.keys(), "the race before stays"
    page.unroute("**/api/race*")
    page.get_by_test_id("again").click()
    expect(page.get_by_test_id("error")).to_be_hidden()
    answered(page)


def test_a_full_server_is_asked_again_when_it_said_and_the_page_says_when(visit):
    page = visit("?lang=en")
    page.expected.append("503")
    full = {"status": 503, "headers": {"Retry-After": "1"}, "json": {"detail": "Too many race just now.", "field": ""}}
    page.route("**/api/race*", lambda route: route.fulfill(**full), times=1)
    words = page.get_by_test_id("error")
    seen = "new MutationObserver(() => (it.title += it.textContent)).observe(it, {childList: true, subtree: true})"
    words.evaluate(f"(it) => {seen}")
    before = len(page.asked)
    card(page, 0).locator("[data-slider=lr]").press("ArrowRight")
    expect(words).to_have_attribute("title", re.compile(r"Too many race just now\. It is asked again in 1 s\."))
    expect(words).to_be_hidden()
    answered(page)
    assert questions(page, before).count(("POST", "race")) == 2


def test_errors_without_a_sentence_of_ours_are_told_apart(visit):
    page = visit("?lang=en", width=390, height=844)
    page.expected += ["500", "429", "502"]
    words, right = page.get_by_test_id("error"), card(page, 0).locator("[data-slider=lr]")
    page.route("**/api/race*", lambda route: route.fulfill(status=500, body="<h1>Oops</h1>"), times=1)
    right.press("ArrowRight")
    expect(words).to_have_text(re.compile(r"^The server answered with an error \(500\)\."))
    page.route("**/api/race*", lambda route: route.fulfill(status=429, body="", headers={"Retry-After": "1"}), times=1)
    right.press("ArrowRight")
    answered(page)
    expect(words).to_be_hidden()
    page.route("**/api/race*", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    before = len(page.asked)
    right.press("ArrowRight")
    for tries in range(2, 6):
        is_(page, "away")
        expect(words).to_be_hidden()
        assert contact(page).bounding_box()["height"] < 60, "one row"
        page.get_by_test_id("contact-now").click()
        until(lambda tries=tries: questions(page, before).count(("POST", "race")) >= tries, what=f"try {tries}")
    page.unroute("**/api/race*")
    answered(page)
    expect(words).to_be_hidden()


def test_a_page_of_an_older_version_says_so_once(visit):
    page = visit("?lang=en")
    page.expected.append("ERR_")
    page.context.set_offline(True)
    card(page, 0).locator("[data-slider=lr]").press("ArrowRight")
    is_(page, "away")
    page.route(
        re.compile(r"/js/(api|main\.whole)\.js"), lambda route: route.fulfill(headers={"Cache-Control": "no-cache"})
    )
    page.context.set_offline(False)
    is_(page, "newer")
    expect(page.get_by_test_id("contact-now")).to_have_text("Load it")
    answered(page)
    contact(page).get_by_role("button", name="Close").click()
    is_(page, "here")


def test_a_connection_that_stands_still_is_given_up_in_the_end(visit, mortal):
    page = visit("healthz", wait=False)
    page.clock.install()
    page.goto(f"http://127.0.0.1:{mortal.port}/?lang=en#{LONG}&steps=90")
    answered(page)
    page.expected.append("ERR_")
    with page.expect_response("**/api/race*"):
        page.evaluate("link => { location.hash = link; }", f"{LONG}&steps=100000")
    mortal.process.send_signal(signal.SIGSTOP)
    try:
        page.wait_for_timeout(1_000)  # what was sent before has come
        page.clock.run_for(40_000)
        is_(page, "here")
        page.clock.run_for(6_000)
        is_(page, "away")
    finally:
        mortal.process.send_signal(signal.SIGCONT)
    page.clock.run_for(2_000)
    is_(page, "back")


def test_a_page_whose_part_did_not_come_says_so_and_loads_itself_once(visit):
    page = visit("healthz", wait=False)
    page.evaluate("() => sessionStorage.clear()")
    page.expected.append("Failed to fetch dynamically imported module")
    page.expected.append("ERR_")
    page.route(re.compile(r"/js/(panels/runs|main\.whole)\.js"), lambda route: route.abort(), times=1)
    page.goto(f"{page.url.removesuffix('healthz')}?lang=en#{LONG}&steps=40")
    answered(page)
    expect(page.get_by_test_id("unfinished")).to_have_count(0)
    assert page.url.endswith("&steps=40")
    lost = re.compile(r"/js/(store|main\.whole)\.js")
    page.route(lost, lambda route: route.abort())
    before = len(page.asked)
    page.reload()
    until(lambda: ("HEAD", "missing.js") in questions(page, before), what="the server to be looked for")
    page.wait_for_timeout(500)
    again = questions(page, before).count(("GET", "missing.js"))
    assert again == 1, "it is gone for good: the page loads itself no more than once a minute"
    expect(page.get_by_test_id("unfinished")).to_contain_text("The page did not load completely.")
    page.unroute(lost)
    page.get_by_role("button", name="Load again").click()
    answered(page)
