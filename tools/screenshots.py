"""Takes the pictures of the documentation from the running app: `make screenshots`."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = {
    "race.png": ("", {"width": 1440, "height": 900}, "light"),
    "race-phone.png": ("?lang=ko", {"width": 390, "height": 844}, "dark"),
    "workers.png": ("search#tab=workers", {"width": 1440, "height": 900}, "light"),
}


def race(page: Page) -> None:
    """The race at its end."""
    page.locator(".contourlevel").first.wait_for(state="attached")
    page.wait_for_timeout(500)  # the curves are drawn on the next frames


def workers(page: Page) -> None:
    """A search with two workers, one of which is killed while it trains; then one more."""
    page.get_by_test_id("begin-first").click()
    training = page.get_by_test_id("worker").filter(has_text=re.compile(r"trial 2 · epoch [4-7](?!\d)"))
    training.get_by_test_id("kill").click(timeout=60_000)
    page.get_by_test_id("start-workers").click()
    page.locator("[data-testid=feed] .resumed").wait_for(timeout=60_000)
    page.get_by_test_id("figure-trials").filter(has_text=re.compile(r"^(9|1\d) ")).wait_for(timeout=120_000)


READY = {"workers.png": workers}  # what is done before it is taken; all others wait for the end of their race


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of an app of our own, stopped at the end."""
    data = tempfile.TemporaryDirectory()  # where nobody's searches are
    environment = os.environ | {"RAVINE_PORT": "0", "RAVINE_DATA": data.name}
    process = subprocess.Popen(
        [sys.executable, "-m", "app"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+/", said)
        if not found:
            raise SystemExit(f"Ravine did not start: {said}")
        yield found[0]
    finally:
        process.terminate()
        process.wait()
        data.cleanup()


def main() -> None:
    """Each picture at its size and theme."""
    folder = ROOT / "docs"
    folder.mkdir(exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"])
        for name, (query, size, scheme) in PICTURES.items():
            page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce", device_scale_factor=1)
            page.goto(address + query)
            READY.get(name, race)(page)
            page.screenshot(path=folder / name)
            page.close()
            print(f"docs/{name}")
        browser.close()


if __name__ == "__main__":
    main()
