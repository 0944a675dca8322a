"""What a person may have meant by a character or name that is not of the grammar."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from optim_core.expression.grammar import ATOMS, CONSTANTS, FUNCTIONS, LETTERS, VARIABLES
from optim_core.expression.misspelt import Misspelt

_SIGNS = {
    **dict.fromkeys("×·⋅∙∗✕", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("−–—‐‑", "-"),
    **dict.fromkeys("[{", "("),
    **dict.fromkeys("]}", ")"),
    "π": "pi",
    "√": "sqrt()",
    "≤": "<=",
    "≥": ">=",
    "½": "1/2",
    "¼": "1/4",
    "ℯ": "e",
    "|": "abs()",
    **{sign: f"^{digit}" for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
}
_NAMES = {  # functions of other places
    "ln": "log({})",
    "lg": "log({})/log(10)",
    "log10": "log({})/log(10)",
    "log2": "log({})/log(2)",
    "pow": "x^2",
    "square": "({})^2",
    "cbrt": "abs({})^(1/3)",
    "sgn": "where({} > 0, 1, -1)",
    "sign": "where({} > 0, 1, -1)",
    "if": "where({} > 0, 1, -1)",
    "cot": "1/tan({})",
    "sec": "1/cos({})",
    "csc": "1/sin({})",
    "cosh": "(exp({0}) + exp(-{0}))/2",
    "sinh": "(exp({0}) - exp(-{0}))/2",
    "expm1": "exp({}) - 1",
    "log1p": "log(1 + {})",
}
_KNOWN = re.compile(r"[0-9]+|" + "|".join(sorted([*FUNCTIONS, *ATOMS], key=len, reverse=True)))


def instead_of_a_character(sign: str) -> str:
    """What to write for it, or nothing."""
    if sign in _SIGNS:
        return _SIGNS[sign]
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    plain = unicodedata.normalize(
        "NFKC", sign
    )  # full-width letters and the like, which Python would take for plain ones
    return plain if plain != sign and plain.isascii() and plain.isprintable() and plain.strip() else ""


def misnamed(name: str, at: int, called: bool) -> Misspelt:
    """What to say of an unknown name; `called` if a bracket follows."""
    length = len(name)
    if write := _meant(name, called):
        return Misspelt("typo", at, length, seen=_short(name), write=write)
    if parts := _parts(name):
        return Misspelt("times", at, length, seen=_short(name), write=_product(parts, called))
    if near := difflib.get_close_matches(name.lower(), [*FUNCTIONS, *CONSTANTS], 1, 0.6):
        write = f"{near[0]}(x)" if near[0] in FUNCTIONS else near[0]
        return Misspelt("typo", at, length, seen=_short(name), write=write)
    known = ", ".join([*VARIABLES, *CONSTANTS, *LETTERS, *FUNCTIONS])
    return Misspelt("name", at, length, seen=_short(name), known=known)


def _meant(name: str, called: bool) -> str:
    """A function of another place, a name in capitals, or, before a bracket, one with a letter wrong."""
    small = name.lower()
    if small in _NAMES:
        return _NAMES[small].format("x")
    if small in FUNCTIONS:
        return f"{small}(x)"
    if small in ATOMS:
        return small
    near = difflib.get_close_matches(small, list(FUNCTIONS), 1, 0.75) if called else []
    return f"{near[0]}(x)" if near else ""


def _parts(name: str) -> Sequence[str]:
    """A name as known ones side by side, the longest first; none if it is not made of these, or of too many."""
    parts: list[str] = []
    at = 0
    while at < len(name):
        match = _KNOWN.match(name, at)
        if match is None or len(parts) == 4:
            return ()
        parts.append(match[0])
        at = match.end()
    return parts


def _product(parts: Sequence[str], called: bool) -> str:
    """Parts with the signs between them that are missing: sin(x), x*y, x^2."""
    text = ""
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        if part in FUNCTIONS:
            rest = _product(parts[i + 1 :], called) if not last else ("…" if called else "x")
            return f"{text}{'*' if text else ''}{part}({rest})"
        joint = "" if not text else "^" if part.isdigit() else "*"
        text += joint + part
    return f"{text}*(…)" if called else text


def _short(name: str) -> str:
    return name if len(name) <= 20 else f"{name[:19]}…"
