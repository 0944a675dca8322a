"""A real server and a real browser; a page that complains or asks another machine fails its test."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.tabs import Tabs
from tests.server import running

ROOT = Path(__file__).parent.parent.parent
expect.set_options(timeout=15_000)  # where everything shares two cores, five seconds are soon over
PASSED = pytest.StashKey[bool]()
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """A server that keeps its searches where nobody else's are."""
    with running("-m", "app", cwd=ROOT, RAVINE_DATA=str(tmp_path_factory.mktemp("data"))) as (_, port):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture(scope="session")
def tabs(browser):
    return Tabs(browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[PASSED] = report.passed
    return report


@pytest.fixture
def visit(tabs, address, request):
    """`visit("?lang=ko#...", width=390, ...)` gives a page; what went wrong on it is asserted at the end."""
    visited = []

    def open_page(query="", *, width=1440, height=900, wait=True, **options):
        page = tabs.take(width, height, **{"locale": "en-US"} | options)
        visited.append(page)
        page.goto(address + query)
        if wait:
            settled(page)
        return page

    yield open_page
    strangers, faults = set(), []
    for page in visited:
        told(page)
        strangers |= {r.url for r in page.asked if urlsplit(r.url).hostname not in ("127.0.0.1", None)}
        faults += [f for f in page.faults if not any(e in f for e in page.expected)]
        if request.node.stash.get(PASSED, False):
            tabs.give_back(page)
        else:
            page.context.close()
    assert not strangers, "a request left the machine"
    assert not faults, faults


def told(page):
    """What the browser has to tell is heard only while it is spoken to."""
    page.wait_for_timeout(1)


def turn_to(page, query, wait=False):
    """Another page of ours in the same browser, which has its scripts already."""
    here = urlsplit(page.url)
    page.goto("about:blank")
    page.goto(f"{here.scheme}://{here.netloc}/{query}")
    if wait:
        settled(page)


def until(condition, seconds=20, what="the page to get there"):
    """Ask again and again, from here: the page's policy forbids evaluating text inside it."""
    ends = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > ends:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.03)
    return found


def to_step(page, step):
    """Put the scrubber to a step and wait until whoever draws has heard of it: they are all told in one go."""
    page.get_by_test_id("scrub").fill(str(step))
    where = page.get_by_test_id("where")
    until(lambda: where.text_content().split()[-3:-2] == [str(step)], what=f"step {step} to be shown")


def results(page):
    """The table of results as a list of rows of text, all read at one moment."""
    cells = "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    return page.get_by_test_id("result").evaluate_all(cells)


def over(page):
    """Every run is shown at its end and says how it ended."""
    return all(row[-1] not in ("", "running", "진행 중") for row in results(page))


def answered(page):
    """Every panel is there, the race that was asked for last has come to its end, and all of it is drawn."""
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    expect(page.get_by_test_id("results")).to_have_attribute("aria-busy", "false", timeout=20_000)
    drawn(page)


def settled(page, at_end=True):
    """Answered, before its backdrop and, unless it is looked at elsewhere, shown to the end of every run."""
    page.locator(".contourlevel").first.wait_for(state="attached", timeout=20_000)
    until(lambda: surveyed(page), what="the backdrop of the window that is seen")
    answered(page)
    if at_end:
        until(lambda: over(page), what="every run to be shown to its end")


def surveyed(page):
    """The backdrop, which is asked for once more when the size of the plot is known, has come and is drawn."""

    def asked():
        told(page)
        return [r for r in getattr(page, "asked", []) if "/api/surface?" in r.url]

    before = asked()
    if not all(r.failure or r.timing["responseEnd"] >= 0 for r in before[-1:]):
        return False
    drawn(page)
    busy = page.locator(".backdrop[aria-busy=true]")
    return busy.count() == 0 and len(asked()) == len(before)


def drawn(page):
    """What waits for the next animation frame is on the screen."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def still(element):
    """The box of something that may yet be scrolled or laid out, once it stays where it is."""
    boxes = [None]

    def rests():
        drawn(element.page)
        boxes.append(element.bounding_box())
        return boxes[-1] == boxes[-2] and boxes[-1]

    return until(rests, what="it to lie still")


def races(page):
    """How many races this page has asked for."""
    told(page)
    return sum(r.method == "POST" and "/api/race" in r.url for r in page.asked)


def sideways(page):
    """How far the page can be scrolled sideways, in CSS pixels."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
