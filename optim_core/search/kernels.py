"""How alike the scores of two places are, by how far they are apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from optim_core.fields import Array, Text


class Kernel(NamedTuple):
    """A correlation, as a function of the squared distance q in length scales.

    both: q to the correlation, 1 at q = 0, and its slope in q.
    """

    title: Text
    formula: str
    both: Callable[[Array], tuple[Array, Array]]


def _rbf(q: Array) -> tuple[Array, Array]:
    value = np.exp(-0.5 * q)
    return value, -0.5 * value


def _matern(q: Array) -> tuple[Array, Array]:
    r = np.sqrt(5.0 * q)
    fall = np.exp(-r)
    return (1.0 + r + r * r / 3.0) * fall, (-5.0 / 6.0) * (1.0 + r) * fall


KERNELS: Mapping[str, Kernel] = {
    "matern": Kernel(
        Text("Matérn 5/2: as rough as real losses", "마테른 5/2: 실제 손실만큼 거칠게"),
        r"k(r) = (1 + \sqrt{5} r + \frac{5}{3} r^2) e^{-\sqrt{5} r}",
        _matern,
    ),
    "rbf": Kernel(
        Text("squared exponential: very smooth", "제곱 지수(RBF): 아주 매끄럽게"),
        r"k(r) = e^{-r^2 / 2}",
        _rbf,
    ),
}
