"""What is done side by side: W1 a race, W2 a sweep of hyperparameters, W3 a map of basins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from optim_core import Rule, Surface
from optim_core.batch import grid
from optim_core.fields import Array

EPS = 1e-8


class Work(NamedTuple):
    """Rules, each with its settings written out, from the same starts (2, n) down one surface.

    With `path` every point is the answer, (rules, steps + 1, 2); else where the runs ended, (2, n).
    """

    name: str
    title: str
    surface_kind: str
    rules: tuple[Mapping[str, Any], ...]
    starts: Array
    steps: int
    path: bool = False
    tolerance: float = 0.0

    @property
    def surface(self) -> Surface:
        return Surface.registry[self.surface_kind]()

    @property
    def cells(self) -> int:
        return self.starts.shape[1]


class Contestant(NamedTuple):
    """Does a piece of work, or its first `steps`; `times` is what makes its time that of the whole."""

    run: Callable[[], Array]
    steps: int
    times: float = 1.0


def rule(spec: Mapping[str, Any]) -> Rule:
    """A rule of Ravine from its kind and settings."""
    return Rule.registry[spec["kind"]](**settings(spec))


def settings(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in spec.items() if name != "kind"}


def race() -> Work:
    moments = {"beta1": 0.9, "beta2": 0.999, "eps": EPS}
    return Work(
        "W1",
        "race of 8 rules x 1,000 steps on Rosenbrock, path kept",
        "rosenbrock",
        (
            {"kind": "gradient-descent", "lr": 0.001},
            {"kind": "momentum", "lr": 0.0005, "momentum": 0.9},
            {"kind": "nesterov", "lr": 0.0005, "momentum": 0.9, "form": "pytorch"},
            {"kind": "adagrad", "lr": 0.5, "eps": 0.0},  # optax has its eps elsewhere
            {"kind": "rmsprop", "lr": 0.002, "decay": 0.9, "eps": EPS},
            {"kind": "adam", "lr": 0.05, **moments},
            {"kind": "adamw", "lr": 0.05, **moments, "weight_decay": 0.01},
            {"kind": "adamax", "lr": 0.05, **moments},
        ),
        np.array([[-1.2], [1.0]]),
        1000,
        path=True,
    )


def sweep() -> Work:
    lr, momentum = np.meshgrid(np.geomspace(1e-5, 1e-2, 100), np.linspace(0.0, 0.99, 100), indexing="ij")
    return Work(
        "W2",
        "sweep of 100 x 100 (lr x momentum) x 500 steps, momentum on Rosenbrock",
        "rosenbrock",
        ({"kind": "momentum", "lr": lr.ravel(), "momentum": momentum.ravel()},),
        np.repeat([[-1.2], [1.0]], lr.size, axis=1),
        500,
    )


def basins() -> tuple[Work, ...]:
    starts = grid((-6.0, 6.0, -6.0, 6.0), 256, 256).reshape(2, -1)
    momentum = {"kind": "momentum", "lr": 0.002, "momentum": 0.9}
    adam = {"kind": "adam", "lr": 0.05, "beta1": 0.9, "beta2": 0.999, "eps": EPS}
    descent = {
        "kind": "gradient-descent",
        "lr": 0.01,
    }  # half of the runs have arrived after 38 steps, the last after 137
    title = "basins of 256 x 256 starts x 500 steps on Himmelblau, "
    return (
        Work("W3", title + "momentum", "himmelblau", (momentum,), starts, 500),
        Work("W3 Adam", title + "Adam", "himmelblau", (adam,), starts, 500),
        Work(
            "W3 retired",
            title + "gradient descent until the gradient is 1e-6",
            "himmelblau",
            (descent,),
            starts,
            500,
            tolerance=1e-6,
        ),
    )


def works() -> tuple[Work, ...]:
    return (race(), sweep(), *basins())
