"""What is declared of one route."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

JSON, CSV, EVENTS, HTML = "application/json", "text/csv", "text/event-stream", "text/html"
NPZ, PYTHON = "application/x-npz", "text/x-python"
CHECKED = (413, 415, 422, 429, 503)  # what a body may be refused with, and who asks too much at once
Number = float | None  # null where there is no finite number
Pair = tuple[Number, Number]


class Answer(BaseModel):
    """A JSON answer, or a part of one: nothing is told that is not declared here."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Words(Answer):
    """A text in every language."""

    en: str
    ko: str


class Packed(Answer):
    """An array: little-endian numbers of that type, in base64, and its shape as text, rows first."""

    dtype: str
    bdata: str
    shape: str


class Problem(Answer):
    """A refusal: one sentence and the field it speaks of; of a typed formula also where in it."""

    detail: str
    field: str
    at: int | None = None
    length: int | None = None
    excerpt: str | None = None
    caret: str | None = None
    fits: Any = Field(default=None, description="What would have been little enough work.")


class Operation(NamedTuple):
    """One route.

    Attributes:
        answers: the type of a JSON answer by its media type; None where it is no JSON.
        body: the model of what is sent, made when it is asked for; or the media type of bytes as they are.
        path: an example of every name in the path.
        query: the schema of every name after the question mark.
        loose: the sentence about further names after the question mark, where there are any.
        refusals: statuses besides those that every route has.
        events: what is told one after the other; `failed` may be the last everywhere.
        status: of an answer that is none of these.
    """

    answers: Mapping[str, Any]
    body: Callable[[], type[BaseModel]] | str | None = None
    path: Mapping[str, str] = {}
    query: Mapping[str, Any] = {}
    loose: str = ""
    refusals: tuple[int, ...] = ()
    events: tuple[str, ...] = ()
    status: int = 200


Operations = Mapping[tuple[str, str], Operation]  # by method and path
