"""Claims about races: what they can say, and what they refuse to understand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.claims.path import Path
from optim_core.claims.relation import Unclear, check, check_relation, holds, measure
from optim_core.claims.words import NEVER, WORDS
from optim_core.fields import Text
from optim_core.single import single
from optim_core.study import Axis, Fact, Figure, Findings, Series, Study


def ran(optimizer="gradient-descent", surface="bowl", start=(2.0, 1.5), steps=50, **settings):
    ground = Surface.registry[surface]()
    return Path.of(ground, single(Rule.registry[optimizer](**settings), ground, start, steps))


@pytest.fixture(scope="module")
def runs():
    heavy = ran("momentum", lr=0.5, momentum=0.9)  # down, down, up, up
    return {
        "one": ran(lr=1.0),
        "slow": ran(lr=0.1),
        "two": ran(lr=2.0),
        "wild": ran(lr=3e3),
        "heavy": heavy,
        "aside": ran(surface="ravine", start=(-2.5, -0.25), lr=0.01),
    }


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("loss_at(one, 0)", 3.125),
        ("loss_at(one, 999)", 0.0),
        ("final_loss(wild)", math.inf),
        ("diverged(wild)", 1),
        ("steps_to_loss(one, 1e-9)", 1),
        ("steps_to_loss(two, 1e-9)", NEVER),
        ("first_step(slow)", 0.25),
        ("path_length(one)", 2.5),
        ("x_at(two, 1)", -2.0),
        ("crossings_x(two)", 50),
        ("crossings_y(slow)", 0),
        ("median_turn(two)", 180.0),
        ("astray(slow)", 0.0),
        ("astray(aside)", math.degrees(math.atan2(25, 2.5) - math.atan2(0.25, 2.5))),
        ("climbs(slow, 0, 50)", 0),
        ("climbs(heavy, 0, 4)", 0.5),
        ("climbs(heavy, 2, 4)", 1),
        ("gradients(slow)", 50),
        ("cost(slow)", 150),
        ("valley(one)", 1),
        ("valley(wild)", 0),
        ("lambda_max(one)", 1.0),
        ("steps(slow)", 50),
        ("lr_at(slow, 3)", 0.1),
        ("2 * loss_at(one, 0) ** 2 / 2 - abs(-1) + sqrt(4)", 10.765625),
    ],
)
def test_a_measure_is_what_its_word_says(runs, expression, value):
    assert measure(expression, [runs]) == pytest.approx(value, abs=1e-12)


def test_a_relation_holds_or_not(runs):
    assert holds("final_loss(one) < final_loss(slow) < final_loss(two)", [runs])
    assert not holds("final_loss(one) > final_loss(slow)", [runs])
    assert holds("diverged(wild) or final_loss(wild) < 1", [runs])
    assert not holds("diverged(wild) and final_loss(wild) < 1", [runs])


def test_answers_of_several_seeds_are_combined_before_they_are_compared():
    seeds = [{"r": ran(lr=1.0, start=(x, 0.0))} for x in (1.0, 2.0, 6.0)]
    assert measure("x_at(r, 0)", seeds, "mean") == 3.0
    assert measure("x_at(r, 0)", seeds, "median") == 2.0
    assert measure("x_at(r, 0) + 1", seeds, "max") == 7.0
    assert measure("v * x_at(r, 0)", seeds, "min", v=5.0) == 5.0


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("final_loss(nobody) < 1", "none of one"),
        ("fortune(one) < 1", "there is no fortune"),
        ("final_loss(one, 3) < 1", "final_loss takes r"),
        ("final_loss(3) < 1", "asked of a run"),
        ("final_loss(one) <", "is no expression"),
        ("'a' < 1", "not a number"),
        ("True", "not a number"),
        ("v + 1", "no run called v"),
        ("final_loss(one) + " * 100 + "1", "characters"),
    ],
)
def test_what_says_nothing_is_refused_before_it_runs(expression, complaint):
    with pytest.raises(Unclear, match=complaint):
        check(expression, ["one"])


@pytest.mark.parametrize("expression", ["__import__('os')", "one.x", "[1][0]", "(lambda: 1)()", "one if one else one"])
def test_nothing_of_an_expression_is_executed(runs, expression):
    with pytest.raises(Unclear):
        measure(expression, [runs])


AXIS = Axis("h", Text("h", "h"))
LINES = tuple(Series(name, Text(name, name), "line") for name in ("forward", "central"))


class Differences(Study):
    """A study that is asked for in no request: it is not registered."""

    figures = (Figure("error", Text("error", "오차"), AXIS, Axis("", Text("error", "오차")), LINES),)
    facts = {"best": Fact(Text("best", "가장 좋은 것")), "verdict": Fact(Text("verdict", "판정"))}


@pytest.fixture
def found():
    forward, central = [4.0, 1.0, 3.0, math.nan], [0.2, math.nan, 0.1, 7.0]
    columns = {"h": [1e-8, 1e-4, 1e-2, math.nan], "forward": forward, "central": central}
    return Findings({"error": {name: np.array(column) for name, column in columns.items()}}, {"best": 3}, [])


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("fact(study, best)", 3.0),
        ("at(study, error.forward, 1e-8)", 4.0),
        ("at(study, error.forward, 2e-3)", 3.0),  # nearer to 1e-2 by its ratio
        ("at(study, error.central, 1e-4)", 0.1),  # where it was told, nearest to that
        ("lowest(study, error.forward) + highest(study, error.central)", 1.2),
        ("lowest_at(study, error.forward)", 1e-4),
        ("highest_at(study, error.central)", 1e-8),
    ],
)
def test_a_claim_may_be_about_what_a_study_found(found, expression, value):
    check(expression, [], studies={"study": Differences})
    assert measure(expression, [{"study": found}]) == pytest.approx(value)


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("fact(study, luck) < 1", "no luck; it has best, verdict"),
        ("lowest(study, forward) < 1", "no forward; it has error.h, error.forward"),
        ("lowest(study, error.backward) < 1", "no error.backward"),
        ("fact(one, best) < 1", "asked of a study, and one is none of study"),
        ("final_loss(study) < 1", "asked of a run"),
        ("best < 1", "no run called best"),
    ],
)
def test_a_claim_about_what_no_study_declares_is_refused(expression, complaint):
    with pytest.raises(Unclear, match=complaint):
        check(expression, ["one"], studies={"study": Differences})


def test_a_fact_in_words_is_no_number(found):
    found.facts["verdict"] = Text("wrong", "틀림")
    with pytest.raises(TypeError, match="verdict is no number"):
        measure("fact(study, verdict) < 1", [{"study": found}])


def test_every_word_says_what_it_is():
    assert all(word.__doc__ for word in WORDS.values())


@pytest.mark.parametrize("expression", ["final_loss(one)", "1 + 1", "-steps(one)"])
def test_a_number_alone_is_no_claim(expression):
    with pytest.raises(Unclear, match="compares nothing"):
        check_relation(expression, ["one"])


@pytest.mark.parametrize("expression", ["final_loss(one) < 1", "diverged(one)", "not diverged(one)", "1 < 2 or 2 < 1"])
def test_a_claim_is_true_or_false(expression):
    check_relation(expression, ["one"])
