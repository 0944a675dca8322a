"""What stands around the plot of a figure: axes with their numbers, and a key to its lines, in pixels."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import escape

from app import i18n
from app.export import looks
from app.teaching.levels import ticks
from app.teaching.plot import Plot
from app.teaching.tracks import Track

_TYPE = 13  # pixels: the size of all words, as the style sheet has it
_ROW = 24  # of the key
_BELOW = 26  # room for the numbers of the x axis
_SWATCH = 40
_GAP = 18


class Margins(NamedTuple):
    """Room around a plot."""

    left: int
    right: int
    top: int
    bottom: int


def margins(plot: Plot, names: Sequence[str], language: str) -> Margins:
    """As much room as the numbers and the key need."""
    widest = max(_wide(label) for _, label in _ticks(plot)[1])
    rows = _rows([*names, *_marks(plot, language)], plot.width)
    return Margins(round(widest) + 14, 22, 22, _BELOW + 6 + _ROW * len(rows))


def axes(plot: Plot, around: Margins) -> str:
    """The rim of the plot, its ticks with their numbers, and the names of the axes at their ends."""
    x0, x1, y0, y1 = plot.box
    left, top = around.left, around.top
    right, bottom = left + plot.width, top + plot.height
    across, along = _ticks(plot)
    parts = [f'<rect class="rim" x="{left}" y="{top}" width="{plot.width}" height="{plot.height}"/>']
    for at, label in across:
        x = round(left + (at - x0) / (x1 - x0) * plot.width, 1)
        parts.append(f'<path class="tick" d="M{x:g} {bottom}v4"/>')
        parts.append(f'<text class="number" x="{x:g}" y="{bottom + 18}" text-anchor="middle">{label}</text>')
    for at, label in along:
        y = round(top + (y1 - at) / (y1 - y0) * plot.height, 1)
        parts.append(f'<path class="tick" d="M{left} {y:g}h-4"/>')
        parts.append(f'<text class="number" x="{left - 8}" y="{y + 4.5:g}" text-anchor="end">{label}</text>')
    parts.append(f'<text class="axis" x="{right + 8}" y="{bottom + 4}">x</text>')
    parts.append(f'<text class="axis" x="{left}" y="{top - 8}" text-anchor="middle">y</text>')
    return "".join(parts)


def key(plot: Plot, around: Margins, runs: list[Track], language: str) -> str:
    """Each run's line with its head and its name, then what the other marks mean."""
    names = [*(run.name for run in runs), *_marks(plot, language)]
    swatches = [*(_swatch(run) for run in runs), *_marks(plot, language).values()]
    parts, place = [], 0
    y = around.top + plot.height + _BELOW + 6
    for row in _rows(names, plot.width):
        x = float(around.left)
        for name in row:
            words = f'<text x="{_SWATCH + 8}" y="14.5">{escape(name)}</text>'
            parts.append(f'<g transform="translate({x:g} {y})">{swatches[place]}{words}</g>')
            x = round(x + _SWATCH + 8 + _wide(name) + _GAP)
            place += 1
        y += _ROW
    return f'<g class="key">{"".join(parts)}</g>'


def _marks(plot: Plot, language: str) -> dict[str, str]:
    """The signs that are there, by what they mean."""
    signs = {"start": '<circle class="begin" cx="20" cy="10" r="7"/>'}
    if plot.marks(np.empty((0, 2)))[0]:
        signs["minimum"] = '<path class="minimum" d="M14 10h12M20 4v12"/>'
    if plot.hole():
        signs["no-value"] = (
            '<path class="hole" d="M8 2h24v16h-24z"/>'
            '<path class="hatch" d="M8 10l8-8M8 18l16-16M16 18l16-16M24 18l8-8"/>'
        )
    return {i18n.text(language, f"picture.{mark}"): sign for mark, sign in signs.items()}


def _swatch(run: Track) -> str:
    dash, head = looks.shape(run.slot)
    dashes = f' stroke-dasharray="{" ".join(f"{part:g}" for part in dash)}"' if dash else ""
    return (
        f'<g class="run-{run.slot % looks.colours()}"><path class="line" d="M1 10H39"{dashes}/>'
        f'<path class="head" d="{head}" transform="translate(20 10)"/></g>'
    )


def _rows(names: Sequence[str], width: int) -> list[list[str]]:
    """The names as they fill rows of that width, those too long for a row cut."""
    rows: list[list[str]] = [[]]
    used = 0.0
    for name in names:
        needed = _SWATCH + 8 + _wide(name)
        if rows[-1] and used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append(_cut(name, width - _SWATCH - 8))
        used += needed + _GAP
    return rows


def _cut(name: str, width: float) -> str:
    if _wide(name) <= width:
        return name
    while _wide(f"{name}…") > width:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _wide(words: str) -> float:
    """About how wide words are: a Korean letter fills a square, a Latin one a good half of it."""
    return sum(_TYPE * (1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.6) for letter in words)


def _ticks(plot: Plot) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
    x0, x1, y0, y1 = plot.box
    return ticks(x0, x1, plot.width / 70), ticks(y0, y1, plot.height / 45)
