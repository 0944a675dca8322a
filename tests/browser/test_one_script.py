"""Every page with a figure works with one script in place of its modules, and with the modules where none was made."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import told
from tests.server import running

ROOT = Path(__file__).parent.parent.parent
MADE = ROOT / "static" / "vendor" / "own" / "made-of.json"
PAGES = ["", "maps", "gradients", "search", "networks", "lessons/020-step-size"]
FEW = 25


@pytest.fixture(scope="module")
def apart(tmp_path_factory):
    """The address of a server that has what npm makes of plotly.js, and of our own modules nothing."""
    folder = tmp_path_factory.mktemp("apart")
    for name in ("app", "optim_core", "static", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", MADE.name))
    with running("-m", "app", cwd=folder) as (_, port):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
def fresh(browser):
    """`fresh(address)` is a page that has nothing yet, mounted; what it asked for and complained of is on it."""
    with browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900}) as context:

        def opened(address):
            page = context.new_page()
            page.asked, page.faults = [], []
            page.on("request", lambda request: page.asked.append(request.url))
            page.on("pageerror", lambda error: page.faults.append(str(error)))
            page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
            page.goto(address)
            page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
            told(page)
            return page

        yield opened


def modules(page):
    """The names of our own scripts that were asked for, those of the head that are no modules left out."""
    names = [url.split("/js/")[1] for url in page.asked if "/assets/" in url and "/js/" in url]
    return [name for name in names if name not in ("query.js", "theme.js", "missing.js")]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_for_one_script(fresh, address, path):
    if not MADE.is_file():
        pytest.skip("npm has made no script for each page here: make bundle")
    page = fresh(address + path)
    assert len(modules(page)) == 1 and modules(page)[0].endswith(".whole.js")
    if not path:
        page.locator(".contourlevel").first.wait_for(state="attached", timeout=20_000)
        page.get_by_test_id("result").first.wait_for()
        assert len(page.asked) <= FEW, page.asked
        page.get_by_test_id("show-tiles").check(force=True)
        expect(page.get_by_test_id("tile").first).to_be_visible()
        assert len(modules(page)) == 1, "what is loaded later is in it, too"
    assert page.faults == []


def test_what_runs_by_itself_is_found_from_the_one_script(fresh, address):
    page = fresh(f"{address}?instrument=price#surface=bowl&run=gradient-descent")
    page.get_by_test_id("instrument").scroll_into_view_if_needed()
    expect(page.get_by_test_id("price-time")).not_to_have_text("–", timeout=20_000)
    assert page.faults == []


@pytest.mark.parametrize("path", ["", "lessons/020-step-size"])
def test_a_page_works_with_its_modules_apart(fresh, apart, path):
    page = fresh(apart + path)
    page.locator(".contourlevel").first.wait_for(state="attached", timeout=20_000)
    assert {"store.js", "panels/figure.js"} < set(modules(page))
    assert not [name for name in modules(page) if name.endswith(".whole.js")]
    assert page.faults == []
