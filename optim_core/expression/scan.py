"""A typed text as words, checked so far that nothing surprising is left for Python's parser."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from optim_core.expression.grammar import ATOMS, DEEPEST, FUNCTIONS, LARGEST, LONGEST, example
from optim_core.expression.guess import instead_of_a_character, legible, misnamed, nested
from optim_core.expression.misspelt import Misspelt
from optim_core.expression.pasted import bare, core, is_blank

# Digits and letters are spelt out: \d and \w hold many more, which Python would take for these.
_WORD = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z][A-Za-z0-9]*)"
    r"|(?P<operator>\*\*|<=|>=|[-+*/^<>])|(?P<open>\()|(?P<close>\))|(?P<comma>,)"
)
NESTED = 60  # characters of a call that is written anew
_BASED = re.compile("0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+")  # as programs write numbers
_TESTED = re.compile("==|!=|<>|≠")
_JOINED = re.compile(r"&&?|\|\||∧|∨")


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
    _check_order(found, text)
    return found


def _split(text: str) -> Iterator[Word]:
    at, end = core(text)
    while at < end:
        if is_blank(text[at]):
            at += 1
            continue
        match = _WORD.match(text, at, end)
        if match is None:
            raise _unreadable(text, at)
        word = Word(str(match.lastgroup), match[0], at)
        if word.what == "number":
            _check_number(word, text)
        yield word
        at = word.end


def _check_number(word: Word, text: str) -> None:
    if based := _BASED.match(text, word.at):
        write = shortened(str(int(based[0], 0)))
        raise Misspelt("typo", word.at, len(based[0]), seen=shortened(based[0]), write=write)
    value, length, seen = float(word.text), len(word.text), shortened(word.text)
    if not value <= LARGEST:
        raise Misspelt("number", word.at, length, seen=seen, most="1e15")
    if value == 0.0 and re.search("[1-9]", re.split("[eE]", word.text)[0]):
        raise Misspelt("vanishing", word.at, length, seen=seen, least="1e-300")


def _unreadable(text: str, at: int) -> Misspelt:
    sign = text[at]
    if test := _TESTED.match(text, at):
        return Misspelt("unequal", at, len(test[0]), seen=test[0])
    if joint := _JOINED.match(text, at):
        return Misspelt("joined", at, len(joint[0]), seen=joint[0], write=nested(joint[0]))
    if sign == "=":
        chosen = text.count("(", 0, at) > text.count(")", 0, at)
        return Misspelt("unequal", at, 1, seen=sign) if chosen else Misspelt("equals", at, 1)
    if sign == ".":
        return Misspelt("dot", at, 1)
    if write := _decimal_point(text, at) or instead_of_a_character(sign):
        return Misspelt("instead", at, 1, seen=legible(sign), write=write)
    return Misspelt("character", at, 1, seen=legible(sign))


def shortened(text: str, most: int = 20) -> str:
    """A text as it is quoted in a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _decimal_point(text: str, at: int) -> str:
    """A point, if a full-width comma stands inside a number."""
    plain = text.count("(", 0, at) == text.count(")", 0, at)
    return "." if text[at] == "，" and plain and re.search("[0-9]，[0-9]", text[max(at - 1, 0) : at + 2]) else ""


def _check_order(found: Sequence[Word], text: str) -> None:
    """Values and operators take turns, every bracket closes, functions are given what they take."""
    calls: list[tuple[Word, str, list[Word]]] = []  # open brackets: of which function, and the commas so far
    awaited = True  # a value has to come
    for word, before, after in zip(found, [None, *found], [*found[1:], None], strict=False):
        if word.what in ("number", "name", "open"):
            if before is not None and not awaited:
                raise _side_by_side(before, word, after)
            if word.what == "name":
                _check_name(word, after)
            if word.what == "open":
                name = before.text if before and before.what == "name" else ""
                calls.append((word, name, []))
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
            calls[-1][2].append(word)
            awaited = True
        else:
            if not calls:
                raise Misspelt("close", word.at, 1)
            _check_given(*calls.pop(), word, text)
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


def _check_given(opened: Word, name: str, commas: Sequence[Word], closed: Word, text: str) -> None:
    if name not in FUNCTIONS or FUNCTIONS[name].takes == len(commas) + 1:
        return
    takes, at, ends = FUNCTIONS[name].takes, opened.at - len(name), [opened, *commas, closed]
    given = [bare(text[left.end : right.at]).strip() for left, right in itertools.pairwise(ends)]
    write = functools.reduce(lambda rest, one: f"{name}({one}, {rest})", reversed(given))
    write = write if len(given) > takes == 2 and len(write) <= NESTED else example(name)
    raise Misspelt("arguments", at, closed.end - at, seen=name, takes=takes, given=len(given), write=write)


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
