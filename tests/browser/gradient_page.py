"""The page of gradients as its tests read it."""

from __future__ import annotations

import re

from tests.browser.conftest import drawn
from tests.browser.test_views import DRIVER


def ready(page):
    """Every panel is there."""
    page.expected += DRIVER
    page.locator("body[data-ready]").wait_for(state="attached", timeout=20_000)
    drawn(page)


def told(page, name):
    """A number of the table."""
    text = page.get_by_test_id(name).inner_text().replace("−", "-")
    return float(text) if re.fullmatch(r"-?[\d.]+", text) else None
