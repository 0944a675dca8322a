"""Where PyTorch defines an optimizer, ours walks PyTorch's path."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from optim_core import Rule, Surface
from optim_core.record import Trace
from optim_core.walk import walk

# Made by torch 2.13 with autograd in float64; a path ends where rounding alone would part two correct programs.
RUNS = json.loads((Path(__file__).parent / "data/torch_paths.json").read_text())["runs"]
TORCH = {
    *("gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta"),
    *("adam", "amsgrad", "adamw", "adamax", "nadam", "radam"),
}


def named(registry, spec):
    return registry[spec["kind"]](**{name: value for name, value in spec.items() if name != "kind"})


@pytest.mark.parametrize("run", RUNS, ids=lambda run: f"{run['optimizer']['kind']}-{run['surface']['kind']}")
def test_a_path_is_the_path_of_pytorch(run):
    rule, surface = named(Rule.registry, run["optimizer"]), named(Surface.registry, run["surface"])
    ours = Trace.of(walk(rule, surface, run["start"], len(run["path"]))).x[1:, :, 0]
    np.testing.assert_array_less(np.abs(ours - run["path"]), 1e-10 * (1.0 + np.abs(run["path"])))


def test_every_rule_that_pytorch_defines_is_compared_on_five_surfaces():
    compared = {(run["optimizer"]["kind"], run["surface"]["kind"]) for run in RUNS}
    assert {kind for kind, _ in compared} == TORCH
    assert len(compared) == 5 * len(TORCH)


@pytest.mark.parametrize("kind", sorted(TORCH - {"adamw"}))
def test_weight_decay_as_in_pytorch_is_gradient_descent_on_a_loss_with_a_pull(kind):
    """L2 decay on a bowl of curvature 1 is, for every rule but AdamW, the same as no decay on one of 1.25."""
    form = {"form": "pytorch"} if kind in ("momentum", "nesterov") else {}
    bowl, steeper = Surface.registry["ravine"](kappa=1.0), Scaled(1.25)
    pulled = Trace.of(walk(Rule.registry[kind](weight_decay=0.25, **form), bowl, (2.0, -1.5), 60)).x
    plain = Trace.of(walk(Rule.registry[kind](**form), steeper, (2.0, -1.5), 60)).x
    np.testing.assert_allclose(pulled, plain, rtol=1e-10, atol=1e-12)


class Scaled(Surface):
    """f = curvature (x^2 + y^2) / 2."""

    registry = {}

    def __init__(self, curvature):
        object.__setattr__(self, "curvature", curvature)

    def value(self, p):
        return 0.5 * self.curvature * (p[0] * p[0] + p[1] * p[1])

    def grad(self, p):
        return self.curvature * p

    def domain(self):
        return (-3.0, 3.0, -3.0, 3.0)
