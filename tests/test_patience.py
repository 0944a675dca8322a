"""Slow and silent connections are closed, and quick ones never notice."""

import socket
import sys
import time

import pytest

from tests.server import SMALL_APP, running

HEAD, BODY, READER = 0.6, 0.9, 0.8


@pytest.fixture(scope="module")
def port():
    waits = {
        "RAVINE_HEAD_SECONDS": str(HEAD),
        "RAVINE_BODY_SECONDS": str(BODY),
        "RAVINE_READER_SECONDS": str(READER),
    }
    with running("-c", SMALL_APP, **waits) as (_, port):
        yield port


@pytest.fixture
def connection(port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        yield connection


def seconds_until_closed(connection, dribble=b""):
    """How long the other side lets us send one byte of `dribble` now and then."""
    begun = time.monotonic()
    connection.settimeout(0.1)
    letters = iter(dribble)
    while time.monotonic() - begun < 8:
        try:
            if letter := next(letters, None):
                connection.sendall(bytes([letter]))
            if not connection.recv(1000):
                break
        except TimeoutError:
            continue
        except ConnectionError:
            break
    return time.monotonic() - begun


def whole_answer(connection):
    answer = b""
    while not answer.endswith(b"0\r\n\r\n"):
        answer += connection.recv(1000)
    return answer


def test_a_silent_connection_is_closed(connection):
    assert HEAD - 0.2 < seconds_until_closed(connection) < HEAD + 1.5


def test_a_head_that_dribbles_in_is_closed(connection):
    assert HEAD - 0.2 < seconds_until_closed(connection, b"GET / HTTP/1.1\r\nX: " + b"a" * 200) < HEAD + 1.5


def test_a_body_that_dribbles_in_is_closed(connection):
    connection.sendall(b"POST /body HTTP/1.1\r\nHost: test\r\nContent-Length: 500\r\n\r\n")
    assert BODY - 0.2 < seconds_until_closed(connection, b"a" * 200) < BODY + 1.5


def test_a_reader_that_stands_still_is_closed(port):
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", port))
        reader.sendall(b"GET /large HTTP/1.1\r\nHost: test\r\n\r\n")
        time.sleep(READER + 1)
        reader.settimeout(0.5)
        received = 0
        with pytest.raises((TimeoutError, ConnectionError, EOFError)):
            while received < 20_000_000:
                if not (data := reader.recv(1 << 20)):
                    raise EOFError
                received += len(data)  # what lay in the buffers
        assert received < 20_000_000


def test_a_long_stream_with_a_reader_goes_on(connection):
    connection.sendall(b"GET /endless HTTP/1.1\r\nHost: test\r\n\r\n")
    end = time.monotonic() + max(HEAD, BODY, READER) + 0.7
    received = 0
    while time.monotonic() < end:
        data = connection.recv(1 << 16)
        assert data
        received += len(data)
    assert received > 100_000


def test_a_connection_is_kept_between_requests(connection):
    for _ in range(3):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n")
        assert whole_answer(connection).startswith(b"HTTP/1.1 200")
        time.sleep(HEAD + 0.3)


def test_a_second_head_that_dribbles_in_is_closed(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n")
    assert whole_answer(connection).startswith(b"HTTP/1.1 200")
    assert HEAD - 0.2 < seconds_until_closed(connection, b"GET / HTTP/1.1\r\nX: " + b"a" * 200) < HEAD + 1.5


def test_two_requests_in_one_piece_are_both_answered(connection):
    connection.sendall(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n" * 2)
    answers = b""
    while answers.count(b"HTTP/1.1 200") < 2:
        answers += connection.recv(1000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("stands", ["reader", "body"])
def test_nobody_who_stands_still_holds_up_a_server_that_stops(stands):
    ages = {f"RAVINE_{name}_SECONDS": "600" for name in ("HEAD", "BODY", "READER")}
    patient = "import app.__main__ as main; main.GRACE_SECONDS = 600\n" + SMALL_APP
    with running("-c", patient, **ages) as (server, port), socket.socket() as visitor:
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        visitor.connect(("127.0.0.1", port))
        if stands == "reader":
            visitor.sendall(b"GET /large HTTP/1.1\r\nHost: test\r\n\r\n")
            assert visitor.recv(100)
        else:
            visitor.sendall(b"POST /body HTTP/1.1\r\nHost: test\r\nContent-Length: 500\r\n\r\nsome")
        time.sleep(0.5)
        server.terminate()
        assert server.wait(20) == 0
