"""What a search believes of the places it has not tried, and where that sends it next."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.search.acquisition import ACQUISITIONS
from optim_core.search.gaussian import Apart, Gaussian, Shape, straight
from optim_core.search.samplers import halton

DECADES = 0.5  # scores that span more are compared by their logarithms
CLOUD = 512  # places looked at anywhere; then, from the best few of them, ever closer ones
VIEWED = 256  # places between two moments
LEADERS, NEAR, ROUNDS, REACH = 4, 32, 4, 0.08


class Levels(NamedTuple):
    """Scores as a process likes them: their logarithms if they span decades, with mean 0 and deviation 1."""

    log: bool
    middle: float
    spread: float
    worst: float  # what a failed trial counts, in the same units as `middle`
    least: float  # what a score of 0 counts if there is a logarithm

    @classmethod
    def of(cls, scores: Array) -> Levels:
        """Of scores (n,), infinite where a trial failed: such a one counts one deviation more than the worst."""
        finite = scores[np.isfinite(scores)]
        positive = finite[finite > 0.0]
        log = bool(
            positive.size and finite.min() >= 0.0 and np.log10(positive.max()) - np.log10(positive.min()) > DECADES
        )
        least = 0.1 * float(positive.min()) if log else 0.0
        raw = np.log10(np.maximum(finite, least)) if log else finite
        worst = float(raw.max() + raw.std()) if raw.size else 0.0
        filled = np.append(raw, [worst] * (scores.size - raw.size))
        return cls(log, float(filled.mean()), float(filled.std()) or 1.0, worst, least)

    def flat(self, scores: Array) -> Array:
        """Scores (n,) with mean 0 and deviation 1."""
        finite = np.where(np.isfinite(scores), scores, 1.0)
        raw = np.log10(np.maximum(finite, self.least)) if self.log else finite
        return (np.where(np.isfinite(scores), raw, self.worst) - self.middle) / self.spread

    def back(self, mean: Array, sd: Array) -> tuple[Array, Array]:
        """Mean and deviation in the unit of the scores, or in tenfolds of it if `log`."""
        return self.middle + self.spread * mean, self.spread * sd


class Surrogate:
    """A process that stands for the target, fitted to places (d, n) and their scores (n,)."""

    def __init__(
        self,
        places: Array,
        scores: Array,
        *,
        kernel: str,
        acquisition: str,
        explore: float,
        apart: Apart = straight,
        hint: Shape | None = None,
        shape: Shape | None = None,
    ) -> None:
        self.levels = Levels.of(scores)
        self.process = Gaussian(places, self.levels.flat(scores), kernel, shape, apart, hint)
        self._gain, self._explore = ACQUISITIONS[acquisition].gain, explore
        # The lowest mean, not the lowest score: a lucky one is not believed more than its neighbours allow.
        believed = self.process.at(places)[0]
        self._best, self._lowest = float(believed.min()), places[:, [int(np.argmin(believed))]]

    def gain(self, places: Array) -> Array:
        """What places (d, m) promise, in deviations of the scores: (m,)."""
        return self._gain(*self.process.again(places), self._best, self._explore)

    def view(self, places: Array) -> Generator[None, None, tuple[Array, Array, Array]]:
        """Mean, deviation and promise (m,) at places (d, m), told as scores (`Levels.back`); it may be stopped."""
        parts = []
        for first in range(0, places.shape[1], VIEWED):
            some = places[:, first : first + VIEWED]
            parts.append((*self.process.at(some), self.gain(some)))
            yield
        mean, sd, gain = np.concatenate(parts, axis=1)
        return *self.levels.back(mean, sd), gain

    def best_place(self, rng: np.random.Generator, snap: Callable[[Array], Array]) -> Generator[None, None, Array]:
        """The place (d,) that promises most of those not tried, unless all were; the search for it may be stopped.

        snap: places (d, m) to those nearest to them that can be tried.
        """
        d = len(self.process.places)
        cloud = snap(np.concatenate([halton(CLOUD, d, int(rng.integers(2**32))), self._lowest], axis=1))
        promise, reach = self._fresh(cloud), REACH
        for _ in range(ROUNDS):
            yield
            leaders = cloud[:, np.argsort(-promise, kind="stable")[:LEADERS]]
            steps = rng.standard_normal((d, leaders.shape[1], NEAR)) * reach
            near = snap(np.clip(leaders[:, :, None] + steps, 0.0, 1.0).reshape(d, -1))
            cloud = np.concatenate([leaders, near], axis=1)
            promise, reach = self._fresh(cloud), 0.4 * reach
        return cloud[:, int(np.argmax(promise))]

    def _fresh(self, places: Array) -> Array:
        """What places (d, m) promise (m,): less than anything where they were tried."""
        tried = (places[:, :, None] == self.process.places[:, None, :]).all(axis=0).any(axis=1)
        return np.where(tried, -np.inf, self.gain(places))
