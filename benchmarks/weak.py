"""What playback costs a weak machine, in each way to look at a race: a slowed processor, main thread and frame gaps.

Times are of the main thread's own clock, so that other work of the machine does not count; gaps are of the wall's.
"""

from __future__ import annotations

import os
import statistics

from playwright.sync_api import Browser, Page, sync_playwright

from app import plotly_files
from benchmarks.page import ROOT, RUNS, STEPS, link, per_frame, running

SLOWED = (1, 4, 6)
LAYOUTS = ("map", "space", "both", "tiles")
SECONDS = 7
GAPS = """() => {
    window.gaps = [];
    let before = 0;
    const note = (now) => {
        if (before) window.gaps.push(now - before);
        before = now;
        window.noting = requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
}"""
# The same paths in space drawn the obvious way: every trace restyled on each frame, over a surface of the same size.
BY_RESTYLE = """async ([runs, steps, seconds]) => {
    const box = document.createElement("div");
    box.style.cssText = "position:fixed;inset:60px 400px 60px 360px;z-index:99;background:#fff";
    document.body.append(box);
    const row = (i) => Array.from({ length: 101 }, (_, j) => (j - 50) ** 2 + 20 * (i - 50) ** 2);
    const paths = Array.from({ length: runs }, () => ({ type: "scatter3d", mode: "lines", x: [0], y: [0], z: [0] }));
    const z = Array.from({ length: 101 }, (_, i) => row(i));
    await Plotly.newPlot(box, [{ type: "surface", z, showscale: false }, ...paths], { uirevision: 1 });
    const which = paths.map((_, i) => i + 1);
    const began = performance.now();
    await new Promise((done) => requestAnimationFrame(function draw(now) {
        const due = Math.min(steps, Math.round(((now - began) / 1000 / seconds) * steps));
        const at = (of) => which.map((r) => Array.from({ length: due }, (_, k) => of(k / (20 + r))));
        const [x, y, z] = [(a) => 50 + 40 * Math.cos(a), (a) => 50 + 40 * Math.sin(a), () => 20000].map(at);
        Plotly.restyle(box, { x, y, z }, which);
        if (due < steps) requestAnimationFrame(draw);
        else done();
    }));
    box.remove();
}"""


def main() -> None:
    """One line for each layout and slowness; then the paths in space as Plotly's own traces."""
    with running("-m", "app", cwd=ROOT) as (_, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox", "--disable-quic"]
        )
        for layout in LAYOUTS:
            play(browser, f"http://127.0.0.1:{port}/{link()}&show={layout}", layout)
        restyle(browser, f"http://127.0.0.1:{port}/")
        browser.close()


def play(browser: Browser, address: str, layout: str) -> None:
    """Playback of one layout at each slowness; an idle frame at the same slowness is taken off."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(address)
    page.get_by_test_id("result").nth(RUNS - 1).wait_for()
    page.wait_for_timeout(4000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    for slowed in SLOWED:
        session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        page.wait_for_timeout(1000)
        idle = per_frame(page, session, lambda: page.wait_for_timeout(2000))
        page.evaluate(GAPS)
        spent = per_frame(page, session, lambda: played(page)) - idle
        gaps = page.evaluate("cancelAnimationFrame(window.noting), window.gaps")
        late = sum(gap > 17.5 for gap in gaps) / len(gaps)
        print(
            f"{layout}, {RUNS} x {STEPS:,} points, processor 1/{slowed}: {spent:.2f} ms of main thread a frame "
            f"(an idle frame, {idle:.2f} ms, taken off), median gap {statistics.median(gaps):.1f} ms, "
            f"{100 * (1 - late):.0f} % within 17 ms"
        )
    page.close()


def restyle(browser: Browser, address: str) -> None:
    """The obvious way, by the wheel's plotly.js: our own small one has no lines in space."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    full = plotly_files.prepared(plotly_files.wheel_file().read_text(encoding="utf-8"))
    page.route("**/plotly-2d.js", lambda route: route.fulfill(body=full, content_type="text/javascript"))
    page.goto(address)
    page.locator(".contourlevel").first.wait_for(state="attached", timeout=60_000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    spent = per_frame(page, session, lambda: page.evaluate(BY_RESTYLE, [RUNS, STEPS, SECONDS]))
    print(f"space by scatter3d and restyle, processor 1/1: {spent:.1f} ms of main thread a frame")
    page.close()


def played(page: Page) -> None:
    """Once from start to end, which takes longer where frames come late."""
    page.get_by_test_id("play").click()
    page.wait_for_timeout(1000 * SECONDS)
    scrub = page.get_by_test_id("scrub")
    while scrub.input_value() != scrub.get_attribute("max"):
        page.wait_for_timeout(250)


if __name__ == "__main__":
    main()
