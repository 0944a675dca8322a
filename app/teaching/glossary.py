"""The glossary: every word that a lesson may need, from `app/glossary.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from app.formulas import mathml
from app.i18n import LANGUAGES
from app.teaching.faults import Fault, line_of

FILE = "glossary.toml"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEYS = {*LANGUAGES, "formula", "see"}
_WORDS = {"name", "text"}


class Term(NamedTuple):
    """One word: its name and its text by language, perhaps a formula in LaTeX, and the ids of words near it."""

    id: str
    name: Mapping[str, str]
    text: Mapping[str, str]
    formula: str
    see: tuple[str, ...]


@functools.cache
def terms() -> Mapping[str, Term]:
    """Every term by its id, as links have it: `term:learning-rate`."""
    return read((files("app") / FILE).read_text(encoding="utf-8"))


def in_order(language: str) -> list[Term]:
    """The terms by their names in a language. Hangul syllables stand in Unicode as in a dictionary."""
    return sorted(terms().values(), key=lambda term: term.name[language].casefold())


def read(text: str, file: str = FILE) -> dict[str, Term]:
    """The terms of a file. Raises Fault for whatever a page could not show."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise Fault(file, int(line[1]) if line else len(text.splitlines()), str(error)) from error
    found = {}
    for key, table in tables.items():
        try:
            found[key] = _term(key, table, tables)
        except ValueError as error:
            raise Fault(file, line_of(text, [key]), f"{key}: {error}") from error
    return found


def _term(key: str, table: Any, tables: Mapping[str, Any]) -> Term:
    if not _ID.fullmatch(key):
        raise ValueError("an id has small letters, digits and hyphens only")
    if not isinstance(table, dict):
        raise ValueError("a term is a table, such as [learning-rate]")
    if unknown := table.keys() - _KEYS:
        raise ValueError(f"there is no {', '.join(sorted(unknown))} in a term")
    said = {language: _said(language, table.get(language)) for language in LANGUAGES}
    formula, see = table.get("formula", ""), table.get("see", [])
    if not isinstance(formula, str) or not isinstance(see, list):
        raise ValueError("formula is a text, see is a list of ids")
    if formula and not _readable(formula):
        raise ValueError(f"the formula is no LaTeX that can be shown: {formula}")
    for other in see:
        if other not in tables or other == key:
            raise ValueError(f"see: there is no other term {other!r}")
    return Term(
        key,
        {language: words["name"] for language, words in said.items()},
        {language: words["text"] for language, words in said.items()},
        formula,
        tuple(see),
    )


def _said(language: str, words: Any) -> Mapping[str, str]:
    if not isinstance(words, dict) or words.keys() != _WORDS:
        raise ValueError(f"{language} has a name and a text, and nothing else")
    if not all(isinstance(word, str) and word.strip() for word in words.values()):
        raise ValueError(f"{language}: name and text may not be empty")
    return words


def _readable(formula: str) -> bool:
    try:
        return "\\" not in mathml(formula)  # a command that is not known is left as it is
    except Exception:  # the converter has many kinds of its own
        return False
