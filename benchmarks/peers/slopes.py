"""The two gradients in plain arithmetic, for numbers and arrays of any library."""

from __future__ import annotations

from typing import Any


def rosenbrock(x: Any, y: Any) -> tuple[Any, Any]:
    t = 100.0 * (y - x * x)
    return -2.0 * (1.0 - x) - 4.0 * (t * x), 2.0 * t


def himmelblau(x: Any, y: Any) -> tuple[Any, Any]:
    u, v = x * x + y - 11.0, x + y * y - 7.0
    return 4.0 * (x * u) + 2.0 * v, 2.0 * u + 4.0 * (y * v)


SLOPES = {"rosenbrock": rosenbrock, "himmelblau": himmelblau}
