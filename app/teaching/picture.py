"""Pictures of races as SVG, for pages and paper: coloured by `static/css/picture.css`, so they follow the theme.

They are pure functions of what they are given; whoever asks for the same one often keeps it.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from markupsafe import Markup, escape

from app import i18n
from app.declared import build
from app.export import looks
from app.export.words import race_line
from app.formulas import plain
from app.specs import Race
from app.teaching.plot import UNITS, Plot, fitted
from app.teaching.surround import Margins, axes, key, margins
from app.teaching.tracks import Track, tracks
from optim_core import Surface
from optim_core.surface import Box

MOST = 5000  # bytes of a thumbnail as it is sent, compressed
Name = Literal["thumbnail", "figure"]
_ENDS = {"": "picture.ends", "diverged": "picture.broken", "left": "picture.left"}


class Care(NamedTuple):
    """How far the lines of the ground and the paths may stray, in half pixels, and of how many levels one is drawn."""

    ground: float
    path: float
    every: int = 1


class Detail(NamedTuple):
    """How finely a picture is drawn.

    The ground has `points` a side, each the mean of `fine` x `fine`; a surface made of data is smooth and dear, and has
    fewer. Of the cares the first is taken that makes a thumbnail small enough.
    """

    points: int
    fine: int
    points_of_data: int
    scale: float
    cares: tuple[Care, ...]


_LESS = (Care(0.25, 1.5), Care(0.5, 3), Care(0.7, 5), Care(0.7, 5, 2), Care(1.5, 7, 3), Care(3, 12, 4))
_DETAILS: dict[Name, Detail] = {
    "thumbnail": Detail(101, 3, 61, 0.8, (Care(0.25, 0.7), *_LESS)),
    "figure": Detail(151, 3, 101, 1.0, (Care(0.15, 0.5),)),
}


def svg(
    spec: Race,
    language: str,
    size: tuple[int, int] = (320, 200),
    detail: Name = "thumbnail",
    window: Box | None = None,
    names: Sequence[str] | None = None,
) -> Markup:
    """A race from above: the surface, its minima, and every run from its start to its end.

    Args:
        size: of the plot in CSS pixels; axes and key of a figure take more.
        detail: "thumbnail" (no words, at most `MOST` bytes) or "figure" (axes and a key).
        window: x_min, x_max, y_min, y_max, or the surface's own; either is widened to the plot's shape.
        names: of the runs, in their order, in the reader's language; else their labels or their optimizers' titles.

    It takes as long as the race; a server asks for it in a thread. Raises ValueError where the noise does not fit.
    """
    chosen = _DETAILS[detail]
    surface: Surface = build(Surface, spec.surface)
    plot = Plot(surface, fitted(window or surface.domain(), size[0] / size[1]), *size, chosen.scale)
    runs = tracks(spec, language, names, clouds=detail == "figure")
    around = margins(plot, [run.name for run in runs], language) if detail == "figure" else Margins(0, 0, 0, 0)
    words = f"<title>{escape(_title(surface, language))}</title><desc>{escape(_told(spec, runs, language))}</desc>"
    extra = axes(plot, around) + key(plot, around, runs, language) if detail == "figure" else ""
    made = ""
    sampling = (chosen.points_of_data, 1) if surface.rows else (chosen.points, chosen.fine)
    heights = plot.heights(*sampling)
    for care in chosen.cares:
        inner = plot.ground(heights, care.ground, care.every) + plot.hole() + _inner(plot, runs, care.path)
        made = _whole(plot, around, detail, words, inner, extra)
        if detail == "figure" or len(gzip.compress(made.encode(), mtime=0)) <= MOST:
            break
    return Markup(made)  # noqa: S704 - numbers of ours; every word is escaped


def _whole(plot: Plot, around: Margins, detail: Name, words: str, inner: str, extra: str) -> str:
    wide, high = plot.width + around.left + around.right, plot.height + around.top + around.bottom
    place = f'x="{around.left}" y="{around.top}" width="{plot.width}" height="{plot.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture {detail}" role="img" viewBox="0 0 {wide} {high}"'
        f' width="{wide}" height="{high}">{words}'
        f'<svg class="picture-plot" {place} viewBox="0 0 {plot.width * UNITS} {plot.height * UNITS}">{inner}</svg>'
        f"{extra}</svg>"
    )


def _inner(plot: Plot, runs: list[Track], tolerance: float) -> str:
    """The casings of all paths, so that none covers a colour, then paths, marks and heads."""
    minima, rings = plot.marks(np.unique([run.places[0] for run in runs], axis=0))
    paths = [(run, plot.path(run, tolerance)) for run in runs]
    below = "".join(f'<path class="{_colour(run)} casing" d="{d}"/>' for run, d in paths if d and not len(run.cloud))
    lines = "".join(_line(run, d, plot.scale) for run, d in paths if d)
    heads = "".join(f'<g class="{_colour(run)}">{plot.cloud(run)}</g>' for run in runs if len(run.cloud))
    heads += "".join(f'<g class="{_colour(run)}">{plot.head(run)}</g>' for run in runs)
    return f"{below}{lines}{minima}{rings}{heads}"


def _line(run: Track, d: str, scale: float) -> str:
    if len(run.cloud):
        return f'<path class="{_colour(run)} faint" d="{d}"/>'
    dash = " ".join(f"{part * UNITS * scale:g}" for part in looks.shape(run.slot).dash)
    if not dash:
        return f'<path class="{_colour(run)} line" d="{d}"/>'
    gap = f'<path class="{_colour(run)} gap" d="{d}"/>'
    return f'{gap}<path class="{_colour(run)} dashed line" stroke-dasharray="{dash}" d="{d}"/>'


def _colour(run: Track) -> str:
    return f"run-{run.slot % looks.colours()}"


def _title(surface: Surface, language: str) -> str:
    return i18n.text(language, "picture.title", surface=getattr(surface.title, language))


def _told(spec: Race, runs: list[Track], language: str) -> str:
    """The picture in words."""
    ends = []
    for run in runs:
        x, y = (plain(float(f"{part:.3g}")).replace("-", "−") for part in run.places[-1])
        steps = plain(len(run.places) - (0 if run.broken else 1))
        sentence = _ENDS[run.broken]
        ends.append(i18n.text(language, sentence, name=run.name, steps=steps, x=x, y=y))
    return " ".join([f"{race_line(spec, language)}.", *ends])
