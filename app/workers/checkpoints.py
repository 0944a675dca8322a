"""What a worker has trained so far, in files: written whole or not at all, and named so that they sort by score."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array

UNFINISHED = ".part"
_EPOCH = re.compile(r"_ep(\d+)")
_BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error)
_log = logging.getLogger(__name__)


class Checkpoint(NamedTuple):
    """One training after its last epoch.

    Attributes:
        state: all that it needs to go on, as `Course.state` gives it.
        scores: of every epoch so far; told: what else was told of every epoch, by name.
    """

    state: Mapping[str, Array]
    scores: Sequence[float]
    told: Mapping[str, Sequence[float]]

    @property
    def epoch(self) -> int:
        """How many are done."""
        return len(self.scores)


class Drawer:
    """The checkpoints of one trial: the last few of them, and the best."""

    def __init__(self, folder: Path, keep: int, whose: Mapping[str, Any]) -> None:
        """`whose` says which training it is: a file that says another is none of these."""
        self._folder, self._keep = folder, keep
        self._whose = json.loads(json.dumps(whose))
        self._kept: dict[str, float] = {}

    @property
    def names(self) -> list[str]:
        """Files that are kept, in the order in which they were written."""
        return list(self._kept)

    def latest(self) -> Checkpoint | None:
        """The furthest that can be read, and all before it are known again; what cannot be is told and left alone."""
        found = [found for path in self._paths() if (found := self._read(path))]
        self._kept = {path.name: known.scores[-1] for path, known in found}
        return found[-1][1] if found else None

    def save(self, name: str, checkpoint: Checkpoint) -> None:
        """Write one more, then let go of those that are neither among the last nor the best. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        about = self._whose | {"scores": list(checkpoint.scores), "told": dict(checkpoint.told)}
        arrays: dict[str, Any] = {f"state.{key}": value for key, value in checkpoint.state.items()}
        part = self._folder / f".{name}.{os.getpid()}{UNFINISHED}"
        try:
            with part.open("wb") as file:
                np.savez(file, about=np.array(json.dumps(about)), **arrays)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._folder / name)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        _settle(self._folder)
        self._kept[name] = checkpoint.scores[-1]
        best = min(self._kept, key=lambda each: self._kept[each])
        for old in self.names[: -self._keep]:
            if old != best:
                (self._folder / old).unlink(missing_ok=True)
                del self._kept[old]

    def _paths(self) -> list[Path]:
        with contextlib.suppress(OSError):
            for part in self._folder.glob(f".*{UNFINISHED}"):
                part.unlink()  # of a worker that was killed while it wrote
            return sorted((p for p in self._folder.glob("*.npz") if _EPOCH.search(p.name)), key=_epoch)
        return []

    def _read(self, path: Path) -> tuple[Path, Checkpoint] | None:
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                about = json.loads(str(stored["about"]))
                state = {key.removeprefix("state."): stored[key] for key in stored.files if key != "about"}
            checkpoint = Checkpoint(state, about.pop("scores"), about.pop("told"))
        except _BROKEN as error:
            _log.warning("a checkpoint cannot be read and is left out", extra={"facts": {"type": type(error).__name__}})
            return None
        if about != self._whose or not checkpoint.scores:
            _log.warning("a checkpoint is of another training and is left out")
            return None
        return path, checkpoint


def named(score: str, epoch: int, settings: Mapping[str, Any]) -> str:
    """A name such as val0.9521_ep08_lr1.3e-01.npz, of the score and the first of the settings."""
    name, value = next(iter(settings.items()))
    shown = f"{value:.1e}" if isinstance(value, float) else str(value)
    return re.sub(r"[^\w.+-]", "-", f"{score}_ep{epoch:02d}_{name}{shown}") + ".npz"


def remove(folder: Path) -> None:
    """All of a search, as far as they can be."""
    shutil.rmtree(folder, ignore_errors=True)


def _epoch(path: Path) -> int:
    found = _EPOCH.search(path.name)
    return int(found[1]) if found else 0


def _settle(folder: Path) -> None:
    """A name in a folder is on the disk only when the folder is."""
    with contextlib.suppress(OSError):  # Windows opens no folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
