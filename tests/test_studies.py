"""What every study promises, whatever is registered, and what the studies find."""

from __future__ import annotations

import numpy as np
import pytest

from optim_core import Surface
from optim_core.catalog import whole
from optim_core.fields import Choice, Text, settings
from optim_core.registry import load
from optim_core.search.strategy import Strategy
from optim_core.study import LANES, Done, Facts, Findings, Ground, Mark, Rows, Study
from tests.finding import find
from tests.holed_surface import Pond, Shore

load("optim_core.studies")
load("optim_core.search.strategies")
STUDIES = sorted(Study.registry)
PLAIN = ("theory", "spread", "tiles", "cells", "rings")  # series without a colour of their own


def ground(kind="rosenbrock", at=None):
    surface = Surface.registry[kind]()
    return Ground(surface, at or surface.begin())


def study(kind, **given):
    return Study.registry[kind](**given)


def brief(kind):
    """A study with as little of its repeating as it can do, and on as few examples."""
    known = settings(Study.registry[kind])
    small = ("repeats", "trials", "examples", "paid")
    return study(kind, **{name: max(2, known[name].minimum) for name in small if name in known})


def stands(kind):
    return ground() if Study.registry[kind].grounded else None


@pytest.mark.parametrize("kind", STUDIES)
def test_a_study_tells_of_what_it_declares_and_leaves_nothing_out(kind):
    one = brief(kind)
    found, done = Findings.none(type(one)), 0.0
    for part in one.parts(stands(kind)):
        found.add(part)  # which raises where nothing of that name is declared
        done += part.passes if isinstance(part, Done) else 0
    assert done == 0 or done == pytest.approx(one.passes(stands(kind)), rel=0.05), (
        "who says how far it is comes to the end"
    )
    assert found.facts.keys() <= one.facts.keys()
    for fact in found.facts.values():
        assert isinstance(fact, float | str | Text)
    assert all(mark.figure in found.columns for mark in found.marks)
    for figure in one.figures:
        assert all(np.isfinite(column).any() for column in found.columns[figure.name].values()), figure.name


@pytest.mark.parametrize("kind", STUDIES)
def test_a_figure_has_a_name_and_columns_of_its_own(kind):
    figures = Study.registry[kind].figures
    assert len({figure.name for figure in figures}) == len(figures) > 0
    for figure in figures:
        assert figure.across.column and figure.series
        assert all(band.low < band.high for band in figure.bands)
        assert all(bool(one.to) == (one.role == "spread") for one in figure.series)
        assert all(one.role in ("tiles", "cells") if one.names else one.role != "tiles" for one in figure.series)
        assert all(one.role in ("spots", "rings") for one in figure.series if one.by)
        assert len({one.role in LANES for one in figure.series}) == 1, "a lane is beside lanes"
        cells = [one.role for one in figure.series].count("cells")
        assert cells == bool(figure.up.column), "cells have a place of their own on both axes"
        assert not figure.of or isinstance(settings(Study.registry[kind])[figure.of], Choice)


@pytest.mark.parametrize("kind", STUDIES)
def test_what_a_series_is_like_is_a_series_with_a_colour_of_its_own(kind):
    series = [one for figure in Study.registry[kind].figures for one in figure.series]
    own = {one.column for one in series if not one.like and one.role not in PLAIN}
    assert {one.like for one in series if one.like} <= own
    assert not {one.column for one in series if one.like} & own, "a column is of one thing, wherever it is drawn"


@pytest.mark.parametrize("kind", STUDIES)
def test_what_a_study_found_is_told_apart_by_its_words(kind):
    facts = Study.registry[kind].facts.values()
    for language in range(2):
        assert len({fact.title[language] for fact in facts}) == len(facts)


@pytest.mark.parametrize("kind", STUDIES)
def test_the_work_of_a_study_is_told_before_any_is_done(kind):
    passes = study(kind).passes(stands(kind))
    assert 0 < passes < 2e9, "the study as it stands has to be allowed"
    assert np.isfinite(passes) and isinstance(passes, float)


@pytest.mark.parametrize("kind", STUDIES)
def test_the_catalogue_says_all_that_a_page_needs_of_a_study(kind):
    entry = next(entry for entry in whole()["studies"] if entry["kind"] == kind)
    one = Study.registry[kind]
    assert entry["grounded"] == one.grounded
    assert [setting["name"] for setting in entry["settings"]] == list(settings(one))
    assert [figure["name"] for figure in entry["figures"]] == [figure.name for figure in one.figures]
    assert [fact["name"] for fact in entry["facts"]] == list(one.facts)


def test_findings_grow_and_later_facts_replace_earlier_ones():
    found = Findings.none(Study.registry["darts"])
    found.add(None)
    found.add(Rows("race", {"evaluations": [1.0], "darts": [3.0]}))
    found.add(Rows("race", {"evaluations": np.array([2.0, 3.0])}))
    found.add(Facts({"darts": 1.0}))
    found.add(Facts({"darts": 2.0}))
    found.add(Mark("race", 2.0, Text("here", "여기")))
    assert found.columns["race"]["evaluations"].tolist() == [1, 2, 3]
    assert np.array_equal(found.columns["race"]["darts"], [3, np.nan, np.nan], equal_nan=True)
    assert found.facts == {"darts": 2.0} and len(found.marks) == 1
    with pytest.raises(KeyError, match="no column is called loss"):
        found.add(Rows("race", {"loss": [1.0]}))
    with pytest.raises(ValueError, match="differ in length"):
        found.add(Rows("race", {"evaluations": [1.0], "darts": [1.0, 2.0]}))


def test_darts_beat_gradient_descent_in_two_dimensions_and_momentum_beats_both():
    """Exhibit A3 measured 0.0356 (0.0054 to 0.11) for 200 tries of 1,000 darts, 0.454 and 2.51e-5."""
    found = find(study("darts"), ground())
    assert found.facts["wins"] == 100.0
    assert found.facts["darts"] == pytest.approx(0.0356, rel=0.15)
    assert found.facts["darts_low"] == pytest.approx(0.0054, rel=0.3)
    assert found.facts["darts_high"] == pytest.approx(0.11, rel=0.2)
    assert found.facts["descent"] == pytest.approx(0.4535290248)
    assert found.facts["momentum"] == pytest.approx(2.505028e-5)


def test_a_thousand_darts_in_a_hundred_dimensions_barely_beat_one():
    """Exhibit A3 measured one try: 2.4e-7, 2.8e-4, 0.0092, 0.042, 0.1, 0.12; a single dart expects 1/6."""
    found = find(study("darts"), ground())
    best = found.columns["dimension"]["best"]
    for d, value in {2: 2.2e-4, 5: 0.0120, 10: 0.040, 50: 0.103, 100: 0.120}.items():
        assert best[d - 1] == pytest.approx(value, rel=0.15), d
    assert found.facts["in_one"] == pytest.approx((np.log(2) / 1000) ** 2 / 2, rel=0.5)
    assert np.all(np.diff(best[::10]) > 0)
    assert found.facts["in_most"] > 0.7 * found.facts["one"]


def test_the_race_of_darts_says_what_the_walks_say_and_only_goes_down():
    found = Findings.of(study("darts", throws=300, tries=20, dimensions=2), ground("himmelblau"))
    race = found.columns["race"]
    assert race["evaluations"][0] == 1 and race["evaluations"][-1] == 300
    for name in ("darts_low", "darts", "darts_high", "descent", "momentum"):
        assert np.all(np.diff(race[name]) <= 0), name
        assert found.facts[name] == race[name][-1]


def test_a_run_that_blows_up_keeps_the_lowest_it_had_found():
    found = Findings.of(study("darts", throws=50, tries=5, lr=1.0, dimensions=2), ground())
    assert np.isfinite(found.columns["race"]["descent"]).all()
    assert found.facts["descent"] == pytest.approx(24.2)


@pytest.mark.parametrize("holed", [Shore(), Pond()])
def test_darts_that_fall_where_there_is_no_loss_are_lost(holed):
    found = Findings.of(study("darts", throws=200, tries=5, lr=0.5, dimensions=2), Ground(holed, holed.begin()))
    assert all(np.isfinite(found.columns["race"][name][-1]) for name in ("darts", "descent", "momentum"))


def test_the_same_seed_throws_the_same_darts():
    one, two, other = (Findings.of(study("darts", tries=5, dimensions=3, seed=seed), ground()) for seed in (1, 1, 2))
    assert one.facts == two.facts
    assert one.facts["darts"] != other.facts["darts"]
    with pytest.raises(ValueError, match="needs a ground"):
        study("darts").passes(None)


def test_a_strategy_has_one_colour_in_every_study():
    seen = {}
    for study in Study.registry.values():
        every = [series for figure in study.figures for series in figure.series]
        own = {series.column: series.slot for series in every if not series.like}
        for series in every:
            if series.role != "theory":
                seen.setdefault(series.title, set()).add(own[series.like or series.column])
    titles = {of.title for of in Strategy.registry.values()} & set(seen)
    assert len(titles) >= 4
    for title in titles:
        assert len(seen[title]) == 1 and None not in seen[title], title.en
