"""Many rows at once, and what is not read again, say the same as Optuna does one by one."""

from __future__ import annotations

import optuna
import pytest
from optuna.trial import TrialState

from app.workers import rows
from app.workers.ledger import _templates
from app.workers.specs import search_model
from app.workers.taking import give_back, take
from tests.searching import ASKED, Place


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    place.ledger.storage.engine.dispose()


def said(trials):
    return [
        (t.number, t.state, t.params, t.distributions, t.user_attrs, t.intermediate_values, t.values) for t in trials
    ]


def test_trials_that_begin_to_wait_together_are_those_that_optuna_adds_one_by_one(place):
    templates = _templates(search_model().model_validate(ASKED | {"trials": 5}))
    studies = [optuna.create_study(storage=place.ledger.storage) for _ in range(2)]
    rows.enqueue(place.ledger.storage, studies[0]._study_id, templates)
    studies[1].add_trials(templates)
    assert said(studies[0].trials) == said(studies[1].trials)
    assert len(studies[0].trials) == 5


def test_what_is_not_read_again_is_what_another_reads_afresh_wherever_a_trial_goes(place):
    name = place.begin(trials=4)
    kept, others = place.ledger.get(name), Place(place.settings.data).ledger
    theirs = others.get(name)

    def same():
        afresh = optuna.load_study(study_name=name, storage=f"sqlite:///{place.settings.data}/searches.db").trials
        return said(kept.trials()) == said(afresh) and [trial.state for trial in afresh]

    assert same() == [TrialState.WAITING] * 4
    for reached in (1, 2):  # of the second time only the span tells, for it waits before and after
        taken = take(theirs, "other")
        assert taken.number == 0
        taken.trial.report(0.5, reached)
        assert reached == 2 or same() == [TrialState.RUNNING] + [TrialState.WAITING] * 3
        give_back(theirs, taken.key, "stopped", 1.0)
        assert same() == [TrialState.WAITING] * 4
    taken = take(theirs, "other")
    theirs.study.tell(taken.trial, 0.25)
    assert same() == [TrialState.COMPLETE] + [TrialState.WAITING] * 3
    others.remove(name)
    place.begin(name=name, trials=4, axes=[{"name": "momentum"}])  # in the same rows of SQLite
    kept = place.ledger.get(name)
    assert same() == [TrialState.WAITING] * 4
    others.storage.engine.dispose()
