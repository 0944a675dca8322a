"""The race on arrival shows what its sentence promises."""

from itertools import pairwise

from app.arrival import ARRIVAL


def test_everyone_gets_closer_and_each_in_its_own_way(client):
    runs = client.post("/api/race", json=ARRIVAL, headers={"Accept": "application/json"}).json()["runs"]
    by = {run["optimizer"]["kind"]: run for run in runs}
    assert len(runs) == 5 and all(run["status"] == "finished" for run in runs)
    assert all(run["loss"][-1] < 0.01 * run["loss"][0] for run in runs)
    assert by["newton"]["loss"][1] < 1e-12, "one step"
    assert by["momentum"]["loss"][-1] < by["gradient-descent"]["loss"][-1]
    ups = [a < b for a, b in pairwise(by["gradient-descent"]["y"])]
    assert sum(a != b for a, b in pairwise(ups)) > 10, "plain descent zigzags"
