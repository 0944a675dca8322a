"""What comes along when a formula is copied from elsewhere: line breaks, dollar signs, and what it is the value of."""

from __future__ import annotations

import re
import unicodedata

_HEAD = re.compile(r"[\s$]*(?:[fz]|f\s*\(\s*x\s*,\s*y\s*\))\s*=(?!=)[\s$]*")
_EDGE = "$ \t\r\n"


def is_blank(sign: str) -> bool:
    """Whether a sign only parts words: a space of any width, a tab, the end of a line."""
    return sign in "\t\r\n" or unicodedata.category(sign) == "Zs"


def core(text: str) -> tuple[int, int]:
    """Where in a text the formula itself begins and ends, without `f(x, y) =` and without dollar signs in pairs."""
    head = _HEAD.match(text)
    first, last = head.end() if head else 0, len(text)
    outer = text.strip(_EDGE[1:])
    if outer.startswith("$") and outer.endswith("$") and len(outer) > 1:
        last = len(text.rstrip(_EDGE))
        first = max(first, len(text) - len(text.lstrip(_EDGE)))
    return first, max(first, last)


def bare(text: str) -> str:
    """The formula itself on one line; a text that is nothing else stays as it is."""
    first, last = core(text)
    return "".join(" " if is_blank(sign) else sign for sign in text[first:last])
