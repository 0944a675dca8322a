"""The plot of a picture: its window onto a surface, and what is drawn in it, in half pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from contourpy import ContourGenerator, FillType, contour_generator

from app.export import looks
from app.ground import drawn, grown
from app.holes import holes
from app.teaching import lines
from app.teaching.levels import BANDS, levels
from app.teaching.tracks import Track
from optim_core import Surface
from optim_core.batch import grid
from optim_core.edge import outside, valued
from optim_core.fields import Array
from optim_core.surface import Box

UNITS = 2  # of the drawing in a pixel: whole numbers are short, and half a pixel is not seen
WIDEST = 3.0  # a domain that must be widened more than this keeps a scale for each axis, as on the race page
_RIM = 6.0  # units around the plot that are drawn as well, so that the ends of lines are not seen
_CELL = 4.0  # units: a path that has passed such a square several times has filled it
_CROSS = 6  # pixels from a minimum to the ends of its mark
_RING = 7
_HATCH = 8  # pixels from a line of a hole to the next
_INSET = 10  # a run that left the plot keeps its cross at the border


class Plot(NamedTuple):
    """`box` of a surface in `width` x `height` pixels; marks are drawn `scale` times their usual size."""

    surface: Surface
    box: Box
    width: int
    height: int
    scale: float

    def units(self, places: Array) -> Array:
        """Where places (n, 2) of the surface lie in the drawing."""
        x0, x1, y0, y1 = self.box
        across = (places[:, 0] - x0) / (x1 - x0) * self.width
        down = (y1 - places[:, 1]) / (y1 - y0) * self.height
        return np.stack((across, down), axis=1) * UNITS

    def heights(self, points: int, fine: int) -> Array:
        """The heights to draw, `points` a side, from the top row down, a little beyond the plot.

        Each is the mean of `fine` x `fine` around it: a valley narrower than the grid stays one valley, and does not
        become a string of pits.
        """
        x0, x1, y0, y1 = self.box
        dx, dy = (_RIM / UNITS * span / side for span, side in ((x1 - x0, self.width), (y1 - y0, self.height)))
        box = (x0 - dx, x1 + dx, y0 - dy, y1 + dy)
        values = valued(self.surface, grid(box, points * fine, points * fine))
        with np.errstate(all="ignore"):
            means = values.reshape(points, fine, points, fine).mean(axis=(1, 3))
        return grown(drawn(self.surface, means, box).heights)[::-1]

    def ground(self, heights: Array, tolerance: float, every: int = 1) -> str:
        """Filled bands, each lying on the one below it, so that their edges are the contour lines.

        Only one level of `every` is drawn.
        """
        wide, high = self.width * UNITS, self.height * UNITS
        found = levels(heights, self.surface.scale)
        across, down = (np.linspace(-_RIM, side + _RIM, len(heights)) for side in (wide, high))
        maker = contour_generator(across, down, heights, fill_type=FillType.ChunkCombinedOffset)
        made = [f'<path class="band-0" d="M0 0h{wide}v{high}h{-wide}z"/>']
        for k, level in list(enumerate(found.tolist(), start=1))[::every]:
            points, offsets = lines.simplified(*_around(maker, level), tolerance)
            d = lines.drawn(points, offsets, closed=True)
            made.append(f'<path class="band-{round(BANDS * k / len(found))}" d="{d}"/>')
        return f'<g class="ground">{"".join(made)}</g>'

    def hole(self) -> str:
        """What covers the places that have no value: lines on a ground, so that it reads without colours."""
        found = holes(self.surface, self.box)
        if not found:
            return ""
        size = np.array((self.width, self.height)) * UNITS
        rims = [np.rint(np.array((0.0, 1.0)) * size + rim * size * (1.0, -1.0)).astype(int) for rim in found.rings]
        rim = "".join(f"M{'L'.join(f'{x} {y}' for x, y in places.tolist())}z" for places in rims)
        return f'<path class="hole" fill-rule="evenodd" d="{rim}"/><path class="hatch" d="{self._hatch()}"/>'

    def _hatch(self) -> str:
        """Diagonals as far as they lie in holes."""
        wide, high = self.width * UNITS, self.height * UNITS
        x0, x1, y0, y1 = self.box
        parts = []
        for first in range(-high, wide, _HATCH * UNITS):
            across = np.arange(max(first, 0), min(first + high, wide) + 1)
            up = across - first
            there = outside(self.surface, np.stack((x0 + across / wide * (x1 - x0), y0 + up / high * (y1 - y0))))
            turns = np.flatnonzero(np.diff(np.concatenate(([0], there, [0]))))
            for start, end in turns.reshape(-1, 2).tolist():
                length = end - start - 1
                parts.append(f"M{across[start]} {high - up[start]}l{length} {-length}")
        return "".join(parts)

    def path(self, track: Track, tolerance: float) -> str:
        """The `d` of a run's path."""
        fine = lines.thinned(self.units(track.places), tolerance)
        wide, high = self.width * UNITS, self.height * UNITS
        seen = lines.clipped(fine, wide, high, _RIM, max(_CELL, 2 * tolerance))
        return lines.drawn(*lines.simplified(*seen, tolerance / 2))

    def head(self, track: Track) -> str:
        """The mark at the end of a run; none where it stands still or left the plot, unless it broke off there."""
        most = np.array((self.width, self.height)) * UNITS
        place = self.units(track.places[-1:])[0]
        if track.broken:
            inset = _INSET * UNITS
            place = np.clip(place, inset, most - inset)
        elif len(track.places) == 1 or not self._shows(place):
            return ""
        size = f"translate({place[0]:.0f} {place[1]:.0f})scale({self.scale * UNITS:g})"
        outline = looks.break_sign(track.broken) if track.broken else looks.shape(track.slot).head
        shape = f'd="{outline}" transform="{size}"'
        if track.broken:
            return f'<path class="break-casing" {shape}/><path class="break" {shape}/>'
        return f'<path class="head" {shape}/>'

    def cloud(self, track: Track) -> str:
        """The repeats of a run as dots, strokes of no length whose ends are round; none before the run."""
        dots = "".join(f"M{x} {y}h0" for x, y in self._seen(track.cloud)) if len(track.places) > 1 else ""
        return f'<path class="cloud" d="{dots}"/>' if dots else ""

    def marks(self, starts: Array) -> tuple[str, str]:
        """Crosses at the minima, and rings around the starts (n, 2)."""
        reach, radius = (round(size * UNITS * self.scale) for size in (_CROSS, _RING))
        minima = self._seen(np.reshape(self.surface.minima(), (-1, 2)))
        crosses = "".join(f"M{x - reach} {y}h{2 * reach}M{x} {y - reach}v{2 * reach}" for x, y in minima)
        rings = "".join(
            f'<circle class="{part}" cx="{x}" cy="{y}" r="{radius}"/>'
            for x, y in self._seen(starts)
            for part in ("begin-casing", "begin")
        )
        return f'<path class="minimum" d="{crosses}"/>' if crosses else "", rings

    def _seen(self, places: Array) -> list[list[int]]:
        return [list(map(round, place)) for place in self.units(places).tolist() if self._shows(np.array(place))]

    def _shows(self, place: Array) -> bool:
        return bool(np.all(place >= 0) and np.all(place <= np.array((self.width, self.height)) * UNITS))


def fitted(domain: Box, aspect: float) -> Box:
    """The domain, widened in one direction to the plot's aspect: a gradient is seen perpendicular to its contour."""
    x0, x1, y0, y1 = domain
    stretch = aspect * (y1 - y0) / (x1 - x0)
    if max(stretch, 1 / stretch) > WIDEST:
        return domain
    across, along = ((a + b, (b - a) * max(1.0, by)) for a, b, by in ((x0, x1, stretch), (y0, y1, 1 / stretch)))
    return (
        (across[0] - across[1]) / 2,
        (across[0] + across[1]) / 2,
        (along[0] - along[1]) / 2,
        (along[0] + along[1]) / 2,
    )


def _around(maker: ContourGenerator, level: float) -> tuple[Array, np.ndarray]:
    """The closed lines around what lies above a level, holes included, as points and offsets."""
    (points, *_), (offsets, *_) = maker.filled(level, np.inf)[:2]
    if points is None or offsets is None:
        return np.empty((0, 2)), np.zeros(1, dtype=np.int64)
    return np.asarray(points, dtype=np.float64), np.asarray(offsets, dtype=np.int64)
