"""The application under test, in this process."""

from __future__ import annotations

import os

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.share import cores
from tests.finding import find


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """One more than there are cores: a good part of the suite waits, for a page, a worker or a clock."""
    return cores() + 1


@pytest.fixture(scope="session")
def client():
    with TestClient(create_app()) as client:
        yield client


@pytest.fixture(scope="session", autouse=True)
def _findings_of_all_processes(tmp_path_factory):
    mine = tmp_path_factory.getbasetemp()
    find.folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "findings"
    find.folder.mkdir(exist_ok=True)


def pytest_terminal_summary(terminalreporter):
    """After the test of the course: what no lesson teaches yet."""
    reports = [r for kind in ("passed", "failed") for r in terminalreporter.stats.get(kind, ())]
    if any("test_concepts.py" in report.nodeid for report in reports):
        from tests.test_concepts import CONCEPTS, open_points

        left = open_points()
        terminalreporter.section("points of the course that no lesson teaches yet")
        terminalreporter.line(f"{len(left)} of {len(CONCEPTS['points'])}")
        for row in left:
            terminalreporter.line(f"{row['id']} ({', '.join(row['exhibits'])}) {row['point']}")
