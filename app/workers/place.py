"""The folder that searches and their checkpoints are kept in."""

from __future__ import annotations

import os
from pathlib import Path

from app.settings import Settings
from app.workers.trouble import Trouble

SOME = 2**17  # bytes without which SQLite cannot even read


def folder(settings: Settings) -> Path:
    """Where searches are kept; made if need be. Raises `Trouble` where nothing can be written."""
    path: Path | str = settings.data or "~"
    try:
        path = Path(settings.data).absolute() if settings.data else _state() / "ravine"
        path.mkdir(parents=True, exist_ok=True)
        if os.access(path, os.W_OK | os.X_OK):
            return path.resolve()
    except (OSError, RuntimeError) as error:  # without a home there is no path
        raise Trouble("error.searches_folder", 503, "RAVINE_DATA", folder=path) from error
    raise Trouble("error.searches_folder", 503, "RAVINE_DATA", folder=path)


def _state() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
