"""The script that records a training in PyTorch, with its comments in the reader's language."""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from app import i18n

NAME = "recorder.py"


@functools.cache
def recorder(language: str) -> str:
    """It runs as it is, trains a small model, and writes `recording.npz`."""
    text = files("app.recordings").joinpath("recorder.txt").read_text(encoding="utf-8")
    return re.sub(r"\{(recorder\.[a-z]+)\}", lambda found: i18n.text(language, found[1]), text)
