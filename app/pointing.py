"""A place in a text for a reader of plain letters: a piece of the text, and under it ^ where something is wrong."""

from __future__ import annotations

import unicodedata
from typing import Any

ROOM = 60  # columns of a piece
BEFORE = 40  # of them before the place
_UNSEEN = "\ufffd"


def pointed(text: str, at: int, length: int) -> dict[str, Any]:
    """The place and two lines of equal type; what would not be seen, or move what is, is shown as one strange sign."""
    first = max(0, min(at - BEFORE, len(text) - ROOM))
    piece = [_seen(sign) for sign in text[first : first + ROOM]]
    head = "…" if first else ""
    tail = "…" if first + ROOM < len(text) else ""
    here = at - first
    marked = sum(map(_columns, piece[here : here + length])) or 1
    return {
        "at": at,
        "length": length,
        "excerpt": head + "".join(piece) + tail,
        "caret": " " * (len(head) + sum(map(_columns, piece[:here]))) + "^" * marked,
    }


def _seen(sign: str) -> str:
    """Blanks as blanks; no control, no half of a pair, nothing that sits on its neighbour."""
    if sign.isspace():
        return " "
    return _UNSEEN if unicodedata.category(sign)[0] in "CM" else sign


def _columns(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
