"""A file for `numpy.load`, written piece by piece: nobody who reads it slowly has it wait in memory whole."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.lib import format as npy

PIECE = 1 << 17  # bytes


class _Pieces:
    """What was written since it was last taken."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        data = bytes(self._written)
        self._written.clear()
        return data


def archive(arrays: Mapping[str, Any]) -> Iterator[bytes]:
    """The arrays by name, as `numpy.savez` writes them."""
    pieces: Any = _Pieces()
    with zipfile.ZipFile(pieces, "w") as file:
        for name, values in arrays.items():
            array = np.ascontiguousarray(values) if np.ndim(values) else np.asarray(values)
            with file.open(f"{name}.npy", "w") as member:
                npy.write_array_header_1_0(member, npy.header_data_from_array_1_0(array))
                flat = array.reshape(-1)
                at_once = max(1, PIECE // array.itemsize)
                for start in range(0, len(flat), at_once):
                    member.write(flat[start : start + at_once].tobytes())
                    yield pieces.taken()
    yield pieces.taken()
