"""In which order the cells of a map are worked out: coarse to fine."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

FIRST = 32  # the coarsest level has at most so many columns and rows: a picture within the blink of an eye


def levels(columns: int, rows: int = 1) -> Iterator[tuple[int, np.ndarray]]:
    """The stride of each level, a power of two that halves from level to level, and the cells that it adds (k,).

    A cell is row * columns + column; row 0 is the lowest, column 0 the leftmost. A level holds the cells whose row and
    column are multiples of its stride, row by row, without those of the levels before, so that each cell comes once.
    Raises ValueError for a map without cells.
    """
    if columns < 1 or rows < 1:
        raise ValueError(f"a map has one column and one row at least, not {columns} and {rows}")
    first = 1
    while max(columns, rows) > FIRST * first:
        first *= 2
    stride = first
    while stride:
        row, column = np.meshgrid(np.arange(0, rows, stride), np.arange(0, columns, stride), indexing="ij")
        fresh = np.full(row.shape, True) if stride == first else (row | column) % (2 * stride) != 0
        cells = (row * columns + column)[fresh]
        if cells.size:
            yield stride, cells
        stride //= 2
