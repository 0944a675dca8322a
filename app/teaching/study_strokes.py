"""What a series of a study looks like on paper: lines, spots, bars and cells as SVG."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from app.export import looks
from optim_core.fields import Array
from optim_core.study import LANES, Figure, Series

SHADES = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))  # those of the page, coarsely
INK, THEORY = "#000000", "2 3"
PALE = ["theory", "spread", "cells", *LANES]  # have no colour of their own
SPOT, WIDEST, OVERLAP = 2.2, 40.0, 0.3  # units of the drawing: radius of a spot, widest bar, of cells over neighbours

Slots = Mapping[str, int]


class Placed(NamedTuple):
    """Rows of a series (n,): where they stand, the other edge of a spread, what colours them; `foot` is of bars."""

    x: Array
    y: Array
    top: Array | None
    values: Array
    foot: float


def slots_of(figures: Sequence[Figure]) -> dict[str, int]:
    """The number of the colour of every column: what is of one thing has one colour in all figures."""
    own = [s for figure in figures for s in figure.series if s.role not in PALE and not s.like]
    return {name: k for k, name in enumerate(dict.fromkeys(s.column for s in own))}


def style(series: Series, figure: Figure, slots: Slots) -> str:
    """Colour and dash."""
    slot = _slot(series, figure, slots)
    tone = INK if slot is None else looks.look(slot).colour
    dash = THEORY if series.role == "theory" else ""
    if slot is not None and series.role in ("line", "steps"):
        dash = " ".join(f"{part:g}" for part in looks.shape(slot).dash)
    return f"--tone:{tone};stroke-dasharray:{dash or 'none'}"


def strokes(series: Series, rows: Placed, look: str) -> Iterator[str]:
    """What is drawn of it, with a look as of `style`."""
    x, y, top, values, foot = rows
    there = np.isfinite(x + y)
    places = np.stack((x, y), axis=1)[there]
    match series.role:
        case "cells":
            yield from _cells(series, rows)
        case "spread" if top is not None:
            known = there & np.isfinite(top)
            around = [*zip(x[known], y[known], strict=True), *zip(x[known][::-1], top[known][::-1], strict=True)]
            yield f'<path class="study-area" style="{look}" d="M{_points(around)}Z"/>' if around else ""
        case "spots" | "rings":
            for (a, b), value in zip(places, values[there], strict=True):
                tone = f"--tone:{looks.look(int(value)).colour}" if series.by else look
                yield spot(series, tone, a, b)
        case "bars":
            wide = 0.8 * float(np.diff(np.unique(x[there])).min(initial=WIDEST))
            for a, b in places:
                outline = f"M{a - wide / 2:.1f} {foot}V{b:.1f}h{wide:.1f}V{foot}z"
                yield f'<path class="study-area" style="{look}" d="{outline}"/>'
        case _ if len(places):
            bends = _stairs(places) if series.role == "steps" else _points(places)
            yield f'<path class="study-line" style="{look}" d="M{bends}"/>'


def spot(series: Series, look: str, x: float, y: float) -> str:
    """A dot, or a ring."""
    kind = "study-ring" if series.role == "rings" else "study-spot"
    return f'<circle class="{kind}" style="{look}" cx="{x:.1f}" cy="{y:.1f}" r="{SPOT}"/>'


def _slot(series: Series, figure: Figure, slots: Slots) -> int | None:
    if series.role in ("theory", "cells"):
        return None
    after = figure.series[figure.series.index(series) :]
    around = next((one for one in after if one.role != "spread"), series) if series.role == "spread" else series
    return slots.get(series.like or around.like or around.column)


def _stairs(places: Array) -> str:
    (x, y), *others = places
    return f"{x:.1f} {y:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in others)


def _points(places: Sequence[tuple[float, float]] | Array) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _cells(series: Series, rows: Placed) -> Iterator[str]:
    with np.errstate(all="ignore"):
        values = np.log10(rows.values) if series.log else rows.values
    there = np.isfinite(rows.x + rows.y + values)
    if not there.any():
        return
    x, y, values = rows.x[there], rows.y[there], values[there]
    wide, high = (float(np.diff(np.unique(each.round(2))).min(initial=WIDEST)) + OVERLAP for each in (x, y))
    ends = series.ends and tuple(math.log10(end) if series.log else end for end in series.ends)
    low, top = ends or (values.min(), values.max())
    for a, b, value in zip(x, y, values, strict=True):
        colour = looks.look(int(value)).colour if series.names else _shade((value - low) / ((top - low) or 1))
        yield f'<path fill="{colour}" d="M{a - wide / 2:.1f} {b - high / 2:.1f}h{wide:.1f}v{high:.1f}h{-wide:.1f}z"/>'


def _shade(share: float) -> str:
    at = min(max(share, 0.0), 1.0) * (len(SHADES) - 1)
    k = min(int(at), len(SHADES) - 2)
    return f"rgb({','.join(str(round(p + (q - p) * (at - k))) for p, q in zip(SHADES[k], SHADES[k + 1], strict=True))})"
