"""Products of matrices, of one network or of many at once; the same bits either way."""

from __future__ import annotations

import functools

import numpy as np

from optim_core.fields import Array


def product(a: Array, b: Array, into: Array | None = None) -> Array:
    """a @ b. Of two matrices `dot` is the quicker by a third of a small product; it knows no axes of networks."""
    found: Array = a.dot(b, into) if a.ndim < 3 and b.ndim == 2 else np.matmul(a, b, into)
    return found


def summed(each: Array, into: Array | None = None) -> Array:
    """Over the last axis but one, (*batch, units) of (*batch, n, units), where `sum` is slow."""
    return product(ones(each.shape[-2], each.dtype), each, into)


@functools.lru_cache(maxsize=64)
def ones(n: int, precision: np.dtype) -> Array:
    """To sum over n numbers by a product, (n,), read-only."""
    made = np.ones(n, precision)
    made.setflags(write=False)
    return made
