"""A slice of a network on the server: trained beside the event loop, and never more of it than fits."""

from __future__ import annotations

import asyncio
import json

import pytest

from optim_core import Surface

SLICE = {"kind": "network-slice", "epochs": "3"}
RUNS = [{"optimizer": {"kind": "momentum", "lr": 0.05}}]


@pytest.fixture
def trained(monkeypatch):
    """Where networks of slices were trained: whether beside an event loop."""
    beside = []

    def prepare(surface):
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            beside.append(True)
        else:
            beside.append(False)

    monkeypatch.setattr(Surface.registry["network-slice"], "prepare", prepare)
    return beside


def test_the_event_loop_trains_no_network(client, trained):
    assert client.get("/api/surface", params=SLICE | {"seed": "1", "nx": 5, "ny": 5}).status_code == 200
    asked = {"surface": SLICE, "steps": 3, "runs": RUNS}
    assert client.post("/api/race", json=asked, headers={"Accept": "application/json"}).status_code == 200
    assert client.post("/api/local", json={"surface": SLICE, "at": [0.0, 0.0]}).status_code == 200
    assert trained and all(trained)


def test_a_map_of_a_slice_that_is_too_much_work_is_refused_with_what_would_fit(client):
    asked = {"surface": SLICE, "steps": 500, "cells": [256, 256], "runs": RUNS}
    answer = client.post("/api/basin", json=asked)
    assert answer.status_code == 422 and json.loads(answer.text)["field"] == "cells"
    assert "would fit" in answer.json()["detail"]
