"""Searches with real workers, for tests: they live in a folder of the test and are over in seconds."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np

from app.settings import ONE_THREAD, Settings
from app.workers import view
from app.workers.ledger import ASKED as ASKED_FOR
from app.workers.ledger import Ledger
from app.workers.specs import search_model
from app.workers.worker import Worker

ASKED = {
    "target": {"kind": "digits", "examples": 100, "epochs": 6},
    "axes": [{"name": "lr", "low": 0.001, "high": 0.3}, {"name": "unit"}],
    "sampler": "halton",
    "trials": 6,
}
LONG = {"epochs": 10, "trials": 3}  # so that somebody is still in the middle when a slow machine gets to it
GRACE = 2


class Place:
    """A storage and a folder."""

    def __init__(self, data, storage="", **settings):
        self.settings = Settings(data=str(data), storage=storage, search_grace=GRACE, **settings)
        self.ledger = Ledger(self.settings)

    @property
    def environment(self):
        named = {f"RAVINE_{key.upper()}": str(value) for key, value in self.settings.model_dump().items()}
        return {**os.environ, **named, **ONE_THREAD}

    def begin(self, **asked):
        return self.ledger.begin(search_model().model_validate_json(json.dumps(ASKED | asked)))

    def state(self, name):
        return view.whole(self.ledger.get(name), GRACE)

    def work(self, name, worker="here"):
        """To the end, in this process."""
        Worker(self.ledger, worker).serve(name)
        return self.state(name)

    def finish(self, name, worker):
        """To the end, by a worker with one thread of BLAS as all workers have, on which the last bits depend."""
        with self.worker(name, "--name", worker) as process:
            assert process.wait(120) == 0, process.stderr.read()
        return self.state(name)

    @contextlib.contextmanager
    def worker(self, *arguments, command=("-m", "app", "worker")):
        process = subprocess.Popen(
            [sys.executable, *command, *arguments], env=self.environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stderr.close()

    def until(self, name, so, seconds=120):
        """The state as soon as something is so."""
        end = time.monotonic() + seconds
        while not (found := so(state := self.state(name))):
            assert time.monotonic() < end, state
            time.sleep(0.1)  # each look reads all of it
        return found

    def checkpoints(self, name):
        """Every array of the last checkpoint of every trial."""
        kept = self.ledger.get(name)
        found = {}
        for trial in self.state(name)["trials"]:
            path = kept.drawer(trial["number"]) / trial["checkpoints"][-1]
            with np.load(path) as stored:
                found[trial["number"]] = {key: stored[key] for key in stored.files if key != "about"}
        return found


def at_work(state, epochs=1):
    """A worker that has done so many epochs of a trial, and some more to do."""
    for trial in state["trials"]:
        if trial["state"] == "running" and epochs <= len(trial["scores"]) <= state["epochs"] // 2:
            return next((w for w in state["workers"] if w["name"] == trial["worker"] and w["state"] == "working"), None)
    return None


def disturbed(place):
    """A search of two workers: one is killed in the middle, the other told to leave; a third finishes it.

    The end of it, the numbers of the trials that lost their workers, and what the second one's exit status was.
    """
    name = place.begin(**LONG, pace=0.2)
    with place.worker(name, "--name", "one") as one, place.worker(name, "--name", "two") as two:
        processes = {"one": one, "two": two}
        killed = place.until(name, lambda state: len(state["workers"]) == 2 and at_work(state, 2))
        processes.pop(killed["name"]).send_signal(signal.SIGKILL)
        taken_up = place.until(name, lambda state: _again(state, killed["trial"], "killed"))
        (left,) = processes.values()
        left.send_signal(signal.SIGTERM)
        status = left.wait(60)
    given_back = [
        t["number"] for t in place.state(name)["trials"] if t["spans"] and t["spans"][-1]["ended"] == "stopped"
    ]
    place.until(name, lambda state: all(trial["state"] != "running" for trial in state["trials"]))
    kept = place.ledger.get(name)
    kept.put(ASKED_FOR, kept.search.plain(name) | {"pace": 0.0})  # nobody is to be caught in the middle any more
    return place.finish(name, "three"), killed, taken_up, given_back, status, name


def _again(state, number, ended):
    trial = state["trials"][number]
    spans = trial["spans"]
    return trial if len(spans) > 1 and spans[0]["ended"] == ended and len(trial["scores"]) >= 3 else None
