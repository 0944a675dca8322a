"""The files of deploy/nginx before two replicas: what a class sees through nginx, and when one of them is gone."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import json
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import numpy as np
import pytest

from tests import nginx
from tests.processes import at_rest, spent_within
from tests.server import running
from tests.test_streams import LONG

ROOT = Path(__file__).parent.parent
SHORT = {"surface": {"kind": "bowl"}, "steps": 50, "runs": [{"optimizer": {"kind": "newton"}}]}
RACES = 60  # questions of as many pages: a replica that none of them is for would be luck of 1 in 10^17
EVENTS = {"Content-Type": "application/json", "Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def program():
    found = nginx.installed()
    if found is None:
        pytest.skip("nginx is not installed here (Debian: apt-get install nginx-light)")
    return found


@pytest.fixture(scope="module")
def replicas(program, tmp_path_factory):
    """Two servers under /ravine, as `(process, port)` each."""
    settings = {"RAVINE_ROOT_PATH": "/ravine", "RAVINE_DATA": str(tmp_path_factory.mktemp("data"))}
    with running("-m", "app", cwd=ROOT, **settings) as one, running("-m", "app", cwd=ROOT, **settings) as two:
        yield one, two


@pytest.fixture(scope="module")
def ports(replicas):
    return [port for _, port in replicas]


@pytest.fixture(scope="module")
def front(program, ports):
    with nginx.front(program, *ports) as front:
        yield front


def ask(front, path, method="GET", body=None, /, **headers):
    """The answer and its body; headers with _ for -."""
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=30)
    connection.request(method, f"/ravine{path}", body, {name.replace("_", "-"): text for name, text in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def race(front, spec, client="", **headers):
    own = {"X-Ravine-Client": client} if client else {}
    answer, body = ask(front, "/api/race", "POST", json.dumps(spec), **EVENTS | own | headers)
    return answer.status, body


@contextlib.contextmanager
def streaming(front, path, spec):
    """An answer that is still being sent."""
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=20)
    connection.request("POST", f"/ravine{path}", json.dumps(spec), EVENTS)
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def until(answer, text):
    seen = b""
    while text not in seen:
        part = answer.read1(65536)
        assert part, seen[-500:]
        seen += part
    return seen


@pytest.mark.parametrize("stripped", [False, True])
def test_a_page_and_all_that_it_names_is_there_whether_the_prefix_is_kept_or_stripped(program, ports, stripped):
    with nginx.front(program, *ports, stripped=stripped) as front:
        address = f"http://127.0.0.1:{front.port}/ravine/"
        done = subprocess.run(
            [sys.executable, ROOT / "tools/fetch_page", address],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert int(re.search(r"and (\d+) assets", done.stdout)[1]) > 10
        answer, _ = ask(front, "?lang=ko")
        assert (answer.status, answer.getheader("Location")) == (308, "/ravine/?lang=ko")
        status, told = race(front, SHORT)
        assert status == 200 and b"event: done" in told
        for path in ("/metrics", "/ravine/metrics", "/ravine/readyz", "/%72avine/metrics", "/ravine/ravine/metrics"):
            answer, body = ask(front, path)
            assert answer.status == 404 and b"nginx" in body, path


def test_each_event_comes_at_once_and_for_who_left_nothing_is_computed(front, replicas):
    for process, _ in replicas:
        at_rest(process.pid)
    with streaming(front, "/api/race", LONG) as answer:
        assert b"event: done" not in until(answer, b"event: frame")
        assert "Content-Encoding" not in answer.headers
    time.sleep(0.4)
    assert sum(spent_within(process.pid, 0.5) for process, _ in replicas) < 0.2


def test_a_small_event_is_not_held_back_and_the_replica_hears_at_once_who_leaves(program):
    """With a stand-in that has no more to say, and that does not ask nginx for it by a header of its own."""
    left = threading.Event()

    def say_one_thing(listening):
        connection, _ = listening.accept()
        asked = b""
        while b"}" not in asked:
            asked += connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: one\n\n")
        connection.settimeout(10)
        if connection.recv(1) == b"":
            left.set()
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        told = threading.Thread(target=say_one_thing, args=[listening], daemon=True)
        told.start()
        with nginx.front(program, port, port) as front:
            with streaming(front, "/api/race", {}) as answer:
                assert until(answer, b"event: one\n\n") and not left.is_set()
            assert left.wait(5)
        told.join(5)


def test_maps_and_trainings_are_streamed(front):
    asked = {
        "/api/basin": SHORT | {"cells": [16, 16]},
        "/api/training": {"data": {"kind": "moons"}, "runs": [{"optimizer": {"kind": "adam"}}], "epochs": 2},
    }
    for path, spec in asked.items():
        with streaming(front, path, spec) as answer:
            assert answer.getheader("Content-Type").startswith("text/event-stream")
            told = until(answer, b"event: done")
            assert b"event: start" in told and "Content-Encoding" not in answer.headers


def test_a_recording_of_nine_megabytes_arrives_and_eleven_are_refused_by_ravine(front):
    file = io.BytesIO()
    weights = np.random.default_rng(0).normal(size=(2, 562_500))
    np.savez(file, version=1, train_loss=[2.3, 0.9, 0.4], weights=weights)
    assert 9_000_000 <= len(file.getvalue()) < 10_000_000
    answer, body = ask(front, "/api/recording", "POST", file.getvalue())
    assert answer.status == 200, body
    assert json.loads(body)["epochs"] == 2
    answer, body = ask(front, "/api/recording", "POST", bytes(10_500_000))
    assert answer.status == 413 and json.loads(body)["field"] == "file"
    answer, body = ask(front, "/api/recording", "POST", bytes(12_000_000))
    assert answer.status == 413 and json.loads(body) == {
        "detail": "This is larger than Ravine takes.",
        "field": "body",
    }


def test_what_nginx_refuses_by_itself_is_a_sentence_in_the_language_of_the_page(front, program):
    answer, body = ask(front, "/api/race?lang=ko", "POST", bytes(65_537), Accept_Language="en")
    assert answer.status == 413 and "크기" in json.loads(body)["detail"]
    answer, body = ask(front, "/nothing")
    assert answer.status == 404 and "path" in json.loads(body)["field"], "Ravine's own word"
    with nginx.front(program, 1, 1) as alone:  # ports that nobody listens on
        answer, body = ask(alone, "/", Accept="text/html", Accept_Language="ko-KR,en;q=0.5")
        assert answer.status == 502 and answer.getheader("Content-Type") == "text/html; charset=utf-8"
        assert 'lang="ko"' in body.decode() and "저절로" in body.decode() and answer.getheader("Refresh") == "5"
        status, body = race(alone, SHORT)
        assert (status, body) == (502, b"Ravine is away for a moment.\n"), "a page asks again where no detail is"


def test_each_header_comes_once_and_head_is_get_without_the_body(front):
    page, body = ask(front, "/", Accept_Encoding="gzip")
    script = re.search(rb"assets/\w+/js/[\w/-]+\.js", gzip.decompress(body))[0].decode()
    for path in ("/", f"/{script}", "/nothing", "/api/catalog", "/healthz"):
        get, body = ask(front, path, Accept_Encoding="gzip")
        head, nothing = ask(front, path, "HEAD", Accept_Encoding="gzip")
        names = [name.lower() for name, _ in get.getheaders()]
        assert sorted(names) == sorted(set(names)), path
        assert get.getheader("X-Content-Type-Options") == "nosniff", path
        assert nothing == b"" and head.status == get.status, path
        passing = {"Date", "Content-Length", "Transfer-Encoding"}
        assert {n: v for n, v in head.getheaders() if n not in passing} == {
            n: v for n, v in get.getheaders() if n not in passing
        }, path
    assert page.getheader("Content-Encoding") == "gzip"
    answer, body = ask(front, "/api/catalog", Accept_Encoding="gzip")
    assert answer.getheader("Content-Encoding") == "gzip" and json.loads(gzip.decompress(body))["surfaces"]
    answer, body = ask(front, "/api/catalog")
    assert "Content-Encoding" not in answer.headers and json.loads(body)


def test_a_script_is_kept_by_nginx_for_each_kind_of_reader(front):
    _, body = ask(front, "/")
    style = re.search(rb"assets/\w+/css/[\w/-]+\.css", body)[0].decode()
    bodies = {}
    for accepted in ("gzip, br", "gzip", "identity", "gzip;q=0, br"):
        answer, body = ask(front, f"/{style}", Accept_Encoding=accepted)
        assert answer.getheader("Cache-Control") == "public, max-age=31536000, immutable"
        packed = answer.getheader("Content-Encoding") == "gzip"
        assert packed == (accepted in ("gzip, br", "gzip"))
        bodies[accepted] = gzip.decompress(body) if packed else body
    assert len(set(bodies.values())) == 1
    cached = [line["cached"] for line in front.lines() if line["part"] == "/ravine/assets"][-4:]
    assert cached == ["MISS", "HIT", "MISS", "HIT"]
    assert ask(front, f"/{style}", "HEAD")[0].status == 200 and front.lines()[-1]["answered"] == "200", (
        "Ravine is there"
    )


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/readyz", "//metrics", "/%6detrics", "/api/../metrics", "/%2e/readyz", "/metrics?x=1"],
)
def test_what_is_for_those_who_run_ravine_is_not_for_the_class(front, path):
    answer, body = ask(front, path)
    assert answer.status == 404 and b"nginx" in body
    assert front.lines()[-1]["replica"] == ""


def test_a_page_stays_with_one_replica_and_others_are_spread(front):
    for client in ["a"] * 8 + [uuid.uuid4().hex for _ in range(RACES)]:
        assert race(front, SHORT, client)[0] == 200
    lines = [line["replica"] for line in front.lines() if line["part"] == "/ravine/api/race"][-RACES - 8 :]
    assert len(set(lines[:8])) == 1 and len(set(lines[8:])) == 2


def test_one_page_has_so_many_questions_under_way_and_the_rest_of_its_address_as_many_again(front):
    head = "POST /ravine/api/race HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nX-Ravine-Client: {}\r\n\r\n"
    with contextlib.ExitStack() as open_:
        waiting = [open_.enter_context(socket.create_connection(("127.0.0.1", front.port), 5)) for _ in range(25)]
        for connection in waiting:
            connection.sendall(head.format("busy").encode())
        answered = b""
        deadline = time.monotonic() + 5
        while not answered and time.monotonic() < deadline:
            for connection in waiting:
                connection.settimeout(0.01)
                with contextlib.suppress(TimeoutError):
                    answered += connection.recv(4096)
        assert answered.startswith(b"HTTP/1.1 503 ") and b"Retry-After: 2" in answered
        assert answered.count(b"HTTP/1.1") == 1 and b"try again in a moment" in answered
        assert race(front, SHORT, "idle")[0] == 200


def test_the_log_has_no_address_no_query_and_no_name(front):
    ask(
        front,
        "/api/recording/samples/kim-minji.npz?secret=1",
        User_Agent="somebody",
        Referer="http://school.example/kim",
    )
    ask(front, "/maps?run=adam")
    sample, seen = front.lines()[-2:]
    assert (sample["part"], seen["part"]) == ("/ravine/api/recording", "/ravine/maps")
    assert (seen["status"], seen["method"]) == (200, "GET")
    told = (front.folder / "out.log").read_text() + (front.folder / "err.log").read_text()
    assert not re.search("minji|secret|somebody|school|adam", told)
    replicas = {line.pop("replica") for line in front.lines()}
    assert "127.0.0.1" not in json.dumps([*front.lines(), *replicas]).replace("127.0.0.1:", "")


def test_with_a_certificate_pages_come_encrypted_over_http_2(program, ports, tmp_path):
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    named = ["-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*made, *named], check=True, capture_output=True)
    context = ssl.create_default_context(cafile=certificate)
    with nginx.front(program, *ports, server="tls.conf", certificate=tmp_path) as front:
        answer, _ = ask(front, "/?lang=ko", Host="localhost")
        assert (answer.status, answer.getheader("Location")) == (308, "https://localhost/ravine/?lang=ko")
        connection = http.client.HTTPSConnection("localhost", front.other, timeout=10, context=context)
        connection.request("GET", "/ravine/healthz")
        assert connection.getresponse().status == 200
        connection.close()
        context.set_alpn_protocols(["h2", "http/1.1"])
        plain = socket.create_connection(("127.0.0.1", front.other), 5)
        with context.wrap_socket(plain, server_hostname="localhost") as wrapped:
            assert wrapped.selected_alpn_protocol() == "h2"


def test_when_a_replica_is_killed_the_other_answers_for_it(program, replicas, ports):
    """The last of this file: it leaves one replica."""
    with nginx.front(program, *ports) as front:
        clients = [uuid.uuid4().hex for _ in range(RACES)]
        assert {race(front, SHORT, client)[0] for client in clients} == {200}
        answered = [line["replica"] for line in front.lines()]
        assert len(set(answered)) == 2
        process, _ = replicas[1]
        process.kill()
        process.wait()
        assert {race(front, SHORT, client)[0] for client in clients} == {200}
        assert {ask(front, "/")[0].status for _ in range(5)} == {200}
        again = [line["answered"] for line in front.lines()][RACES:]
        assert sum("," in each for each in again) in range(1, 20), "some are asked again, then it is known to be away"
