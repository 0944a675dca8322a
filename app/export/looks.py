"""How runs are told apart on the page: read from the page's own files, so that it is said once."""

from __future__ import annotations

import functools
import json
import re
from typing import NamedTuple

from app import resources


class Look(NamedTuple):
    """Colour, dash as Plotly writes it, and Plotly's name of the head."""

    colour: str
    dash: str
    symbol: str


def look(slot: int) -> Look:
    """The look of a slot on a light page."""
    colours, dashes, symbols = _page()
    dash = ",".join(f"{part:g}px" for part in dashes[slot % len(dashes)])
    return Look(colours[slot % len(colours)], dash or "solid", symbols[slot % len(symbols)])


@functools.cache
def _page() -> tuple[list[str], list[list[float]], list[str]]:
    static = resources.folder("static")
    light = (static / "css/base.css").read_text(encoding="utf-8").partition("data-theme")[0]
    script = (static / "js/look.js").read_text(encoding="utf-8")
    dashes, symbols = (re.findall(rf"const {name} = (\[.*\]);", script)[0] for name in ("DASHES", "SYMBOLS"))
    return re.findall(r"--run-\d: (#\w+);", light), json.loads(dashes), json.loads(symbols)
