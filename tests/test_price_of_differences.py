"""Exhibit A8: what a gradient costs by differences and by backpropagation, counted, and told of large networks."""

import functools

import numpy as np
import pytest

from optim_core.networks import price
from optim_core.networks.examples import digits
from optim_core.networks.mlp import MLP, Training
from optim_core.networks.price import Cost, Law, priced
from optim_core.studies.price_of_differences import lasting, seen
from tests import finding

found = functools.partial(finding.found, "price-of-differences")
SIZES = [4, 10, 34, 170, 650, 1210, 2410, 4810, 17226]


def measured(column, figure):
    rows = found(difference="forward", examples=10).columns[figure]
    told = ~np.isnan(rows[column])
    return rows["parameters"][told].tolist(), rows[column][told]


def test_a_gradient_by_differences_asks_once_for_every_parameter_and_once_more():
    parameters, evaluations = measured("numerical", "evaluations")
    assert parameters == SIZES
    assert evaluations.tolist() == [size + 1 for size in SIZES]


def test_both_gradients_agree():
    """Exhibit A8 measured 3.3e-10 by central differences, with the error taken by the sum of both lengths."""
    assert found(difference="forward", examples=10).facts["apart"] < 1e-4
    network = MLP((64, 32, 10))
    training, w = network.on(digits().training.first(100)), network.begin(np.random.default_rng(0))
    assert finished(priced(training, w, 1e-5, "central")).apart < 5e-9


def test_the_counts_go_on_to_a_hundred_million_parameters_by_the_law_that_was_counted():
    facts = found(difference="forward", examples=10).facts
    assert facts["million_evaluations"] == 1_000_001
    assert facts["hundred_evaluations"] == 100_000_001
    rows = found(difference="forward", examples=10).columns["evaluations"]
    law = ~np.isnan(rows["numerical_law"])
    assert rows["parameters"][law][[0, -1]].tolist() == [2, 2e8]
    assert rows["numerical_law"][law] == pytest.approx(rows["parameters"][law] + 1)


def finished(work):
    """What a generator returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def test_central_differences_ask_twice_and_the_ratio_grows_with_the_parameters(monkeypatch):
    """By a clock that ticks once for each parameter of an evaluation and three times of a backpropagation."""
    clock = {"now": 0.0}
    value, grad = Training.value, Training.grad

    def tick(real, price_of_one):
        def timed(self, w):
            clock["now"] += 1e-6 * price_of_one * len(w)
            return real(self, w)

        return timed

    monkeypatch.setattr(Training, "value", tick(value, 1))
    monkeypatch.setattr(Training, "grad", tick(grad, 3))
    monkeypatch.setattr(price.time, "thread_time", lambda: clock["now"])
    costs = []
    for build in ((4, 2), (16, 2), (16, 10)):
        training = MLP(build).on(seen(digits().training.first(20), build[0], build[-1]))
        costs.append(finished(priced(training, training.network.begin(np.random.default_rng(0)), 1e-5, "central")))
    for cost in costs:
        assert cost.evaluations == 2 * cost.parameters
        assert cost.numerical / cost.analytic == pytest.approx(2 * cost.parameters / 3)
    law = Law.of(costs)
    assert law.evaluations(10**8) == pytest.approx(2e8)
    assert law.numerical(10**6) / law.analytic(10**6) == pytest.approx(2e6 / 3)


def test_a_law_is_drawn_through_the_smallest_and_the_largest_network():
    law = Law.of([Cost(10, 11, 1e-3, 1e-4, 0.0), Cost(1000, 1001, 1.001, 2e-3, 0.0)])
    assert (law.each, law.once) == (1.0, 1.0)
    assert law.numerical(2000) == pytest.approx(2001 * 2e-3)
    assert law.analytic(2000) == pytest.approx(4e-3)


def test_smaller_networks_see_the_picture_in_larger_squares():
    few = digits().training.first(20)
    assert np.array_equal(seen(few, 64, 10).inputs, few.inputs)
    assert seen(few, 1, 2).inputs[:, 0] == pytest.approx(few.inputs.mean(axis=1))
    assert seen(few, 4, 2).inputs[:, 0] == pytest.approx(few.inputs.reshape(-1, 8, 8)[:, :4, :4].mean(axis=(1, 2)))
    assert set(seen(few, 4, 2).labels) == {0, 1}


def test_a_time_is_said_as_people_say_it():
    assert lasting(1.7e8).en == "5.4 years"
    assert lasting(2.0e8).ko == "6.3년"
    assert lasting(7200).en == "2 hours"
    assert lasting(0.0031).en == "3.1 ms"
    assert lasting(1e11).en == "3,200 years"
