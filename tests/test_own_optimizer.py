"""An optimizer is one new file: written here, it is raced, listed, checked and printed with no other edit."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILE = '''
"""Gradient descent that looks at the sign only."""

import numpy as np

from optim_core import terms
from optim_core.fields import Text
from optim_core.rule import Rule, Step


class SignDescent(Rule, kind="sign-descent"):
    """Every coordinate moves by the same amount (Riedmiller and Braun, 1993, without their adaptation)."""

    title = Text("Sign descent", "부호 하강법")
    summary = Text("Moves every coordinate by the same amount.", "모든 좌표를 같은 만큼 움직입니다.")
    formula = (r"x \\leftarrow x - \\eta\\, \\mathrm{sign}(\\nabla f(x))",)
    shows = {"gradient": terms.GRADIENT}

    lr: float = terms.lr(0.05)

    def step(self, x, slots, f, t):
        g = f.grad(x)
        return Step(-self.lr * np.sign(g), slots, {"gradient": g})
'''
ASK = """
from starlette.testclient import TestClient
from app.main import create_app

client = TestClient(create_app())
spec = {"surface": {"kind": "bowl"}, "start": [1, 1], "steps": 10,
        "runs": [{"optimizer": {"kind": "sign-descent", "lr": 0.05}, "schedules": {"lr": {"kind": "cosine"}}}]}
run = client.post("/api/race", json=spec, headers={"Accept": "application/json"}).json()["runs"][0]
assert run["label"] == "Sign descent" and abs(run["x"][1] - 0.95) < 1e-15, run
bad = client.post("/api/race", json={**spec, "runs": [{"optimizer": {"kind": "sign-descent", "lr": -1}}]})
assert bad.status_code == 422 and bad.json()["field"] == "runs[0].optimizer.lr"
assert "sign-descent" in {o["kind"] for o in client.get("/api/catalog").json()["optimizers"]}
assert "부호 하강법" in client.get("/reference?lang=ko").text
assert "sign-descent" in client.get("/").text
"""


def test_adding_an_optimizer_is_adding_a_file(tmp_path):
    for name in ("app", "optim_core", "static", "templates", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "browser"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "optim_core/optimizers/sign_descent.py").write_text(FILE)
    tests = ["tests/test_contracts.py", "tests/test_formulas.py"]
    pytest = ["-m", "pytest", "-p", "no:cacheprovider", "-k", "sign-descent", *tests]
    for command in (["-c", textwrap.dedent(ASK)], pytest):
        done = subprocess.run([sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "passed" in done.stdout and all(file in done.stdout for file in tests)
