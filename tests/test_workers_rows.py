"""Many rows at once, and what is not read again, say the same as Optuna does one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import optuna
import pytest
from optuna.trial import TrialState

from app.workers import rows
from app.workers.ledger import _templates
from app.workers.specs import search_model
from app.workers.taking import take, told
from app.workers.trouble import Trouble
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
    other = optuna.create_study(storage=place.ledger.storage)
    rows.begin(place.ledger.storage, "together", {"made": "x"}, templates)
    other.add_trials(templates)
    study = optuna.load_study(study_name="together", storage=place.ledger.storage)
    assert said(study.trials) == said(other.trials)
    assert (study.direction, study.user_attrs) == (other.direction, {"made": "x"})
    assert len(study.trials) == 5


def test_a_search_is_begun_whole_or_not_at_all(place, monkeypatch):
    def cut(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(rows, "_of", cut)
        place.begin(name="ghost")
    assert place.ledger.names() == []
    assert place.begin(name="ghost") == "ghost"


def test_however_many_begin_one_at_once_no_more_are_kept_than_the_settings_say(tmp_path):
    place = Place(tmp_path, searches=3)

    def begun(_):
        try:
            return place.begin(trials=1)
        except Trouble as trouble:
            return trouble.key

    with ThreadPoolExecutor(8) as pool:
        made = sorted(pool.map(begun, range(8)))
    place.ledger.storage.engine.dispose()
    assert made == ["digits-1", "digits-2", "digits-3"] + ["error.searches_full"] * 5


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
        told(theirs, taken, {}, ended="stopped", state=TrialState.WAITING)
        assert same() == [TrialState.WAITING] * 4
    taken = take(theirs, "other")
    theirs.study.tell(taken.trial, 0.25)
    assert same() == [TrialState.COMPLETE] + [TrialState.WAITING] * 3
    others.remove(name)
    place.begin(name=name, trials=4, axes=[{"name": "momentum"}])  # in the same rows of SQLite
    kept = place.ledger.get(name)
    assert same() == [TrialState.WAITING] * 4
    others.storage.engine.dispose()
