"""The two languages of the house: JSON catalogues for templates, scripts and sentences alike."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

LANGUAGES = {"en": "English", "ko": "한국어"}
DEFAULT = "en"


@functools.cache
def strings(language: str) -> dict[str, str]:
    """Every string of a language by its dotted key."""
    merged: dict[str, str] = {}
    for file in sorted((files(__name__) / language).iterdir(), key=lambda f: f.name):
        merged |= json.loads(file.read_text(encoding="utf-8"))
    return merged


def text(language: str, key: str, **values: Any) -> str:
    """The string under a key with its `{placeholders}` filled in."""
    return strings(language)[key].format(**values)


def choose(query: str | None, accept: str | None) -> str:
    """The language asked for in the query, else the best of the Accept-Language header, else English."""
    if query in LANGUAGES:
        return query
    wishes = []
    for part in (accept or "").split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            wishes.append((float(quality or 1), name.lower().split("-")[0]))
        except ValueError:
            continue
    wishes.sort(key=lambda wish: -wish[0])
    return next((name for quality, name in wishes if name in LANGUAGES and quality > 0), DEFAULT)
