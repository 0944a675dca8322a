"""The rates that the page proposes when a surface is picked are worth looking at."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.record import Trace
from optim_core.walk import walk

BOUNDED = [kind for kind, s in Surface.registry.items() if s().floor() is not None]
SCALED = [kind for kind, r in Rule.registry.items() if any(h.per for h in r.numbers().values())]


def proposed(kind, surface):
    """As static/js/runs.js does it: share * scale, two digits."""
    scales = surface.scales()
    rates = {n: float(f"{h.share * scales[h.per]:.2g}") for n, h in Rule.registry[kind].numbers().items() if h.per}
    return Rule.registry[kind](**rates)


@pytest.mark.parametrize("on", BOUNDED)
@pytest.mark.parametrize("kind", SCALED)
def test_a_proposed_rate_never_blows_up_where_there_is_a_bottom(kind, on):
    s = Surface.registry[on]()
    trace = Trace.of(walk(proposed(kind, s), s, s.begin(), 200))
    assert trace.last.ended[0] == -1
    if kind != "radam":  # its first five steps are momentum without brakes, and may end in a worse valley
        assert trace.loss[-1, 0] < trace.loss[0, 0]


@pytest.mark.parametrize("kind", Surface.registry)
def test_the_stride_is_one_over_the_steepest_known_curvature(kind):
    s = Surface.registry[kind]()
    places = np.array([s.begin(), *s.minima()]).T
    steepest = max(np.abs(np.linalg.eigvalsh(s.hess(p.reshape(2, 1))[..., 0])).max() for p in places.T)
    assert s.scales()["stride"] <= 1.0 / steepest * (1 + 1e-9)


def test_the_names_of_scales_are_those_that_surfaces_have():
    named = {h.per for r in Rule.registry.values() for h in r.numbers().values()} - {""}
    assert named == set(Surface.registry["bowl"]().scales())
