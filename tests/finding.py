"""What studies find, worked out once in a run of the tests: study tests and the claims of lessons ask for the same."""

from __future__ import annotations

import fcntl
import hashlib
import pickle
from pathlib import Path

import numpy as np

from optim_core.fields import Array
from optim_core.registry import load
from optim_core.study import Findings, Ground, Study

load("optim_core.studies")


class Finder:
    """Finds anew what nobody in this run has found yet. What it hands out is everyone's, not to be written to."""

    def __init__(self):
        self.folder: Path | None = None
        self.known: dict[str, Findings] = {}

    def __call__(self, study: Study, ground: Ground | None = None) -> Findings:
        asked = repr((type(study), study, ground))
        if asked not in self.known:
            self.known[asked] = self._shared(asked, study, ground)
        return self.known[asked]

    def _shared(self, asked: str, study: Study, ground: Ground | None) -> Findings:
        path = self.folder / f"{hashlib.sha256(asked.encode()).hexdigest()}.pickle"
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # whoever else asks meanwhile waits for this one
            file.seek(0)
            if told := file.read():
                return pickle.loads(told)
            found = Findings.of(study, ground)
            file.write(pickle.dumps(found))
            return found


find = Finder()


def found(kind: str, ground: Ground | None = None, **settings) -> Findings:
    """All that a study finds with these settings."""
    return find(Study.registry[kind](**settings), ground)


def columns(kind: str, figure: str, name: str, **settings) -> tuple[Array, Array]:
    """Where the numbers of a column stand, and they themselves, without what is missing."""
    known = found(kind, **settings).columns[figure]
    there = np.isfinite(known[name])
    return next(iter(known.values()))[there], known[name][there]
