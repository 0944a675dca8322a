"""Optuna's storage, which does not read again what cannot have changed: a search is looked at all the time."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from optuna.storages import RDBStorage
from optuna.storages._rdb.models import BaseModel
from optuna.trial import FrozenTrial, TrialState
from sqlalchemy import exists, select

_TABLES = BaseModel.metadata.tables
TRIALS, SAID, STUDIES = _TABLES["trials"], _TABLES["trial_user_attributes"], _TABLES["study_user_attributes"]
SIGNS = _TABLES["trial_heartbeats"]
MADE = "made"  # what a study holds that no other does: SQLite gives numbers to the next


class Shelf(RDBStorage):
    """Trials that are over stay as they are, and so do those that wait and were never in anybody's hands."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._read: dict[tuple[int, str], dict[int, FrozenTrial]] = {}
        super().__init__(*arguments, **named)

    def signs(self, study_id: int) -> dict[int, Any]:
        """The last sign of life of each trial that is in somebody's hands."""
        alive = select(SIGNS.c.trial_id, SIGNS.c.heartbeat).join(TRIALS, TRIALS.c.trial_id == SIGNS.c.trial_id)
        with self.engine.begin() as connection:
            found = connection.execute(alive.where(TRIALS.c.study_id == study_id, TRIALS.c.state == TrialState.RUNNING))
            return {row.trial_id: row.heartbeat for row in found}

    def _get_trials(
        self,
        study_id: int,
        states: Container[TrialState] | None,
        included_trial_ids: set[int],
        trial_id_greater_than: int,
    ) -> list[FrozenTrial]:
        """What Optuna reads trials by: those of some numbers, and all beyond one."""
        touched = exists().where(SAID.c.trial_id == TRIALS.c.trial_id)
        now = select(TRIALS.c.trial_id, TRIALS.c.state, touched).where(TRIALS.c.study_id == study_id)
        which = select(STUDIES.c.value_json).where(STUDIES.c.study_id == study_id, STUDIES.c.key == MADE)
        with self.engine.begin() as connection:
            made = connection.execute(which).scalar()
            found = connection.execute(now).all()
        if made is None:
            return super()._get_trials(study_id, states, included_trial_ids, trial_id_greater_than)
        read = self._read.setdefault((study_id, made), {})
        wanted = {key for key, *_ in found if key in included_trial_ids or key > trial_id_greater_than}
        again = {key for key, state, begun in found if key in wanted and not _settled(read.get(key), state, begun)}
        if again:
            last = max(key for key, *_ in found)
            read |= {trial._trial_id: trial for trial in super()._get_trials(study_id, None, again, last)}
        return [read[key] for key in sorted(wanted) if states is None or read[key].state in states]


def _settled(known: FrozenTrial | None, state: TrialState, touched: bool) -> bool:
    """Whether a trial must be what it was."""
    if known is None or known.state != state:
        return False
    return state.is_finished() or (state == TrialState.WAITING and not touched)
