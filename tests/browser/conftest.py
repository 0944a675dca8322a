"""A real server and a real browser; a page that complains or asks another machine fails its test."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server import running

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def address():
    with running("-m", "app", cwd=ROOT) as (_, port):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def visit(browser, address):
    """`visit("?lang=ko#...", width=390, ...)` gives a page; what went wrong on it is asserted at the end."""
    visited = []

    def open_page(query="", *, width=1440, height=900, wait=True, **options):
        options = {"reduced_motion": "reduce", "locale": "en-US", "color_scheme": "light"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        page = context.new_page()
        page.faults, page.expected, page.asked = [], [], []
        page.on("console", lambda m: m.type in ("error", "warning") and page.faults.append(m.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("request", lambda request: page.asked.append(request))
        visited.append(page)
        page.goto(address + query)
        if wait:
            settled(page)
        return page

    yield open_page
    for page in visited:
        strangers = {r.url for r in page.asked if urlsplit(r.url).hostname not in ("127.0.0.1", None)}
        faults = [f for f in page.faults if not any(e in f for e in page.expected)]
        page.context.close()
        assert not strangers, "a request left the machine"
        assert not faults, faults


def turn_to(page, query, wait=False):
    """Another page of ours in the same browser, which has its scripts already."""
    here = urlsplit(page.url)
    page.goto("about:blank")
    page.goto(f"{here.scheme}://{here.netloc}/{query}")
    if wait:
        settled(page)


def until(condition, seconds=10, what="the page to get there"):
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
    """Every run has reached its end and says how: a run that has no state is still on its way."""
    rows = results(page)
    return rows and all(row[-1] not in ("", "running", "진행 중") for row in rows)


def settled(page):
    """The backdrop is drawn and every run has reached its end."""
    page.locator(".contourlevel").first.wait_for(state="attached", timeout=20_000)
    until(lambda: over(page), seconds=20, what="every run to reach its end")


def races(page):
    """How many races this page has asked for."""
    page.wait_for_timeout(1)  # what the browser told is heard only while it is spoken to
    return sum(r.method == "POST" and "/api/race" in r.url for r in page.asked)


def sideways(page):
    """How far the page can be scrolled sideways, in CSS pixels."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
