"""What is wrong with a file that somebody wrote, so that they can mend it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence


class Fault(ValueError):  # noqa: N818 - a finding about a text
    """One sentence about one place: `900-ours/lesson.toml, line 12: ...`."""

    def __init__(self, file: str, line: int, sentence: str) -> None:
        super().__init__(f"{file}, line {line}: {sentence}")
        self.file = file
        self.line = line
        self.sentence = sentence


def spoken(error: tomllib.TOMLDecodeError) -> str:
    """What is wrong, without the place, which counts from where the TOML begins."""
    return re.sub(r" \(at .*\)$", "", str(error))


def line_of(text: str, path: Sequence[int | str]) -> int:
    """The line (from 1) of a TOML text where the value under a path stands: of the deepest part that can be found.

    A number counts the tables of an array ([[step]]) or the entries of a list of inline tables.
    """
    lines = text.splitlines()
    first, last, found = 0, len(lines), 1
    parts = list(path)
    for i, part in enumerate(parts):
        count = parts[i + 1] if i + 1 < len(parts) else None
        if isinstance(part, int):
            continue
        at = _key(lines, first, last, part, count if isinstance(count, int) else 0)
        if at is None:
            continue
        found, first = at + 1, at
        if isinstance(count, int):
            heads = [k for k in range(at + 1, last) if re.match(rf"\[\[\s*{part}\s*\]\]", lines[k])]
            last = heads[0] if heads else last
    return found


def _key(lines: Sequence[str], first: int, last: int, key: str, count: int) -> int | None:
    """Where `key` stands: the `count`-th head of an array of tables, else the first head or assignment."""
    name = re.escape(key)
    heads = [k for k in range(first, last) if re.match(rf"\[\[\s*([\w-]+\.)*{name}\s*\]\]", lines[k])]
    if len(heads) > count:
        return heads[count]
    said = [k for k in range(first, last) if re.search(rf"(^\[([\w-]+\.)*|(^|[{{,\s])){name}\s*(=|\]|\.)", lines[k])]
    if not said:
        return None
    start = said[0]
    entries = [k for k in range(start, last) if re.match(r"\s*(\w+\s*=\s*\[)?\s*\{", lines[k])]
    return entries[count] if count and len(entries) > count else start
