"""Trainings of networks, side by side: `POST /api/training`."""

from __future__ import annotations

import asyncio
import functools

import numpy as np
from fastapi import APIRouter, Request, Response

from app import bodies, i18n, packed
from app.answers import is_news
from app.forms import answered
from app.pool import heavy
from app.settings import Settings
from app.together import Together
from app.training.jobs import WORK
from app.training.script import script
from app.training.specs import asked_model, dear
from app.training.told import Told, events
from app.training.whole import as_json, as_table, gathered
from app.wire import problem

router = APIRouter(prefix="/api", include_in_schema=False)


def _weight(part: object) -> int:
    """The bytes of a part, about."""
    return 1_000 + _bytes(part)


def _bytes(each: object) -> int:
    if isinstance(each, np.ndarray):
        return each.nbytes
    return sum(map(_bytes, each)) if isinstance(each, tuple) else 8


_trainings: Together[Told] = Together(64_000_000, _weight, news=is_news, called="trainings")


@router.post("/training")
async def training(request: Request) -> Response:
    """Up to six trainings on one data set, told as they go on or whole."""
    asked = await bodies.read(request, asked_model())
    if isinstance(asked, Response):
        return asked
    language = bodies.language_of(request)
    too_much = await asyncio.to_thread(dear, asked, Settings.of_environment().map_evaluations)
    if too_much is not None:
        field, key, facts = too_much
        return problem(422, field, i18n.text(language, key, field=field, **facts))
    whose = bodies.client_of(request)
    return await answered(
        request,
        _trainings.answer(asked.question, lambda: heavy.run(WORK, asked.job, whose)),
        events=functools.partial(events, asked, language=language),
        gathered=functools.partial(gathered, asked),
        whole={
            "application/json": functools.partial(as_json, asked, language),
            "text/csv": functools.partial(as_table, asked, language),
        },
        field="epochs",
    )


@router.post("/training/script")
async def as_script(request: Request) -> Response:
    """The same trainings as a Python script."""
    asked = await bodies.read(request, asked_model())
    if isinstance(asked, Response):
        return asked
    made = script(asked, bodies.language_of(request)).encode()
    return packed.response(request, made, "text/x-python; charset=utf-8")
