"""The compiled limit once more, by numba: for maps, where there is no C compiler or LLVM does better than it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from benchmarks.peers.slopes import SLOPES
from benchmarks.peers.works import Contestant, Work, settings
from optim_core.fields import Array

LANES = 512  # cells that walk together
compile = numba.njit(error_model="numpy")


def contestants(work: Work) -> dict[str, Contestant]:
    if work.path:
        return {}
    (spec,) = work.rules
    walk = KERNELS[spec["kind"]](compile(SLOPES[work.surface_kind]))
    own = [np.broadcast_to(value, work.cells).copy() for value in settings(spec).values()]

    def answer() -> Array:
        x, y = work.starts.copy()
        for i in range(0, work.cells, LANES):
            block = slice(i, i + LANES)
            walk(x[block], y[block], work.steps, work.tolerance, *(value[block] for value in own))
        return np.stack((x, y))

    return {"compiled, numba": Contestant(answer, work.steps)}


def gradient_descent(slope: Any) -> Callable[..., None]:
    @compile
    def walk(x, y, steps, tolerance, lr):
        for _ in range(steps):
            going = 0
            for k in range(len(x)):
                gx, gy = slope(x[k], y[k])
                rate = lr[k] if gx * gx + gy * gy > tolerance * tolerance else 0.0
                going += rate > 0.0
                x[k] -= rate * gx
                y[k] -= rate * gy
            if not going:
                break

    return walk


def momentum(slope: Any) -> Callable[..., None]:
    @compile
    def walk(x, y, steps, tolerance, lr, mu):
        vx, vy = np.zeros_like(x), np.zeros_like(x)
        for _ in range(steps):
            for k in range(len(x)):
                gx, gy = slope(x[k], y[k])
                vx[k] = mu[k] * vx[k] - lr[k] * gx
                vy[k] = mu[k] * vy[k] - lr[k] * gy
                x[k] += vx[k]
                y[k] += vy[k]

    return walk


def adam(slope: Any) -> Callable[..., None]:
    @compile
    def walk(x, y, steps, tolerance, lr, beta1, beta2, eps):
        mx, my, vx, vy = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
        a, b, e = beta1[0], beta2[0], eps[0]
        for t in range(1, steps + 1):
            rate, root = lr[0] / (1.0 - a**t), 1.0 / np.sqrt(1.0 - b**t)
            for k in range(len(x)):
                gx, gy = slope(x[k], y[k])
                mx[k] = a * mx[k] + (1.0 - a) * gx
                my[k] = a * my[k] + (1.0 - a) * gy
                vx[k] = b * vx[k] + (1.0 - b) * gx * gx
                vy[k] = b * vy[k] + (1.0 - b) * gy * gy
                x[k] -= rate * mx[k] / (np.sqrt(vx[k]) * root + e)
                y[k] -= rate * my[k] / (np.sqrt(vy[k]) * root + e)

    return walk


KERNELS = {"gradient-descent": gradient_descent, "momentum": momentum, "adam": adam}
