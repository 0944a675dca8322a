"""Changes that look before they leap: what is stored is read, judged and written in one transaction.

Between two calls of Optuna's a process may be stopped for as long as it takes another to go on with its trial.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from optuna.storages import RDBStorage
from optuna.storages._rdb.models import StudyModel, StudyUserAttributeModel, TrialModel, TrialUserAttributeModel
from optuna.storages._rdb.storage import _create_scoped_session
from optuna.trial import TrialState

from app.workers.storage import spoken


class Change(NamedTuple):
    """What becomes of a trial: attributes by name, a state and, where that is its end, its score."""

    attributes: Mapping[str, Any]
    state: TrialState | None = None
    score: float | None = None


def change(
    storage: RDBStorage, key: int, decide: Callable[[TrialState, Mapping[str, Any]], Change | None]
) -> Change | None:
    """What `decide` makes of a trial's state and attributes, written; None where it lets it be."""
    with spoken(), _create_scoped_session(storage.scoped_session) as session:
        trial: Any = TrialModel.find_or_raise_by_id(key, session, for_update=True)
        rows: Any = TrialUserAttributeModel.where_trial_id(key, session)
        made = decide(trial.state, _said(rows))
        if made is None:
            return None
        for name, value in made.attributes.items():
            storage._set_trial_attr_without_commit(session, TrialUserAttributeModel, key, name, value)
        if made.score is not None:
            storage._set_trial_value_without_commit(session, trial, 0, made.score)
        if made.state is not None:
            trial.state = made.state
            if made.state == TrialState.RUNNING:
                trial.datetime_start = datetime.datetime.now()
            if made.state.is_finished():
                trial.datetime_complete = datetime.datetime.now()
        return made


def say(storage: RDBStorage, study: int, decide: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> None:
    """The same of what is said of a study as a whole. Raises KeyError where there is none."""
    with spoken(), _create_scoped_session(storage.scoped_session) as session:
        StudyModel.find_or_raise_by_id(study, session)  # one that is not there is none to lock
        session.query(StudyModel).filter(StudyModel.study_id == study).with_for_update().one()
        rows: Any = StudyUserAttributeModel.where_study_id(study, session)
        known = {row.key: row for row in rows}
        for name, value in decide(_said(rows)).items():
            if name in known:
                known[name].value_json = json.dumps(value)
            else:
                session.add(StudyUserAttributeModel(study_id=study, key=name, value_json=json.dumps(value)))


def _said(rows: Any) -> dict[str, Any]:
    return {row.key: json.loads(row.value_json) for row in rows}
