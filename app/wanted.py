"""Work that is given up when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response

from app import bodies, i18n, limits
from app.wire import problem
from app.work import TooLong

OFTEN = 0.2  # seconds between two looks at whether the client is still there
Result = TypeVar("Result")


async def wanted(request: Request, work: Coroutine[Any, Any, Result]) -> Result | Response:
    """What the work on a race comes to; else the answer to give: nobody is there, or it takes too long."""
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=OFTEN))[0]:
            if await request.is_disconnected():
                return Response(status_code=499)
        return task.result()
    except TooLong:
        sentence = i18n.text(bodies.language_of(request), "error.out_of_time", seconds=limits.SECONDS)
        return problem(422, "race.steps", sentence)
    finally:
        task.cancel()
