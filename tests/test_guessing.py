"""Exhibit A4: what guessing the weights of a classifier brings, against random steps and against the gradient."""

import functools

import numpy as np
import pytest

from optim_core.studies.guessing import expected_best
from optim_core.study import Findings, Study
from tests import finding

found = functools.partial(finding.found, "guessing")


def test_a_guess_is_right_as_often_as_chance_and_a_thousand_guesses_bring_little():
    """Measured before: 10.0 % +- 4.4 %, and on average 17.3, 23.1 and 27.4 % for the best of 10, 100 and 1,000."""
    facts = found().facts
    assert facts["single"] == pytest.approx(10.0, abs=0.3)
    assert facts["deviation"] == pytest.approx(4.4, abs=0.2)
    best = [facts[name] for name in ("best_of_10", "best_of_100", "best_of_all")]
    assert best == pytest.approx([17.3, 23.1, 27.4], abs=1.0)
    assert 20 <= facts["guess"] <= 32, "unseen digits: 20 to 32 % in five repeats"


def test_the_gain_from_guessing_goes_with_the_logarithm_of_the_guesses():
    facts, luck = found().facts, found().columns["luck"]
    assert 3.5 < facts["tenfold"] < 6.5
    late = luck["guesses"] >= 10
    line = np.polyfit(np.log10(luck["guesses"][late]), luck["best"][late], 1)
    assert np.abs(np.polyval(line, np.log10(luck["guesses"][late])) - luck["best"][late]).max() < 0.6


def test_one_gradient_step_beats_every_guess():
    facts, single = found().facts, found().columns["single"]
    assert facts["step"] > 80
    assert single["share"][single["accuracy"] > 50].sum() == 0
    assert facts["worth"] > 1e9


def test_gradient_descent_reads_nearly_all_digits_and_random_steps_most():
    """Measured before: 81.5, 90.2 and 93.5 % after 1, 10 and 100 steps; random steps 86.5 to 88.2 %."""
    facts = found().facts
    steps = [facts[name] for name in ("descent_1", "descent_10", "descent_100")]
    assert steps == pytest.approx([81.5, 90.2, 93.5], abs=2)
    assert facts["descent"] > 94
    assert 84 < facts["local"] < 90


def test_a_step_that_guesses_would_never_be_worth_is_not_given_a_number():
    """One repeat of ten guesses may gain next to nothing from nine of them."""
    for seed in range(20):
        worth = found(guesses=10, repeats=1, seed=seed).facts.get("worth", 1.0)
        assert 0 < worth < 1e102


def test_the_histogram_holds_every_guess():
    single = found().columns["single"]
    assert single["share"].sum() == pytest.approx(100)
    mean = (single["share"] * single["accuracy"]).sum() / 100
    assert mean == pytest.approx(found().facts["single"], abs=1)


def test_the_softmax_tells_the_same_story():
    facts = found(loss="softmax", guesses=50, repeats=2).facts
    assert facts["single"] < 13 < 80 < facts["descent_1"]


def test_fewer_guesses_say_nothing_of_more():
    facts = found(guesses=20, repeats=1).facts
    assert "best_of_10" in facts and "descent_10" in facts
    assert "best_of_100" not in facts and "descent_100" not in facts


def test_the_best_of_n_on_average_is_that_of_many_draws():
    numbers = np.sort(np.random.default_rng(0).normal(size=50))
    draws = np.random.default_rng(1).choice(numbers, (20_000, 7)).max(axis=1)
    assert expected_best(numbers, 7) == pytest.approx(draws.mean(), abs=0.02)
    assert expected_best(numbers, 1) == pytest.approx(numbers.mean())


def test_the_same_seed_has_the_same_luck():
    small = {"guesses": 10, "repeats": 1}
    one, other = found(**small), found(**small, seed=1)
    assert Findings.of(Study.registry["guessing"](**small)).facts == one.facts
    assert one.facts["single"] != other.facts["single"]
