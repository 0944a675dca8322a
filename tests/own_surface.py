"""A surface that no file of the core has, for tests of what a school may write."""

from __future__ import annotations

import numpy as np

from optim_core import Surface


class Own(Surface):
    """A bowl with a floor of stairs and a gutter."""

    registry = {}

    def value(self, p):
        x, y = p
        return np.hypot(x, 2.0 * y) + np.abs(np.sin(x)) * np.tanh(y) ** 2

    def grad(self, p):
        x, y = p
        r = np.maximum(np.hypot(x, 2.0 * y), 1e-9)
        t = np.tanh(y)
        return np.stack(
            (
                x / r + np.sign(np.sin(x)) * np.cos(x) * t**2,
                4.0 * y / r + 2.0 * np.abs(np.sin(x)) * t * (1.0 - t * t),
            )
        )

    def domain(self):
        return (-2.0, 2.0, -2.0, 2.0)
