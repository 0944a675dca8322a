"""What the race page costs a browser: bytes before the first contour, click to paths, main thread per frame."""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.server import running

ROOT = Path(__file__).parent.parent
RUNS, STEPS = 8, 1000
CLICKS = 9

# When the answer's first bytes were read, and when the trails canvas was stroked after that.
WATCH = """() => {
    window.strokes = [];
    window.heard = 0;
    const read = ReadableStreamDefaultReader.prototype.read;
    ReadableStreamDefaultReader.prototype.read = async function () {
        const part = await read.call(this);
        window.heard ||= performance.now();
        return part;
    };
    const stroke = CanvasRenderingContext2D.prototype.stroke;
    CanvasRenderingContext2D.prototype.stroke = function (...path) {
        if (this.canvas.dataset.testid === "trails" && window.heard) window.strokes.push(performance.now());
        return stroke.apply(this, path);
    };
}"""
NUDGE = """() => {
    const slider = document.querySelector("[data-slider=lr]");
    slider.value = Number(slider.value) + 1;
    window.strokes.length = window.heard = 0;
    window.asked = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
}"""
COUNT_FRAMES = """() => {
    window.frames_seen = 0;
    const count = () => { window.frames_seen += 1; window.counting = requestAnimationFrame(count); };
    count();
}"""
# The same paths drawn the obvious way: extendTraces each frame over a contour of the same size.
BY_PLOTLY = """async ([runs, steps, seconds]) => {
    const box = document.createElement("div");
    box.style.cssText = "position:fixed;inset:60px 340px 60px 360px;z-index:99;background:#fff";
    document.body.append(box);
    const row = (i) => Array.from({ length: 101 }, (_, j) => (j - 50) ** 2 + 20 * (i - 50) ** 2);
    const z = Array.from({ length: 101 }, (_, i) => row(i));
    const paths = Array.from({ length: runs }, () => ({ x: [0], y: [0], mode: "lines" }));
    const axis = { range: [0, 100] };
    await Plotly.newPlot(box, [{ type: "contour", z }, ...paths], { xaxis: axis, yaxis: { ...axis } });
    const which = paths.map((_, i) => i + 1);
    let shown = 0;
    const began = performance.now();
    await new Promise((done) => requestAnimationFrame(function draw(now) {
        const due = Math.min(steps, Math.round(((now - began) / 1000 / seconds) * steps));
        const t = Array.from({ length: Math.max(0, due - shown) }, (_, k) => shown + k);
        shown = Math.max(shown, due);
        if (t.length) Plotly.extendTraces(box, {
            x: which.map((r) => t.map((k) => 50 + 40 * Math.cos(k / (20 + r)))),
            y: which.map((r) => t.map((k) => 50 + 40 * Math.sin(k / (20 + r)))),
        }, which);
        if (shown < steps) requestAnimationFrame(draw);
        else done();
    }));
    box.remove();
}"""


def main() -> None:
    """All figures of one fresh server and browser."""
    with running("-m", "app", cwd=ROOT) as (_, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox", "--disable-quic"]
        )
        address = f"http://127.0.0.1:{port}/"
        weigh(browser, address)
        click(browser, address)
        play(browser, address)
        browser.close()


def weigh(browser: Browser, address: str) -> None:
    """Bytes on the wire until the first contour and the first race are there, plotly.js not among them."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    session, sizes, names = page.context.new_cdp_session(page), {}, {}
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(address)
    page.locator(".contourlevel").first.wait_for(state="attached")
    page.wait_for_timeout(500)
    own = {names[i]: size for i, size in sizes.items() if "vendor/" not in names.get(i, "")}
    vendor = sum(size for i, size in sizes.items() if "vendor/" in names.get(i, ""))
    print(
        f"page before its first contour and race: {sum(own.values()) / 1000:.1f} kB in {len(own)} requests "
        f"(gzipped, heads included); plotly.js after it: {vendor / 1000:.0f} kB"
    )
    page.close()


def click(browser: Browser, address: str) -> None:
    """From a changed learning rate to the first and the last new stroke of a path, at rest at the end."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(address + link())
    page.locator(".contourlevel").first.wait_for(state="attached")
    page.wait_for_timeout(1500)
    page.evaluate(WATCH)
    first, final = [], []
    for _ in range(CLICKS):
        page.evaluate(NUDGE)
        page.wait_for_timeout(1500)
        first.append(page.evaluate("window.strokes[0] - window.asked"))
        final.append(page.evaluate("window.strokes.at(-1) - window.asked"))
    print(
        f"change of a rate, {RUNS} x {STEPS:,} steps: first path after {statistics.median(first):.0f} ms, "
        f"last after {statistics.median(final):.0f} ms (medians of {CLICKS})"
    )
    page.close()


def play(browser: Browser, address: str) -> None:
    """Main-thread time per frame of playback, ours and by extendTraces, on the same page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(address + link())
    page.locator(".contourlevel").first.wait_for(state="attached")
    page.wait_for_timeout(1500)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    idle = per_frame(page, session, lambda: page.wait_for_timeout(3000))

    def ours() -> None:
        page.get_by_test_id("play").click()
        page.wait_for_timeout(7600)

    mine = per_frame(page, session, ours) - idle
    theirs = per_frame(page, session, lambda: page.evaluate(BY_PLOTLY, [RUNS, STEPS, 7])) - idle
    print(
        f"playback of {RUNS} x {STEPS:,} points: {mine:.2f} ms of main thread a frame, extendTraces {theirs:.1f} ms: "
        f"1/{theirs / mine:.0f} (an idle frame, {idle:.2f} ms, taken off both)"
    )
    page.close()


def per_frame(page: Page, session: CDPSession, act: Any) -> float:
    """Milliseconds of main-thread tasks for each animation frame while `act` goes on."""
    page.evaluate(COUNT_FRAMES)
    before = tasks(session)
    act()
    spent = tasks(session) - before
    frames = page.evaluate("cancelAnimationFrame(window.counting), window.frames_seen")
    return 1000 * spent / frames


def tasks(session: CDPSession) -> float:
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"])


def link() -> str:
    """A race of eight long paths, as the page itself would write it."""
    kinds = (
        "gradient-descent:lr=0.001",
        "momentum:lr=0.0005",
        "nesterov:lr=0.0005",
        "adagrad",
        "rmsprop",
        "adam",
        "adamw",
        "lion",
    )
    return f"#surface=rosenbrock&steps={STEPS}&" + "&".join(f"run={kind}" for kind in kinds[:RUNS])


if __name__ == "__main__":
    main()
