"""What a sweep says as a whole: its best cell, the edge it may lie on, and how wide the good region is."""

from __future__ import annotations

import math

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.batch import product, starts
from optim_core.many import many
from optim_core.maps.axis import Axis
from optim_core.maps.measure import Measured, State, before, measured
from optim_core.maps.verdict import verdict

TEN = Axis(tuple(10.0**k for k in range(-4, 1)), log=True, minimum=0.0)


def told(*numbers):
    """Cells by hand; None is a run that blew up."""
    values = np.array([math.nan if n is None else n for n in numbers], dtype=np.float64)
    return Measured(values, np.where(np.isnan(values), State.DIVERGED, State.NUMBER).astype(np.uint8))


def test_the_best_cell_and_the_good_region_around_it():
    found = verdict(told(9.0, 1.0, 0.0, 0.5, None), [TEN], before=10.0)
    assert (found.cell, found.value, found.edges) == (2, 0.0, ())
    assert found.good.share == pytest.approx(3 / 4), "three of the four decades, each value half a step to either side"
    assert (found.good.low, found.good.high) == ((1e-3,), (0.1,))
    assert found.good.decades == (pytest.approx(2.0),)


@pytest.mark.parametrize(("numbers", "edges"), [((0, 1, 2, 3, 4), "low"), ((4, 3, 2, 1, 0), "high")])
def test_a_best_cell_on_an_edge_is_told(numbers, edges):
    assert verdict(told(*numbers), [TEN], before=10.0).edges == ((0, edges),)


def test_an_edge_that_cannot_be_widened_is_none():
    momentum = Axis((0.0, 0.5, 0.9), minimum=0.0, maximum=0.999)
    assert verdict(told(1.0, 2.0, 3.0), [momentum], before=10.0).edges == ()
    assert verdict(told(3.0, 2.0, 1.0), [momentum], before=10.0).edges == ((0, "high"),)


def test_of_equal_cells_the_best_lies_in_their_middle():
    assert verdict(told(5.0, 1.0, 1.0, 1.0 + 1e-15, 5.0), [TEN], before=10.0).cell == 2
    assert verdict(told(1.0, 1.0, 1.0, 1.0, 5.0), [TEN], before=10.0).cell == 1


def test_steps_are_good_up_to_a_tenth_more_than_the_fewest():
    found = verdict(told(112, 110, 100, 109, 200), [TEN])
    assert found.cell == 2 and found.good.share == pytest.approx(3 / 4)


def test_where_nothing_is_won_nothing_is_good():
    found = verdict(told(10.0, 10.0, 11.0, 12.0, None), [TEN], before=10.0)
    assert found.cell == 0 and found.good.share == 0.0
    assert verdict(told(None, None, None, None, None), [TEN], before=10.0) is None


def test_a_start_without_a_loss_is_no_reason_for_a_warning():
    assert verdict(told(1e308, None, -1e308), [Axis((0.0, 1.0, 2.0))], before=math.inf).cell == 2
    assert verdict(told(-1e308, 1.0), [Axis((0.0, 1.0))], before=1e308).good.share == 0.5


def test_a_good_region_that_is_torn_counts_whole_but_stretches_only_around_the_best():
    found = verdict(told(0.0, 9.0, 0.5, 9.0, 0.5), [TEN], before=10.0)
    assert found.good.share == pytest.approx(2 / 4) and found.good.high == (1e-4,) and found.good.decades == (0.0,)
    assert found.good.pieces == ((1e-4, 1e-4), (1e-2, 1e-2), (1.0, 1.0))
    one = verdict(told(9.0, 1.0, 0.0, 0.5, None), [TEN], before=10.0)
    assert one.good.pieces == ((1e-3, 0.1),) and verdict(told(*[10.0] * 5), [TEN], before=10.0).good.pieces == ()


def test_a_map_has_a_stretch_along_each_axis_and_its_first_axis_runs_fastest():
    wide = Axis((0.0, 0.5, 1.0), minimum=0.0, maximum=1.0)
    rows = [[9, 9, 9, 9, 9], [9, 1, 0.5, 1, 9], [9, 9, 0.0, 9, None]]
    found = verdict(told(*(n for row in rows for n in row)), [TEN, wide], before=10.0)
    assert found.cell == 12 and found.edges == ()
    assert found.good.low == (1e-2, 0.5) and found.good.high == (1e-2, 1.0)
    assert found.good.decades == (pytest.approx(0.0), None)
    assert found.good.share == pytest.approx(3 / 4 * 1 / 2 + 1 / 4 * 1 / 4) and found.good.pieces is None


def test_what_the_starts_measured_may_differ_from_cell_to_cell():
    each = np.array([10.0, 10.0, 1.0, 10.0, 10.0])
    found = verdict(told(9.8, 0.9, 0.5, 0.9, 9.8), [TEN], before=each)
    assert found.cell == 2 and found.good.share == pytest.approx(3 / 4), "two have won more than the lowest"


def sensitivity(kind, s, measure="loss"):
    """The good share of a rule's own range of rates."""
    rule = Rule.registry[kind]()
    axis = Axis.of(rule.numbers()["lr"], 57, 1e-6, 10.0)
    swept, batch = product(rule, lr=axis.values)
    x = starts(s.begin(), batch)
    found = measured(measure, many(swept, s, x, 1000, tolerance=1e-3), s)
    return verdict(found, [axis], before(measure, x, s))


def test_adam_needs_less_tuning_than_gradient_descent_but_some():
    """On Rosenbrock about three decades of the rate against one; the others lead nowhere with either."""
    s = Surface.registry["rosenbrock"]()
    plain, adam = (sensitivity(kind, s).good for kind in ("gradient-descent", "adam"))
    assert 0 < plain.share < adam.share < 1
    assert adam.decades[0] > 2 * plain.decades[0]


def test_the_rate_that_needs_the_fewest_steps_on_a_quadratic_is_that_of_theory():
    s = Surface.registry["ravine"](kappa=10.0)
    axis = Axis.of(Rule.registry["gradient-descent"]().numbers()["lr"], 201, 0.1, 0.21, log=False)
    swept, batch = product(Rule.registry["gradient-descent"](), lr=axis.values)
    found = verdict(measured("steps", many(swept, s, starts(s.begin(), batch), 500, tolerance=1e-6), s), [axis])
    assert axis.values[found.cell] == pytest.approx(2 / (1 + 10), rel=0.02) and found.edges == ()
