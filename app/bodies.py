"""The body of a question: a checked model, or the refusal to send back."""

from __future__ import annotations

from typing import TypeVar

from fastapi import Request, Response
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from app import i18n
from app.sentences import refusal
from app.wire import problem

Model = TypeVar("Model", bound=BaseModel)


def language_of(request: Request) -> str:
    """The language in which a program is answered."""
    return i18n.choose(request.query_params.get("lang"), request.headers.get("accept-language"))


async def read(request: Request, model: type[Model]) -> Model | Response:
    """What was asked, as the model has it; else one sentence that names the field."""
    language = language_of(request)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json" or request.headers.get("content-encoding", "identity") != "identity":
        return problem(415, "body", i18n.text(language, "error.media_type"))
    try:
        return model.model_validate_json(await request.body())
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it
    except ValidationError as error:
        said = refusal(error, language)
        return problem(422, said.field, said.sentence)
