"""A study: `POST /api/study`."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncGenerator

from fastapi import APIRouter, Request, Response

from app import bodies, i18n
from app.answers import is_news
from app.clients import Client
from app.forms import answered
from app.pool import heavy
from app.pool.heavy import MEGABYTE
from app.settings import Settings
from app.studies.jobs import WORK
from app.studies.specs import Asked, asked_model, fitting
from app.studies.told import Told, as_json, as_table, events, gathered
from app.together import Together
from app.wire import problem
from optim_core.study import Rows

HELD = 0.75  # of the memory of a job: the rest is for what comes and goes
router = APIRouter(prefix="/api", include_in_schema=False)


def _weight(part: Told) -> int:
    """The bytes of a part, about."""
    return 1_000 + sum(8 * len(column) for column in part.columns.values()) if isinstance(part, Rows) else 1_000


_studies: Together[Told] = Together(32_000_000, _weight, news=is_news, called="studies")


def answer(asked: Asked, whose: Client) -> AsyncGenerator[Told, None]:
    """What a study finds, part by part: worked out once for all who ask the same."""
    return _studies.answer(asked.question, lambda: heavy.run(WORK, asked.job, whose))


@router.post("/study")
async def study(request: Request) -> Response:
    """What a study finds, as it finds it or whole."""
    asked = await bodies.read(request, asked_model())
    if isinstance(asked, Response):
        return asked
    language = bodies.language_of(request)
    allowed = Settings.of_environment()
    memory = HELD * allowed.job_memory * MEGABYTE
    too_much = await asyncio.to_thread(fitting, asked.job, allowed.map_evaluations, memory)
    if too_much is not None:
        name, most = too_much
        key = "error.study_number" if name else "error.study"
        field = f"study.{name}" if name else "study"
        return problem(422, field, i18n.text(language, key, field=field, most=f"{most:g}"))
    return await answered(
        request,
        answer(asked, bodies.client_of(request)),
        events=functools.partial(events, asked),
        gathered=functools.partial(gathered, asked),
        whole={"application/json": functools.partial(as_json, asked), "text/csv": functools.partial(as_table, asked)},
        field="study",
    )
