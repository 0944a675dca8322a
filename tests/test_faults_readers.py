"""A hundred who stop reading: little waits for each, nothing is made for them meanwhile, and they are let go."""

import contextlib
import json
import socket
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.processes import at_rest, descriptors, megabytes, spent_within
from tests.server import running
from tests.visitors import ADAM, EVENTS, LONGEST, RACE, question

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is told as Linux tells it")
ROOT = Path(__file__).parent.parent
READERS, MOST = 100, 1.0  # and megabytes for each
PATIENCE = 4.0
KEPT = RACE | {"runs": 10 * ADAM}  # answered from what is kept: 4 MB as JSON
MAP = RACE | {"surface": {"kind": "himmelblau"}, "cells": [400, 400], "steps": 30, "runs": 2 * ADAM}
ASKED_BEFORE = [("/api/race", KEPT, "application/json"), ("/api/basin", MAP, "application/x-npz")]
STREAMS = [("/api/race", LONGEST, EVENTS), ("/api/race", LONGEST, "text/csv"), *ASKED_BEFORE]


def asked(port, path, body, accept):
    headers = {"Content-Type": "application/json", "Accept": accept}
    return urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)


def reader(port, stream):
    """Somebody who asks, reads the head and no more."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", port))
    connection.sendall(question(*stream))
    assert connection.recv(15) == b"HTTP/1.1 200 OK"
    return connection


def test_a_hundred_who_stop_reading_cost_little_and_are_let_go():
    with (
        running("-m", "app", cwd=ROOT, RAVINE_READER_SECONDS=str(PATIENCE)) as (server, port),
        contextlib.ExitStack() as stack,
    ):
        for before_it in ASKED_BEFORE:
            with urllib.request.urlopen(asked(port, *before_it), timeout=60) as answer:
                answer.read()
        at_rest(server.pid)
        files, before = descriptors(server.pid), megabytes(server.pid)
        for i in range(READERS):
            stack.enter_context(reader(port, STREAMS[i % len(STREAMS)]))
        begun = time.monotonic()
        at_rest(server.pid)
        assert (megabytes(server.pid) - before) / READERS < MOST
        while descriptors(server.pid) > files:
            assert time.monotonic() - begun < 4 * PATIENCE, "they stand about for ever"
            spent_within(server.pid, 0.2)
        assert server.poll() is None
        with urllib.request.urlopen(asked(port, *ASKED_BEFORE[0]), timeout=60) as answer:
            assert len(json.loads(answer.read())["runs"]) == 10
