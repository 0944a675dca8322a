"""The same on PostgreSQL, the storage of many machines."""

from __future__ import annotations

import pytest

from tests import postgres
from tests.searching import LONG, Place, disturbed


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    programs = postgres.installed()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    with postgres.server(programs) as address:
        place = Place(tmp_path_factory.mktemp("searches"), address)
        yield place
        place.ledger.storage.engine.dispose()


def test_a_search_whose_workers_are_killed_and_sent_away_is_bit_for_bit_the_undisturbed_one(place):
    state, killed, taken_up, _, status, name = disturbed(place)
    assert status == 0
    assert taken_up["number"] == killed["trial"]
    assert state["trials"][killed["trial"]]["resumed_at"][0] >= 2
    other = place.begin(**LONG)
    calm = place.finish(other, "calm")
    assert state["state"] == calm["state"] == "done"
    for one, two in zip(state["trials"], calm["trials"], strict=True):
        assert (one["settings"], one["scores"], one["told"]) == (two["settings"], two["scores"], two["told"])
    before, after = place.checkpoints(name), place.checkpoints(other)
    assert all(
        values.tobytes() == after[n][key].tobytes() for n, each in before.items() for key, values in each.items()
    )
