"""What it costs a browser to drag through the epochs of six trainings: processor time of its main thread."""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.server import running

ROOT = Path(__file__).parent.parent
EPOCHS, FRAMES = 200, 240
RUNS = ("gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam")
DATA = ("spirals", "digits")
TASK, KIND = "ThreadControllerImpl::RunTask", "toplevel"
DRAG = """async ([epochs, frames]) => {
    const scrub = document.querySelector("[data-testid=scrub]");
    for (let k = 0; k < frames; k++) {
        scrub.value = Math.round((epochs / 2) * (1 + Math.sin(k / 9)));
        scrub.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(requestAnimationFrame);
    }
}"""


def main() -> None:
    """First drags, in which every picture is made, and second ones."""
    with running("-m", "app", cwd=ROOT) as (_, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox", "--disable-quic"]
        )
        for data in DATA:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
            epochs = EPOCHS if data == DATA[0] else EPOCHS // 5
            runs = "&".join(f"run={kind}" for kind in RUNS)
            page.goto(f"http://127.0.0.1:{port}/networks#training={data};epochs={epochs}&{runs}")
            page.locator('#training-pictures[aria-busy="false"] .net-pane').first.wait_for(timeout=120_000)
            page.wait_for_timeout(1500)
            for which in ("first", "second"):
                tasks = traced(browser, page, epochs)
                print(
                    f"{len(RUNS)} runs x {epochs} epochs of {data}, {which} drag: a frame takes "
                    f"{sum(tasks) / FRAMES:.1f} ms of the main thread, its longest task {max(tasks):.1f} ms "
                    f"(median of the ten longest {statistics.median(sorted(tasks)[-10:]):.1f} ms; a frame has 16.7 ms)"
                )
            page.close()
        browser.close()


def traced(browser: Browser, page: Page, epochs: int) -> list[float]:
    """Milliseconds of processor time of every task of the main thread while the epochs are dragged through."""
    events: list[dict[str, Any]] = []
    over: list[object] = []
    session = browser.new_browser_cdp_session()
    session.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    session.on("Tracing.tracingComplete", lambda told: over.append(told))
    session.send("Tracing.start", {"traceConfig": {"includedCategories": [KIND]}})
    page.evaluate(DRAG, [epochs, FRAMES])
    session.send("Tracing.end")
    while not over:
        page.wait_for_timeout(50)
    main = {
        (e["pid"], e["tid"]) for e in events if e["name"] == "thread_name" and e["args"]["name"] == "CrRendererMain"
    }
    return [e["tdur"] / 1000 for e in events if (e["pid"], e["tid"]) in main and e["name"] == TASK and e.get("tdur")]


if __name__ == "__main__":
    main()
