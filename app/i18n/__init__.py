"""The two languages of the house: JSON catalogues for templates, scripts and sentences alike."""

from __future__ import annotations

import functools
import json
from importlib.resources import files
from typing import Any

from app.wishes import wishes

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
    wanted = ((name.split("-")[0], quality) for name, quality in wishes(accept).items())
    return next((name for name, quality in wanted if name in LANGUAGES and quality > 0), DEFAULT)
