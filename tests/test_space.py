"""What may be chosen of a setting: its scale, its digits, its ends."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from optim_core import Rule
from optim_core.fields import Text
from optim_core.search.dimension import Options, Range
from optim_core.search.space import Space

RATE = Range(1e-6, 10.0, "log", minimum=0.0)
KEPT = Range(0.9, 0.999, "mirror", minimum=0.0, maximum=1.0)
WIDTH = Range(5, 200, whole=True, minimum=1, maximum=500)
UNIT = Options({name: Text(name, name) for name in ("tanh", "relu", "sigmoid")})
EACH = pytest.mark.parametrize("of", [RATE, KEPT, WIDTH, UNIT, Range(0.0, 0.9), Range(1, 256, "log", whole=True)])


@EACH
def test_a_value_lies_where_it_came_from(of):
    shares = np.linspace(0.0, 1.0, 41)
    values = of.values(shares)
    assert np.array_equal(of.values(of.shares(values)), values)
    if of.count is None:
        assert of.shares(values) == pytest.approx(shares, abs=5e-3)


@EACH
def test_the_ends_of_the_shares_are_the_ends_of_the_range(of):
    low, high = of.values([0.0, 1.0])
    assert [low, high] == (list(UNIT.options)[:: UNIT.count - 1] if of is UNIT else [of.low, of.high])


def test_decades_of_a_rate_and_of_the_distance_from_one_are_equally_wide():
    assert RATE.values(np.arange(8) / 7).tolist() == [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]
    assert KEPT.values([0, 0.5, 1]).tolist() == [0.9, 0.99, 0.999]
    draws = KEPT.values(np.random.default_rng(0).random(20_000))
    assert np.mean(draws < 0.99) == pytest.approx(0.5, abs=0.01), "half of the draws in each decade"


def test_a_momentum_is_told_by_its_distance_from_one():
    fine = KEPT.values(np.linspace(0.6, 0.61, 2))
    assert all(len(f"{1 - value:.12g}".lstrip("0.")) <= 3 for value in fine.tolist()), fine
    assert KEPT.values(KEPT.shares([0.9975])).tolist() == [0.9975], "and not 0.998"


def test_every_whole_number_is_as_likely_as_the_others():
    layers = Range(0, 4, whole=True)
    counts = np.bincount(layers.values(np.linspace(0.001, 0.999, 5000)).astype(int))
    assert counts.tolist() == pytest.approx([1000] * 5, abs=5)


@pytest.mark.parametrize(
    ("low", "high", "scale", "more"),
    [
        (1.0, 1.0, "linear", {}),
        (2.0, 1.0, "log", {}),
        (0.0, 1.0, "log", {}),
        (0.5, 1.0, "mirror", {}),
        (0.0, np.inf, "linear", {}),
        (0.0, 2.0, "linear", {"maximum": 1.0}),
        (-1.0, 2.0, "linear", {"minimum": 0.0}),
    ],
)
def test_a_range_that_is_none_is_refused(low, high, scale, more):
    with pytest.raises(ValueError, match=r"must hold|above 0|below 1"):
        Range(low, high, scale, **more)


def test_a_choice_of_nothing_is_refused():
    with pytest.raises(ValueError, match="needs an option"):
        Options({})


def test_the_outer_tenth_of_a_range_is_a_warning_unless_nothing_lies_behind_it():
    space = Space({"lr": RATE, "momentum": dataclasses.replace(KEPT, low=0.0), "unit": UNIT})
    calm = {"lr": 0.1, "momentum": 0.0, "unit": "tanh"}
    assert space.edges(calm) == {}, "a momentum of 0 is the end, not an edge"
    assert space.edges(calm | {"lr": 3.0}) == {"lr": "high"} and space.edges(calm | {"lr": 2e-6}) == {"lr": "low"}
    assert space.edges(calm | {"lr": 1.9}) == {}, "1.9 lies below 10^0.3"
    assert space.edges(calm | {"momentum": 0.9985}) == {"momentum": "high"}


def test_a_range_is_widened_by_itself_as_far_as_is_allowed():
    assert Range(1e-6, 1e-3, "log").widened("high").high == 1.0
    assert Range(1e-6, 1e-3, "log", minimum=0.0).widened("low").low == 1e-9
    assert Range(0.0, 0.5, maximum=0.9).widened("high").high == 0.9
    for far in (Range(0.9, 0.99999999, "mirror", maximum=1.0), Range(-1e300, 1e308)):
        assert far.widened("high") == far, "no number lies that much further out"
    assert KEPT.widened("high").high == 0.99999 and KEPT.widened("low").low == 0.0
    space = Space({"lr": RATE, "width": WIDTH, "unit": UNIT})
    wider = space.widened({"width": "low"})
    assert wider.dimensions == space.dimensions | {"width": dataclasses.replace(WIDTH, low=1)}


def test_whole_numbers_and_options_have_few_values():
    assert (WIDTH.count, UNIT.count, RATE.count) == (196, 3, None)
    assert set(UNIT.values(np.random.default_rng(0).random(50))) == set(UNIT.options)
    with pytest.raises(ValueError, match="gelu"):
        UNIT.shares(["gelu"])


def test_what_is_kept_at_every_step_is_searched_by_its_distance_from_one():
    momentum, adam = Rule.registry["momentum"], Rule.registry["adam"]
    assert Space.of(momentum).dimensions["momentum"].scale == "mirror"
    assert {adam.numbers()[name].scale for name in ("beta1", "beta2")} == {"mirror"}
    assert Space.of(momentum).dimensions["lr"].scale == "log"


def test_a_space_of_some_settings_keeps_their_order():
    space = Space({"lr": RATE, "width": WIDTH, "unit": UNIT})
    some = space.only(["unit", "lr"])
    assert list(some.dimensions) == ["unit", "lr"]
    settings = some.settings(np.array([[0.1, 0.9], [0.0, 1.0]]))
    assert settings["unit"].tolist() == ["tanh", "sigmoid"] and settings["lr"].tolist() == [1e-6, 10.0]
    assert some.places(settings) == pytest.approx(np.array([[1 / 6, 5 / 6], [0, 1]]))
    assert some.place({"unit": "relu", "lr": 10.0}) == pytest.approx([0.5, 1.0])
    with pytest.raises(KeyError):
        space.only(["decay"])
