"""Losses with holes that no file of the core has."""

from __future__ import annotations

import numpy as np

from optim_core import Surface
from optim_core.fields import Text, hyper
from optim_core.surface import stack2, symmetric


class Shore(Surface):
    """a log x + y^2: land only where x > 0, and downhill all the way to the sea."""

    registry = {}
    holes = True

    a: float = hyper(1.0, 0.1, 10.0, symbol="a", help=Text("steepness", "경사"))

    def value(self, p):
        x, y = p
        return self.a * np.log(x) + y * y

    def grad(self, p):
        x, y = p
        return stack2(self.a / x, 2.0 * y)

    def hess(self, p):
        x, y = p
        return symmetric(-self.a / (x * x), 0.0 * x, 2.0 + 0.0 * y)

    def inside(self, p):
        return p[0] > 0.0

    def domain(self):
        return (-1.0, 3.0, -2.0, 2.0)

    def begin(self):
        return (2.0, 1.0)


class Pond(Surface):
    """sqrt(x^2 + y^2 - 1): a funnel whose middle is missing."""

    registry = {}
    holes = True

    def value(self, p):
        x, y = p
        return np.sqrt(x * x + y * y - 1.0)

    def grad(self, p):
        x, y = p
        r = np.sqrt(x * x + y * y - 1.0)
        return stack2(x / r, y / r)

    def inside(self, p):
        x, y = p
        return x * x + y * y >= 1.0

    def domain(self):
        return (-3.0, 3.0, -3.0, 3.0)

    def begin(self):
        return (2.0, 1.5)
