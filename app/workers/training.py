"""One trial in the hands of a worker: trained epoch by epoch, each of them reported and kept."""

from __future__ import annotations

import math
import sys
import time
import traceback
from collections.abc import Callable, Mapping

import numpy as np
from optuna.exceptions import UpdateFinishedTrialError
from optuna.trial import TrialState

from app.workers import storage
from app.workers.checkpoints import Checkpoint, Drawer, named
from app.workers.ledger import Kept
from app.workers.taking import FAILURE, LOG, Ended, Taken, close, give_back, held, resumed
from app.workers.trouble import Trouble
from optim_core.search.target import Course, Seen

NAP = 0.1  # seconds at a time in which it only waits


class Training:
    """A trial on its way; `epoch` are those done."""

    def __init__(self, kept: Kept, taken: Taken, leaving: Callable[[], bool]) -> None:
        """It ends after the epoch in which it is found to be `leaving`."""
        self._kept, self._taken, self._leaving = kept, taken, leaving
        self._target = kept.task.target
        self._drawer = Drawer(kept.drawer(taken.number), kept.search.keep, self._whose())
        self._scores: list[float] = []
        self._told: dict[str, list[float]] = {name: [] for name in self._target.tells}
        self._resumed: list[int] = list(taken.trial.user_attrs.get(LOG, {}).get("resumed_at", []))
        self._course = self._begun()

    @property
    def epoch(self) -> int:
        """Done so far."""
        return len(self._scores)

    def run(self) -> Ended | None:
        """To its end, or as far as it may go; None where another has it by now. Raises `Trouble`."""
        try:
            while (ended := self._verdict()) is None:
                self._advance()
            self._end(ended)
            return ended
        except UpdateFinishedTrialError:
            return None

    def _begun(self) -> Course:
        settings, seed = self._taken.settings, self._kept.search.seed
        known = self._drawer.latest()
        if known is None:
            return self._target.begin({name: [value] for name, value in settings.items()}, [seed])
        self._scores, self._told = list(known.scores), {name: list(each) for name, each in known.told.items()}
        self._resumed.append(known.epoch)
        resumed(self._kept, self._taken, known.epoch)
        course = self._target.resume(settings, seed, known.state)
        self._report()
        return course

    def _verdict(self) -> Ended | None:
        if self._scores and not math.isfinite(self._scores[-1]):
            return "failed"
        if self.epoch == self._target.epochs:
            return "done"
        with storage.spoken():
            if self._scores and self._taken.trial.should_prune():
                return "pruned"
        return "stopped" if self._leaving() else None

    def _advance(self) -> None:
        began = time.monotonic()
        seen = self._seen()
        self._scores.append(float(seen.score[0]))
        for name, each in self._told.items():
            each.append(float(seen.told[name][0]))
        try:
            self._drawer.save(self._name(seen), Checkpoint(self._course.state(0), self._scores, self._told))
        except OSError as error:
            give_back(self._kept, self._taken.key, "stopped", time.time())
            raise Trouble("error.searches_checkpoint", reason=error.strerror or error) from error
        self._report()
        while (rest := began + self._kept.search.pace - time.monotonic()) > 0 and not self._leaving():
            time.sleep(min(rest, NAP))

    def _seen(self) -> Seen:
        seen = None
        for seen in self._course.advance(np.array([0]), 1):  # noqa: B007 - the last of them
            pass
        if seen is None:
            raise RuntimeError(f"{self._target.kind} tells nothing of its epoch")
        return seen

    def _report(self) -> None:
        log = {"told": self._told, "checkpoints": self._drawer.names, "resumed_at": self._resumed}
        with storage.spoken():
            trial = self._taken.trial
            now = self._kept.storage.get_trial(self._taken.key)
            if not held(now, self._taken):
                raise UpdateFinishedTrialError
            for epoch, score in enumerate(self._scores, 1):
                if epoch not in now.intermediate_values:
                    trial.report(score, epoch)
            trial.set_user_attr(LOG, log)

    def _end(self, ended: Ended) -> None:
        if ended == "stopped":
            give_back(self._kept, self._taken.key, ended, time.time())
            return
        close(self._kept, self._taken, ended)
        with storage.spoken():
            if ended == "pruned":
                self._kept.study.tell(self._taken.trial, state=TrialState.PRUNED)
            else:
                self._kept.study.tell(self._taken.trial, self._scores[-1])

    def _name(self, seen: Seen) -> str:
        return named(self._target.marked(seen), self.epoch, self._taken.settings)

    def _whose(self) -> Mapping[str, object]:
        """Which training a checkpoint is of."""
        return {"search": self._kept.made, "trial": self._taken.number, "settings": self._taken.settings}


def broken(kept: Kept, taken: Taken, error: Exception) -> None:
    """A training that cannot be done is no reason for the others not to be."""
    sys.stderr.write("".join(traceback.format_exception(error)))
    close(kept, taken, "failed")
    with storage.spoken():
        kept.storage.set_trial_user_attr(taken.key, FAILURE, f"{type(error).__name__}: {error}"[:200])
        kept.study.tell(taken.trial, state=TrialState.FAIL)
