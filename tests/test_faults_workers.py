"""A worker that is killed, has no end or wants all memory: one answer ends with a sentence, and no other does."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.coroutines import finish
from tests.processes import family
from tests.server import running
from tests.visitors import ADAM, HEAVY, RACE, Visit

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found as Linux tells of them")
ROOT = Path(__file__).parent.parent
SECONDS = 6
SMALL = RACE | {"cells": [32, 32], "steps": 50}
LARGE = {"data": {"kind": "digits"}, "network": {"layers": 6 * [256]}, "batch": 2000, "runs": 6 * ADAM, "epochs": 9}


@pytest.fixture(scope="module")
def server():
    bounds = {"RAVINE_JOBS": "1", "RAVINE_JOB_SECONDS": str(SECONDS), "RAVINE_JOB_MEMORY": "64"}
    with running("-m", "app", cwd=ROOT, **bounds) as (process, port):
        yield process, port


async def spoilt(port, path, body, spoil):
    """Heavy work that something happens to beside twenty races, and the next that somebody asks for."""
    broken = Visit(port, path, body)
    await broken.first.wait()
    races = [Visit(port, "/api/race", RACE | {"seed": seed}) for seed in range(20)]
    spoil()
    for visit in (broken, *races):
        await visit.over
    following = Visit(port, "/api/basin", SMALL)
    await following.over
    assert [visit.last for visit in (following, *races) if visit.last[0] != "done"] == []
    return broken.last


def kill_worker(pid):
    (worker,) = set(family(pid)) - {pid}
    os.kill(worker, signal.SIGKILL)


def test_of_a_worker_that_is_killed_one_hears_and_the_next_is_served(server):
    process, port = server
    name, said = finish(spoilt(port, "/api/basin", HEAVY["/api/basin"], lambda: kill_worker(process.pid)))
    assert (name, said["again"]) == ("failed", True)
    assert said["detail"].startswith("The process that computed this was ended")


def test_of_work_without_end_one_hears_when_its_time_is_up(server):
    name, said = finish(spoilt(server[1], "/api/sweep", HEAVY["/api/sweep"] | {"steps": 8000}, lambda: None))
    assert (name, "again" in said) == ("failed", False)
    assert f"more than {SECONDS} s" in said["detail"]


def test_of_work_that_wants_all_memory_one_hears_that_it_was_too_much(server):
    name, said = finish(spoilt(server[1], "/api/training", LARGE, lambda: None))
    assert (name, "again" in said) == ("failed", False)
    assert "more memory" in said["detail"]
