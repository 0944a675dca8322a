"""One trial in the hands of a worker: trained epoch by epoch, each of them reported and kept."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from optuna.trial import TrialState

from app import logs
from app.workers import storage
from app.workers.checkpoints import Checkpoint, Drawer, named
from app.workers.ledger import Kept
from app.workers.taking import FAILURE, LOG, Ended, Taken, look, told
from app.workers.trouble import Trouble
from optim_core.search.target import Course, Seen

_log = logging.getLogger(__name__)
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

    def run(self) -> Ended:
        """To its end, or as far as it may go. Raises `Trouble`, and `Lost` where another has it by now."""
        while (ended := self._verdict()) is None:
            self._advance()
        self._end(ended)
        return ended

    def _begun(self) -> Course:
        settings, seed = self._taken.settings, self._kept.search.seed
        known = self._drawer.latest()
        if known is None:
            return self._target.begin({name: [value] for name, value in settings.items()}, [seed])
        self._scores, self._told = list(known.scores), {name: list(each) for name, each in known.told.items()}
        self._resumed.append(known.epoch)
        told(self._kept, self._taken, {}, at=known.epoch)
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
        look(self._kept, self._taken)  # whoever has it by now keeps checkpoints under the same names
        try:
            self._drawer.save(self._name(seen), Checkpoint(self._course.state(0), self._scores, self._told))
        except OSError as error:
            self._end("stopped")
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
        now = look(self._kept, self._taken)
        with storage.spoken():
            for epoch, score in enumerate(self._scores, 1):
                if epoch not in now.intermediate_values:
                    self._taken.trial.report(score, epoch)
        told(self._kept, self._taken, {LOG: log})

    def _end(self, ended: Ended) -> None:
        match ended:
            case "stopped":
                how: dict[str, Any] = {"state": TrialState.WAITING}
            case "pruned":
                how = {"state": TrialState.PRUNED, "score": self._scores[-1]}
            case _:
                score = self._scores[-1]
                how = (
                    {"state": TrialState.FAIL} if math.isnan(score) else {"state": TrialState.COMPLETE, "score": score}
                )
        told(self._kept, self._taken, {}, ended=ended, **how)

    def _name(self, seen: Seen) -> str:
        return named(self._target.marked(seen), self.epoch, self._taken.settings)

    def _whose(self) -> Mapping[str, object]:
        """Which training a checkpoint is of."""
        return {"search": self._kept.made, "trial": self._taken.number, "settings": self._taken.settings}


def broken(kept: Kept, taken: Taken, error: Exception) -> None:
    """A training that cannot be done is no reason for the others not to be. Raises `Lost`."""
    logs.failure(_log, "a trial broke down", error)
    said = {FAILURE: f"{type(error).__name__}: {error}"[:200]}
    told(kept, taken, said, ended="failed", state=TrialState.FAIL)
