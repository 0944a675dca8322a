"""A figure of a study on paper: as SVG, since nothing of a page runs there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from markupsafe import Markup, escape

from app.formulas import plain
from app.teaching.levels import ticks
from app.teaching.study_strokes import Placed, Slots, spot, strokes, style
from optim_core.fields import Array
from optim_core.study import LANES, Axis, Figure, Mark, Series

WIDE, HIGH = 460, 240
LEFT, TOP, RIGHT, BOTTOM = 60, 16, WIDE - 8, HIGH - 24  # of the plot
ROOM = 0.04  # of an axis, at each end
DEEPEST = 16  # decades
FEW = 2.5  # decades, of which 2 and 5 have their ticks as well


class Scale(NamedTuple):
    """From values, of a logarithmic axis decades, to the drawing."""

    low: float
    high: float
    log: bool
    start: float
    end: float

    def at(self, values: Array) -> Array:
        """Where they stand; what is too low lies on the edge."""
        with np.errstate(all="ignore"):
            share = ((np.log10(values) if self.log else values) - self.low) / (self.high - self.low)
        return np.asarray(self.start + np.maximum(share, 0) * (self.end - self.start))

    def ticks(self, count: int) -> list[tuple[float, str]]:
        """About so many of its values, each with its number."""
        if not self.log:
            return ticks(self.low, self.high, count)
        decades = range(math.floor(self.low), math.ceil(self.high) + 1)
        leads = (1, 2, 5) if self.high - self.low < FEW else (1,)
        inside = [v for k in decades for lead in leads if self.low <= math.log10(v := lead * 10.0**k) <= self.high]
        return [(value, plain(value)) for value in inside[:: len(inside) // (count + 1) + 1]]


def svg(figure: Figure, columns: Mapping[str, Array], marks: Sequence[Mark], slots: Slots, language: str) -> Markup:
    """The chart with its title, its axes and what its lines mean; nothing where nothing was found.

    Lanes are not drawn: they have no heights.
    """
    if any(series.role in LANES for series in figure.series):
        return Markup()
    across, up = _scales(figure, columns)
    if across is None or up is None:
        return Markup()
    parts = [*_axis(figure.across, across, upright=False), *_axis(figure.up, up, upright=True)]
    for series in figure.series:
        parts += strokes(series, _placed(series, figure, columns, across, up), style(series, figure, slots))
    for mark in marks:
        at = float(across.at(np.array(mark.at)))
        name = f'<text x="{at:.1f}" y="{TOP - 4}" text-anchor="middle">{_said(mark.title, language)}</text>'
        parts.append(f'<path class="study-mark" d="M{at:.1f} {TOP}V{BOTTOM}"/>{name}')
    title = _said(figure.title, language)
    axes = f"↑ {_said(figure.up.title, language)} · → {_said(figure.across.title, language)}"
    return Markup(  # noqa: S704 - numbers of ours; every word is escaped
        f'<figure class="sheet-study"><figcaption><b>{title}</b> <span>{axes}</span></figcaption>'
        f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{title}">{"".join(parts)}</svg>'
        f"<ul>{''.join(_item(series, figure, slots, language) for series in figure.series)}</ul></figure>"
    )


def _said(text: object, language: str) -> str:
    return str(escape(getattr(text, language)))


def _scales(figure: Figure, columns: Mapping[str, Array]) -> tuple[Scale | None, Scale | None]:
    cells = next((series for series in figure.series if series.role == "cells"), None)
    names = [name for s in figure.series for name in (s.column, s.to) if name and s is not cells]
    heights = [columns[name] for name in ([figure.up.column] if cells else names)]
    bars = any(series.role == "bars" for series in figure.series)
    heights += [np.zeros(1)] * bars
    grid = cells is not None
    return (
        _scale(figure.across, [columns[figure.across.column]], (LEFT, RIGHT), grid),
        _scale(figure.up, heights, (BOTTOM, TOP), grid),
    )


def _scale(axis: Axis, found: Sequence[Array], edges: tuple[float, float], grid: bool) -> Scale | None:
    values = np.concatenate([column[np.isfinite(column)] for column in found])
    log = axis.log and bool(np.all(values >= 0))
    values = np.log10(values[values > 0]) if log else values
    if not len(values):
        return None
    if axis.ends:
        low, high = (math.log10(end) if log else end for end in axis.ends)
        return Scale(low, high, log, *edges)
    high = float(values.max())
    low = max(float(values.min()), high - DEEPEST) if log else float(values.min())
    room = 0.5 * float(np.diff(np.unique(values)).max(initial=0.0)) if grid else ROOM * (high - low)
    return Scale(low - (room or 0.5), high + (room or 0.5), log, *edges)


def _axis(axis: Axis, scale: Scale, upright: bool) -> list[str]:
    told = axis.names or scale.ticks(5 if upright else 6)
    parts = []
    for value, label in told:
        at = float(scale.at(np.array(value)))
        grid = f"M{LEFT} {at:.1f}H{RIGHT}" if upright else f"M{at:.1f} {TOP}V{BOTTOM}"
        place = f'x="{LEFT - 4}" y="{at + 4:.1f}" text-anchor="end"' if upright else f'x="{at:.1f}" y="{HIGH - 8}"'
        parts.append(f'<path class="study-grid" d="{grid}"/><text {place}>{escape(label)}</text>')
    return parts


def _placed(series: Series, figure: Figure, columns: Mapping[str, Array], across: Scale, up: Scale) -> Placed:
    cells = series.role == "cells"
    return Placed(
        across.at(columns[figure.across.column]),
        up.at(columns[figure.up.column if cells else series.column]),
        up.at(columns[series.to]) if series.to else None,
        columns[series.by or series.column],
        BOTTOM,
    )


def _item(series: Series, figure: Figure, slots: Slots, language: str) -> str:
    """Of cells, whose colours the text speaks of, the name only."""
    area = series.role in ("spread", "bars")
    kind, d = ("study-area", "M0 1H26V9H0Z") if area else ("study-line", "M0 5H26")
    look = style(series, figure, slots)
    drawn = f'<path class="{kind}" style="{look}" d="{d}"/>'
    if series.role in ("spots", "rings"):
        drawn = spot(series, look, 13, 5)
    piece = f'<svg viewBox="0 0 26 10" aria-hidden="true">{drawn}</svg>'
    return f"<li>{'' if series.role == 'cells' else piece}{_said(series.title, language)}</li>"
