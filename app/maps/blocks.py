"""The cells of a map in the order in which it is seen best: a coarse picture of every run, then all by turns."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from app.maps.parts import Blocks, Cells
from optim_core.ends import Ends
from optim_core.maps.order import levels

Columns = dict[str, np.ndarray]
Begin = Callable[[int, np.ndarray], Blocks]  # a run by its number, and cells (n,) that are wanted of it
Tell = Callable[[int, np.ndarray, Ends], Columns]  # what became of these cells


class _Stretch(NamedTuple):
    """Cells of consecutive levels; `edges` are where these begin and, of the last, ends."""

    strides: tuple[int, ...]
    edges: tuple[int, ...]
    cells: np.ndarray

    @classmethod
    def of(cls, some: Sequence[tuple[int, np.ndarray]]) -> _Stretch:
        edges = np.cumsum([0, *(len(cells) for _, cells in some)]).tolist()
        return cls(tuple(stride for stride, _ in some), tuple(edges), np.concatenate([cells for _, cells in some]))

    def cut(self, lanes: slice) -> Iterator[tuple[int, int, slice]]:
        """Stride and first number of each level that some of its cells are of, and which of these they are."""
        for stride, (low, high) in zip(self.strides, pairwise(self.edges), strict=True):
            first, end = max(low, lanes.start), min(high, lanes.stop)
            if first < end:
                yield stride, first - low, slice(first - lanes.start, end - lanes.start)


def cells(runs: int, columns: int, rows: int, begin: Begin, tell: Tell) -> Iterator[Cells | None]:
    """Every cell of every run once; nothing, again and again, where it may be stopped.

    The levels behind the first are worked out together: blocks of cells that end with a level would often be small,
    and a small block takes nearly as long as a large one.
    """
    order = list(levels(columns, rows))
    done, total, began = 0, runs * columns * rows, time.monotonic()
    for stretch in [_Stretch.of(some) for some in (order[:1], order[1:]) if some]:
        for found in _by_turns([begin(run, stretch.cells) for run in range(runs)]):
            if found is None:
                yield None
                continue
            run, lanes, ends = found
            told = tell(run, stretch.cells[lanes], ends)
            for stride, first, some in stretch.cut(lanes):
                done += some.stop - some.start
                left = (time.monotonic() - began) / done * (total - done)
                yield Cells(run, stride, first, done, total, left, {name: each[some] for name, each in told.items()})


def _by_turns(runs: Sequence[Blocks]) -> Iterator[tuple[int, slice, Ends] | None]:
    """A block of one run, a block of the next, until there are no more."""
    going = deque(enumerate(runs))
    while going:
        run, blocks = going.popleft()
        for found in blocks:
            if found:
                yield run, *found
                going.append((run, blocks))
                break
            yield None
