"""The document itself: made of the routes that there are and of what is declared of them."""

from __future__ import annotations

import functools
import inspect
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode, PydanticJsonSchemaWarning

from app import __version__, bodies
from app.access import teacher
from app.openapi import maps, places, races, searches, studies, trainings, wares
from app.openapi.operation import EVENTS, HTML, JSON, Operation, Operations, Problem
from app.wire import dumps

SAID = {
    401: "It is for the teacher, who has the access key.",
    404: "There is no such thing.",
    409: "It cannot be had like this.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "The body is no JSON.",
    422: "A field cannot be what it is.",
    431: "The headers are too long.",
    429: "The same client has too much under way; `Retry-After` says when to come again.",
    503: "There is no room, or no storage; `Retry-After` says when to come again.",
}
PAGES = (404, 413)  # of which there is a page to read
EVERYWHERE = (414, 431)
TEXT = {"type": "string"}
REF = "#/components/schemas/"
_REFERENCE = re.compile(f'"{REF}([^"]+)"')
_TYPED = re.compile(r"{(\w+):\w+}")  # a name in a path, and of which kind it is
_LANGUAGE = {
    "name": "lang",
    "in": "query",
    "schema": {"type": "string"},
    "description": "The language of sentences, before that of `Accept-Language`; English if there is no such.",
}
_CLIENT = {
    "name": bodies.CLIENT,
    "in": "header",
    "schema": {"type": "string"},
    "description": f"Whose work it is: up to {bodies.LONGEST} characters made up at random; else the connection's.",
}


def operations() -> Operations:
    """All that is declared, by method and path."""
    parts = (races, maps, places, trainings, studies, searches)
    declared = [part.OPERATIONS for part in parts]
    return {key: each for one in (*declared, wares.operations()) for key, each in one.items()}


@functools.cache
def examples() -> dict[str, Any]:
    """What works, by path: a body where it takes JSON, else what its question mark needs."""
    found: dict[str, Any] = json.loads(resources.files("app.openapi").joinpath("examples.json").read_text("utf-8"))
    return found


def routes(app: FastAPI) -> Iterator[tuple[str, str, str, bool]]:
    """Method, path and meaning of every route, and whether it is for the teacher only where a key is set."""
    for route in iter_route_contexts(app.routes):
        path = _TYPED.sub(r"{\1}", str(route.path))
        kept = any(each.dependency is teacher for each in route.dependencies)
        for method in sorted(route.methods or ()):
            yield method, path, inspect.getdoc(route.endpoint) or "", kept


def document(app: FastAPI, root_path: str = "") -> dict[str, Any]:
    """OpenAPI 3.1 of an application that is served below `root_path`, which is empty or like `/ravine`."""
    declared = operations()
    schemas, definitions = _schemas(declared)
    paths: dict[str, dict[str, Any]] = {}
    for method, path, meaning, kept in routes(app):
        key = ("GET" if method == "HEAD" else method, path)
        if key not in declared:
            continue  # a test finds it
        told = _operation(declared[key], key, schemas, meaning, kept)
        if method == "HEAD":
            told["responses"][str(declared[key].status)].pop("content")
        paths.setdefault(path, {})[method.lower()] = told
    plain = {
        "openapi": "3.1.0",
        "info": {"title": "Ravine", "version": __version__, "summary": "Optimizers race down loss landscapes."},
        "servers": [{"url": root_path or "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": definitions,
            "responses": _refusals(schemas["problem"]),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }
    return _renamed(plain)


def _schemas(declared: Operations) -> tuple[dict[Any, dict[str, Any]], dict[str, Any]]:
    """The schema of every body and answer, by method, path and media type, and those that they refer to."""
    wanted: dict[Any, TypeAdapter[Any]] = {"problem": TypeAdapter(Problem)}
    for key, each in declared.items():
        if callable(each.body):
            wanted[*key, ""] = TypeAdapter(each.body())
        wanted |= {(*key, media): TypeAdapter(told) for media, told in each.answers.items() if told is not None}
    mode: JsonSchemaMode = "validation"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PydanticJsonSchemaWarning)  # a default that is a tuple is a list all the same
        found, shared = TypeAdapter.json_schemas(
            [(key, mode, adapter) for key, adapter in wanted.items()], ref_template=REF + "{model}"
        )
    return {key: schema for (key, _), schema in found.items()}, shared["$defs"]


def _refusals(problem: dict[str, Any]) -> dict[str, Any]:
    """Each status: a sentence for a program, and where any route may answer so, a page for whoever takes pages."""
    page = {JSON: {"schema": problem}, HTML: {"schema": TEXT}}
    return {
        str(status): {"description": said, "content": page if status in PAGES else {JSON: {"schema": problem}}}
        for status, said in SAID.items()
    }


def _renamed(plain: dict[str, Any]) -> dict[str, Any]:
    """The same with names that people read: that of a model, with its module only where two share it."""
    schemas = plain["components"]["schemas"]
    shared = Counter(schema["title"] for schema in schemas.values())
    names = {
        name: schema["title"] if shared[schema["title"]] == 1 else name.removeprefix("app__").replace("__", ".")
        for name, schema in schemas.items()
    }
    plain["components"]["schemas"] = {names[name]: schema for name, schema in schemas.items()}
    renamed: dict[str, Any] = json.loads(_REFERENCE.sub(lambda found: f'"{REF}{names[found[1]]}"', dumps(plain)))
    return renamed


def _operation(
    of: Operation, key: tuple[str, str], schemas: Mapping[Any, dict[str, Any]], meaning: str, kept: bool
) -> dict[str, Any]:
    summary, _, more = meaning.partition("\n")
    answers = {media: {"schema": schemas.get((*key, media), TEXT)} for media in of.answers}
    if of.events:
        answers[EVENTS] = {"schema": _event(of.events)}
    description = " ".join(more.split())
    told: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "-", f"{key[0]} {key[1]}".lower()).strip("-"),
        "summary": summary,
        **({"description": description} if description else {}),
        "parameters": [*_parameters(of, key)],
        "responses": {str(of.status): {"description": summary, "content": answers}},
    }
    if kept:
        told["security"] = [{}, {"key": []}]
    for status in sorted({*EVERYWHERE, *of.refusals, *((401, 429) if kept else ())}):
        told["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
    if of.body is not None:
        media, schema = (JSON, schemas[*key, ""]) if callable(of.body) else (of.body, {})
        example = {"example": examples()[key[1]]} if media == JSON else {}
        told["requestBody"] = {"required": True, "content": {media: {"schema": schema} | example}}
    return told


def _event(names: Sequence[str]) -> dict[str, Any]:
    """One event of a stream, as programs that check each of them have it; its data is JSON."""
    event = {"type": "string", "enum": [*names, "failed"]}
    return {"type": "object", "properties": {"event": event, "data": {"type": "string"}}, "required": ["event", "data"]}


def _parameters(of: Operation, key: tuple[str, str]) -> Iterator[dict[str, Any]]:
    for name, example in of.path.items():
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": example}
    known = examples().get(key[1], {}) if of.query else {}
    for name, schema in of.query.items():
        given = {"required": True, "example": known[name]} if name in known else {}
        yield {"name": name, "in": "query", "schema": schema} | given
    if of.loose:
        free = {"type": "object", "additionalProperties": {"type": "string"}}
        yield {"name": "settings", "in": "query", "description": of.loose, "schema": free, "style": "form"}
    yield _LANGUAGE
    if 429 in of.refusals:
        yield _CLIENT
