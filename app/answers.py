"""The answer to a question that is heavy work: refused at the door, or told part by part to its end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence
from typing import Any, TypeVar

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.failures import ended, failed
from app.heartbeat import Events
from app.pool.words import Broken, Crowded, Waiting
from app.stopping import Stopped
from app.together import begun
from app.wire import STREAMED, event
from app.work import TooLong

Part = tuple[str, dict[str, Any]] | Waiting  # an event: its name and what it tells; or a place in the line
Parts = AsyncGenerator[Part, None]
Told = TypeVar("Told")


class Piecemeal(StreamingResponse):
    """An answer that is sent as it is written, and in which there is no word for an end that came too soon.

    Its connection is cut then, so that nobody takes it for whole.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. Raises CancelledError where it is cut."""
        try:
            await super().__call__(scope, receive, send)
        except (Broken, Crowded, Stopped, TooLong):
            raise asyncio.CancelledError from None  # not a fault, which would be logged with all its traces


class Kept(Response):
    """An answer that is there already, in pieces: there is nothing to stop when its reader leaves, so nobody watches.

    For what a whole class asks for, a stream of its own would be as dear as all the rest.
    """

    def __init__(self, pieces: Sequence[bytes], media_type: str) -> None:
        self._pieces = pieces
        super().__init__(media_type=media_type, headers=STREAMED | {"Content-Length": str(sum(map(len, pieces)))})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, each piece once there is room for it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for left, piece in zip(range(len(self._pieces))[::-1], self._pieces, strict=True):
            await send({"type": "http.response.body", "body": piece, "more_body": left > 0})


def is_news(part: object) -> bool:
    """Whether it is of no use once the next part is there."""
    return isinstance(part, Waiting)


async def admitted(parts: AsyncGenerator[Told, None], language: str) -> AsyncGenerator[Told, None] | Response:
    """The parts, once the work has a place in the line; else the refusal, which says when to come again."""
    try:
        return await begun(parts)
    except (Broken, Crowded, Stopped) as error:
        return ended(error, language)


def streamed(parts: Parts, language: str) -> Response:
    """Every part as an event; the last is the last of the parts, or `failed`."""
    return Events(events(parts, language))


async def events(parts: Parts, language: str) -> AsyncGenerator[bytes, None]:
    """The same as bytes. A place in the line is the event `line`, as long as there is one."""
    try:
        async with contextlib.aclosing(parts):
            async for part in parts:
                if not isinstance(part, Waiting):
                    yield event(*part)
                elif part.place:
                    yield event("line", part._asdict())
    except Exception as error:
        yield failed(error, language)
