"""A space as a model of scores sees it: which places are the same trial, and how far apart two of them are."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array
from optim_core.search.dimension import Options
from optim_core.search.gaussian import straight
from optim_core.search.samplers import halton
from optim_core.search.space import Space

SPARE = 8  # times as many places as trials are wanted: of few options several are the same


class Room:
    """Numbers are as far apart as their shares; two options are apart or the same, with no order among them.

    Whole numbers and options stand for a stretch of shares: all of it is one place (Garrido-Merchan, Hernandez-Lobato,
    Dealing with categorical and integer-valued variables in Bayesian optimization, 2020).
    """

    def __init__(self, space: Space) -> None:
        self._dimensions = list(space.dimensions.values())
        self._named = [isinstance(of, Options) for of in self._dimensions]

    def snap(self, places: Array) -> Array:
        """Where the settings lie that places (d, n) stand for (d, n): places of the same trial become the same."""
        return np.array([of.shares(of.values(share)) for of, share in zip(self._dimensions, places, strict=True)])

    def scattered(self, count: int, seed: int) -> Array:
        """Different trials all over it (d, n), n <= count: fewer only where it does not hold more."""
        d = len(self._dimensions)
        places = self.snap(halton(SPARE * count, d, seed))
        _, first = np.unique(places, axis=1, return_index=True)
        return places[:, np.sort(first)[:count]]

    def apart(self, a: Array, b: Array) -> Array:
        """Squared distances (d, n, m) of places (d, n) and (d, m), dimension by dimension."""
        squares = straight(a, b)
        squares[self._named] = squares[self._named] != 0.0
        return squares
