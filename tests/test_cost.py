"""One unit for everything a run asks: the forward pass."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.cost import GRADIENT, VALUE, passes, prices
from optim_core.record import last
from optim_core.walk import walk


class Bare(Surface.registry["rosenbrock"]):
    """A valley that keeps its Hessian to itself."""

    hess = Surface.hess


def cost_per_step(kind, surface, steps=10):
    end = last(walk(Rule.registry[kind](), surface, (-1.2, 1.0), steps))
    return int(np.max(passes(end.spent))) / steps


def test_a_gradient_is_a_way_forward_and_a_way_back_that_is_twice_as_long():
    assert (VALUE, GRADIENT) == (1, 3)


@pytest.mark.parametrize("dimensions", [1, 2, 7])
def test_a_hessian_is_two_gradients_a_dimension(dimensions):
    assert prices(dimensions)["hess"] == dimensions * 2 * prices(dimensions)["grad"]


def test_a_hessian_costs_the_same_given_or_by_differences():
    """Central differences ask two gradients a dimension: no rule is cheaper for a formula we happen to have."""
    given, bare = Surface.registry["rosenbrock"](), Bare()
    assert given.has_hessian() and not bare.has_hessian()
    assert cost_per_step("newton", given) == cost_per_step("newton", bare) == 15


def test_rules_cost_what_they_ask():
    ravine = Surface.registry["ravine"]()
    assert cost_per_step("gradient-descent", ravine) == cost_per_step("adam", ravine) == 3
    assert cost_per_step("random-search", ravine) == 1.1  # the start is valued once


def test_cost_of_a_batch_is_the_cost_of_each_run():
    counts = {"value": np.array([0, 4]), "grad": np.array([2, 1]), "hess": 1}
    assert passes(counts).tolist() == [18, 19]
