"""A Gaussian process: what scores at a few places say of all others, and how sure that is.

Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006: the posterior is algorithm 2.1, the evidence and its
slope equations 5.8 and 5.9.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from typing import NamedTuple, TypeVar

import numpy as np

from optim_core.fields import Array
from optim_core.search.kernels import KERNELS

LENGTHS = 0.05, 5.0  # a length scale, in widths of the range
NOISE = 1e-6, 1.0  # variance of the noise, in those of the signal; the least keeps every matrix well posed
AMPLITUDE = 1e-3, 1e3  # variance of the signal, in those of the scores
STARTS = ((0.15, 1e-4), (0.5, 1e-4), (0.5, 1e-2), (1.5, 1e-2))  # of the ascent: all length scales, noise
ALONE = (0.15, 1.5, 1e-3)  # and one for each dimension that may matter alone: its length scale, the others', noise
SHAPING = 64  # scores that the shape is found from; of more of them, so many spread evenly
CLIMBS = 40  # steps of the ascent
PACE = 4  # steps between two moments at which it may be stopped
STRIDES = 1e-3, 0.4, 1.5  # of its steps, in logarithms: least, first, most

Found = TypeVar("Found")

# Squared distances (d, n, m) between places (d, n) and (d, m), dimension by dimension.
Apart = Callable[[Array, Array], Array]


def straight(a: Array, b: Array) -> Array:
    """Squared differences of coordinates: (d, n, m) of places (d, n) and (d, m)."""
    difference = a[:, :, None] - b[:, None, :]
    return difference * difference


class Shape(NamedTuple):
    """What a process is like: a length scale per dimension (d,), variance of the signal, noise as a share of that."""

    lengths: Array
    amplitude: float
    noise: float


class Expected(NamedTuple):
    """What is thought of length scales and noise before any score: the middle of each, and its logarithm's spread."""

    length: tuple[float, float] = (0.4, 1.0)
    noise: tuple[float, float] = (1e-3, 2.0)

    def held(self, place: Array) -> tuple[Array, Array]:
        """How little that speaks against shapes (s, d + 1) in logarithms (s,), and its slope (s, d + 1)."""
        middle, spread = np.array([self.length] * (place.shape[1] - 1) + [self.noise]).T
        off = (place - np.log(middle)) / spread
        return -0.5 * (off * off).sum(axis=1), -off / spread


EXPECTED = Expected()


class Gaussian:
    """A process with mean 0 that was seen at places (d, n) with scores (n,).

    shape: as given, else the likeliest: a few scores would fit any length scale, were none expected.
    evidence: logarithm of the likelihood of the scores.
    """

    def __init__(
        self,
        places: Array,
        scores: Array,
        kernel: str = "matern",
        shape: Shape | None = None,
        apart: Apart = straight,
        hint: Shape | None = None,
        expected: Expected | None = EXPECTED,
    ) -> None:
        """`hint`: one more shape from which the best is sought, such as that found with fewer scores.

        expected: without it the shape is that of the largest evidence.
        Raises ValueError for fewer than one score, KeyError for an unknown kernel.
        """
        self.places, self._kernel, self._apart = places, KERNELS[kernel].both, apart
        self.shape = shape or finished(fitted(places, scores, kernel, apart, hint, expected))
        self._scale = self.shape.lengths[:, None, None] ** -2
        self._inverse = self._undone(self.shape.noise)
        white = self._inverse @ scores
        self._weights = white @ self._inverse
        fit, n = float(white @ white), scores.size
        size = n * np.log(2.0 * np.pi * self.shape.amplitude) + fit / self.shape.amplitude
        self.evidence = float(-0.5 * size + np.log(np.diagonal(self._inverse)).sum())
        # The share of the scores that is left once the noise is taken off them.
        self._smooth = max(0.0, 1.0 - self.shape.noise * float(self._weights @ self._weights) / fit) if fit else 1.0

    def at(self, places: Array) -> tuple[Array, Array]:
        """Mean and standard deviation (m,) of the score without its noise at places (d, m)."""
        alike = self._alike(places)
        return self._weights @ alike, _left(self._inverse, alike, self.shape.amplitude)

    def again(self, places: Array) -> tuple[Array, Array]:
        """The same mean, and the deviation (m,) of a process that runs through the means of what was seen.

        A training with the same luck comes to the same score: there is nothing to be learnt where it was done already,
        however rough the scores are (Forrester, Keane and Bressloff, Design and analysis of noisy computer experiments,
        2006).
        """
        alike = self._alike(places)
        return self._weights @ alike, _left(self._quiet, alike, self._smooth * self.shape.amplitude)

    @functools.cached_property
    def _quiet(self) -> Array:
        return self._undone(NOISE[0])

    def _alike(self, places: Array) -> Array:
        """The correlations (n, m) of what was seen with places (d, m)."""
        return self._kernel((self._apart(self.places, places) * self._scale).sum(axis=0))[0]

    def _undone(self, noise: float) -> Array:
        """The inverse of the factor of the correlations of what was seen (n, n), with so much noise."""
        alike = self._alike(self.places)
        return np.linalg.inv(np.linalg.cholesky(alike + noise * np.eye(len(alike))))


def _left(inverse: Array, alike: Array, amplitude: float) -> Array:
    """The deviation (m,) that an amplitude keeps at places that are so much like those that were seen, (n, m)."""
    known = inverse @ alike
    return np.asarray(np.sqrt(np.maximum(amplitude * (1.0 - (known * known).sum(axis=0)), 0.0)))


def finished(work: Generator[None, None, Found]) -> Found:
    """What comes of work that might be stopped on its way, done in one go."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Found = end.value
            return found


def fitted(
    places: Array,
    scores: Array,
    kernel: str,
    apart: Apart = straight,
    hint: Shape | None = None,
    expected: Expected | None = EXPECTED,
) -> Generator[None, None, Shape]:
    """The shape that a process with these is given, found with moments at which that may be stopped.

    Raises ValueError for fewer than one score, KeyError for an unknown kernel.
    """
    if scores.size < 1:
        raise ValueError("a Gaussian process needs at least one score")
    some = np.linspace(0, scores.size - 1, min(scores.size, SHAPING)).round().astype(int)
    squares = apart(places[:, some], places[:, some])
    return (yield from _likeliest(squares, scores[some], KERNELS[kernel].both, hint, expected))


def _likeliest(
    squares: Array,
    scores: Array,
    kernel: Callable[[Array], tuple[Array, Array]],
    hint: Shape | None,
    expected: Expected | None,
) -> Generator[None, None, Shape]:
    """The likeliest shape: from a few starts uphill, all of them side by side.

    The step of each logarithm grows while its slope keeps its sign and shrinks when that turns (Riedmiller, Braun, A
    direct adaptive method for faster backpropagation learning, 1993). The best amplitude follows from the rest.
    """
    d = len(squares)
    starts = [[length] * d + [noise] for length, noise in STARTS] + ([[*hint.lengths, hint.noise]] if hint else [])
    if d > 1:
        mine, others, noise = ALONE
        starts += [[mine if k == alone else others for k in range(d)] + [noise] for alone in range(d)]
    low, high = np.log([LENGTHS] * d + [NOISE]).T
    place = np.clip(np.log(starts), low, high)
    stride, before = np.full(place.shape, STRIDES[1]), np.zeros(place.shape)
    top, best, amplitude = -np.inf, place[0], 1.0
    for climb in range(CLIMBS):
        if climb % PACE == PACE - 1:
            yield
        height, slope, amplitudes = _evidence(place, squares, scores, kernel)
        if expected:
            height, slope = (a + b for a, b in zip((height, slope), expected.held(place), strict=True))
        leader = int(np.argmax(height))
        if height[leader] > top:
            top, best, amplitude = height[leader], place[leader], float(amplitudes[leader])
        turned = np.sign(slope * before)
        stride = np.clip(stride * np.where(turned < 0, 0.5, 1.0 + 0.2 * turned), STRIDES[0], STRIDES[2])
        before = np.where(turned < 0, 0.0, slope)
        place = np.clip(place + stride * np.sign(before), low, high)
    return Shape(np.exp(best[:d]), amplitude, float(np.exp(best[d])))


def _evidence(
    place: Array, squares: Array, scores: Array, kernel: Callable[[Array], tuple[Array, Array]]
) -> tuple[Array, Array, Array]:
    """Of shapes (s, d + 1) in logarithms: evidence (s,), its slope (s, d + 1), amplitude (s,)."""
    d, n = squares.shape[:2]
    scale, flat = np.exp(-2.0 * place[:, :d]), squares.reshape(d, n * n)
    alike, fall = kernel((scale @ flat).reshape(-1, n, n))
    noise = np.exp(place[:, d])
    alike = alike + noise[:, None, None] * np.eye(n)
    factor, inverse = np.linalg.cholesky(alike), np.linalg.inv(alike)
    weights = inverse @ scores
    amplitude = np.clip(weights @ scores / n, *AMPLITUDE)
    size = n * np.log(2.0 * np.pi * amplitude) + weights @ scores / amplitude
    evidence = -0.5 * size - np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    pull = weights[:, :, None] * weights[:, None, :] / amplitude[:, None, None] - inverse
    slope = np.empty_like(place)
    slope[:, :d] = -scale * ((pull * fall).reshape(-1, n * n) @ flat.T)
    slope[:, d] = 0.5 * noise * np.trace(pull, axis1=1, axis2=2)
    return evidence, slope, amplitude
