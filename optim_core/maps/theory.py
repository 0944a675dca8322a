"""What theory says of a map: curves over its axes, from the laws of a rule and the curvatures of a quadratic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from optim_core.algebra import curvatures
from optim_core.fields import Array, Text
from optim_core.laws import Kind
from optim_core.maps.axis import Axis
from optim_core.noise import Noise
from optim_core.noises.none import NoNoise
from optim_core.rule import Rule
from optim_core.schedule import Schedule
from optim_core.surface import Surface

SAMPLES = 257  # points along an axis: a curve as smooth as a screen is wide
OF_SURFACE = "surface."


class Curve(NamedTuple):
    """A law over the axes of a map.

    Attributes:
        kind, name, formula: as the law says.
        points: (k, axes) in the values of the axes, within the map: a curve in a map, or a single point.
    """

    kind: Kind
    name: Text
    formula: str
    points: Array


def curves(
    rule: Rule,
    surface: Surface,
    axes: Sequence[tuple[str, Axis]],
    schedules: Mapping[str, Schedule] | None = None,
    noise: Noise | None = None,
) -> list[Curve]:
    """The laws that fall within a map over one or two axes: numbers of the rule, or "surface." and one of the surface.

    There are none beside quadratics that bend upwards, under a schedule or with noise. Of two laws that say the same
    the one that the rule tells first is taken: the edge of stability is one curve, whichever axis it is told over.
    """
    if not surface.quadratic or schedules or not isinstance(noise or NoNoise(), NoNoise):
        return []
    found: dict[tuple[Kind, int], Curve] = {}
    for number, law in enumerate(rule.laws()):
        told = (law.kind, len(law.of))
        if told not in found and {name for name, _ in axes}.issuperset(law.of):
            points = _within(_points(rule, surface, axes, number), axes)
            if len(points):
                found[told] = Curve(law.kind, law.name, law.formula, points)
    return list(found.values())


def _points(rule: Rule, surface: Surface, axes: Sequence[tuple[str, Axis]], number: int) -> Array:
    """A law of the rule along the axes that it does not fix itself, (k, axes); none if it fails along them."""
    fixed = rule.laws()[number].of
    along = {name: _samples(axis) for name, axis in axes if name not in fixed}
    for name, spread in along.items():
        if name.startswith(OF_SURFACE):
            surface = surface.replace(**{name.removeprefix(OF_SURFACE): spread})
        else:
            rule = rule.replace(**{name: spread})
    laws, count = rule.laws(), SAMPLES if along else 1
    if not laws:
        return np.empty((0, len(axes)))
    with np.errstate(all="ignore"):
        high, low = curvatures(surface.hess(np.zeros((2, count))))
        bowl = low > 0.0
        values = laws[number].at(np.where(bowl, low, np.nan), np.where(bowl, high, np.nan))
    known = dict(zip(fixed, values, strict=True)) | along
    return np.stack([np.broadcast_to(known[name], count) for name, _ in axes], axis=1)


def _samples(axis: Axis) -> Array:
    between = np.geomspace if axis.log else np.linspace
    return between(axis.values[0], axis.values[-1], SAMPLES)


def _within(points: Array, axes: Sequence[tuple[str, Axis]]) -> Array:
    low, high = np.array([(axis.values[0], axis.values[-1]) for _, axis in axes]).T
    return points[((low <= points) & (points <= high)).all(axis=1)]
