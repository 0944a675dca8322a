"""Points spread over a unit cube."""

from __future__ import annotations

import numpy as np

from optim_core.fields import Array


def halton(count: int, dimensions: int, seed: int) -> Array:
    """Points (dimensions, count) that leave no large gap, however many are used: Halton's sequence, shifted by a draw.

    Halton, Algorithm 247, Communications of the ACM 7 (1964); the shift modulo 1 is Cranley and Patterson's (1976).
    """
    shift = np.random.default_rng(seed).random((dimensions, 1))
    rows = np.array([_radical_inverse(count, base) for base in _primes(dimensions)]).reshape(dimensions, count)
    return (rows + shift) % 1.0


def _radical_inverse(count: int, base: int) -> Array:
    """0, 1, 2 ... with their digits mirrored at the point."""
    rest, scale = np.arange(count), 1.0 / base
    value = np.zeros(count)
    while rest.any():
        value += scale * (rest % base)
        rest, scale = rest // base, scale / base
    return value


def _primes(count: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found
