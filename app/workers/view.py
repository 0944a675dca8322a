"""A search as those see it who look on: plain JSON, and what of it has changed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from optuna.trial import FrozenTrial, TrialState

from app.wire import number, numbers
from app.workers import roll
from app.workers.ledger import HALT, WANTED, Kept
from app.workers.taking import FAILURE, LOG, SETTINGS, SPANS
from optim_core.catalog import dimension

_STATES = {TrialState.RUNNING: "running", TrialState.PRUNED: "pruned", TrialState.COMPLETE: "complete"}
ROWS = {"trials": "number", "workers": "name"}  # what is told row by row, and what names a row


def whole(kept: Kept, grace: float) -> dict[str, Any]:
    """All that is known of a search; a worker that was silent for `grace` seconds is lost."""
    attributes, found = kept.attributes(), kept.trials()
    trials = [_trial(kept, trial) for trial in found]
    workers = _workers(attributes, trials, grace)
    target, epochs = kept.task.target, kept.task.target.epochs
    done = [len(trial["scores"]) for trial in trials]
    over = [trial["state"] in ("pruned", "complete", "failed") for trial in trials]
    stopped = [n for n, trial in zip(done, trials, strict=True) if trial["state"] == "pruned"]
    return {
        "name": kept.name,
        "spec": kept.search.plain(kept.name),
        "created": kept.created,
        "state": _state(attributes, all(over), workers),
        "measure": _worded(target.measure._asdict()),
        "tells": [{"name": name, **_worded(fact._asdict())} for name, fact in target.tells.items()],
        "axes": [dimension(name, of) for name, of in kept.task.space.dimensions.items()],
        "epochs": epochs,
        "total_epochs": epochs * len(trials),
        "done_epochs": sum(done),
        "saved_epochs": sum(epochs - n for n in stopped),
        "best": best(trials),
        "trials": trials,
        "workers": workers,
    }


def brief(kept: Kept, grace: float) -> dict[str, Any]:
    """The same in a line of a list."""
    told = whole(kept, grace)
    over = sum(trial["state"] in ("pruned", "complete", "failed") for trial in told["trials"])
    at_work = sum(worker["ended"] is None for worker in told["workers"])
    best_score = told["best"] and told["best"]["score"]
    plain = {key: told[key] for key in ("name", "state", "created", "measure")}
    return plain | {"trials": len(told["trials"]), "done": over, "workers": at_work, "best": best_score}


def best(trials: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The best of the trials that were trained whole: its number and score."""
    complete = [trial for trial in trials if trial["state"] == "complete" and trial["score"] is not None]
    if not complete:
        return None
    first = min(complete, key=lambda trial: trial["score"])
    return {"number": first["number"], "score": first["score"], "settings": first["settings"]}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What is otherwise now: the members that are, and of trials and workers only the rows."""
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    for key, name in ROWS.items():
        if key in changed:
            known = {row[name]: row for row in before[key]}
            changed[key] = [row for row in after[key] if known.get(row[name]) != row]
    return changed


def _trial(kept: Kept, trial: FrozenTrial) -> dict[str, Any]:
    attributes = trial.user_attrs
    spans, log = attributes.get(SPANS, []), attributes.get(LOG, {})
    settings = attributes.get(SETTINGS) or {
        knob.setting: knob.told(trial.params[knob.parameter]) for knob in kept.knobs if knob.parameter in trial.params
    }
    scores = [score for _, score in sorted(trial.intermediate_values.items())]
    return {
        "number": trial.number,
        "state": _fate(trial, scores, spans),
        "settings": settings or None,
        "scores": numbers(scores),
        "score": number(scores[-1]) if scores else None,
        "told": {name: numbers(each) for name, each in log.get("told", {}).items()},
        "worker": spans[-1]["worker"] if spans else None,
        "spans": spans,
        "checkpoints": log.get("checkpoints", []),
        "resumed_at": log.get("resumed_at", []),
        "failure": attributes.get(FAILURE),
    }


def _fate(trial: FrozenTrial, scores: Sequence[float], spans: Sequence[Mapping[str, Any]]) -> str:
    if trial.state == TrialState.WAITING:
        return "lost" if spans and spans[-1]["ended"] == "killed" else "waiting"
    if trial.state == TrialState.COMPLETE and not math.isfinite(scores[-1]):
        return "failed"
    return _STATES.get(trial.state, "failed")


def _workers(attributes: Mapping[str, Any], trials: Sequence[Mapping[str, Any]], grace: float) -> list[dict[str, Any]]:
    told = [_worker(name, said, grace) for name, said in roll.workers(attributes).items()]
    epochs = {trial["number"]: len(trial["scores"]) for trial in trials}
    for worker in told:
        worker["epoch"] = epochs.get(worker["trial"])
        worker |= _work(worker["name"], trials)
    return sorted(told, key=lambda worker: worker["began"])


def _work(name: str, trials: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many epochs a worker has trained, and how many trials it has brought to their end."""
    epochs = ended = 0
    for trial in trials:
        reached = [span["at"] for span in trial["spans"][1:]] + [len(trial["scores"])]
        for span, end in zip(trial["spans"], reached, strict=bool(trial["spans"])):
            if span["worker"] == name:
                epochs += max(0, end - span["at"])
                ended += span["ended"] in ("done", "pruned", "failed")
    return {"epochs": epochs, "trials": ended}


def _worker(name: str, said: Mapping[str, Any], grace: float) -> dict[str, Any]:
    if said["ended"]:
        state = said["ended"]
    elif roll.silent(said, grace):
        state = "lost"
    else:
        state = "idle" if said["trial"] is None else "working"
    return {"name": name, "state": state, **said, "ended": said["ended"] or (state if state == "lost" else None)}


def _state(attributes: Mapping[str, Any], over: bool, workers: Sequence[Mapping[str, Any]]) -> str:
    if over:
        return "done"
    if attributes.get(WANTED) == HALT:
        return "stopped"
    return "running" if any(worker["ended"] is None for worker in workers) else "waiting"


def _worded(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value._asdict() if hasattr(value, "_asdict") else value for name, value in facts.items()}
