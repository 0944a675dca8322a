"""Tune each: every run of a race gets the same number of trials over its own hyperparameters."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app import bodies
from app.answers import Part, admitted, is_news, streamed
from app.pool import heavy
from app.together import Together
from app.trials import tuning_model

FOUND = 1_000  # bytes that are found of one run
router = APIRouter(prefix="/api", include_in_schema=False)
_tunings: Together[Part] = Together(
    1_000_000, lambda part: FOUND, news=lambda part: is_news(part) or part[0] == "progress"
)


@router.post("/tune")
async def tune_each(request: Request) -> Response:
    """A race and a number of trials; events as each run is tuned."""
    spec = await bodies.read(request, tuning_model())
    if isinstance(spec, Response):
        return spec
    language, client, text = bodies.language_of(request), bodies.client_of(request), spec.model_dump_json()
    asked = _tunings.answer(text, lambda: heavy.run("app.trials:parts", text, client))
    parts = await admitted(asked, language)
    return parts if isinstance(parts, Response) else streamed(parts, language)
