"""Where the runs of a map end: at known minima, at places that are found, or nowhere yet."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Noise, Rule, Surface
from optim_core.batch import grid, starts
from optim_core.ends import Ends
from optim_core.many import many
from optim_core.maps.places import ARRIVED, DIVERGED, OTHER, OUTSIDE, UNSETTLED, Places
from optim_core.walk import Status

TOLERANCE = 1e-3


def rule(kind, **settings):
    return Rule.registry[kind](**settings)


def surface(kind, **settings):
    return Surface.registry[kind](**settings)


def basin(kind, s, steps=1000, cells=31, **conditions):
    """How one rule ends from a grid of starts."""
    r = rule(kind) if isinstance(kind, str) else kind
    return many(r, s, grid(s.domain(), cells, cells).reshape(2, -1), steps, tolerance=TOLERANCE, **conditions)


def resting(s, *points):
    """Ends of runs that have come to rest at some points."""
    x = np.array(points, dtype=np.float64).T
    n = len(points)
    status = np.full(n, Status.CONVERGED, dtype=np.int8)
    return Ends(x, s.value(x), s.grad(x), {}, status, np.ones(n, dtype=np.int64))


def shares(labels, places):
    """The share of the runs that ended at each place, in percent."""
    return [100 * float((labels == k).mean()) for k in range(len(places.known))]


@pytest.mark.parametrize(("lr", "never"), [(0.002, 0.0), (0.015, 24.8), (0.02, 52.2)])
def test_the_four_valleys_share_the_plane_until_the_rate_is_too_large_for_the_sharpest(lr, never):
    s = surface("himmelblau")
    ends = basin(rule("gradient-descent", lr=lr), s, steps=2000, cells=61)
    labels, settled = Places(s).label(ends)
    assert 100 * (~settled).mean() == pytest.approx(never, abs=0.06)
    if never == 0.0:
        assert [round(share) for share in shares(labels, Places(s))] == [25, 26, 24, 25]
    else:
        sharpest = 2  # 2 / 133.8 = 0.01495: above it nothing comes to rest there
        assert (settled & (labels == sharpest)).mean() < 0.01, "but for those that a step happens to set upon it"


def test_a_run_that_circles_within_reach_of_a_minimum_belongs_to_it_though_it_does_not_rest():
    s = surface("himmelblau")
    labels, settled = Places(s).label(basin(rule("lion", lr=0.06), s, cells=9))
    assert not settled.any() and set(labels.tolist()) == {0, 1, 2, 3}
    labels, _ = Places(s, reach=1e-6).label(basin(rule("lion", lr=0.06), s, cells=9))
    assert set(labels.tolist()) == {UNSETTLED}


def test_noise_is_no_hindrance_to_arriving():
    s = surface("himmelblau")
    noisy = basin(rule("gradient-descent", lr=0.005), s, cells=9, noise=Noise.registry["gaussian"](sigma=0.5))
    labels, settled = Places(s).label(noisy)
    assert not settled.any() and set(labels.tolist()) == {0, 1, 2, 3}


def test_newton_is_found_at_saddles_and_on_the_hill_as_well():
    s = surface("himmelblau")
    places = Places(s)
    labels, settled = places.label(basin("newton", s))
    kinds = [place.kind for place in places.known]
    assert kinds[:4] == ["minimum"] * 4 and sorted(kinds[4:]) == ["maximum", *["saddle"] * 4]
    assert settled.all() and set(labels.tolist()) == set(range(9))
    for place in places.known:
        assert np.hypot(*s.grad(np.array([[place.x], [place.y]])))[0] < 1e-6
        assert place.loss == pytest.approx(float(s.value(np.array([[place.x], [place.y]]))[0]))


def test_local_minima_that_nobody_told_of_are_found():
    places = Places(surface("rastrigin"))
    labels, _ = places.label(basin(rule("gradient-descent", lr=1e-3), surface("rastrigin"), cells=44))
    assert len(places.known) == 121 == len(set(labels.tolist()))
    assert {place.kind for place in places.known} == {"minimum"}


def test_beyond_so_many_places_all_others_are_one():
    s = surface("rastrigin")
    places = Places(s)
    labels, _ = places.label(basin("newton", s, cells=48))
    assert len(places.known) == OUTSIDE and (labels == OTHER).any()
    again, _ = places.label(basin("newton", s, cells=48))
    assert len(places.known) == OUTSIDE and (again == OTHER).sum() <= (labels == OTHER).sum()


def test_a_plain_is_one_place_and_the_floor_of_a_valley_is_one_minimum():
    plain = Places(surface("plateau"))
    labels, _ = plain.label(basin(rule("gradient-descent", lr=0.9), surface("plateau")))
    assert [place.kind for place in plain.known] == ["minimum", "flat"] and set(labels.tolist()) == {0, 1}
    curve = Places(surface("two-layer-linear"))
    labels, _ = curve.label(basin(rule("gradient-descent", lr=0.01), surface("two-layer-linear")))
    assert [place.kind for place in curve.known] == ["minimum", "minimum", "minimum", "saddle"]
    assert (labels == 2).mean() > 0.5, "the curve between the two minima that are told"


@pytest.mark.parametrize("on", ["saddle", "monkey-saddle"])
def test_a_saddle_is_a_saddle_even_where_it_does_not_bend(on):
    places = Places(surface(on))
    places.label(basin("newton", surface(on), cells=9))
    assert [(place.x, place.y, place.kind) for place in places.known] == [(0.0, 0.0, "saddle")]


class Steep(Surface):
    """f = sign (x^4 + y^4): a place at which all curvatures vanish."""

    def __init__(self, sign):
        object.__setattr__(self, "sign", sign)

    def value(self, p):
        return self.sign * (p * p * p * p).sum(axis=0)

    def grad(self, p):
        return self.sign * 4.0 * p * p * p

    def domain(self):
        return (-1.0, 1.0, -1.0, 1.0)


@pytest.mark.parametrize(("sign", "kind"), [(1.0, "minimum"), (-1.0, "maximum")])
def test_where_curvatures_say_nothing_the_heights_around_do(sign, kind):
    s = Steep(sign)
    places = Places(s)
    labels, _ = places.label(resting(s, (0.01, 0.02), (-0.01, 0.0)))
    assert [place.kind for place in places.known] == [kind] and labels.tolist() == [0, 0]


def test_the_labels_are_the_same_however_a_map_is_cut():
    for on, kind in (("rastrigin", "newton"), ("two-layer-linear", "newton"), ("chain", "gradient-descent")):
        s = surface(on)
        ends = basin(kind, s)
        whole, parts = Places(s), Places(s)
        labels, settled = whole.label(ends)
        for first in range(0, len(labels), 97):
            some = slice(first, first + 97)
            part = Ends(ends.x[:, some], ends.loss[some], ends.grad[:, some], {}, ends.status[some], ends.ended[some])
            mine, rest = parts.label(part)
            assert np.array_equal(mine, labels[some]) and np.array_equal(rest, settled[some])
        assert whole.known == parts.known


def test_who_blows_up_ends_nowhere_and_labels_are_flat():
    s = surface("himmelblau")
    labels, settled = Places(s).label(many(rule("gradient-descent", lr=1.0), s, grid(s.domain(), 4, 3) + 0.1, 50))
    assert labels.shape == (12,) and labels.dtype == np.uint8
    assert set(labels.tolist()) == {DIVERGED} and not settled.any()


def test_reach_is_one_percent_of_the_diagonal_of_the_window():
    s = surface("bowl")
    assert Places(s).reach == pytest.approx(ARRIVED * np.hypot(6, 6))
    ends = many(rule("gradient-descent", lr=1e-9), s, starts((0.09, 0.0), (1,)), 1, tolerance=1e-9)
    assert Places(s).label(ends)[0].tolist() != [0] and Places(s, reach=0.1).label(ends)[0].tolist() == [0]
