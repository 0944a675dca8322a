"""How runs are told apart on the page: read from the page's own files, so that it is said once."""

from __future__ import annotations

import functools
import json
import re
from typing import Literal, NamedTuple

from app import resources


class Look(NamedTuple):
    """Colour, dash as Plotly writes it, and Plotly's name of the head."""

    colour: str
    dash: str
    symbol: str


class Shape(NamedTuple):
    """What tells a slot without its colour: the lengths of its dash, and its head's outline in a box from -8 to 8."""

    dash: list[float]
    head: str


def look(slot: int) -> Look:
    """The look of a slot on a light page."""
    colours, dashes, symbols, _ = _page()
    dash = ",".join(f"{part:g}px" for part in dashes[slot % len(dashes)])
    return Look(colours[slot % len(colours)], dash or "solid", symbols[slot % len(symbols)])


def colours() -> int:
    """After how many slots the colours come again."""
    return len(_page()[0])


def shape(slot: int) -> Shape:
    """Dash and head of a slot. Where a dash comes again it comes with another head."""
    _, dashes, _, heads = _page()
    return Shape(dashes[slot % len(dashes)], heads[(slot + slot // len(dashes)) % len(heads)])


def break_sign(how: Literal["diverged", "left"]) -> str:
    """What a head becomes where its run broke off."""
    name = {"diverged": "CROSS", "left": "GATE"}[how]
    return str(re.findall(rf'const {name} = "(.*)";', _script())[0])


def _script() -> str:
    return (resources.folder("static") / "js/look.js").read_text(encoding="utf-8")


@functools.cache
def _page() -> tuple[list[str], list[list[float]], list[str], list[str]]:
    light = (resources.folder("static") / "css/base.css").read_text(encoding="utf-8").partition("data-theme")[0]
    dashes, symbols, heads = (
        json.loads(re.sub(r",\s*\]", "]", re.findall(rf"const {name} = (\[.*?\]);", _script(), re.DOTALL)[0]))
        for name in ("DASHES", "SYMBOLS", "HEADS")
    )
    return re.findall(r"--run-\d: (#\w+);", light), dashes, symbols, heads
