"""The log: lines of JSON that tell what happened and nothing of whom it happened to."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from app import logs
from tests.server import running

ROOT = Path(__file__).parent.parent
SECRET = "Somebody-9f2"
FAULTY = """
import asyncio, sys, threading, warnings
from app import api
from app.pool import heavy
from app.answers import streamed

@api.router.get("/fault/{name}")
async def fault(request: api.Request):
    raise ValueError(request.path_params["name"]) from OSError(28, request.query_params["said"])

@api.router.get("/streamed")
async def streamed_fault(request: api.Request):
    async def parts():
        said = request.query_params["said"]
        warnings.warn(said)
        threading.Thread(target=lambda: int(said)).start()
        asyncio.get_running_loop().call_soon(lambda words: int(words), said)
        yield "first", {}
        async for part in heavy.run("tests.heavy_jobs:talkative", said, "me"):
            pass
    return streamed(parts(), "en")

from app.__main__ import main
sys.argv[1:] = []
main()
"""


def asked(port, path):
    head = {"User-Agent": SECRET, "Accept": "text/html", "X-Ravine-Client": SECRET, "Referer": f"http://{SECRET}/"}
    question = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=head)
    try:
        with urllib.request.urlopen(question, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture(scope="module")
def told():
    """What a server logs that meets with everything at once, and the numbers that were told to whoever asked."""
    with running("-c", FAULTY, cwd=ROOT, RAVINE_LOG_REQUESTS="true") as (process, port):
        answers = [asked(port, f"/api/fault/{SECRET}?said={SECRET}") for _ in range(2)]
        answers.append(asked(port, f"/api/streamed?said={SECRET}"))
        with socket.create_connection(("127.0.0.1", port)) as rude:
            rude.sendall(f"this is not HTTP {SECRET}\r\n\r\n".encode())
            assert b"400" in rude.recv(1000)
        for path in (f"/{SECRET}", f"/api/surface?kind={SECRET}"):
            assert asked(port, path)[0] in (404, 422)
        with socket.create_connection(("127.0.0.1", port)) as gone:
            gone.sendall(
                b"POST /api/race HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
            )
        process.terminate()
        process.wait(15)
        said = process.stderr.read()
    return answers, [json.loads(line) for line in said.splitlines()], said


def test_each_line_is_an_object_with_its_time_level_and_event(told):
    _, lines, _ = told
    assert len(lines) >= 6
    for line in lines:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
        assert line["level"] in ("info", "warning", "error") and line["event"] and isinstance(line["process"], int)


def test_nothing_of_whoever_asked_is_in_them(told):
    _, _, said = told
    assert SECRET not in said and "127.0.0.1" not in said and str(ROOT) not in said


def test_a_failure_has_a_number_that_its_reader_is_told(told):
    answers, lines, _ = told
    failures = {line["failure"]: line for line in lines if "failure" in line}
    assert len(failures) == len(answers) == 3, "each is told once, and by nobody else"
    for status, body in answers:
        (number,) = [number for number in failures if number in body]
        assert status == (200 if body.startswith("event") else 500) and "our fault" in body
        assert failures[number]["event"] == "an answer failed"


def test_a_line_for_each_answer_tells_its_declared_path_and_what_became_of_it(told):
    answers, lines, _ = told
    heard = [line for line in lines if line["event"] == "an answer"]
    expected = [
        ("/api/fault/{name}", 500),
        ("/api/fault/{name}", 500),
        ("/api/streamed", 200),
        ("none", 404),
        ("/api/surface", 422),
    ]
    assert [(line["route"], line["status"]) for line in heard[:5]] == expected
    assert [line["bytes"] for line in heard[:3]] == [len(body.encode()) for _, body in answers]
    assert all(line["whole"] and line["method"] == "GET" and line["milliseconds"] > 0 for line in heard[:5])
    assert [(line["route"], line["whole"]) for line in heard[5:]] in ([], [("/api/race", True)])


def test_an_error_is_told_by_its_type_and_the_places_it_came_through(told):
    _, lines, _ = told
    first = next(line for line in lines if "failure" in line)["error"]
    assert [each["type"] for each in first] == ["ValueError", "OSError"] and first[1]["code"] == "ENOSPC"
    assert first[0]["frames"][-1] == "<string>:9 fault"
    assert any(re.fullmatch(r"fastapi/routing\.py:\d+ \w+", frame) for frame in first[0]["frames"])


def test_what_goes_wrong_in_a_worker_a_thread_and_the_loop_is_told_too(told):
    _, lines, _ = told
    in_worker = next(line["error"] for line in lines if "error" in line and line["error"][0]["type"] == "LookupError")
    assert re.fullmatch(r"tests/heavy_jobs\.py:\d+ talkative", in_worker[-1]["frames"][-1])
    events = {line["event"]: line for line in lines}
    assert events["a thread ended"]["error"][0]["type"] == "ValueError"
    assert events["Exception in callback streamed_fault."]["error"][0]["type"] == "ValueError"
    assert "Invalid HTTP request received." in events
    assert len({line["process"] for line in lines if line["event"] == "a warning"}) == 2, "server and worker"


@pytest.mark.parametrize(
    ("message", "args", "event"),
    [
        ("Task exception was never retrieved\nfuture: <Task x='me'>", (), "Task exception was never retrieved"),
        ("Exception in callback f('me')", (), "Exception in callback f"),
        ("socket.send() raised exception.", (), "socket.send() raised exception."),
        ("slow: %s took %.3f seconds", ("me", 1.0), "slow: %s took %.3f seconds"),
        ("{'me'}", (), "something was said"),
    ],
)
def test_of_what_a_library_says_only_that_is_kept_which_is_always_the_same(message, args, event):
    record = logging.LogRecord("asyncio", logging.ERROR, "x.py", 1, message, args, None)
    assert json.loads(logs.Lines().format(record))["event"] == event


def test_a_deep_error_is_told_in_a_few_frames():
    def deeper():
        deeper()

    try:
        deeper()
    except RecursionError as error:
        (told,) = logs.trace(error)
    assert len(told["frames"]) == logs.DEEP + 1 and told["frames"][logs.DEEP // 2] == "..."


def test_a_worker_that_a_server_began_tells_in_a_line_what_a_person_is_told_in_a_sentence(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "app", "worker", "nobody", "--leash"],
        env=os.environ | {"RAVINE_DATA": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    line = json.loads(done.stderr)
    assert (done.returncode, line["event"], line["reason"]) == (1, "a worker ended", "error.no_search")
    assert "nobody" not in done.stderr


def test_a_worker_that_cannot_keep_anything_says_why_in_words(tmp_path):
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, "-m", "app", "worker", "any", "--leash"],
        env=os.environ | {"RAVINE_DATA": str(tmp_path / "file")},
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    reason = json.loads(done.stderr)["reason"]
    assert reason.startswith(f"Nothing can be written to {tmp_path / 'file'}:") and "RAVINE_DATA" in reason


def test_where_nothing_is_served_a_sentence_is_enough():
    """A bad setting, a port that is taken: they are told to the person who starts it."""
    done = subprocess.run(
        [sys.executable, "-m", "app"], env={"RAVINE_PORT": "x"}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == "RAVINE_PORT must be a whole number from 0 to 65535, not 'x'.\n"
