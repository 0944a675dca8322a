"""How many trainings go well in one batch: what is passed and updated at a time should fit the cache."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

AT_ONCE = 80_000  # weights that are trained in one batch: with what goes with them they fit the cache
PASSING = 1_000_000  # numbers that pass through their layers at a time, likewise
MOST = 32  # networks of it: more save no overhead
KEPT = 20_000_000  # bytes: many times what an optimizer needs for a batch of them, or a plane for its points


def together(sizes: Sequence[int], parameters: int, examples: int) -> int:
    """Networks of such layers and so many parameters, with so many examples each."""
    return min(max(min(AT_ONCE // parameters, PASSING // (examples * sum(sizes))), 1), MOST)


@functools.cache
def memory_is_kept() -> None:
    """Let arrays that come and go find the place where the last ones were: once a process.

    The C library of Linux gives memory back that is large beside what was given up so far. To get it again, page by
    page, takes as long as the arithmetic of 32 networks by Adam, and ten times as long as that of a layer on a plane.
    """
    np.empty(KEPT, np.uint8)
