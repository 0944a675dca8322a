"""Maps: their order, their axes, what is measured, where runs end and what is made of it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.batch import grid, product, starts
from optim_core.cost import passes
from optim_core.fields import Text, hyper, numbers, whole
from optim_core.many import many
from optim_core.maps import axis, measure, order
from optim_core.maps.axis import Axis
from optim_core.maps.measure import State
from optim_core.walk import Status

WORDS = Text("so many", "몇 개")


def rule(kind, **settings):
    return Rule.registry[kind](**settings)


def surface(kind, **settings):
    return Surface.registry[kind](**settings)


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (33, 1), (1, 64), (61, 61), (128, 128), (200, 7), (512, 512)])
def test_every_cell_of_a_map_comes_once_and_the_coarse_ones_first(shape):
    columns, rows = shape
    seen = []
    strides = []
    for stride, cells in order.levels(columns, rows):
        row, column = np.divmod(cells, columns)
        assert not (row % stride).any() and not (column % stride).any()
        assert (np.diff(cells) > 0).all(), "row by row"
        seen.append(cells)
        strides.append(stride)
        known = set(itertools.chain(*(some.tolist() for some in seen)))
        every = {r * columns + c for r in range(0, rows, stride) for c in range(0, columns, stride)}
        assert known == every
    assert sorted(np.concatenate(seen).tolist()) == list(range(columns * rows))
    assert len(seen[0]) <= order.FIRST**2
    assert strides[-1] == 1 and all(a == 2 * b for a, b in itertools.pairwise(strides))


def test_a_map_without_cells_is_refused():
    with pytest.raises(ValueError, match="one column"):
        next(order.levels(0, 3))


def test_the_values_of_an_axis_have_no_dust_and_both_ends():
    assert axis.values(1e-4, 1.0, 5, log=True) == [1e-4, 1e-3, 1e-2, 0.1, 1.0]
    assert axis.values(0.0, 0.3, 4) == [0.0, 0.1, 0.2, 0.3]
    third = axis.values(1 / 3, 2 / 3, 3)
    assert third[0] == 1 / 3 and third[-1] == 2 / 3, "an end is what was asked for"


def test_whole_values_are_distinct_integers():
    assert axis.values(1, 10, 64, whole=True) == list(range(1, 11))
    assert all(isinstance(value, int) for value in axis.values(1.0, 10.0, 64, whole=True)), "as a race takes them"
    spread = axis.values(1, 1000, 16, log=True, whole=True)
    assert spread[0] == 1 and spread[-1] == 1000 and len(set(spread)) == len(spread) <= 16
    assert all(v == int(v) for v in spread)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ((1.0, 1.0, 5), "upwards"),
        ((0.0, np.inf, 5), "upwards"),
        ((0.0, 1.0, 1), "two"),
        ((0.0, 1.0, 5, True), "above 0"),
    ],
)
def test_an_axis_that_cannot_be_is_refused_in_a_sentence(asked, sentence):
    with pytest.raises(ValueError, match=sentence):
        axis.values(*asked)


def declared():
    class Some:
        rate: float = hyper(0.1, 1e-3, 10.0, log=True, minimum=0.0, symbol="r", help=WORDS)
        count: int = whole(3, 1, 8, symbol="n", help=WORDS)

    import dataclasses

    return numbers(dataclasses.dataclass(Some))


def test_an_axis_is_over_the_range_that_its_number_declares():
    number = declared()["rate"]
    assert Axis.of(number, 5) == Axis((1e-3, 1e-2, 0.1, 1.0, 10.0), True, 0.0, 10.0)
    assert Axis.of(number, 3, 0.0, 1.0, log=False).values == (0.0, 0.5, 1.0)
    assert Axis.of(declared()["count"], 64).values == tuple(range(1, 9))
    with pytest.raises(ValueError, match="from 0 to 10"):
        Axis.of(number, 5, high=11.0)


def test_an_axis_goes_through_a_value_that_lies_between_its_ends():
    tens = Axis((1e-4, 1e-3, 1e-2, 0.1, 1.0), log=True)
    assert tens.through(0.02).values == (1e-4, 1e-3, 0.02, 0.1, 1.0), "next on its own scale"
    assert tens.through(0.9).values == (1e-4, 1e-3, 1e-2, 0.9, 1.0), "the ends are what was asked for"
    for value in (1e-5, 1e-4, 0.1, 1.0, 2.0):
        assert tens.through(value) == tens
    assert Axis((0.0, 1.0)).through(0.5).values == (0.0, 1.0)


def test_the_values_of_an_axis_share_it_among_them():
    axis = Axis((1e-3, 1e-2, 1e-1, 1.0), log=True)
    np.testing.assert_allclose(axis.shares, [1 / 6, 1 / 3, 1 / 3, 1 / 6])
    np.testing.assert_allclose(Axis((1.0, 2.0, 10.0)).shares, [0.5 / 9, 4.5 / 9, 4 / 9])
    assert Axis((5.0,)).shares.tolist() == [1.0]


def test_an_end_of_an_axis_is_one_only_where_more_is_allowed_behind_it():
    axis = Axis((0.0, 0.5, 0.9), minimum=0.0, maximum=1.0)
    assert [axis.end(k) for k in range(3)] == [None, None, "high"]
    assert Axis((0.1, 0.5)).end(0) == "low"


def test_loss_steps_and_cost_are_what_the_ends_say():
    s = surface("ravine")
    swept, batch = product(rule("gradient-descent"), lr=[1e-4, 5e-3, 1e-2, 0.05])
    ends = many(swept, s, starts(s.begin(), batch), 1500, tolerance=1e-2)
    assert ends.status.tolist() == [Status.RUNNING, Status.CONVERGED, Status.CONVERGED, Status.FAR_AWAY]
    loss = measure.measured("loss", ends, s)
    assert loss.states.tolist() == [State.NUMBER] * 3 + [State.DIVERGED]
    assert np.array_equal(loss.values[:3], ends.loss[:3]) and np.isnan(loss.values[3])
    steps, cost = measure.measured("steps", ends, s), measure.measured("evaluations", ends, s)
    for each in (steps, cost):
        assert each.states.tolist() == [State.NEVER, State.NUMBER, State.NUMBER, State.DIVERGED]
    assert steps.values[1:3].tolist() == ends.ended[1:3].tolist()
    assert cost.values[1:3].tolist() == passes(ends.spent)[1:3].tolist() == (3 * steps.values[1:3]).tolist()
    assert steps.values.dtype == np.float64 and steps.states.dtype == np.uint8


def test_without_a_tolerance_no_run_comes_to_rest():
    s = surface("bowl")
    ends = many(rule("gradient-descent", lr=1.0), s, starts(s.begin(), (3,)), 10)
    assert measure.measured("steps", ends, s).states.tolist() == [State.NEVER] * 3


def settled(s, *points):
    """What is measured of runs that are at rest where they start."""
    x = np.array(points, dtype=np.float64).T
    return measure.measured("steps", many(rule("newton"), s, x, 50, tolerance=1e-3), s)


def test_who_rests_on_a_hill_or_a_saddle_has_not_arrived_and_is_never_the_best():
    s = surface("himmelblau")
    found = settled(s, (-0.270845, -0.923039), (0.086678, 2.884255), (3.0, 2.0), (3.1, 2.1))
    assert found.states.tolist() == [State.ELSEWHERE, State.ELSEWHERE, State.NUMBER, State.NUMBER]
    assert np.isnan(found.values[:2]).all() and found.values[2] == 0 < found.values[3]


@pytest.mark.parametrize("kind", sorted(Surface.registry))
def test_at_a_known_minimum_nobody_is_elsewhere(kind):
    s = surface(kind)
    minima = s.minima()
    if minima:
        assert State.ELSEWHERE not in settled(s, *minima).states


def test_elsewhere_is_found_on_surfaces_side_by_side():
    s = surface("double-well").replace(tilt=np.array([0.0, 0.2]))
    hill = settled(s, (0.0, 0.0), (0.05, 0.0))
    assert hill.states[0] == State.ELSEWHERE


def test_a_distance_is_that_to_the_nearest_known_minimum():
    s = surface("himmelblau")
    ends = many(rule("gradient-descent", lr=0.01), s, grid(s.domain(), 5, 5), 40)
    found = measure.measured("distance", ends, s)
    x = ends.x.reshape(2, -1)
    for k in range(25):
        assert found.values[k] == min(np.hypot(x[0, k] - a, x[1, k] - b) for a, b in s.minima())
    with pytest.raises(ValueError, match="no minimum"):
        measure.measured("distance", ends, surface("saddle"))


def test_a_distance_on_surfaces_side_by_side_is_that_on_each_of_them():
    swept, batch = product(surface("rosenbrock"), a=[0.5, 1.0, 1.5], b=[1.0, 100.0])
    found = measure.distances(starts((0.0, 0.0), batch).reshape(2, -1), swept)
    np.testing.assert_array_equal(found, np.repeat([np.hypot(a, a * a) for a in (0.5, 1.0, 1.5)], 2))


def test_what_the_starts_measure_is_known_where_something_can_be_won():
    s = surface("ravine")
    x = starts(s.begin(), (2,))
    assert measure.before("loss", x, s).tolist() == [float(s.value(x)[0])] * 2
    assert measure.before("distance", x, s).tolist() == [np.hypot(*s.begin())] * 2
    assert measure.before("steps", x, s) is None
