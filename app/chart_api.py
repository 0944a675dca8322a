"""The chart of a step of a lesson: `GET /api/lessons/{lesson}/{step}/chart`."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from app import bodies, i18n, limits
from app.specs import Race
from app.teaching.chart import Chart
from app.teaching.charted import charted
from app.teaching.points import points
from app.teaching.sweep import Sweep
from app.together import Together
from app.wire import dumps, event
from app.wishes import wishes
from app.work import TooLong

Part = tuple[str, dict[str, Any]]  # an event: its name and what it tells

router = APIRouter(prefix="/api", include_in_schema=False)
_log = logging.getLogger(__name__)
_charts: Together[Part] = Together(16_000_000, lambda part: 1_000 + 100 * len(part[1].get("cells", ())))


@router.get("/lessons/{lesson}/{step}/chart")
async def chart(request: Request, lesson: str, step: str) -> Response:
    """What the chart is, then its points as they come: as events, or whole as JSON where that is preferred."""
    found = charted(lesson, step)
    if found is None:
        raise HTTPException(404)
    race, asked = found
    parts = _charts.answer(f"{race.model_dump_json()} {asked.model_dump_json()}", lambda: _parts(race, asked))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if next(iter(wishes(request.headers.get("accept", ""))), "") == "application/json":
        return Response(dumps(await _whole(parts)), media_type="application/json", headers=headers)
    answer = _events(parts, bodies.language_of(request))
    return StreamingResponse(answer, media_type="text/event-stream", headers=headers)


async def _parts(race: Race, asked: Chart) -> AsyncGenerator[Part, None]:
    sweep = Sweep(race, asked)
    yield "start", _about(sweep)
    async for some in points(race, asked):
        cells = [point.cell for point in some]
        lines = [list(line) for line in zip(*(point.measured for point in some), strict=True)]
        tied = [[sweep.values(cell)[where] for cell in cells] for where in sweep.tied]
        yield "points", {"cells": cells, "lines": lines, "tied": tied}
    yield "done", {}


def _about(sweep: Sweep) -> dict[str, Any]:
    """The chart without its points; a `path` leads to the swept number through a race as JSON."""
    asked = sweep.chart
    plain = asked.model_dump(include={"title", "marks", "classes", "between", "seeds", "aggregate"})
    across, up = [where and where.path for where in (*sweep.axes, None)][:2]
    return plain | {
        "x": {"values": asked.across_values, "words": asked.across.model_dump(), "scale": asked.x, "path": across},
        "y": asked.up_values and {"values": asked.up_values, "words": asked.up and asked.up.model_dump(), "path": up},
        "up": asked.up and asked.up.model_dump(),
        "scale": asked.y,
        "tied": [where.path for where in sweep.tied],
        "lines": [
            {"name": line.name.model_dump(), "runs": runs}
            for line, runs in zip(asked.lines, sweep.runs_of_lines, strict=True)
        ],
    }


async def _events(parts: AsyncIterator[Part], language: str) -> AsyncIterator[bytes]:
    """`start`, then `points` after `points`, then exactly one of `done` and `failed`."""
    try:
        async for name, told in parts:
            yield event(name, told)
    except TooLong:
        yield event("failed", {"detail": i18n.text(language, "error.out_of_time", seconds=limits.SECONDS)})
    except Exception:
        _log.exception("a chart failed")
        yield event("failed", {"detail": i18n.text(language, "error.server")})


async def _whole(parts: AsyncIterator[Part]) -> dict[str, Any]:
    """The same in one piece: every line as a list over the cells, a row after the other."""
    about: dict[str, Any] = {}
    async for name, told in parts:
        if name == "start":
            width, height = len(told["x"]["values"]), len(told["y"]["values"]) if told["y"] else 1
            about = told | {"lines": [line | {"values": [None] * width * height} for line in told["lines"]]}
        for at, cell in enumerate(told.get("cells", ())):
            for line, values in zip(about["lines"], told["lines"], strict=True):
                line["values"][cell] = values[at]
    return about
