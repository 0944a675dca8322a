"""What the course says must happen does happen, asked of the running API."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.phenomena import holds

CHECKS = json.loads((Path(__file__).parent / "data/phenomena.json").read_text())["checks"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c["id"])
def test_what_the_course_claims_happens(client, check):
    floors = {}
    per_seed = []
    for seed in check["seeds"] or [0]:
        runs = {}
        for race in check["races"]:
            kind = json.dumps(race["surface"])
            if kind not in floors:
                floors[kind] = client.get("/api/surface", params=race["surface"] | {"nx": 2, "ny": 2}).json()["floor"]
            answer = client.post("/api/race", json=race | {"seed": seed}, headers={"Accept": "application/json"})
            assert answer.status_code == 200, answer.text
            runs |= {run["label"]: run | {"floor": floors[kind]} for run in answer.json()["runs"]}
        per_seed.append(runs)
    failed = [r for r in check["expected"] if not holds(r, per_seed, check["aggregate"])]
    assert not failed, f"{check['title']}: {failed}"
