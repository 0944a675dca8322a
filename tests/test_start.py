"""`python -m app`: it says where it is, says clearly why it cannot start, and stops when asked."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from app import listening
from app.__main__ import GRACE_SECONDS
from app.workers import crew
from tests.server import SMALL_APP, STOPPED, running

ROOT = Path(__file__).parent.parent


def run(**settings):
    return subprocess.run(
        [sys.executable, "-c", SMALL_APP],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def get(port, path="/"):
    return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5)


def test_it_serves_at_the_address_it_prints():
    with running("-c", SMALL_APP) as (_, port), get(port) as answer:
        assert answer.read() == b"done"
        assert "server" not in answer.headers


def test_a_port_in_use_is_one_sentence_that_names_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(RAVINE_PORT=str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"Port {port} is in use already")
    assert "RAVINE_PORT=" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_ours_is_one_sentence(host):
    done = run(RAVINE_HOST=host, RAVINE_PORT="0")
    assert done.returncode == 1
    assert done.stderr.startswith(f"RAVINE_HOST is '{host}', which is no address ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_time_and_content_with_a_stream_open(told):
    with running("-c", SMALL_APP) as (process, port), socket.create_connection(("127.0.0.1", port)) as reader:
        reader.sendall(b"GET /endless HTTP/1.1\r\nHost: test\r\n\r\n")
        assert reader.recv(100).startswith(b"HTTP/1.1 200")
        begun = time.monotonic()
        process.send_signal(told)
        assert process.wait(2 * STOPPED) == 0
        assert time.monotonic() - begun < STOPPED
        assert process.stderr.read() == ""


def test_what_stopping_may_wait_for_leaves_a_second_of_the_five():
    assert max(GRACE_SECONDS, crew.GRACE) <= 4, "readers and workers are waited for at the same time"


def test_who_waits_for_a_map_hears_that_the_server_stops_and_it_does_so_content():
    map_of = {"surface": {"kind": "himmelblau"}, "steps": 5000, "cells": [512, 512], "tolerance": 0}
    body = json.dumps(map_of | {"runs": [{"optimizer": {"kind": "gradient-descent"}}]}).encode()
    head = f"POST /api/basin HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    with (
        running("-m", "app", cwd=ROOT) as (process, port),
        socket.create_connection(("127.0.0.1", port)) as reader,
        reader.makefile("rb") as told,
    ):
        reader.sendall(head.encode() + b"\r\n\r\n" + body)
        for line in told:
            if line.startswith(b"event: cells"):
                break
        process.terminate()
        rest = told.read()
        assert b"event: failed" in rest and b"server is being stopped" in rest and b"event: done" not in rest
        assert process.wait(10) == 0
        assert process.stderr.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_there_is_room_for_more_connections_than_the_system_begins_with():
    import resource

    soft = 48
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    tight = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n" + SMALL_APP
    with running("-c", tight) as (_, port), contextlib.ExitStack() as open_ones:
        for _ in range(soft + 20):
            reader = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            reader.sendall(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n")
            assert reader.recv(100).startswith(b"HTTP/1.1 200")


def test_no_address_is_logged():
    with running("-c", SMALL_APP) as (process, port):
        for path in ("/", "/no-such-page"):
            get(port, path).close()
        with socket.create_connection(("127.0.0.1", port)) as rude:
            rude.sendall(b"this is not HTTP\r\n\r\n")
            rude.recv(1000)
        process.terminate()
        said = process.stdout.read() + process.stderr.read()
    assert "127.0.0.1" not in said


def test_it_says_under_which_path_it_is(monkeypatch):
    monkeypatch.setenv("RAVINE_ROOT_PATH", "/ravine")
    for host, shown in (("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")):
        with socket.socket() as bound:
            bound.bind((host, 0))
            assert f"http://{shown}:{bound.getsockname()[1]}/ravine/ " in listening.announcement(bound)
