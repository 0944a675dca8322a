"""The words of claims: functions of runs, of what studies found and of numbers; a docstring says what is measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

NEVER = 1e9  # the number of steps of what does not happen
WORDS: dict[str, Callable[..., float]] = {}
FactName = str  # what a word's parameter is called in an expression, instead of a number: `best_h`
Column = str  # likewise, of a figure: `error.forward`
Word = TypeVar("Word", bound=Callable[..., float])


def word(function: Word) -> Word:
    """Make a function a word of claims, under its own name."""
    WORDS[function.__name__] = function
    return function
