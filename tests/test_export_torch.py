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
from optim_core import Rule, Schedule, Surface
from optim_core.noises.mistake import BUGS
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
