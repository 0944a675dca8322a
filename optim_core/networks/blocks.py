"""How many trainings go well in one batch: what is passed and updated at a time should fit the cache."""

from __future__ import annotations

from collections.abc import Sequence

AT_ONCE = 80_000  # weights that are trained in one batch: with what goes with them they fit the cache
PASSING = 1_000_000  # numbers that pass through their layers at a time, likewise
MOST = 32  # networks of it: more save no overhead


def together(sizes: Sequence[int], parameters: int, examples: int) -> int:
    """Networks of such layers and so many parameters, with so many examples each."""
    return min(max(min(AT_ONCE // parameters, PASSING // (examples * sum(sizes))), 1), MOST)
