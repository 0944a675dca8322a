"""The PyTorch script walks the page's path up to rounding; it is run wherever torch is installed."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from app.export.torch_script import torch_script
from app.specs import race_model
from optim_core import Rule, Schedule, Surface
from optim_core.noises.mistake import BUGS
from optim_core.surfaces.formula import Formula
from tests.random_formulas import drawn
from tests.test_export_code import race, walked
from tests.test_torch_paths import TORCH

PYTHON = os.environ.get("TORCH_PYTHON") or (sys.executable if importlib.util.find_spec("torch") else "")
needs_torch = pytest.mark.skipif(not PYTHON, reason="neither torch here nor a Python that has it in TORCH_PYTHON")

# Runs many scripts in one process, because importing torch takes a second.
RUNNER = """
import contextlib, io, json, sys
import torch
paths = []
for code in json.load(sys.stdin):
    names = {"__name__": "__main__"}
    torch.set_default_dtype(torch.float32)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "script.py", "exec"), names)
    paths.append(names["path"].tolist())
print(json.dumps(paths))
"""


def assert_same_paths(specs):
    scripts = json.dumps([str(torch_script(spec, 0, "en")) for spec in specs])
    done = subprocess.run(
        [PYTHON, "-I", "-c", RUNNER], input=scripts, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for spec, path in zip(specs, json.loads(done.stdout), strict=True):
        wanted = walked(spec)
        assert len(path) == len(wanted), spec
        assert (np.abs(path - wanted) <= 1e-9 * (1.0 + np.abs(wanted))).all(), spec


@needs_torch
def test_every_rule_walks_its_path():
    kinds = sorted(Rule.registry)
    assert_same_paths(
        [race(kind, surface, steps=20) for kind in kinds for surface in ("ravine", "himmelblau", "tumours")]
    )


@needs_torch
def test_every_surface_is_the_same_surface():
    assert_same_paths([race("adam", kind, steps=20) for kind in sorted(Surface.registry)])


# The gradients of the losses of many scripts at points of choice.
SLOPES = """
import contextlib, io, json, sys, warnings
import torch
warnings.simplefilter("error")
found = []
for code, points in json.load(sys.stdin):
    names = {"__name__": "__main__"}
    torch.set_default_dtype(torch.float32)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, "script.py", "exec"), names)
    rows = []
    for point in points:
        x = torch.tensor(point, requires_grad=True)
        names["loss"](x).backward()
        rows.append(x.grad.tolist())
    found.append(rows)
print(json.dumps(found))
"""


def assert_same_slopes(asked):
    """Of typed formulas at points; wherever the page has a slope, PyTorch has the same."""
    spec = {"start": [0.3, 0.7], "steps": 2, "runs": [{"optimizer": {"kind": "gradient-descent", "lr": 1e-9}}]}
    scripts = []
    for text, points in asked:
        surface = {"kind": "formula", "f": text, "a": 1.5, "b": 2.0}
        made = race_model().model_validate_json(json.dumps(spec | {"surface": surface}))
        scripts.append((str(torch_script(made, 0, "en")), points))
    done = subprocess.run(
        [PYTHON, "-I", "-c", SLOPES],
        input=json.dumps(scripts),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    compared = 0
    for (text, points), rows in zip(asked, json.loads(done.stdout), strict=True):
        surface, p, theirs = Formula(f=text, a=1.5, b=2.0), np.array(points).T, np.array(rows).T
        ours = surface.grad(p)
        here = surface.inside(p) & np.isfinite(ours).all(axis=0) & (np.abs(ours).max(axis=0) < 1e8)
        size = 1.0 + np.abs(ours[:, here]).max(initial=0.0)
        assert (np.abs(ours[:, here] - theirs[:, here]) <= 1e-8 * size).all(), (text, ours, theirs)
        compared += int(here.sum())
    return compared


def has_a_start(text):
    """Whether a script can begin where all of them do."""
    return bool(Formula(f=text, a=1.5, b=2.0).inside(np.array([0.3, 0.7])))


AT_KINKS = [
    *("relu(x) + y^2", "relu(-x) + relu(y)", "max(x, 0) + y", "max(0, x) + min(y, 0)", "abs(x) + abs(y)*x"),
    *("max(x, y) + min(x, 2*y)", "relu(x)^2 + relu(x - y)", "where(x < 0, x, 5*x) + y", "where(x <= 0, x, 5*x)"),
    *("where(x > 0, sqrt(x), sqrt(-x - 1)) + y^2", "where(x > 0, x^1.5, x^2) + y^2", "where(x > 0.5, 1/x, x) + y^2"),
    *("where(0 < x < 2, log(x)/x, x) + y", "where(x < 1, where(y < 1, log(2 - x), 2), exp(800*x)) + y", "a*x + b"),
    *("where(x < y, exp(-900*y), exp(900*x)) + x", "where(x > 0, x^-0.5, 2^x) + x^a*0 + y", "where(1 < 2, x, y)"),
    *("1 + where(x < y, 1, 2)", "where(x < y, 1, 2)*3", "where(a < b, x^2, 1/x)", "x^2 + log(b + y^2) + abs(x)^a"),
]


@needs_torch
def test_at_kinks_and_beside_a_branch_that_is_not_taken_the_slope_is_the_stated_one():
    points = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [-1.0, 0.5], [2.0, -1.0], [-2.0, -2.0], [0.5, 0.25]]
    assert assert_same_slopes([(text, points) for text in AT_KINKS]) > 120


@needs_torch
def test_the_slopes_of_formulas_textsat_random_are_those_of_the_page():
    rng = np.random.default_rng(5)
    points = rng.uniform(-2.0, 2.0, (8, 2)).tolist()
    texts = [text for text in (drawn(rng) for _ in range(150)) if has_a_start(text)]
    assert assert_same_slopes([(text, points) for text in texts]) > 300


@needs_torch
def test_with_noise_and_schedules_too():
    noisy = [
        race(kind, "tumours", steps=20, noise=noise, seed=3)
        for kind in ("momentum", "adam", "newton")
        for noise in ({"kind": "gaussian"}, {"kind": "mini-batch", "batch_size": 4})
    ]
    noisy += [
        race("momentum", "rosenbrock", steps=20, noise={"kind": "differences", "h": 1e-3, "precision": precision})
        for precision in ("float64", "float32")
    ]
    noisy += [race("adam", "rosenbrock", steps=20, noise={"kind": "mistake", "bug": bug}) for bug in BUGS]
    driven = [
        race(kind, "ravine", run={"schedules": {field: {"kind": schedule}}})
        for schedule in sorted(Schedule.registry)
        for kind, field in (("momentum", "lr"), ("adam", "lr"), ("adam", "beta1"), ("adamw", "weight_decay"))
    ]
    ended = [
        race({"kind": "gradient-descent", "lr": 3.0}, "ravine", steps=200),
        race({"kind": "gradient-descent", "lr": 0.5}, "bowl", tolerance=0.01),
        race({"kind": "gradient-descent", "lr": 0.5}, "diabetes-standardised", tolerance=0.01),
    ]
    assert_same_paths(noisy + driven + ended)


@needs_torch
def test_every_convention_is_the_one_chosen():
    forms = [("momentum", form) for form in ("classical", "pytorch", "averaged")]
    forms += [("nesterov", form) for form in ("classical", "pytorch", "averaged")]
    specs = [race({"kind": kind, "form": form, "weight_decay": 0.1}, "ravine") for kind, form in forms]
    switches = [{"kind": "adam", "bias_correction": False}, {"kind": "adagrad", "square_root": False}]
    assert_same_paths(specs + [race(switch, "ravine") for switch in switches])


@pytest.mark.parametrize("kind", sorted(Rule.registry))
def test_the_optimizer_of_pytorch_is_used_where_there_is_one(kind):
    form = {"form": "pytorch"} if "form" in Rule.registry[kind].settings() and kind in TORCH else {}
    script = str(torch_script(race({"kind": kind, **form}, "bowl"), 0, "en"))
    compile(script, "script.py", "exec")
    assert ("torch.optim." in script) == (kind in TORCH)
    assert "loss(x).backward()" in script or kind not in TORCH
    assert "torch.func.grad(loss)" in script or kind in TORCH
