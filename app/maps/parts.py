"""What a worker is given and what it gives back. It imports the core alone, so that a worker is soon at work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core import Rule
from optim_core.ends import Ends
from optim_core.surface import Pair

BLOCK = 16_384  # runs: a worker has one thread, so that more of them than many() takes side by side are quicker
FEWEST = 64  # fewer would save little
AT_ONCE = 2_500_000  # gradients of a formula: some 10 ms, after which it may be stopped
ENDS = ("end", "end_x", "end_y")  # what a table says of the place at which a run ended, in words
Blocks = Iterator[tuple[slice, Ends] | None]


class Track(NamedTuple):
    """One run of a map: everything but the numbers that differ from cell to cell.

    Attributes:
        start: its own, or None where its surface names one.
        conditions: those of `block_by_block`.
        price, walked: what an update costs as it is made, and by the reference loop, in gradients of a formula.
    """

    rule: Rule
    start: Pair | None
    steps: int
    conditions: Mapping[str, Any]
    price: float
    walked: float

    @property
    def block(self) -> int:
        """How many of it go side by side: as many as are quickest, but no more than leave it soon stopped."""
        return min(BLOCK, max(FEWEST, int(AT_ONCE / self.price)))


class Found(NamedTuple):
    """A place at which runs end, by its number in the cells of the map."""

    number: int
    x: float
    y: float
    kind: str
    loss: float


class Cells(NamedTuple):
    """Cells of one run: `count` of the level of that stride, from number `first` of it on.

    Attributes:
        done, total: cells of all runs that have been worked out, and that there are.
        left: seconds in which the others may be, or None while nothing is known of that.
        columns: what became of these cells by name, (count,) each.
        places: those that no part before has told of.
    """

    run: int
    stride: int
    first: int
    done: int
    total: int
    left: float | None
    columns: Mapping[str, np.ndarray]
    places: tuple[Found, ...] = ()


class Curves(NamedTuple):
    """The losses (k, n) of k cells of one run at n moments; NaN from where it blew up."""

    run: int
    cells: np.ndarray
    at: np.ndarray
    loss: np.ndarray


class Verdict(NamedTuple):
    """What is said of the whole map: something of each run, as JSON has it."""

    runs: list[dict[str, Any]]
