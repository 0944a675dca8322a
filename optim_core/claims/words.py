"""The words of claims: each is a function of runs and plain numbers, and says in its docstring what it measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

NEVER = 1e9  # the number of steps of what does not happen
WORDS: dict[str, Callable[..., float]] = {}
Word = TypeVar("Word", bound=Callable[..., float])


def word(function: Word) -> Word:
    """Make a function a word of claims, under its own name."""
    WORDS[function.__name__] = function
    return function
