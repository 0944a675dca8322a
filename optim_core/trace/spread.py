"""What is known of a step but differs between runs by their settings: worked out once for all that agree in these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.graphs import ordered
from optim_core.trace.tape import Node
from optim_core.trace.values import values

ROOM = 1 << 16  # numbers worked out at a time


class Spread:
    """Such nodes of an update, over runs of which some `numbers` differ, (k,)."""

    def __init__(self, nodes: Sequence[Node], numbers: Mapping[Node, Array]) -> None:
        self._numbers = numbers
        self._parts = []
        self._source: np.ndarray | None = None
        self._places: list[np.ndarray] = []
        for node in nodes:
            own = [number for number in ordered([node]) if number in numbers and numbers[number].ndim]
            given = np.stack([numbers[number] for number in own])
            if len(own) == 1:
                kinds, kind = np.unique(given[0], return_inverse=True)
            else:
                kinds, kind = np.unique(given, axis=1, return_inverse=True)
            settings = dict(zip(own, np.atleast_2d(kinds)[:, :, None], strict=True))
            self._parts.append((node, settings, kind.reshape(-1)))

    def _in_place(self, source: np.ndarray) -> list[np.ndarray]:
        """Of which kind the runs in all places are."""
        if source is not self._source:
            self._source, self._places = source, [kind[source] for _, _, kind in self._parts]
        return self._places

    def rows(
        self, steps: Mapping[Node, Array], length: int, source: Callable[[], np.ndarray]
    ) -> Iterator[tuple[Array, ...]]:
        """The values in each of so many steps; `source` says when it is asked whose they are, place by place."""
        widest = max((len(next(iter(settings.values()))) for _, settings, _ in self._parts), default=1)
        size = max(1, ROOM // widest)
        for first in range(0, length, size):
            part = {node: column[first : first + size] for node, column in steps.items()}
            tables = [self._table(node, settings, part, min(size, length - first)) for node, settings, _ in self._parts]
            for row in zip(*tables, strict=True):
                yield tuple(kinds[place] for kinds, place in zip(row, self._in_place(source()), strict=True))

    def _table(self, node: Node, settings: Mapping[Node, Array], steps: Mapping[Node, Any], length: int) -> Array:
        """Steps by kinds of run; worked out along the steps, so that the bits are those of a run alone."""
        (value,) = values([node], {**self._numbers, **steps, **settings})
        return np.ascontiguousarray(np.broadcast_to(value, (value.shape[0], length)).T)
