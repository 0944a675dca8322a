"""The good part of a space, where it is known: what searches by darts try to hit."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np

from optim_core.fields import Array


class Regions(NamedTuple):
    """Ellipsoids with these centres (d, m) and, along each setting, widths (d,): shares of its range."""

    centres: Array
    widths: Array

    @classmethod
    def drawn(cls, widths: Array, count: int, rng: np.random.Generator) -> Self:
        """Anywhere; along a setting of which it is no more than a part, within the range."""
        inner = np.where(widths < 1, 1 - widths, 1.0)[:, None]
        return cls((1 - inner) / 2 + inner * rng.random((len(widths), count)), widths)

    def hit(self, places: Array) -> np.ndarray:
        """Which of them (m,) hold one of places (d, n), or of (d, n, m), n for each of them."""
        shots = places if places.ndim == 3 else places[..., None]
        away = (shots - self.centres[:, None]) / (0.5 * self.widths)[:, None, None]
        return np.asarray((np.sum(away * away, axis=0) <= 1).any(axis=0))
