"""How much of the machine is taken where nobody says so: no more than a container or a service has."""

from __future__ import annotations

import pytest

from app import seats, share
from app.pool import heavy
from app.settings import Settings


@pytest.fixture
def group(tmp_path, monkeypatch):
    """A group in another one, on a machine of eight cores: its folder."""
    own = tmp_path / "groups/system.slice/ravine.service"
    own.mkdir(parents=True)
    (tmp_path / "own").write_text("0::/system.slice/ravine.service\n")
    monkeypatch.setattr(share, "GROUPS", tmp_path / "groups")
    monkeypatch.setattr(share, "OWN", tmp_path / "own")
    monkeypatch.setattr(share.os, "sched_getaffinity", lambda of: set(range(8)), raising=False)
    return own


@pytest.mark.parametrize(
    ("processors", "memory", "cores", "jobs"),
    [
        ("max 100000", "max", 8, 8),
        ("200000 100000", "max", 2, 2),
        ("50000 100000", "max", 1, 1),
        ("max 100000", str(4 << 30), 8, 3),  # what deploy/ gives a replica
        ("max 100000", str(256 << 20), 8, 1),
        ("800000 100000", "0", 8, 1),
        ("", "", 8, 8),
    ],
)
def test_what_is_taken_fits_what_is_there(group, processors, memory, cores, jobs):
    (group / "cpu.max").write_text(processors)
    (group / "memory.max").write_text(memory)
    assert (share.cores(), share.jobs(Settings())) == (cores, jobs)
    assert share.jobs(Settings(jobs=7)) == 7, "who says how many has so many"


def test_a_group_around_it_binds_as_well_and_none_is_needed(group):
    (group.parent / "memory.max").write_text(str(3 << 30))
    assert share.jobs(Settings()) == 2 and share.jobs(Settings(job_memory=256)) == 8
    share.OWN.write_text("0::/\n")
    assert share.jobs(Settings()) == 8
    share.OWN.unlink()
    assert (share.cores(), share.jobs(Settings())) == (8, 8)


def test_those_who_serve_and_heavy_work_are_counted_by_it(group, monkeypatch):
    (group / "cpu.max").write_text("300000 100000")
    assert seats.wanted(Settings(workers=0)) == 3
    made = []
    monkeypatch.setattr(heavy, "Pool", lambda workers, *rest, **more: made.append(workers))
    heavy.pool.__wrapped__()
    assert made == [3]
