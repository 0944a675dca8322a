"""A space as a model of scores sees it: which places are the same trial, and how far apart two of them are."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array
from optim_core.search.dimension import Options
from optim_core.search.gaussian import straight
from optim_core.search.space import Space


class Room:
    """Numbers are as far apart as their shares; two options are apart or the same, with no order among them.

    Whole numbers and options stand for a stretch of shares: all of it is one place (Garrido-Merchan, Hernandez-Lobato,
    Dealing with categorical and integer-valued variables in Bayesian optimization, 2020).
    """

    def __init__(self, space: Space) -> None:
        self._dimensions = list(space.dimensions.values())
        self._named = [isinstance(of, Options) for of in self._dimensions]

    def snap(self, places: Array) -> Array:
        """The middles (d, n) of what places (d, n) stand for."""
        return np.array(
            [
                share if of.count is None else of.shares(of.values(share))
                for of, share in zip(self._dimensions, places, strict=True)
            ]
        )

    def apart(self, a: Array, b: Array) -> Array:
        """Squared distances (d, n, m) of places (d, n) and (d, m), dimension by dimension."""
        squares = straight(a, b)
        squares[self._named] = squares[self._named] != 0.0
        return squares
