"""The document for programs: every route is in it, every example works, and answers are what it says they are."""

from __future__ import annotations

import json
import re

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from app.main import create_app
from app.openapi.document import examples, operations, routes
from app.openapi.operation import EVENTS, JSON
from app.workers import master

DECLARED = operations()
SEARCHES = [key for key in DECLARED if key[1].startswith("/api/searches")]
OTHERS = [key for key in DECLARED if key not in SEARCHES]


@pytest.fixture(scope="module")
def document(client):
    answer = client.get("/openapi.json")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    return answer.json()


def asked(client, key, media):
    """The answer to the example of a route, in a form that is offered."""
    method, path = key
    of = DECLARED[key]
    given = examples()[path] if of.query else {}
    body = {"json": examples()[path]} if callable(of.body) else {}
    if isinstance(of.body, str):
        body = {"content": client.get("/api/recording/samples/momentum.npz").content}
    return client.request(method, path.format(**of.path), params=given, headers={"Accept": media}, **body)


def is_as_declared(client, key):
    """Whether the example works in every form."""
    of = DECLARED[key]
    for media, told in of.answers.items():
        answer = asked(client, key, media)
        assert answer.status_code == of.status, (key, answer.text)
        sent = answer.headers["content-type"].partition(";")[0]
        if path := of.path.get("kind"):  # of many kinds of files it is one
            assert sent in of.answers, path
            continue
        assert sent == media or media == "*/*", key
        if media == JSON:
            TypeAdapter(told).validate_json(answer.content)
        if media == EVENTS:
            assert {*re.findall("^event: (.*)$", answer.text, re.MULTILINE)} <= {*of.events}


def test_every_route_is_in_it_and_nothing_else(client, document):
    app = client.app
    while not hasattr(app, "routes"):
        app = app.app
    there = {(method.lower(), path) for method, path, *_ in routes(app)}
    assert {(method, path) for path, of in document["paths"].items() for method in of} == there
    assert set(DECLARED) == {(m.upper(), p) for m, p in there if m != "head"}
    assert set(examples()) == {path for (_, path), of in DECLARED.items() if callable(of.body) or of.query}
    assert all(of["summary"] for each in document["paths"].values() for of in each.values())


def test_what_is_for_the_teacher_says_so(document):
    kept = {(method, path) for path, of in document["paths"].items() for method in of if "security" in of[method]}
    acting = {(method.lower(), path) for method, path in SEARCHES if method != "GET"}
    acting |= {("get", "/metrics"), ("head", "/metrics")}
    assert kept == acting
    assert all("401" in document["paths"][path][method]["responses"] for method, path in kept)


def test_what_it_refers_to_is_there_under_names_that_people_read(document):
    schemas = document["components"]["schemas"]
    named = re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document))
    assert set(named) <= set(schemas) and len(named) > len(schemas)
    assert {"Surface.rosenbrock", "Rule.adam", "Schedule.plateau", "Surface.plateau", "Problem"} <= set(schemas)
    assert not [name for name in schemas if "__" in name]


def test_it_is_made_once_and_the_same_for_who_asks_early(client, document):
    early = TestClient(create_app()).get("/openapi.json")
    assert early.json() == document
    tag = {"If-None-Match": client.get("/openapi.json").headers["etag"]}
    assert client.get("/openapi.json", headers=tag).status_code == 304


@pytest.mark.parametrize("key", OTHERS, ids=" ".join)
def test_an_example_works_and_is_answered_as_declared(client, key):
    is_as_declared(client, key)


@pytest.fixture
def searching(client, tmp_path, monkeypatch):
    """The same, with searches in a folder of their own."""
    monkeypatch.setenv("RAVINE_DATA", str(tmp_path))
    master._master.cache_clear()
    yield client
    master.master()._crew.close()
    master._master.cache_clear()


def test_the_examples_of_a_shared_search_work_one_after_the_other(searching):
    left = dict.fromkeys(SEARCHES)
    endless = next(key for key in left if key[1].endswith("/events"))  # tests of searches hear it out
    first, *rest, last = ("POST", "/api/searches"), *SEARCHES[2:-1], ("DELETE", "/api/searches/{name}")
    assert {first, *rest, last, ("GET", "/api/searches")} == set(left)
    for key in (first, ("GET", "/api/searches"), *rest, last):
        if key != endless:
            is_as_declared(searching, key)
