"""Many rows of Optuna's tables at once: by its own calls each is a transaction, and a large search half a minute."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from optuna.distributions import distribution_to_json
from optuna.storages import RDBStorage
from optuna.storages._rdb.models import BaseModel
from optuna.study import StudyDirection
from optuna.trial import FrozenTrial, TrialState
from sqlalchemy import Connection, Table, select

_TABLES = BaseModel.metadata.tables
TRIALS, PARAMETERS = _TABLES["trials"], _TABLES["trial_params"]
STUDIES, DIRECTIONS, SAID = _TABLES["studies"], _TABLES["study_directions"], _TABLES["study_user_attributes"]


def begin(storage: RDBStorage, name: str, said: Mapping[str, Any], waiting: Sequence[FrozenTrial]) -> None:
    """A study of that name with what is said of it, and its trials waiting, numbered as they come: all or nothing.

    Raises IntegrityError where there is one of that name.
    """
    with storage.engine.begin() as connection:
        connection.execute(STUDIES.insert(), [{"study_name": name}])
        study = connection.execute(select(STUDIES.c.study_id).where(STUDIES.c.study_name == name)).scalar_one()
        which = {"study_id": study, "direction": StudyDirection.MINIMIZE, "objective": 0}
        _insert(connection, DIRECTIONS, [which])
        words = [{"study_id": study, "key": key, "value_json": json.dumps(value)} for key, value in said.items()]
        _insert(connection, SAID, words)
        rows = [{"study_id": study, "number": i, "state": TrialState.WAITING} for i in range(len(waiting))]
        _insert(connection, TRIALS, rows)
        found = select(TRIALS.c.trial_id).where(TRIALS.c.study_id == study).order_by(TRIALS.c.number)
        keys = connection.execute(found).scalars().all()
        _insert(
            connection, PARAMETERS, [row for key, trial in zip(keys, waiting, strict=True) for row in _of(key, trial)]
        )


def copy(source: RDBStorage, study: int, target: RDBStorage) -> None:
    """One study with all that belongs to it, into a storage that is empty."""
    ours = select(TRIALS.c.trial_id).where(TRIALS.c.study_id == study)
    with source.engine.begin() as reading, target.engine.begin() as writing:
        for table in BaseModel.metadata.sorted_tables:
            if "study_id" in table.c:
                which = table.c.study_id == study
            elif "trial_id" in table.c:
                which = table.c.trial_id.in_(ours)
            else:
                continue  # it tells of the tables themselves
            _insert(writing, table, [dict(row) for row in reading.execute(table.select().where(which)).mappings()])


def _of(key: int, trial: FrozenTrial) -> list[dict[str, Any]]:
    return [
        {
            "trial_id": key,
            "param_name": name,
            "param_value": trial.distributions[name].to_internal_repr(value),
            "distribution_json": distribution_to_json(trial.distributions[name]),
        }
        for name, value in trial.params.items()
    ]


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)
