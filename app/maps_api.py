"""Maps of thousands of runs: `POST /api/basin` over starts, `POST /api/sweep` over settings."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncGenerator, Callable
from typing import TypeVar

from fastapi import APIRouter, Request, Response

from app import bodies, i18n
from app.answers import is_news
from app.forms import answered
from app.maps import about, specs
from app.maps.about import Map
from app.maps.events import Part, told
from app.maps.parts import Cells, Curves
from app.maps.price import Dear
from app.maps.whole import Whole, as_arrays, as_json, as_table, gathered
from app.pool import heavy
from app.settings import Settings
from app.together import Together
from app.wire import problem

router = APIRouter(prefix="/api", include_in_schema=False)
WHOLE = {
    "application/json": as_json,
    "application/x-npz": as_arrays,
    "application/octet-stream": as_arrays,
    "text/csv": as_table,
}
Asked = TypeVar("Asked", specs.Basin, specs.Sweep)


def _weight(part: Part) -> int:
    """The bytes of a part, about."""
    match part:
        case Cells():
            return 1_000 + sum(column.nbytes for column in part.columns.values())
        case Curves():
            return 1_000 + part.loss.nbytes
    return 1_000


_maps: Together[Part] = Together(64_000_000, _weight, news=is_news, called="maps")
_wholes: Together[Whole] = Together(64_000_000, lambda whole: sum(cells.nbytes for cells in whole.columns.values()))


async def _whole(asked: Map, parts: AsyncGenerator[Part, None]) -> Whole:
    """A map put together, once for all who read it: it is large, and some of them are slow."""

    async def once() -> AsyncGenerator[Whole, None]:
        yield await gathered(asked, parts)

    async with contextlib.aclosing(parts):
        (found,) = [whole async for whole in _wholes.answer(asked.question, once)]
    return found._replace(asked=asked)


@router.post("/basin")
async def basin(request: Request) -> Response:
    """Where runs from a whole window of starts end."""
    return await _answered(request, specs.basin_model(), about.basin)


@router.post("/sweep")
async def sweep(request: Request) -> Response:
    """What becomes of runs as one or two of their numbers change."""
    return await _answered(request, specs.sweep_model(), about.sweep)


async def _answered(request: Request, model: type[Asked], of: Callable[[Asked, float], Map | Dear]) -> Response:
    spec = await bodies.read(request, model)
    if isinstance(spec, Response):
        return spec
    language = bodies.language_of(request)
    asked = await asyncio.to_thread(of, spec, Settings.of_environment().map_evaluations)
    if isinstance(asked, Dear):
        said = i18n.text(language, asked.key, field=asked.field, **asked.facts)
        return problem(422, asked.field, said, {"fits": asked.fits} if asked.fits else None)
    whose = bodies.client_of(request)
    parts = _maps.answer(asked.question, lambda: heavy.run(asked.entry, asked.job, whose))
    return await answered(
        request,
        parts,
        events=functools.partial(told, asked, language=language),
        gathered=functools.partial(_whole, asked),
        whole={media: functools.partial(written, language=language) for media, written in WHOLE.items()},
        field="steps",
    )
