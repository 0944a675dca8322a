"""What every answer carries, of whatever kind it is: the real application, and what the server says by itself."""

from __future__ import annotations

import itertools
import json
import re
import socket
import time

import pytest
from starlette.testclient import TestClient

from app import api
from app.main import create_app
from app.middleware import security_headers
from tests.server import SMALL_APP, running

RACE = {"surface": {"kind": "bowl"}, "steps": 5, "runs": [{"optimizer": {"kind": "gradient-descent", "lr": 0.01}}]}
FRAMES = "'self' https://school.example"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def visitor():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAVINE_FRAME_ANCESTORS", FRAMES)
        patch.setenv("RAVINE_ROOT_PATH", "/ravine")
        patch.setenv("RAVINE_ACCESS_KEY", "open-sesame")
        yield TestClient(create_app(), raise_server_exceptions=False, follow_redirects=False)


def policy_of(headers):
    return dict(part.partition(" ")[::2] for part in headers["content-security-policy"].split("; "))


def kept_to_itself(headers, frames=FRAMES):
    """All that any answer carries which is no script and no sheet."""
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"] and "geolocation=()" in headers["permissions-policy"]
    policy = policy_of(headers)
    assert (policy["default-src"], policy["script-src"], policy["base-uri"]) == ("'none'", "'self'", "'none'")
    assert policy["frame-ancestors"] == frames
    assert "unsafe-eval" not in headers["content-security-policy"]
    told_nobody(headers)


def told_nobody(headers):
    assert headers["cache-control"]
    assert not {"set-cookie", "server", "x-powered-by", "access-control-allow-origin"} & set(headers)


KINDS = {
    "a page": ("GET", "/", {}, None, 200, "no-cache"),
    "its head": ("HEAD", "/", {}, None, 200, "no-cache"),
    "a page of the course": ("GET", "/lessons", {}, None, 200, "no-cache"),
    "a page that is nowhere": ("GET", "/nowhere", HTML, None, 404, "no-cache"),
    "nothing": ("GET", "/nowhere", {}, None, 404, "no-store"),
    "a prefix without its slash": ("GET", "/ravine", {}, None, 308, "no-store"),
    "an icon": ("GET", "/favicon.ico", {}, None, 200, "public, max-age=86400"),
    "no asset": ("GET", "/assets/x/nothing.js", {}, None, 404, "no-cache"),
    "the catalogue": ("GET", "/api/catalog", {}, None, 200, "no-cache"),
    "the document": ("GET", "/openapi.json", {}, None, 200, "no-cache"),
    "a surface": ("GET", "/api/surface?kind=bowl&nx=5&ny=5", {}, None, 200, "no-cache"),
    "what there is to search with": ("GET", "/api/searching", {}, None, 200, "no-store"),
    "events": ("POST", "/api/race", {"Accept": "text/event-stream"}, RACE, 200, "no-store"),
    "a table": ("POST", "/api/race", {"Accept": "text/csv"}, RACE, 200, "no-store"),
    "a race as JSON": ("POST", "/api/race", {"Accept": "application/json"}, RACE, 200, "no-store"),
    "a script of Python": ("GET", "/api/recording/recorder.py", {}, None, 200, "no-store"),
    "a value": ("POST", "/api/local", {}, {"surface": {"kind": "bowl"}, "at": [1, 1]}, 200, "no-store"),
    "a bad question": ("POST", "/api/race", {}, {"steps": -1}, 422, "no-store"),
    "a question that is no JSON": ("POST", "/api/race", {"Content-Type": "text/plain"}, RACE, 415, "no-store"),
    "a wrong method": ("DELETE", "/api/race", {}, None, 405, "no-store"),
    "a strange method": ("BREW", "/", {}, None, 405, "no-store"),
    "too large a body": ("POST", "/api/race", {}, {"x": "y" * 70_000}, 413, "no-store"),
    "a teacher's function": ("POST", "/api/searches", {}, {}, 401, "no-store"),
    "life": ("GET", "/healthz", {}, None, 200, "no-store"),
    "readiness": ("GET", "/readyz", {}, None, 503, "no-store"),
    "numbers": ("GET", "/metrics", {"Authorization": "Bearer open-sesame"}, None, 200, "no-store"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_keeps_to_itself(visitor, kind):
    method, path, headers, body, status, kept = KINDS[kind]
    answer = visitor.request(method, path, headers=headers, json=body)
    assert (answer.status_code, answer.headers["cache-control"]) == (status, kept)
    kept_to_itself(answer.headers)


def test_so_does_one_that_failed_and_one_that_is_known_already(visitor, monkeypatch):
    monkeypatch.setattr(api, "_catalogue", lambda: 1 / 0)
    for accepted in ({}, HTML):
        answer = visitor.get("/api/catalog", headers=accepted)
        assert answer.status_code == 500 and "ZeroDivision" not in answer.text
        kept_to_itself(answer.headers)
    page = visitor.get("/")
    known = visitor.get("/", headers={"If-None-Match": page.headers["etag"]})
    assert known.status_code == 304 and known.content == b""
    kept_to_itself(known.headers)


def test_the_number_of_a_failure_is_on_no_page_but_that_of_whoever_met_with_it(visitor, monkeypatch):
    monkeypatch.setattr(api, "_catalogue", lambda: 1 / 0)
    pages = [visitor.get("/api/catalog", headers=HTML).text for _ in range(2)]
    numbers = [re.search(r"has the number ([0-9a-f]{8})\.", page)[1] for page in pages]
    assert numbers[0] != numbers[1]


def test_scripts_and_sheets_carry_less_but_one_that_runs_by_itself_carries_all(visitor):
    here = re.search(r"assets/(\w+)/js/main(?:\.whole)?\.js", visitor.get("/").text)[1]
    for name in ("js/main.js", "css/base.css"):
        headers = visitor.get(f"/assets/{here}/{name}").headers
        assert headers["x-content-type-options"] == "nosniff" and "content-security-policy" not in headers
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        told_nobody(headers)
    kept_to_itself(visitor.get(f"/assets/{here}/js/bench/price-worker.js").headers)


def test_what_is_no_http_is_refused_with_all_of_them_too():
    with running("-c", SMALL_APP, RAVINE_FRAME_ANCESTORS=FRAMES) as (process, port):
        no_http = (400, "Invalid HTTP request received.", "request")
        for rude, (status, sentence, field) in (
            (b"this is not HTTP\r\n\r\n", no_http),
            (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", no_http),
            (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", no_http),
            (b"GET / HTTP/1.1\r\nX: " + b"y" * 60_000, (431, "The headers of this request are too long.", "headers")),
            (b"GET /" + b"y" * 60_000, (414, "The address of this request is too long.", "path")),
        ):
            with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answer:
                connection.sendall(rude)
                assert answer.readline().startswith(b"HTTP/1.1 %d " % status), rude[:40]
                lines = [line.decode().strip().partition(": ") for line in iter(answer.readline, b"\r\n")]
                headers = {name.lower(): value for name, _, value in lines}
                kept_to_itself(headers)
                assert headers["connection"] == "close"
                said = json.loads(answer.read(int(headers["content-length"])))
                assert said == {"detail": sentence, "field": field}
        process.terminate()
        assert all(json.loads(line)["event"] == no_http[1] for line in process.stderr)


LIMITED = SMALL_APP.replace("lambda: app", "lambda: __import__('app.heads').heads.HeadLimit(app)")


def test_a_head_is_bounded_alike_whether_it_comes_at_once_or_in_pieces():
    begun = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
    with running("-c", LIMITED) as (_, port):
        for size, cuts, status in (
            (20, (), 200),
            (20, (17_000,), 200),
            (30, (1_400, 17_000, 29_000), 200),
            (40, (), 431),
            (40, (1_400, 17_000, 30_000), 431),
        ):
            head = begun + b"".join(b"X-%d: %s\r\n" % (i, b"a" * 1000) for i in range(size)) + b"\r\n"
            with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as answer:
                for first, last in itertools.pairwise((0, *cuts, len(head))):
                    connection.sendall(head[first:last])
                    time.sleep(0.05 if cuts else 0)
                assert answer.readline().startswith(b"HTTP/1.1 %d " % status), (size, cuts)


def test_a_setting_is_all_that_they_depend_on():
    mine, theirs = security_headers("*"), security_headers("'none'")
    assert {name for name in mine if mine[name] != theirs[name]} == {"Content-Security-Policy"}
    assert mine["Content-Security-Policy"].endswith("; frame-ancestors *")
