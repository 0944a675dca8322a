"""A training of one's own: `POST /api/recording` tells what is in a file; and what helps to make one."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from app import bodies, i18n, limits
from app.answers import admitted, is_news
from app.arrival import RECORDED
from app.cache import Cache
from app.counts import Counts
from app.failures import AGAIN, sentence
from app.pages import READ
from app.pool import heavy
from app.pool.words import Crowded
from app.recordings import jobs
from app.recordings.reader import opened
from app.recordings.recorder import NAME, recorder
from app.seats import here
from app.wanted import wanted
from app.wire import problem
from app.work import TooLong
from optim_core.recording.faults import Unreadable
from optim_core.rule import Rule

AT_ONCE = 8  # files that are there and wait to be opened, or are, by all processes that serve
HELD = "files held"
OF_PAGE = 2  # on their way or there
ROOM = AT_ONCE * limits.RECORDING  # bytes of files on their way or there, of one process
ENDURED = 4 * limits.RECORDING
NOWHERE = {"Cache-Control": "no-store"}
router = APIRouter(prefix="/api/recording", include_in_schema=False)
_counts = Counts(here())
_samples: Cache[bytes] = Cache(1_000_000)
_bytes = Counter[str]()  # held here, of everybody's files


@router.post("")
async def recording(request: Request) -> Response:
    """What is in a file, which is the body as it is. It is kept nowhere."""
    mine = f"files of {bodies.client_of(request).token}"
    try:
        if _counts.of(mine) >= OF_PAGE:
            async with _body(request, 0):
                return _busy(request, "recording.many-here")
        _counts.add(mine, 1)
        try:
            async with _body(request, limits.RECORDING) as data:
                return await _answer(request, data)
        finally:
            _counts.add(mine, -1)
    except Crowded:
        return _busy(request, "recording.crowded")
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it


async def _answer(request: Request, data: bytes | None) -> Response:
    """To a file that is there; a place is taken only now, so that nobody holds one by saying nothing."""
    language = bodies.language_of(request)
    if data is None:
        said = i18n.text(language, "recording.too-large", most=limits.RECORDING // 1_000_000)
        return problem(413, "file", said)
    if _counts.of(HELD) >= AT_ONCE:
        raise Crowded(AGAIN, own=False)
    _counts.add(HELD, 1)
    try:
        return await wanted(request, _told(data, language))
    finally:
        _counts.add(HELD, -1)


def _busy(request: Request, key: str) -> Response:
    said = i18n.text(bodies.language_of(request), key, most=OF_PAGE, seconds=AGAIN)
    return problem(429 if key == "recording.many-here" else 503, "", said, **{"Retry-After": str(AGAIN)})


@router.api_route("/samples/{name}.npz", methods=READ)
async def sample(request: Request, name: str) -> Response:
    """A file to try, trained when it is first asked for."""
    if name not in RECORDED:
        return problem(404, "path", i18n.text(bodies.language_of(request), "error.not_found"))
    known = _samples.get(name)
    if known is not None:
        return _file(known, f"{name}.npz", "application/octet-stream")
    optimizer = dict(RECORDED[name]["optimizer"])
    rule = Rule.registry[optimizer.pop("kind")](**optimizer)
    asked = jobs.Try(rule, RECORDED[name]["plane"], f"moons, {name}")
    made = await _made(request, asked)
    if made.status_code != 200:
        return made
    _samples.put(name, bytes(made.body), len(made.body))
    return _file(bytes(made.body), f"{name}.npz", "application/octet-stream")


@router.api_route(f"/{NAME}", methods=READ)
async def script(request: Request) -> Response:
    """The script that records a training in PyTorch."""
    return _file(recorder(bodies.language_of(request)).encode(), NAME, "text/x-python; charset=utf-8")


def _file(body: bytes, name: str, media: str) -> Response:
    return Response(body, headers={"Content-Disposition": f'attachment; filename="{name}"'} | NOWHERE, media_type=media)


@contextlib.asynccontextmanager
async def _body(request: Request, most: int) -> AsyncIterator[bytes | None]:
    """The whole body, None if it has more than so many bytes: then it is heard and forgotten.

    Who still speaks does not hear an answer; only of what has no end the rest is not waited for.
    Raises ClientDisconnect, and Crowded where there is no room for it beside what others send.
    """
    parts: list[bytes] = []
    size = mine = 0
    crowded = False
    try:
        async for part in request.stream():
            size += len(part)
            crowded = crowded or (size <= most and _bytes["held"] + len(part) > ROOM)
            if size > ENDURED:
                break
            if crowded or size > most:
                parts.clear()
                _bytes["held"] -= mine
                mine = 0
            else:
                parts.append(part)
                mine += len(part)
                _bytes["held"] += len(part)
        if crowded:
            raise Crowded(AGAIN, own=False)
        whole = b"".join(parts)
        parts.clear()
        yield whole if size <= most else None
    finally:
        _bytes["held"] -= mine


async def _told(data: bytes, language: str) -> Response:
    """What is in a file, or one sentence about why it cannot be told."""
    try:
        return Response(await opened(data), media_type="application/json", headers=NOWHERE)
    except Unreadable as fault:
        return problem(422, fault.array, getattr(fault.text, language))


async def _made(request: Request, asked: jobs.Try) -> Response:
    """A file to try, which a worker makes."""
    language = bodies.language_of(request)
    begun = await admitted(heavy.run(jobs.MAKE, asked, bodies.client_of(request)), language)
    if isinstance(begun, Response):
        return begun

    async def whole() -> Response:
        try:
            told = [part async for part in begun if not is_news(part)]
        except TooLong as late:
            return problem(422, "file", sentence(late, language))
        return Response(b"".join(told), headers=NOWHERE)

    return await wanted(request, whole())
