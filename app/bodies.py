"""A question as it came: who asks, in which language, and its body: a checked model, or the refusal to send back."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from fastapi import Request, Response
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from app import i18n
from app.clients import Client
from app.ready import prepared
from app.sentences import refusal
from app.wire import legible, problem

CLIENT = "x-ravine-client"
LONGEST = 64  # characters of a token
Model = TypeVar("Model", bound=BaseModel)


def language_of(request: Request) -> str:
    """The language in which a program is answered."""
    return i18n.choose(request.query_params.get("lang"), request.headers.get("accept-language"))


def client_of(request: Request) -> Client:
    """Whose work it is: the page's, by a token that it made at random and nobody keeps; else the connection's."""
    host, port = request.client or ("", 0)
    token = request.headers.get(CLIENT, "")
    return Client(token if 0 < len(token) <= LONGEST else f"{host}:{port}", host)


async def read(request: Request, model: type[Model]) -> Model | Response:
    """What was asked, as the model has it; else one sentence that names the field."""
    language = language_of(request)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json" or request.headers.get("content-encoding", "identity") != "identity":
        return problem(415, "body", i18n.text(language, "error.media_type"))
    try:
        body = await request.body()
        asked = model.model_validate_json(body)
        if (name := _given_twice(body)) is not None:
            shown = legible(name, LONGEST)
            return problem(422, shown, i18n.text(language, "error.twice", field=shown))
        await prepared(asked)
        return asked
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it
    except ValidationError as error:
        said = refusal(error, language)
        return problem(422, said.field, said.sentence, said.place)


def _given_twice(body: bytes) -> str | None:
    """A name that stands twice in one object of JSON which is known to be sound; who sent it meant one of them."""
    twice: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> None:
        names = [name for name, _ in pairs]
        if len({*names}) < len(names):
            twice.append(max(names, key=names.count))

    json.loads(body, object_pairs_hook=look)
    return twice[0] if twice else None
