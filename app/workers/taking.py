"""Trials go from hand to hand: a worker takes one, keeps it while it shows signs of life, and gives it back."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import optuna
from optuna.trial import FrozenTrial, TrialState

from app.workers import storage
from app.workers.grip import Change, change
from app.workers.ledger import Kept
from app.workers.roll import last_seen
from app.workers.samplers import SUGGESTING, luck
from app.workers.silence import Silence

Span = dict[str, Any]  # one time with a trial: {worker, at: epoch, from, to, ended}
Ended = Literal["done", "pruned", "failed", "stopped", "killed"]
SPANS, LOG, FAILURE, SETTINGS = "spans", "log", "failure", "settings"  # what a trial holds
_silence = Silence()
DEATHS = 5  # a trial that kills its worker again and again is not tried for ever


class Lost(Exception):  # noqa: N818 - nothing is wrong: another has the trial, or nobody wants it any more
    """A trial is no longer in the hands that took it."""


class Taken(NamedTuple):
    """A trial in the hands of a worker; `span` is this time with it, as it is stored."""

    trial: optuna.Trial
    key: int
    number: int
    settings: dict[str, Any]
    span: Span


def take(kept: Kept, worker: str) -> Taken | None:
    """A trial that waits, one that somebody had to give up before any other; None if none does."""
    waiting = kept.trials((TrialState.WAITING,))
    for found in sorted(waiting, key=lambda trial: (SPANS not in trial.user_attrs, trial.number)):
        key = found._trial_id
        with storage.spoken():
            # Before it is taken: until the first sign of life it would seem to be of who had it last.
            kept.storage.record_heartbeat(key)
        span = {"worker": worker, "at": 0, "from": time.time(), "to": None, "ended": None}

        def grasp(state: TrialState, said: Mapping[str, Any], span: Span = span) -> Change | None:
            if state != TrialState.WAITING:
                return None
            return Change({SPANS: [*said.get(SPANS, []), span]}, TrialState.RUNNING)

        if change(kept.storage, key, grasp):
            with contextlib.suppress(Lost):
                return _taken(kept, found, span)
    return None


def _taken(kept: Kept, found: FrozenTrial, span: Span) -> Taken:
    suggesting = SUGGESTING.get(kept.search.sampler)
    if suggesting:
        kept.study.sampler = suggesting(luck(kept.search.seed, found.number))
    with storage.spoken():
        trial = optuna.Trial(kept.study, found._trial_id)
        settings = {knob.setting: knob.asked(trial) for knob in kept.knobs}
        taken = Taken(trial, found._trial_id, found.number, settings, span)
        told(kept, taken, {SETTINGS: settings})
    return taken


def held(state: TrialState, said: Mapping[str, Any], span: Span) -> bool:
    """Whether a trial, as it stands in the storage, is still in the hands that took it."""
    last = _last(said)
    mine = all(last.get(key) == span[key] for key in ("worker", "from"))
    return state == TrialState.RUNNING and mine and last["ended"] is None


def told(
    kept: Kept,
    taken: Taken,
    attributes: Mapping[str, Any],
    at: int | None = None,
    ended: Ended | None = None,
    **how: Any,
) -> None:
    """Say something of a trial; with `ended` that this time with it is over.

    `how` is the state that it has from now on, and its score. Raises `Lost` unless it is still held.
    """

    def write(state: TrialState, said: Mapping[str, Any]) -> Change | None:
        if not held(state, said, taken.span):
            return None
        if at is not None:
            taken.span["at"] = at
        now = {"to": time.time(), "ended": ended} if ended else {}
        return Change({**attributes, SPANS: [*said[SPANS][:-1], taken.span | now]}, **how)

    try:
        done = change(kept.storage, taken.key, write)
    except KeyError:  # thrown away, search and all
        raise Lost from None
    if not done:
        raise Lost


def look(kept: Kept, taken: Taken) -> FrozenTrial:
    """The trial as it stands. Raises `Lost` unless it is still held."""
    with storage.spoken():
        now = kept.storage.get_trial(taken.key)
    if not held(now.state, now.user_attrs, taken.span):
        raise Lost
    return now


def give_back(kept: Kept, seen: FrozenTrial, when: float) -> None:
    """Let a trial wait again whose worker is dead; one that others have had since it was seen so stays theirs."""

    def release(state: TrialState, said: Mapping[str, Any]) -> Change | None:
        if state != TrialState.RUNNING or _last(said) != _last(seen.user_attrs):
            return None
        spans = said[SPANS]
        spans[-1] |= {"to": max(when, spans[-1]["from"]), "ended": "killed"}
        if sum(span["ended"] == "killed" for span in spans) < DEATHS:
            return Change({SPANS: spans}, TrialState.WAITING)
        return Change({SPANS: spans, FAILURE: "killed"}, TrialState.FAIL)

    change(kept.storage, seen._trial_id, release)


def recover(kept: Kept) -> None:
    """Let those wait again whose workers have shown no sign of life for too long.

    Optuna itself would go by the time of day, end such a trial and begin another; here it goes on under its own number.
    """
    with storage.spoken():
        signs = kept.storage.signs(kept.number)
    grace = kept.storage.grace_period or 0
    silent = {key for key, sign in signs.items() if _silence.of((kept.made, key), sign) > grace}
    if silent:
        seen = last_seen(kept)
        for trial in kept.trials((TrialState.RUNNING,)):
            if trial._trial_id in silent:
                give_back(kept, trial, seen.get(holder(trial), time.time()))


def recover_from(kept: Kept, worker: str) -> None:
    """The same for a worker that is known to be dead."""
    seen = last_seen(kept)
    for trial in kept.trials((TrialState.RUNNING,)):
        if holder(trial) == worker:
            give_back(kept, trial, seen.get(worker, time.time()))


def holder(trial: FrozenTrial) -> str:
    """Who has it, or had it last; empty if nobody has yet."""
    return str(_last(trial.user_attrs).get("worker", ""))


def _last(said: Mapping[str, Any]) -> Span:
    """The last time that somebody has had a trial."""
    return next(reversed(said.get(SPANS, [])), {})
