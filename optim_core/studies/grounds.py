"""A plane through the weights of a network as cells, coarse to fine, with what lies in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from optim_core.fields import Array, Text, whole
from optim_core.networks.plane import DEAR, Plane
from optim_core.study import Axis, Figure, Part, Rows, Series
from optim_core.surface import Box

LOSS = Text("loss", "손실")
WALKED = 10 / 3  # gradients of a formula that a value costs where the gradient costs one by the reference loop
COARSEST = 8  # steps a side of the first picture
ROWS = 16  # of a picture between two moments to stop at


def halvings() -> Any:
    """How fine a picture is."""
    return whole(
        2,
        0,
        3,
        symbol="k",
        minor=True,
        help=Text("how often the picture is halved into finer cells", "그림을 더 잘게 나누는 횟수"),
    )


def ground(
    name: str,
    title: Text,
    across: Text,
    up: Text,
    *over: Series,
    ends: tuple[float, float] | None = None,
    titles: tuple[Mapping[str, Text], Mapping[str, Text]] = ({}, {}),
) -> Figure:
    """A figure of a plane: its cells are coloured by the logarithm of the loss; `over` are series that lie over them.

    Its columns are the name with `_x`, `_y` and `_loss` behind it. titles: what the axes are, by the kind of the plane.
    """
    cells = Series(f"{name}_loss", LOSS, "cells", log=True, ends=ends)
    axes = Axis(f"{name}_x", across, "x", titles=titles[0]), Axis(f"{name}_y", up, "y", titles=titles[1])
    return Figure(name, title, *axes, (cells, *over), of="plane" if titles[0] else "", equal=True)


def drawn(
    name: str, plane: Plane, window: Box, halvings: int, found: list[Array] | None = None
) -> Iterator[Part | None]:
    """Its cells: first some, then those between them, and so on; all values are put to what was `found`."""
    steps = COARSEST << halvings
    for k in range(halvings + 1):
        apart = 1 << (halvings - k)
        i, j = (each.ravel() for each in np.meshgrid(*[np.arange(0, steps + 1, apart)] * 2))
        fresh = ((i % (2 * apart) > 0) | (j % (2 * apart) > 0)) if k else np.ones(len(i), dtype=bool)
        i, j = i[fresh], j[fresh]
        x0, x1, y0, y1 = window
        p = np.stack([x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * j / steps])
        values = []
        for some in np.array_split(p, max(1, p.shape[1] // (ROWS * (COARSEST + 1))), axis=1):
            values.append(plane.value(some))
            yield None
        heights = np.concatenate(values)
        if found is not None:
            found.append(heights)
        yield Rows(name, {f"{name}_x": p[0], f"{name}_y": p[1], f"{name}_loss": heights})


def over(name: str, column: str, places: Array) -> Rows:
    """What lies over the cells: places (2, n)."""
    return Rows(name, {f"{name}_x": places[0], column: places[1]})


def passes(examples: int, units: int, halvings: int) -> float:
    """One picture, in gradients of a formula."""
    points = ((COARSEST << halvings) + 1) ** 2
    return DEAR * WALKED * examples * units * points
