"""What the course says must happen does happen, asked of the running API."""

from __future__ import annotations

import json
import math
from pathlib import Path as File

import numpy as np
import pytest

from optim_core import Surface
from optim_core.claims.path import Path
from optim_core.claims.relation import holds
from optim_core.walk import Status

CHECKS = json.loads((File(__file__).parent / "data/phenomena.json").read_text())["checks"]


def answered(run, surface):
    """A run of a JSON answer as claims see it."""
    settings = {name: value for name, value in surface.items() if name != "kind"}
    blown = run["status"] == "diverged"
    losses = [math.inf if v is None else v for v in run["loss"]] + [math.inf] * blown
    status = Status.NOT_A_NUMBER if blown else Status.RUNNING
    columns = (np.array(run[name], dtype=float) for name in ("x", "y", "grad_norm", "lr"))
    x, y, norm, lr = columns
    spent = run["evaluations"]
    return Path(Surface.registry[surface["kind"]](**settings), x, y, np.array(losses), norm, lr, spent, status)


@pytest.mark.parametrize("case", CHECKS, ids=lambda c: c["id"])
def test_what_the_course_claims_happens(client, case):
    per_seed = []
    for seed in case["seeds"] or [0]:
        runs = {}
        for race in case["races"]:
            answer = client.post("/api/race", json=race | {"seed": seed}, headers={"Accept": "application/json"})
            assert answer.status_code == 200, answer.text
            runs |= {run["label"]: answered(run, race["surface"]) for run in answer.json()["runs"]}
        per_seed.append(runs)
    failed = [r for r in case["expected"] if not holds(r, per_seed, case["aggregate"])]
    assert not failed, f"{case['title']}: {failed}"
