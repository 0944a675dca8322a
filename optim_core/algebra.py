"""Small linear algebra, element by element over the batch: a run in a batch has the bits of the run alone.

Vectors are (D, *batch) and matrices (D, D, *batch). BLAS and `np.sum` choose their order of summation by the
shape of the whole array; here a sum always runs from the first coordinate to the last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from optim_core.fields import Array

LEAST = 1e-200  # a product of two smaller numbers underflows: not to be divided by


def spread(number: Any, x: Array) -> Array:
    """A hyperparameter as one number per run, (*batch), for points x (D, *batch)."""
    return np.array(np.broadcast_to(number, x.shape[1:]), dtype=np.float64)


def dot(a: Array, b: Array) -> Array:
    """Scalar product over the coordinates, (*batch)."""
    return np.asarray(np.add.accumulate(a * b, axis=0)[-1])


def times(matrix: Array, vector: Array) -> Array:
    """Matrix times vector, (D, *batch)."""
    return np.asarray(np.add.accumulate(matrix * vector, axis=1)[:, -1])


def outer(a: Array, b: Array) -> Array:
    """The matrix a b^T, (D, D, *batch)."""
    return a[:, None] * b[None]


def identity(x: Array) -> Array:
    """The identity for each run of points x (D, *batch)."""
    eye = np.eye(x.shape[0]).reshape((x.shape[0],) * 2 + (1,) * (x.ndim - 1))
    return eye * np.ones_like(x)


def solve(matrix: Array, right: Array) -> Array:
    """The solution of a D x D system, (D, *batch); of 2 x 2, by elimination of the smaller entry of the first column.

    A right side of zero has the solution zero even where the matrix is singular; other singular systems give
    infinities or NaN.
    """
    if right.shape[0] != 2:
        return each(_solved, matrix, right)
    swap = np.abs(matrix[1, 0]) > np.abs(matrix[0, 0])
    (a, b), (c, d) = np.where(swap, matrix[::-1], matrix)
    u, v = np.where(swap, right[::-1], right)
    y = (v - c / a * u) / (d - c / a * b)
    at_rest = (u == 0) & (v == 0)
    return np.where(at_rest, 0.0, np.stack(((u - b * y) / a, y)))


def slopes(grad: Callable[[Array], Array], p: Array) -> Array:
    """The Hessian (D, D, *batch) at points (D, *batch) by central differences of a gradient, made symmetric."""
    columns = []
    for axis in range(p.shape[0]):
        h = np.cbrt(np.finfo(p.dtype).eps) * np.maximum(1.0, np.abs(p[axis]))
        ahead, behind = p.copy(), p.copy()
        ahead[axis] += h
        behind[axis] -= h
        columns.append((grad(ahead) - grad(behind)) / (ahead[axis] - behind[axis]))
    hess = np.stack(columns)
    return np.asarray(0.5 * (hess + np.swapaxes(hess, 0, 1)))


def curvatures(matrix: Array) -> tuple[Array, Array]:
    """The largest and the smallest eigenvalue of a symmetric matrix: of 2 x 2, that is both."""
    if matrix.shape[0] != 2:
        ends = each(_ends, matrix)
        return ends[0], ends[1]
    middle, radius = _circle(matrix)
    return middle + radius, middle - radius


def absolute(matrix: Array) -> Array:
    """|H|: a symmetric matrix with its eigenvalues made positive and its eigenvectors kept.

    Any function of a 2 x 2 matrix H is p I + q (H - middle I), where p is the mean of the function at both eigenvalues
    and q its slope between them.
    """
    if matrix.shape[0] != 2:
        return each(_absolute, matrix)
    middle, radius = _circle(matrix)
    high, low = np.abs(middle + radius), np.abs(middle - radius)
    mean, slope = 0.5 * (high + low), (high - low) / np.where(radius > 0, 2.0 * radius, 1.0)
    (a, b), (c, d) = matrix
    return np.stack(
        (
            np.stack((mean + slope * (a - middle), slope * b)),
            np.stack((slope * c, mean + slope * (d - middle))),
        )
    )


def _circle(matrix: Array) -> tuple[Array, Array]:
    """Centre and radius of Mohr's circle: the eigenvalues are centre +- radius."""
    (a, b), (_, d) = matrix
    half = 0.5 * (a - d)
    return 0.5 * (a + d), np.sqrt(half * half + b * b)


def each(of: Callable[..., Array], *parts: Array) -> Array:
    """A function of a matrix, and of more, for every run of a batch by itself, whose axes are the last ones."""
    matrix, *_ = parts
    batch = matrix.shape[2:]
    single = [part.reshape(*part.shape[: part.ndim - len(batch)], -1) for part in parts]
    found = np.stack([of(*(part[..., i] for part in single)) for i in range(single[0].shape[-1])], axis=-1)
    return found.reshape(*found.shape[:-1], *batch)


def _solved(matrix: Array, right: Array) -> Array:
    if not right.any():
        return np.zeros_like(right)
    try:
        return np.asarray(np.linalg.solve(matrix, right), dtype=right.dtype)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)


def _ends(matrix: Array) -> Array:
    values, _ = _eigen(matrix)
    return values[[-1, 0]]


def _absolute(matrix: Array) -> Array:
    values, vectors = _eigen(matrix)
    return np.asarray((vectors * np.abs(values)) @ vectors.T)


def _eigen(matrix: Array) -> tuple[Array, Array]:
    """Eigenvalues, the smallest first, and eigenvectors; NaN where a number of the matrix is none."""
    if not np.isfinite(matrix).all():
        return np.full(len(matrix), np.nan), np.full_like(matrix, np.nan)
    return np.linalg.eigh(matrix)
