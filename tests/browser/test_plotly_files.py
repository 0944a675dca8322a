"""plotly.js as we serve it draws under our policy: the wheel's file made ready, and our bundle."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app import middleware, plotly_files

SITE = "http://ravine.test"
OWN = Path(__file__).parent.parent.parent / "static" / "vendor"
PLAIN = "<!doctype html><title>plain</title><script src='plotly-2d.js' type='module'></script><div id='plot'></div>"
LINKED = (
    "<!doctype html><title>linked</title>"
    "<link id='plotly.js-style-global' rel='stylesheet' href='plotly.css'>"
    "<script src='plotly-2d.js' type='module'></script><div id='plot'></div>"
)
LATER = (
    "<!doctype html><title>later</title>"
    "<link id='plotly.js-style-global' rel='stylesheet' href='plotly.css'>"
    "<div id='plot'></div><script type='module' src='main.js'></script>"
)
DRAW = """async () => {
    const z = [[1, 2, 3], [2, 3, 5], [3, 5, 9]];
    const data = [{type: "contour", z}, {type: "heatmap", z}, {x: [0, 1, 2], y: [0, 1, 0]}];
    await Plotly.newPlot("plot", data, {width: 400, height: 300});
    const image = await Plotly.toImage("plot", {format: "svg"});
    return {
        contours: document.querySelectorAll(".contourlevel path").length,
        stacked: new Set([...document.querySelectorAll(".main-svg")].map(
            (svg) => getComputedStyle(svg).position)).size === 1
            && getComputedStyle(document.querySelector(".main-svg")).position === "absolute",
        version: Plotly.version,
        image: image.length > 1000,
    };
}"""
RULES = """() => [...document.getElementById("plotly.js-style-global").sheet.cssRules].map((r) => r.cssText)"""


SURFACE = """async () => {
    const z = [[1, 2, 3], [2, 3, 5], [3, 5, 9]];
    await Plotly.newPlot("plot", [{type: "surface", z}], {width: 400, height: 300});
    return document.querySelectorAll("#plot canvas").length;
}"""


def kinds():
    """The files of each kind of plotly.js that a page may get, by name."""
    full = plotly_files.wheel_file().read_text(encoding="utf-8")
    found = {"prepared": {"plotly-2d.js": plotly_files.prepared(full), "plotly-3d.js": "// The full file has it all."}}
    if OWN.exists():
        found["own"] = {path.name: path.read_text(encoding="utf-8") for path in OWN.glob("*.js")}
    return found


KINDS = kinds()
VERSION = re.search(r"plotly\.js v([\d.]+)", KINDS["prepared"]["plotly-2d.js"])[1]


@pytest.fixture
def visit(page):
    """Open a page made here, with or without the policy; gathers what the console complains of."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def opened(html, files, strict=True):
        policy = {"Content-Security-Policy": middleware.CONTENT_SECURITY_POLICY + "*"} if strict else {}
        served = {
            "/": ("text/html", html),
            "/plotly.css": ("text/css", plotly_files.style_rules("".join(files.values()))),
            "/main.js": (
                "text/javascript",
                "await import('./plotly-2d.js'); await import('./plotly-3d.js'); document.title = 'ready';",
            ),
            **{f"/{name}": ("text/javascript; charset=utf-8", script) for name, script in files.items()},
            "/favicon.ico": ("image/x-icon", ""),
        }

        def answer(route):
            kind, body = served[route.request.url.removeprefix(SITE)]
            route.fulfill(body=body, headers={"Content-Type": kind, **policy})

        page.route(f"{SITE}/**", answer)
        page.goto(f"{SITE}/")
        return page, complaints

    return opened


@pytest.mark.parametrize("html", [LINKED, LATER], ids=["script", "import"])
@pytest.mark.parametrize("kind", KINDS)
def test_it_draws_under_our_policy(visit, kind, html):
    page, complaints = visit(html, KINDS[kind])
    if html is LATER:
        expect(page).to_have_title("ready")
        assert page.evaluate(SURFACE) > 0, "the part for space joins the core that is there"
    drawn = page.evaluate(DRAW)
    assert drawn["contours"] > 0
    assert drawn["stacked"]
    assert drawn["image"]
    assert drawn["version"] == VERSION, "every kind is of one version"
    assert complaints == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_linked_rules_are_those_that_plotly_would_write(visit, kind):
    page, _ = visit(PLAIN, KINDS[kind], strict=False)
    written = page.evaluate(RULES)
    page.unroute_all()
    page, _ = visit(LINKED.replace("src='plotly-2d.js'", "src='main.js'"), KINDS[kind])
    linked = page.evaluate(RULES)
    assert len(written) > 60
    # Maps bring rules of their own, which are not in this list and which no page needs.
    assert [rule for rule in written if "maplibre" not in rule] == linked


def test_without_its_rules_plotly_still_draws(visit, monkeypatch):
    """The way out, should plotly.js ever keep its rules elsewhere: an empty linked sheet that it fills itself."""
    monkeypatch.setattr(plotly_files, "style_rules", lambda script: "")
    page, complaints = visit(LINKED, KINDS["prepared"])
    assert page.evaluate(DRAW)["stacked"]
    assert complaints == []
