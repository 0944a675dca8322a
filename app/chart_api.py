"""The chart of a step of a lesson: `GET /api/lessons/{lesson}/{step}/chart`."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app import bodies
from app.answers import Part, Parts, admitted, is_news, streamed
from app.clients import everybody
from app.pool import heavy
from app.pool.words import Waiting
from app.teaching.charted import charted
from app.teaching.charting import job
from app.together import Together
from app.wanted import wanted
from app.wire import STREAMED, dumps
from app.wishes import wishes

WORK = "app.teaching.charting:parts"
router = APIRouter(prefix="/api", include_in_schema=False)


def _size(part: Part) -> int:
    return 1_000 if isinstance(part, Waiting) else 1_000 + 100 * len(part[1].get("cells", ()))


_charts: Together[Part] = Together(16_000_000, _size, news=is_news, called="charts")


@router.get("/lessons/{lesson}/{step}/chart")
async def chart(request: Request, lesson: str, step: str) -> Response:
    """What the chart is, then its points as they come: as events, or whole as JSON where that is preferred.

    It is nobody's own in the line of heavy work: a class that opens many charts has many in it.
    """
    found = await asyncio.to_thread(charted, lesson, step)
    if found is None:
        raise HTTPException(404)
    race, asked = found
    work, language = job(race, asked), bodies.language_of(request)
    parts = await admitted(
        _charts.answer(" ".join(work), lambda: heavy.run(WORK, work, everybody(f"{lesson}/{step}"))), language
    )
    if isinstance(parts, Response):
        return parts
    if next(iter(wishes(request.headers.get("accept", ""))), "") != "application/json":
        return streamed(parts, language)
    whole = await wanted(request, _whole(parts))
    return whole if isinstance(whole, Response) else Response(dumps(whole), 200, STREAMED, "application/json")


async def _whole(parts: Parts) -> dict[str, Any]:
    """The same in one piece: every line as a list over the cells, a row after the other."""
    about: dict[str, Any] = {}
    async with contextlib.aclosing(parts):
        async for part in parts:
            if isinstance(part, Waiting):
                continue
            name, told = part
            if name == "start":
                width, height = len(told["x"]["values"]), len(told["y"]["values"]) if told["y"] else 1
                about = told | {"lines": [line | {"values": [None] * width * height} for line in told["lines"]]}
            for at, cell in enumerate(told.get("cells", ())):
                for line, values in zip(about["lines"], told["lines"], strict=True):
                    line["values"][cell] = values[at]
    return about
