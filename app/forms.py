"""A heavy answer in the form that is preferred: part by part as events, or in one piece."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, TypeVar

from fastapi import Request, Response

from app import bodies
from app.answers import Parts, Piecemeal, admitted, streamed
from app.failures import sentence
from app.wanted import wanted
from app.wire import problem
from app.wishes import preferred
from app.work import TooLong

EVENTS = "text/event-stream"
Part = TypeVar("Part")
Whole = TypeVar("Whole")


async def answered(
    request: Request,
    parts: AsyncGenerator[Part, None],
    events: Callable[[AsyncGenerator[Part, None]], Parts],
    gathered: Callable[[AsyncGenerator[Part, None]], Coroutine[Any, Any, Whole]],
    whole: Mapping[str, Callable[[Whole], AsyncIterator[bytes]]],
    field: str,
) -> Response:
    """The parts of work as `events`, or `gathered` and written by the media type of `whole` that is preferred.

    Where that takes too long it is laid to `field`.
    """
    language = bodies.language_of(request)
    media = preferred(request.headers.get("accept", ""), [EVENTS, *whole])
    if media == EVENTS:
        told = await admitted(events(parts), language)
        return told if isinstance(told, Response) else streamed(told, language)
    begun = await admitted(parts, language)
    if isinstance(begun, Response):
        return begun

    async def in_one() -> Response:
        try:
            found = await gathered(begun)
        except TooLong as late:
            return problem(422, field, sentence(late, language))
        return Piecemeal(whole[media](found), media_type=media, headers={"Cache-Control": "no-store"})

    return await wanted(request, in_one())
