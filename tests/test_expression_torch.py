"""Slopes of typed formulas against PyTorch's automatic differentiation; run wherever torch is installed."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from tests.random_formulas import drawn
from tests.test_expression import terms_of

PYTHON = os.environ.get("TORCH_PYTHON") or (sys.executable if importlib.util.find_spec("torch") else "")
LETTERS = {"a": 0.7, "b": -1.3}

# Torch reads the same text by functions of its own; importing it takes a second, so all formulas go in one process.
RUNNER = """
import json, re, sys
import torch
torch.set_default_dtype(torch.float64)

def tensor(value):
    return value if isinstance(value, torch.Tensor) else torch.tensor(float(value))

names = {name: (lambda f: lambda u: f(tensor(u)))(getattr(torch, name))
         for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu")}
names["softplus"] = lambda u: torch.logaddexp(torch.zeros(()), tensor(u))
names["min"] = lambda u, v: torch.minimum(tensor(u), tensor(v))
names["max"] = lambda u, v: torch.maximum(tensor(u), tensor(v))
names["where"] = lambda test, u, v: torch.where(torch.as_tensor(test), tensor(u), tensor(v))
given = json.load(sys.stdin)
letters = {name: tensor(value) for name, value in given["letters"].items()}
found = []
for text, xs, ys in given["formulas"]:
    spelt = re.sub(r"[0-9.]+", r"tensor(\\g<0>)", text).replace("^", "**")
    rows = []
    for x, y in zip(xs, ys):
        p = torch.tensor([x, y], requires_grad=True)
        scope = names | letters | {"x": p[0], "y": p[1], "pi": tensor(torch.pi), "tensor": tensor}
        value = tensor(eval(spelt, scope))
        row = [value.item()]
        slope = torch.zeros(2)
        if value.requires_grad:
            slope, = torch.autograd.grad(value, p, create_graph=True)
        row += slope.tolist()
        for part in slope:
            bends = torch.autograd.grad(part, p, retain_graph=True)[0] if part.requires_grad else torch.zeros(2)
            row += bends.tolist()
        rows.append(row)
    found.append(rows)
print(json.dumps(found))
"""


@pytest.mark.skipif(not PYTHON, reason="neither torch here nor a Python that has it in TORCH_PYTHON")
def test_slopes_and_curvatures_are_those_of_pytorch():
    rng = np.random.default_rng(11)
    formulas = [(drawn(rng), rng.uniform(-2.0, 2.0, (2, 6))) for _ in range(200)]
    asked = {"letters": LETTERS, "formulas": [[text, *p.tolist()] for text, p in formulas]}
    done = subprocess.run(
        [PYTHON, "-I", "-c", RUNNER], input=json.dumps(asked), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    compared = 0
    for (text, p), rows in zip(formulas, json.loads(done.stdout), strict=True):
        ours, theirs = terms_of(text, p, **LETTERS), np.array(rows, dtype=float).T[[0, 1, 2, 3, 4, 6]]
        with np.errstate(all="ignore"):
            size = 1.0 + np.abs(theirs).max(axis=0) + np.abs(ours).max(axis=0)
            good = np.isfinite(theirs).all(axis=0) & (size < 1e8)
            near = np.abs(ours - theirs) <= 1e-9 * size
        assert near[:, good].all(), text
        compared += int(good.sum())
    assert compared > 400
