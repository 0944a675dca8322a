"""Trials go from hand to hand: a worker takes one, keeps it while it shows signs of life, and gives it back."""

from __future__ import annotations

import time
from typing import Any, Literal, NamedTuple

import optuna
from optuna.exceptions import UpdateFinishedTrialError
from optuna.trial import FrozenTrial, TrialState

from app.workers import storage
from app.workers.ledger import Kept
from app.workers.samplers import SUGGESTING, luck

Ended = Literal["done", "pruned", "failed", "stopped", "killed"]
SPANS, LOG, FAILURE, SETTINGS = "spans", "log", "failure", "settings"  # what a trial holds
WORKER = "worker:"  # the beginning of what a study holds of each worker
DEATHS = 5  # a trial that kills its worker again and again is not tried for ever


class Taken(NamedTuple):
    """A trial in the hands of a worker; `spans` are all the times that somebody has had it, this one last."""

    trial: optuna.Trial
    key: int
    number: int
    settings: dict[str, Any]
    spans: list[dict[str, Any]]


def take(kept: Kept, worker: str) -> Taken | None:
    """A trial that waits, one that somebody had to give up before any other; None if none does."""
    waiting = kept.trials((TrialState.WAITING,))
    for found in sorted(waiting, key=lambda trial: (SPANS not in trial.user_attrs, trial.number)):
        with storage.spoken():
            # Before it is taken: until the first sign of life it would seem to be of who had it last.
            kept.storage.record_heartbeat(found._trial_id)
            try:
                ours = kept.storage.set_trial_state_values(found._trial_id, TrialState.RUNNING)
            except UpdateFinishedTrialError:
                continue
            if ours:
                return _taken(kept, found, worker)
    return None


def _taken(kept: Kept, found: FrozenTrial, worker: str) -> Taken:
    suggesting = SUGGESTING.get(kept.search.sampler)
    if suggesting:
        kept.study.sampler = suggesting(luck(kept.search.seed, found.number))
    trial = optuna.Trial(kept.study, found._trial_id)
    settings = {knob.setting: knob.asked(trial) for knob in kept.knobs}
    span = {"worker": worker, "at": 0, "from": time.time(), "to": None, "ended": None}
    spans = [*found.user_attrs.get(SPANS, []), span]
    trial.set_user_attr(SETTINGS, settings)
    trial.set_user_attr(SPANS, spans)
    return Taken(trial, found._trial_id, found.number, settings, spans)


def held(now: FrozenTrial, taken: Taken) -> bool:
    """Whether a trial, as it stands in the storage, is still in the hands that took it."""
    spans = now.user_attrs.get(SPANS) or [{}]
    mine = taken.spans[-1]
    return now.state == TrialState.RUNNING and all(spans[-1].get(key) == mine[key] for key in ("worker", "from"))


def resumed(kept: Kept, taken: Taken, epoch: int) -> None:
    """Say that it goes on from a checkpoint, after so many epochs."""
    taken.spans[-1]["at"] = epoch
    with storage.spoken():
        kept.storage.set_trial_user_attr(taken.key, SPANS, taken.spans)


def close(kept: Kept, taken: Taken, ended: Ended) -> None:
    """Say how this time has ended."""
    taken.spans[-1] |= {"to": time.time(), "ended": ended}
    with storage.spoken():
        kept.storage.set_trial_user_attr(taken.key, SPANS, taken.spans)


def give_back(kept: Kept, key: int, ended: Ended, when: float) -> None:
    """Let a trial wait again that nobody works at any more; one that others have had an end with stays so."""
    with storage.spoken():
        trial = kept.storage.get_trial(key)
        if trial.state != TrialState.RUNNING:
            return
        spans = trial.user_attrs.get(SPANS, [])
        if spans and spans[-1]["ended"] in (None, "done"):
            spans[-1] |= {"to": max(when, spans[-1]["from"]), "ended": ended}
        try:
            kept.storage.set_trial_user_attr(key, SPANS, spans)
            if sum(span["ended"] == "killed" for span in spans) < DEATHS:
                kept.storage.set_trial_state_values(key, TrialState.WAITING)
            else:
                kept.storage.set_trial_user_attr(key, FAILURE, "killed")
                kept.storage.set_trial_state_values(key, TrialState.FAIL)
        except UpdateFinishedTrialError:
            return


def recover(kept: Kept) -> None:
    """Let those wait again whose workers have shown no sign of life for too long.

    Optuna itself would end such a trial and begin another; here it goes on under its own number.
    """
    with storage.spoken():
        silent = kept.storage._get_stale_trial_ids(kept.number)
    if silent:
        seen = last_seen(kept)
        for trial in kept.trials((TrialState.RUNNING,)):
            if trial._trial_id in silent:
                give_back(kept, trial._trial_id, "killed", seen.get(holder(trial), time.time()))


def recover_from(kept: Kept, worker: str) -> None:
    """The same for a worker that is known to be dead."""
    seen = last_seen(kept)
    for trial in kept.trials((TrialState.RUNNING,)):
        if holder(trial) == worker:
            give_back(kept, trial._trial_id, "killed", seen.get(worker, time.time()))


def holder(trial: FrozenTrial) -> str:
    """Who has it, or had it last; empty if nobody has yet."""
    spans = trial.user_attrs.get(SPANS)
    return spans[-1]["worker"] if spans else ""


def last_seen(kept: Kept) -> dict[str, float]:
    """When each worker gave its last sign of life, on its own clock."""
    attributes = kept.attributes().items()
    return {key.removeprefix(WORKER): said["seen"] for key, said in attributes if key.startswith(WORKER)}
