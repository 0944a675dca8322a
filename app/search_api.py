"""A search of hyperparameters, several strategies side by side: `POST /api/search`."""

from __future__ import annotations

import asyncio
import functools

from fastapi import APIRouter, Request, Response

from app import bodies, i18n
from app.answers import is_news
from app.forms import answered
from app.pool import heavy
from app.search.jobs import WORK
from app.search.parts import Progress, weight
from app.search.price import Dear, priced
from app.search.specs import asked_model
from app.search.told import Told, as_json, as_table, events, gathered
from app.settings import Settings
from app.together import Together
from app.wire import problem

router = APIRouter(prefix="/api", include_in_schema=False)


def _is_news(part: Told) -> bool:
    return is_news(part) or isinstance(part, Progress)


_searches: Together[Told] = Together(64_000_000, weight, news=_is_news, called="searches")


@router.post("/search")
async def search(request: Request) -> Response:
    """What every strategy tries and finds, as it goes on or whole."""
    asked = await bodies.read(request, asked_model())
    if isinstance(asked, Response):
        return asked
    language, whose = bodies.language_of(request), bodies.client_of(request)
    job = await asyncio.to_thread(priced, asked.job, Settings.of_environment().map_evaluations)
    if isinstance(job, Dear):
        return problem(422, job.field, i18n.text(language, job.key, field=job.field, **job.facts))
    return await answered(
        request,
        _searches.answer(asked.question, lambda: heavy.run(WORK, job, whose)),
        events=functools.partial(events, job),
        gathered=gathered,
        whole={"application/json": functools.partial(as_json, job), "text/csv": functools.partial(as_table, job)},
        field="search",
    )
