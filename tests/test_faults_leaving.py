"""Who leaves in the middle, one way or the other, leaves nothing to be computed behind."""

import contextlib
import socket
import struct
import sys
import time
from pathlib import Path

import pytest

from tests.processes import at_rest, descriptors, megabytes, spent_within
from tests.server import running
from tests.visitors import ADAM, EVENTS, HEAVY, LONGEST, question

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processor time is told as Linux tells it")
ROOT = Path(__file__).parent.parent
WINDOW = 0.3  # seconds in which is measured what is spent
LEFT = 1.5  # seconds of processor time: 0.3 s of all cores, and what it takes to close all those connections
FORMS = [EVENTS, "text/csv", EVENTS, "application/json"]
LONE = LONGEST | {"runs": ADAM}


@pytest.fixture(scope="module")
def server():
    with running("-m", "app", cwd=ROOT, RAVINE_JOBS="2") as (process, port):
        yield process.pid, port


@pytest.fixture
def visit(server):
    with contextlib.ExitStack() as stack:

        def visit(path, body, accept=EVENTS, **headers):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server[1]), timeout=60))
            connection.sendall(question(path, body, accept, **headers))
            return connection

        yield visit


def hear(connection, *words):
    """Until all of these were said, one after the other."""
    heard = b""
    for each in words:
        while each not in heard:
            heard = heard[-100:] + (data := connection.recv(1 << 16))
            assert data, heard
        heard = heard.partition(each)[2]


def leave(connection, reset):
    """With the word that all is said (FIN), or without any (RST)."""
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    else:
        connection.shutdown(socket.SHUT_WR)


def spent_after_all(pid):
    """Processor time until nothing is computed any more: it is the same beside whatever else a machine does."""
    total, end = 0.0, time.monotonic() + 20
    while (spent := spent_within(pid, WINDOW)) > 0.02:
        total += spent
        assert time.monotonic() < end, "it goes on"
    return total


def test_two_hundred_leave_their_races_and_nothing_of_them_goes_on(server, visit):
    pid, _ = server
    at_rest(pid)
    before = descriptors(pid)
    visits = [(visit("/api/race", LONE, accept), accept) for accept in 50 * FORMS]
    for connection, accept in visits:
        if accept != "application/json":  # of which nothing comes before a run is done
            hear(connection, b"event: frame" if accept == EVENTS else b"adam")
    assert spent_within(pid, WINDOW) > 0.02 and descriptors(pid) >= before + 200, "they are under way"
    for i, (connection, _) in enumerate(visits):
        leave(connection, reset=i % 8 < 4)
    assert spent_after_all(pid) < LEFT
    assert descriptors(pid) <= before


def test_heavy_work_that_is_left_stops_whatever_it_is(server, visit):
    pid, _ = server
    for i, (path, body) in enumerate(HEAVY.items()):
        connection = visit(path, body)
        hear(connection, b"event: start", b"event: ")  # what it needs is loaded to the end: the next one needs it, too
        leave(connection, reset=i % 2 == 0)
    assert spent_after_all(pid) < LEFT


def test_who_leaves_the_line_has_nothing_done(server, visit):
    """In the line is who has one under way already."""
    pid, _ = server
    mine = {"X-Ravine-Client": "me"}
    at_work = visit("/api/basin", HEAVY["/api/basin"], **mine)
    hear(at_work, b"event: start", b"event: ")
    waiting = visit("/api/sweep", HEAVY["/api/sweep"], "application/json", **mine)
    spent_within(pid, WINDOW)
    leave(waiting, reset=True)
    spent_within(pid, WINDOW)
    leave(at_work, reset=True)
    assert spent_after_all(pid) < LEFT


def test_grids_that_nobody_waits_for_are_not_made(server, visit):
    pid, _ = server
    at_rest(pid)
    before = megabytes(pid)
    wide = "kind=tumours&nx=400&ny=400&x1=3&y0=-3&y1=3"
    many = [visit(f"/api/surface?{wide}&x0={-3 - i / 64}", None) for i in range(64)]
    assert spent_within(pid, 2 * WINDOW) > 0.02, "they are under way"
    assert megabytes(pid) - before < 60, "who waits has no arrays"
    for i, connection in enumerate(many):
        leave(connection, reset=i % 2 == 0)
    assert spent_after_all(pid) < LEFT


def test_a_late_step_that_nobody_waits_for_is_not_looked_into(server, visit):
    pid, _ = server
    connection = visit("/api/inspect", {"race": LONE, "run": 0, "at": 99_999})
    assert spent_within(pid, 2 * WINDOW) > 0.02, "it is under way"
    leave(connection, reset=True)
    assert spent_after_all(pid) < LEFT
