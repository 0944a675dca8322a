"""Exhibit H6: stages from coarse to fine beat one stage for the same epochs, since a lap shows what is hopeless."""

import functools

import numpy as np
import pytest

from optim_core.studies.narrowing import rank_correlation
from tests import finding

found = functools.partial(finding.found, "narrowing", repeats=12)
SMALL = {"epochs": 8, "paid": 4, "repeats": 3}


def test_the_same_epochs_from_coarse_to_fine_are_worth_two_points():
    """Measured before: 96.1 % against 94.2 and 95.3 %, better in 68 % of the repeats; here 95.0, 92.5, 94.4 in 40."""
    facts = found().facts
    assert facts["fine"] > facts["whole"] + 1
    assert facts["fine"] > facts["short"] + 0.3
    assert facts["fine_low"] > facts["whole_low"] + 1
    assert 55 <= facts["better"] <= 90


def test_after_an_epoch_most_learning_rates_are_hopeless_and_the_order_is_nearly_the_last():
    """Measured before: 62 % below 30 %, rank correlation 0.82, the best a little too large at first."""
    facts, early = found().facts, found().columns["early"]
    assert 55 <= facts["hopeless"] <= 80
    assert facts["rank"] > 0.8
    assert facts["best_early"] >= facts["best_late"]
    assert early["after_first"].max() < early["after_second"].max() < early["after_third"].max()


def test_each_stage_is_narrower_and_has_fewer_and_better_trials():
    stages = found().columns["stages"]
    seen = [stages[name][np.isfinite(stages[name])] for name in ("first", "second", "third")]
    rates = [np.log10(stages["lr"][np.isfinite(stages[name])]) for name in ("first", "second", "third")]
    assert len(seen[0]) > len(seen[1]) > len(seen[2]) > 0
    assert np.ptp(rates[0]) > np.ptp(rates[1]) > np.ptp(rates[2])
    assert np.median(seen[0]) < np.median(seen[1]) < np.median(seen[2])
    low, high = (np.log10(mark.at) for mark in found().marks)
    assert low <= rates[2].min() and rates[2].max() <= high


def test_no_way_spends_more_than_it_is_given():
    price = found(**SMALL).columns["price"]
    assert price["spent"].max() <= 8 * 4
    for name, first in (("fine", 1), ("whole", 8), ("short", 3)):
        assert price["spent"][np.isfinite(price[name])].min() == first


def test_a_budget_too_small_for_three_stages_is_still_told():
    assert found(epochs=4, paid=2, repeats=2).facts["fine"] > 0


def test_the_rank_correlation_is_one_in_the_same_order_and_shares_the_ranks_of_equals():
    a = np.array([3.0, 1.0, 2.0, 5.0])
    assert rank_correlation(a, a**3) == pytest.approx(1.0)
    assert rank_correlation(a, -a) == pytest.approx(-1.0)
    # Ranks 1, 2.5, 2.5, 4 and 3, 1, 2, 4; scipy.stats.spearmanr says the same.
    assert rank_correlation(np.array([1.0, 2.0, 2.0, 3.0]), a) == pytest.approx(0.316227766016838)
