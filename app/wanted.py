"""Work that is given up when nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response

from app import bodies
from app.failures import ended, sentence
from app.pool.words import Broken, Crowded
from app.stopping import Stopped
from app.wire import problem
from app.work import TooLong

Result = TypeVar("Result")


async def wanted(request: Request, work: Coroutine[Any, Any, Result], field: str = "race.steps") -> Result | Response:
    """What the work on a race comes to; else the answer to give: nobody is there, or it was ended.

    Where it took too long that is laid to `field`.
    """
    task, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else Response(status_code=499)
    except TooLong as late:
        return problem(422, field, sentence(late, bodies.language_of(request)))
    except (Broken, Crowded, Stopped) as error:
        return ended(error, bodies.language_of(request))
    finally:
        task.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
