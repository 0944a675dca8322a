"""The programmable side: the catalogue, a surface to draw, a race."""

from __future__ import annotations

import functools
import re
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError

from app import bodies, i18n, limits, packed, streams
from app.answers import Kept, Piecemeal
from app.declared import model_of
from app.everything import everything
from app.forms import EVENTS
from app.grids import whole
from app.heartbeat import Events
from app.sentences import refusal
from app.specs import race_model
from app.together import Together, begun, in_pieces
from app.wanted import wanted
from app.windows import Window as View
from app.wire import STREAMED, dumps, legible, problem
from app.wishes import preferred
from optim_core import Surface
from optim_core.cost import prices
from optim_core.fields import Choice, Setting, Typed, Window

READ = ["GET", "HEAD"]
SHORT = 50_000  # points of a race that is shared and kept: some 4 MB
router = APIRouter(prefix="/api", include_in_schema=False)
_races: Together[bytes] = Together(
    64_000_000, len, lambda told: () if _failed(told[-1]) else in_pieces(told), called="races"
)
_ANSWERS = {
    EVENTS: streams.events,
    "application/json": streams.json,
    "text/csv": streams.table,
}
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?[0-9]+", re.ASCII)
_LONGEST = 40  # characters of a number


@router.api_route("/catalog", methods=READ)
async def whole_catalog(request: Request) -> Response:
    """Everything that can be raced, in every language."""
    return packed.response(request, _catalogue(), "application/json")


@functools.cache
def _catalogue() -> bytes:
    return dumps(everything() | {"limits": limits.as_dict(), "passes": prices(2)}).encode()


@router.api_route("/surface", methods=READ)
async def surface_grid(request: Request) -> Response:
    """A grid of a surface for drawing: heights packed in 16 bits between `low` and `high`."""
    language = bodies.language_of(request)
    given: dict[str, Any] = {}
    for name, text in request.query_params.multi_items():
        if name in given:
            shown = legible(name, 60)
            return problem(422, shown, i18n.text(language, "error.twice", field=shown))
        given[name] = text
    given.pop("lang", None)
    if "kind" not in given:
        return problem(422, "kind", i18n.text(language, "error.missing", field="kind"))
    kind = given["kind"]
    if kind not in Surface.registry:
        return problem(422, "kind", i18n.text(language, "error.unknown_surface", kind=legible(kind, 60)))
    declared = Surface.registry[kind].settings()
    given = {name: _value(text, declared.get(name)) for name, text in given.items()}
    try:
        window = View(**{name: given.pop(name) for name in View.model_fields if name in given})
        named = model_of(Surface.registry[kind])(**given)
    except ValidationError as error:
        said = refusal(error, language)
        return problem(422, said.field, said.sentence, said.place)
    body = await whole(request, named, window)
    if isinstance(body, Response):
        return body
    return packed.response(request, body, "application/json")


@router.post("/race")
async def race(request: Request) -> Response:
    """A race as events, JSON or CSV, whichever the Accept header prefers; events if it does not care."""
    spec = await bodies.read(request, race_model())
    if isinstance(spec, Response):
        return spec
    language = bodies.language_of(request)
    answer = preferred(request.headers.get("accept", ""), _ANSWERS)
    question = f"{answer} {language} {spec.model_dump_json()}"
    short = spec.longest * len(spec.runs) <= SHORT
    if short and (known := _races.whole(question)) is not None:
        return Kept(known, answer)
    begin = functools.partial(_ANSWERS[answer], spec, language)
    told = _races.making(question, begin) if short else begin()
    if answer == EVENTS:
        return Events(told)
    parts = await wanted(request, begun(told), "steps")
    return parts if isinstance(parts, Response) else Piecemeal(parts, media_type=answer, headers=STREAMED)


def _failed(part: bytes) -> bool:
    return part.startswith(b"event: failed")


def _value(text: str, setting: Setting | None) -> Any:
    """A query value as JSON would have it: a number, true, false, text, or the edges of a window."""
    if isinstance(setting, Window):
        return tuple(_value(edge, None) for edge in text.split(",", 4))
    if isinstance(setting, Typed | Choice) or len(text) > _LONGEST:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    return {"true": True, "false": False}.get(text, text)
