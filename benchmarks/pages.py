"""Our first page beside the pages of others: bytes, time to the first path, and the main thread while paths grow.

Each page comes from this machine, gzipped, to a browser that has nothing of it, with a processor as it is and slowed.
Times are of the wall's clock, in medians of rounds by turns; frames of the main thread's own clock.
"""

from __future__ import annotations

import contextlib
import os
import statistics
from collections import defaultdict
from collections.abc import Iterator

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.clock import ratio
from benchmarks.page import per_frame
from benchmarks.peers.pages import PAGES, Drawn

SLOWED = (1, 6)
ROUNDS, AGAIN = 3, 5
PATIENCE, EVERY = 60_000, 200
# When each condition was first true, looked at once a frame.
LOOK = """(() => {
    const asked = { picture: () => %(picture)s, path: () => %(path)s };
    window.seen = {};
    const look = (now) => {
        for (const [name, there] of Object.entries(asked))
            if (!(name in seen) && document.body && there()) seen[name] = performance.now();
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})();"""
# From here to the next path; the clock begins before the page's own work.
ASK = """async () => {
    %(forget)s;
    const asked = performance.now();
    { %(again)s; }
    while (!(%(path)s)) await new Promise(requestAnimationFrame);
    return performance.now() - asked;
}"""


def main() -> None:
    """A line for each page: what it weighs, how soon it draws, what a frame takes; each at every slowness."""
    with contextlib.ExitStack() as stack, sync_playwright() as playwright:
        pages = list(entered(stack))
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox", "--disable-quic"]
        )
        print(f"pages beside one another, medians of {ROUNDS} rounds by turns, each with a browser's empty cache")
        for page in pages:
            weigh(browser, page)
        for slowed in SLOWED:
            arrive(browser, pages, slowed)
            for page in pages:
                move(browser, page, slowed)
        browser.close()


def entered(stack: contextlib.ExitStack) -> Iterator[Drawn]:
    """The pages that are there; what is missing is said, and the others go on."""
    for made in PAGES:
        try:
            yield stack.enter_context(made())
        except ImportError as missing:
            print(f"  not installed, so left out: {made.__name__} ({missing})")


@contextlib.contextmanager
def opened(browser: Browser, drawn: Drawn, slowed: int = 1) -> Iterator[tuple[Page, CDPSession]]:
    """The page in a browser that has nothing of it, not yet asked for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.add_init_script(drawn.prepare + LOOK % drawn._asdict())
    yield page, session
    context.close()


def shown(page: Page, drawn: Drawn) -> dict[str, float]:
    """Milliseconds from asking for the page to its picture, and to its first path."""
    page.goto(drawn.address, wait_until="commit")
    for _ in range(PATIENCE // EVERY):
        page.wait_for_timeout(EVERY)
        seen: dict[str, float] = page.evaluate("window.seen ?? {}")
        if len(seen) == 2:
            return seen
    raise TimeoutError(f"{drawn.name} drew only {seen} in {PATIENCE} ms")


def weigh(browser: Browser, drawn: Drawn) -> None:
    """All that is on the wire until a second after the first path."""
    with opened(browser, drawn) as (page, session):
        sizes: dict[str, int] = {}
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
        shown(page, drawn)
        page.wait_for_timeout(1000)
        print(f"  {drawn.name:24} {sum(sizes.values()) / 1000:6.0f} kB in {len(sizes):2} requests (heads included)")


def arrive(browser: Browser, pages: list[Drawn], slowed: int) -> None:
    """How soon picture and first path are there, and a path that is asked for later."""
    took: dict[str, dict[str, list[float]]] = {page.name: defaultdict(list) for page in pages}
    for _ in range(ROUNDS):
        for drawn in pages:
            with opened(browser, drawn, slowed) as (page, _):
                for name, ms in shown(page, drawn).items():
                    took[drawn.name][name].append(ms)
                if drawn.again:
                    page.wait_for_timeout(1000)
                    asked = [page.evaluate(ASK % drawn._asdict()) for _ in range(AGAIN)]
                    took[drawn.name]["again"].append(statistics.median(asked))
    first = took[pages[0].name]
    for name, each in took.items():
        told = {what: f"{statistics.median(ms):.0f} ms, {ratio(ms, first[what])} of ours" for what, ms in each.items()}
        print(
            f"  {name:24} processor 1/{slowed}: picture after {told['picture']}; first path after {told['path']}; "
            f"a new path {told.get('again', 'is not to be had')}"
        )


def move(browser: Browser, drawn: Drawn, slowed: int) -> None:
    """Milliseconds of the main thread a frame, above an idle one, as paths grow or the pointer is on the picture."""
    with opened(browser, drawn, slowed) as (page, session):
        shown(page, drawn)
        page.wait_for_timeout(9000)  # ours has played its first race by then
        page.evaluate(drawn.rest)
        page.wait_for_timeout(1000)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        box = page.locator(drawn.at).first.bounding_box()
        assert box
        x, y, across = box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2, 0.6 * box["width"]

        def point() -> None:
            for k in range(60):
                page.mouse.move(x + across * k / 60, y)
                page.wait_for_timeout(25)

        def play() -> None:
            page.evaluate(drawn.play or "")
            page.wait_for_timeout(5000)

        idle = per_frame(page, session, lambda: page.wait_for_timeout(2000))
        pointed = per_frame(page, session, point) - idle
        playing = f"{per_frame(page, session, play) - idle:.2f} ms a frame" if drawn.play else "nothing"
        print(
            f"  {drawn.name:24} processor 1/{slowed}: main thread while paths grow {playing}, under a moving pointer "
            f"{pointed:.2f} ms (an idle frame, {idle:.2f} ms, taken off)"
        )


if __name__ == "__main__":
    main()
