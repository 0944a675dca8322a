"""Takes the pictures of the documentation from the running app: `make screenshots`."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = {
    "race.png": ("", {"width": 1440, "height": 900}, "light"),
    "race-phone.png": ("?lang=ko", {"width": 390, "height": 844}, "dark"),
}


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The address of an app of our own, stopped at the end."""
    environment = os.environ | {"RAVINE_PORT": "0"}
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


def main() -> None:
    """Each picture at its size and theme, the race at its end."""
    folder = ROOT / "docs"
    folder.mkdir(exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"])
        for name, (query, size, scheme) in PICTURES.items():
            page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce", device_scale_factor=1)
            page.goto(address + query)
            page.locator(".contourlevel").first.wait_for(state="attached")
            page.wait_for_timeout(500)  # the curves are drawn on the next frames
            page.screenshot(path=folder / name)
            page.close()
            print(f"docs/{name}")
        browser.close()


if __name__ == "__main__":
    main()
