"""A typed text as words, checked so far that nothing surprising is left for Python's parser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from optim_core.expression.grammar import ATOMS, DEEPEST, FUNCTIONS, LARGEST, LONGEST, example
from optim_core.expression.guess import instead_of_a_character, misnamed
from optim_core.expression.misspelt import Misspelt

# Digits and letters are spelt out: \d and \w hold many more, which Python would take for these.
_WORD = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"|(?P<operator>\*\*|<=|>=|[-+*/^<>])|(?P<open>\()|(?P<close>\))|(?P<comma>,)"
)


class Word(NamedTuple):
    """A piece of the text; `what` is number, name, operator, open, close or comma."""

    what: str
    text: str
    at: int

    @property
    def end(self) -> int:
        """The character after it."""
        return self.at + len(self.text)


def words(text: str) -> list[Word]:
    """The words of a formula, in an order that makes sense. Raises Misspelt."""
    if len(text) > LONGEST:
        raise Misspelt("long", LONGEST, len(text) - LONGEST, have=len(text), most=LONGEST)
    found = list(_split(text))
    if not found:
        raise Misspelt("empty", 0, 0)
    _check_order(found)
    return found


def _split(text: str) -> Iterator[Word]:
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = _WORD.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        word = Word(str(match.lastgroup), match[0], at)
        if word.what == "number" and not float(word.text) <= LARGEST:
            raise Misspelt("number", at, len(word.text), seen=shortened(word.text), most="1e15")
        yield word
        at = word.end


def _unreadable(text: str, at: int) -> Misspelt:
    sign = text[at]
    if sign == "=":
        return Misspelt("equals", at, 1)
    if sign == ".":
        return Misspelt("dot", at, 1)
    legible = unicodedata.category(sign)[0] in "LNPS" and not unicodedata.combining(sign)
    seen = f"“{sign}”" if legible else f"U+{ord(sign):04X}"
    if write := instead_of_a_character(sign):
        return Misspelt("instead", at, 1, seen=seen, write=write)
    return Misspelt("character", at, 1, seen=seen)


def shortened(text: str, most: int = 20) -> str:
    """A text as it is quoted in a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _check_order(found: Sequence[Word]) -> None:
    """Values and operators take turns, every bracket closes, functions are given what they take."""
    calls: list[tuple[Word, str, int]] = []  # open brackets: of which function, and how many values so far
    awaited = True  # a value has to come
    for word, before, after in zip(found, [None, *found], [*found[1:], None], strict=False):
        if word.what in ("number", "name", "open"):
            if before is not None and not awaited:
                raise _side_by_side(before, word, after)
            if word.what == "name":
                _check_name(word, after)
            if word.what == "open":
                name = before.text if before and before.what == "name" else ""
                calls.append((word, name, 1))
                if len(calls) > DEEPEST:
                    raise Misspelt("deep", word.at, 1, most=DEEPEST)
            awaited = word.what == "open" or word.text in FUNCTIONS
        elif word.what == "operator":
            if awaited and word.text not in ("+", "-"):
                raise Misspelt("missing", word.at, len(word.text))
            awaited = True
        elif awaited:
            raise Misspelt("missing", word.at, 1)
        elif word.what == "comma":
            function = FUNCTIONS.get(calls[-1][1]) if calls else None
            if function is None or (function.takes == 1 and _decimal(before, after)):
                raise Misspelt("comma", word.at, 1)
            calls[-1] = (*calls[-1][:2], calls[-1][2] + 1)
            awaited = True
        else:
            if not calls:
                raise Misspelt("close", word.at, 1)
            _check_given(*calls.pop(), word)
    if calls:
        raise Misspelt("open", calls[-1][0].at, 1)
    if awaited:
        raise Misspelt("missing", found[-1].end, 0)


def _decimal(before: Word | None, after: Word | None) -> bool:
    """Whether a comma stands between digits, as in 0,5."""
    return all(word is not None and word.what == "number" for word in (before, after))


def _check_name(word: Word, after: Word | None) -> None:
    called = after is not None and after.what == "open"
    if word.text in FUNCTIONS:
        if not called:
            value = after.text if after and after.what in ("number", "name") else "x"
            length = (after.end if after and value == after.text else word.end) - word.at
            power = "^2" if after and after.text in ("^", "**") else ""
            raise Misspelt("brackets", word.at, length, seen=word.text, write=f"{word.text}({value}){power}")
    elif word.text not in ATOMS:
        raise misnamed(word.text, word.at, called)


def _check_given(opened: Word, name: str, given: int, closed: Word) -> None:
    if name in FUNCTIONS and FUNCTIONS[name].takes != given:
        takes = FUNCTIONS[name].takes
        write = f"{name}({name}(x, y), a)" if given > takes == 2 else example(name)
        at = opened.at - len(name)
        raise Misspelt("arguments", at, closed.end - at, seen=name, takes=takes, given=given, write=write)


def _side_by_side(before: Word, word: Word, after: Word | None) -> Misspelt:
    """What is wrong where two values follow each other."""
    if before.what == word.what == "number":
        return Misspelt("digits", word.at, len(word.text))
    if word.what == "name":
        _check_name(word, after)  # what it says of an unknown name helps more
    tail = "(" if word.what == "open" or word.text in FUNCTIONS else ""
    second = word.text if word.what == "open" else f"{word.text}{tail}"
    first = ")" if before.what == "close" else before.text
    seen = f"{first}{' ' * (word.at - before.end > 0)}{second}"
    return Misspelt("times", before.at, word.end - before.at, seen=seen, write=f"{first}*{second}")
