"""Security headers on every answer, and one app behind every kind of prefix."""

import re
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.responses import StreamingResponse
from starlette.testclient import TestClient

from app import middleware
from app.settings import Settings
from tests.coroutines import finish


def small_app():
    app = FastAPI()

    @app.get("/")
    async def page():
        return "the page"

    @app.get("/reference")
    async def reference():
        return "the reference"

    @app.get("/broken")
    async def broken():
        raise RuntimeError("broken")

    @app.get("/gone")
    async def gone():
        raise HTTPException(410, headers={"Referrer-Policy": "origin"})

    @app.get("/stream")
    async def stream():
        async def parts():
            yield b"one"
            yield b"two"

        return StreamingResponse(parts())

    return app


def visitor(**settings):
    wrapped = middleware.wrapped(small_app(), Settings(**settings))
    return TestClient(wrapped, raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/", "/no-such-page", "/broken", "/gone", "/stream"])
def test_every_answer_has_the_headers(path):
    headers = visitor().get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert "camera=()" in headers["permissions-policy"]
    assert "x-frame-options" not in headers
    assert "set-cookie" not in headers


def test_a_script_carries_no_policy_of_pages(client):
    page = client.get("/")
    script = re.search(r"assets/\w+/js/main(?:\.whole)?\.js", page.text)[0]
    headers = client.get(script).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" in page.headers and "content-security-policy" not in headers


def test_an_answer_may_set_its_own():
    assert visitor().get("/gone").headers["referrer-policy"] == "origin"
    assert visitor().get("/").headers["referrer-policy"] == "no-referrer"


def test_the_policy_names_each_directive_once_and_allows_no_inline_script():
    policy = visitor().get("/").headers["content-security-policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert len(directives) == policy.count(";") + 1
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["style-src-attr"] == "'unsafe-inline'"
    assert "unsafe-eval" not in policy
    assert "http" not in policy


def test_the_setting_says_who_may_frame_it():
    assert visitor().get("/").headers["content-security-policy"].endswith("; frame-ancestors *")
    told = visitor(frame_ancestors="'self' https://school.example").get("/")
    policy = told.headers["content-security-policy"]
    assert policy.endswith("; frame-ancestors 'self' https://school.example")


def test_a_stream_stays_a_stream():
    """Each message passes at once; nothing waits for the end."""
    sent = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        assert len(sent) == 2
        await send({"type": "http.response.body", "body": b"two"})

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": "/", "headers": [], "query_string": b""}
    finish(middleware.wrapped(app, Settings())(scope, None, send))
    assert [message.get("body") for message in sent] == [None, b"one", b"two"]


@pytest.mark.parametrize("prefix", ["/ravine", "/a/b"])
@pytest.mark.parametrize("path", ["/", "/reference"])
def test_a_proxy_may_keep_the_prefix_or_strip_it(prefix, path):
    behind = visitor(root_path=prefix)
    kept, stripped, bare = behind.get(prefix + path), behind.get(path), visitor().get(path)
    assert kept.status_code == stripped.status_code == bare.status_code == 200
    assert kept.text == stripped.text == bare.text


def test_without_the_setting_a_prefix_is_not_found():
    assert visitor().get("/ravine/").status_code == 404


def test_a_name_that_only_begins_like_the_prefix_is_not_the_prefix():
    behind = visitor(root_path="/ref")
    assert behind.get("/reference").text == '"the reference"'
    assert behind.get("/ref/reference").text == '"the reference"'


@pytest.mark.parametrize("query", ["", "?lang=ko&run=1"])
def test_the_prefix_without_its_slash_leads_to_the_page(query):
    behind = visitor(root_path="/a/b")
    answer = behind.get(f"/a/b{query}", follow_redirects=False)
    assert answer.status_code == 308
    assert urljoin(f"http://host/a/b{query}", answer.headers["location"]) == f"http://host/a/b/{query}"
    assert not re.match(r"https?:|/", answer.headers["location"])
    assert "content-security-policy" in answer.headers


def test_the_app_is_told_the_prefix():
    seen = {}

    async def app(scope, receive, send):
        seen.update(scope)

    scope = {"type": "http", "path": "/x y", "raw_path": b"/x%20y", "query_string": b"", "headers": []}
    finish(middleware.RootPath(app, "/ravine")(scope, None, None))
    assert (seen["root_path"], seen["path"], seen["raw_path"]) == (
        "/ravine",
        "/ravine/x y",
        b"/ravine/x%20y",
    )
    assert scope["path"] == "/x y"
