"""Hostile requests to a real server: refused in one sentence at once, nothing said back that a page would run."""

from __future__ import annotations

import copy
import functools
import http.client
import itertools
import json
import re
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import ValidationError

from app.openapi.document import operations
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.networks.dataset import Dataset
from optim_core.search.strategy import Strategy
from optim_core.search.target import Target
from optim_core.study import Study
from tests.server import running
from tests.wired import Line, resident, sent

ROOT = Path(__file__).parent.parent
HOSTILE = json.loads((ROOT / "tests" / "data" / "hostile_http.json").read_text())
BODIES = {key: of for key, of in operations().items() if callable(of.body)}
QUICK = 10.0  # seconds, on a machine that does much else; alone it is milliseconds
SHARES = 20  # of the numbers, one for each place
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = str(tmp_path_factory.mktemp("data"))
    settings = {"RAVINE_DATA": data, "RAVINE_SEARCH_WORKERS": "0"}
    with running("-m", "app", cwd=ROOT, **settings) as (process, port), closing(Line(port)) as line:
        for path in ("/openapi.json", "/lessons"):  # everything is loaded
            line.ask("GET", path)
        for path, body in HOSTILE["whole"].items():  # and every model made
            answer = line.ask("POST", address(path), json.dumps(body).encode(), JSON)
            assert answer.status in (200, 201, 404, 409), (path, answer.body[:300])
        yield process, port
        assert process.poll() is None, process.stderr.read()


@pytest.fixture
def line(server):
    _, port = server
    with closing(Line(port)) as line:
        yield line
        assert line.ask("GET", "/healthz").body == b"ok\n"


def spelt(given):
    """A text or bytes of the list, repetitions written out."""
    if isinstance(given, dict):
        if "latin1" in given:
            return given["latin1"].encode("latin-1")
        return "".join(text * times for text, times in given["rep"])
    return given


def as_bytes(given):
    given = spelt(given)
    return given if isinstance(given, bytes) or given is None else given.encode("utf-8", "surrogatepass")


def address(path):
    of = next(of for (_, known), of in operations().items() if known == path)
    return path.format(**of.path)


def named(path):
    """A place in a body as a refusal names it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def leaves(value, path=()):
    """Every place of a body that holds no other."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if parts is None:
        yield path, value
        return
    for name, part in parts:
        yield from leaves(part, (*path, name))


@functools.cache
def filled(path):
    """A body of a route with everything in it that a model has, what is left out included."""
    of = next(of for (_, known), of in BODIES.items() if known == path)
    return of.body().model_validate_json(json.dumps(HOSTILE["whole"][path])).model_dump(mode="json")


def with_text(body, path, text):
    """A body as JSON in which this stands at that place, whether it is JSON or not."""
    body = copy.deepcopy(body)
    place = functools.reduce(lambda part, name: part[name], path[:-1], body)
    place[path[-1]] = "@here@"
    return json.dumps(body).replace('"@here@"', text).encode("utf-8", "surrogatepass")


def is_one_sentence(answer, field=None):
    """Whether a refusal is what a person can act on; `field` where one is known to be at fault."""
    assert answer.seconds < QUICK
    assert answer.headers["content-type"] == "application/json", answer.body[:200]
    assert answer.headers["x-content-type-options"] == "nosniff"
    said = answer.said
    assert {"detail", "field"} <= set(said) <= {"detail", "field", "at", "length", "excerpt", "caret", "fits"}
    detail = said["detail"]
    assert 5 < len(detail) < 900 and detail.rstrip()[-1] in ".:)" and "\n" not in detail, detail
    assert not re.search(r"Traceback|File \"|pydantic|Error\b|0x[0-9a-f]{8}", detail), detail
    if field is not None:
        root = re.split(r"[.\[]", field)[0]
        assert said["field"] == "body" or re.split(r"[.\[]", said["field"])[0] == root, (field, said)


def test_every_idea_of_the_list_is_here():
    ids = {entry["id"] for kind in HOSTILE.values() if isinstance(kind, list) for entry in kind}
    assert {f"H{i:03}" for i in range(1, 149, 2)} <= ids
    assert set(HOSTILE["whole"]) == {path for _, path in BODIES}


@pytest.mark.parametrize("path", HOSTILE["whole"])
def test_what_is_no_number_is_none_in_any_field(line, path):
    places = [p for p, value in leaves(filled(path)) if isinstance(value, int | float) and not isinstance(value, bool)]
    for i, place in enumerate(places):
        for entry in HOSTILE["numbers"][i % SHARES :: SHARES]:
            body = with_text(filled(path), place, spelt(entry["json"]))
            answer = line.ask("POST", address(path), body, JSON)
            assert answer.status == 422, (path, place, entry["id"], answer.status)
            is_one_sentence(answer, named(place))


@pytest.mark.parametrize("path", HOSTILE["whole"])
def test_odd_numbers_and_texts_are_taken_or_refused_by_name(line, path):
    """One odd number for every field, one after the other; every text where a text may stand."""
    odd, texts = itertools.cycle(HOSTILE["either"]), itertools.cycle(HOSTILE["texts"])
    for place, value in leaves(filled(path)):
        if isinstance(value, str):
            for entry in HOSTILE["texts"] if place[-1] == "kind" else itertools.islice(texts, 2):
                text = json.dumps(spelt(entry["text"]))
                answer = line.ask("POST", address(path), with_text(filled(path), place, text), JSON)
                if place[-1] == "kind":
                    assert answer.status == 422, (path, place, entry["id"])
                is_refused_or_done(answer, named(place))
        elif not isinstance(value, bool):
            body = with_text(filled(path), place, next(odd)["json"])
            is_refused_or_done(line.ask("POST", address(path), body, JSON), named(place))


def is_refused_or_done(answer, field=None):
    assert answer.status in (200, 201, 404, 409, 413, 415, 422, 429, 503), answer.body[:300]
    if answer.status >= 400:
        is_one_sentence(answer, field if answer.status == 422 else None)


def test_what_is_no_number_is_none_in_any_query(line):
    fields = {(kind, name) for kind, of in Surface.registry.items() for name in of.numbers()}
    fields |= {("bowl", name) for name in ("nx", "ny", "x0", "x1", "y0", "y1")}
    assert len(fields) > 20
    entries = [entry for entry in HOSTILE["numbers"] if entry["query"] is not None]
    for i, (kind, name) in enumerate(sorted(fields)):
        for entry in entries[i % SHARES :: SHARES]:
            query = quote(spelt(entry["query"]), safe="")
            answer = line.ask("GET", f"/api/surface?kind={kind}&{name}={query}")
            assert answer.status == 422, (kind, name, entry["id"])
            is_one_sentence(answer, name)


def test_every_declared_number_of_everything_has_its_bounds(line):
    """Optimizers, schedules, kinds of noise, studies, data, targets and strategies, each number of each of them."""
    doors = {
        Rule: ("/api/race", "runs.0.optimizer"),
        Schedule: ("/api/race", "runs.0.schedules.lr"),
        Noise: ("/api/race", "noise"),
        Study: ("/api/study", "study"),
        Dataset: ("/api/training", "data"),
        Target: ("/api/search", "search.target"),
        Strategy: ("/api/search", "search.strategies.0"),
    }
    hostile = itertools.cycle(("1e30", "-1e30", "NaN", "1e999", '"1"', "true", "[]"))
    asked = 0
    for family, (path, place) in doors.items():
        for kind, declared in family.registry.items():
            for name in declared.numbers():
                text = f'{{"kind": "{kind}", "{name}": {next(hostile)}}}'
                body = with_text(filled(path), tuple(int(p) if p.isdigit() else p for p in place.split(".")), text)
                answer = line.ask("POST", path, body, JSON)
                assert answer.status == 422, (kind, name)
                is_one_sentence(answer, named(place.split(".")[:1]))
                assert name in answer.said["field"], answer.said
                asked += 1
    assert asked > 200


@pytest.mark.parametrize(("i", "path"), enumerate(HOSTILE["whole"]))
def test_a_body_that_is_none_is_refused(line, i, path):
    """A fourth of them for each route: what reads a body is the same for all."""
    for entry in HOSTILE["bodies"][i % 4 :: 4]:
        headers = {"Accept": "application/json"} | entry["headers"]
        answer = line.ask("POST", address(path), as_bytes(entry["body"]), headers)
        assert answer.status in entry["expect"], (path, entry["id"], answer.body[:200])
        is_one_sentence(answer)


def lists(value, path=()):
    """Every place of a body that holds a list."""
    if isinstance(value, list):
        yield path
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from lists(part, (*path, name))


@pytest.mark.parametrize("path", HOSTILE["whole"])
def test_thousands_of_bad_items_are_one_complaint(path):
    """Or the refusal of twenty thousand runs took a tenth of a second."""
    of = next(of for (_, known), of in BODIES.items() if known == path)
    for place in lists(filled(path)):
        if place[-1] not in ("window", "domain", "at", "start", "cells", "layers"):  # of numbers: cheap
            with pytest.raises(ValidationError) as caught:
                of.body().model_validate_json(with_text(filled(path), place, f"[{'{},' * 5000}{{}}]"))
            assert caught.value.error_count() < 5, place


def changed(path, changes):
    body = copy.deepcopy(HOSTILE["whole"][path])
    for place, value in changes.items():
        *way, last = (int(part) if part.isdigit() else part for part in place.split("."))
        functools.reduce(lambda part, name: part[name], way, body)[last] = value
    return json.dumps(body)


@pytest.mark.parametrize("entry", HOSTILE["requests"], ids=lambda entry: entry["id"])
def test_an_odd_request_is_answered_as_it_should_be(line, entry):
    body = changed(entry["path"], entry["change"]) if "change" in entry else entry.get("body")
    headers = {name: spelt(value) for name, value in entry["headers"].items()}
    headers |= {f"X-{i}": "x" for i in range(entry.get("many_headers", 0))}
    if entry.get("html"):
        headers["Accept"] = "text/html"
    try:
        answer = line.ask(entry["method"], spelt(entry["path"]), as_bytes(body), headers)
    except (ConnectionError, http.client.HTTPException):
        assert set(entry["expect"]) & {400, 413, 414, 431}, "hung up on"
        return
    assert answer.status in entry["expect"], answer.body[:300]
    assert answer.seconds < QUICK and "set-cookie" not in answer.headers
    assert not any(name.startswith("access-control") for name in answer.headers)
    told = json.dumps(answer.headers) + answer.body.decode("utf-8", "replace")
    assert "Traceback" not in told and (entry.get("absent") or "\0") not in told
    if answer.status >= 400 and answer.headers["content-type"] == "application/json":
        is_one_sentence(answer)


@pytest.mark.parametrize("entry", HOSTILE["raw"], ids=lambda entry: entry["id"])
def test_odd_bytes_are_answered_or_hung_up_on(server, line, entry):
    _, port = server
    answers = sent(port, spelt(entry["raw"]).encode("latin-1"), entry.get("answers", 1))
    assert len(answers) == entry.get("answers", 1)
    for answer in answers:
        assert answer.status in (*entry["expect"], 0), answer.body[:300]
        assert answer.status or set(entry["expect"]) - {200}, "answered with silence"
        assert answer.seconds < QUICK and b"Traceback" not in answer.body
        assert (entry.get("absent") or "\0").encode() not in answer.body


@pytest.mark.parametrize(
    "path", ["/healthz%0A", "/api/searches/x/events%0A", "/api/race%0D%0A", "/lessons/%7F", "/%C2%85"]
)
def test_an_address_has_no_line_end_that_one_overlooks_and_the_other_does_not(line, path):
    for method in ("GET", "POST"):
        answer = line.ask(method, path)
        assert answer.status == 400 and answer.said["field"] == "path" and "control character" in answer.said["detail"]


def test_a_body_has_one_length(server):
    _, port = server
    head = b"POST /api/race HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    (answer, *none) = sent(port, head + b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.status == 400 and b'"field":"headers"' in answer.body and not none


def test_every_route_knows_its_methods(line):
    known = {}
    for method, path in operations():
        known.setdefault(path, set()).add(method)
    for path, methods in known.items():
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"):
            if method in methods or (method == "HEAD" and "GET" in methods):
                continue
            answer = line.ask(method, address(path), None, {})
            assert answer.status == 405, (method, path, answer.status)
            assert set(re.split(", ?", answer.headers["allow"])) >= methods


def test_none_of_it_is_kept_in_memory(server, line):
    """The same again: what stays after the first time would stay after every time."""
    process, port = server
    path = "/api/race"

    def everything():
        for entry in HOSTILE["bodies"]:
            line.ask("POST", path, as_bytes(entry["body"]), entry["headers"])
        for entry in HOSTILE["raw"][:20]:
            sent(port, spelt(entry["raw"]).encode("latin-1"), entry.get("answers", 1))

    everything()
    before = resident(process)
    everything()
    assert resident(process) < before + 4
