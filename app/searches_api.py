"""Searches that workers share: begin one, start and stop its workers, look on, take it away."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from app import bodies, health, i18n, limits, stopping
from app.access import TEACHER
from app.declared import Strict
from app.failures import failed
from app.heartbeat import Events
from app.settings import Settings
from app.stopping import Stopped
from app.together import Together
from app.wanted import wanted
from app.wire import event, problem
from app.workers import samplers
from app.workers.desk import Desk
from app.workers.looks import OFTEN, Looks
from app.workers.pruners import PRUNERS
from app.workers.specs import most_epochs, search_model
from app.workers.trouble import Trouble

onlookers = APIRouter(prefix="/api", include_in_schema=False)
teachers = APIRouter(prefix="/api", include_in_schema=False, dependencies=TEACHER)  # whatever is done
Some = TypeVar("Some")
# Threads of its own: a database that does not answer keeps nobody waiting who wants something else,
# who looks on no teacher who does something, and who takes a search away none of them.
_desk, _acts, _takeaway = Desk(4, 8.0), Desk(2, 8.0), Desk(1, 30.0, most=4)
_files: Together[bytes] = Together(0, len)  # each is made once for all who ask at the same time, and not kept


class More(Strict):
    """Workers that are to join."""

    count: Annotated[int, Field(ge=1, le=limits.HANDS)] = 1


async def _asked(what: Callable[[Any], Some], desk: Desk = _desk, writes: bool = False) -> Some:
    """Something of the master, in a thread. Whoever asks first loads Optuna, which is no silence of a database."""
    module = await asyncio.to_thread(importlib.import_module, "app.workers.master")
    try:
        got = await desk.ask(lambda: what(module.master()))
    except Trouble as trouble:
        health.searches(trouble)
        raise
    health.searches(None, wrote=writes)
    return got


async def _answered(request: Request, what: Callable[[Any], Any], status: int = 200) -> Response:
    """What is done changes what is looked at."""
    try:
        return JSONResponse(await _asked(what, _acts, writes=True), status)
    except Trouble as trouble:
        return _sorry(request, trouble)
    finally:
        _looks.forget()


def _sorry(request: Request, trouble: Trouble) -> Response:
    return problem(trouble.status, trouble.field, trouble.sentence(bodies.language_of(request)))


@onlookers.get("/searching")
async def choices() -> Response:
    """What a search may be made of: samplers, pruners, and how many workers may be started here."""
    return JSONResponse(
        {
            "samplers": [_worded(name, each) for name, each in samplers.known().items()],
            "pruners": [_worded(name, each) for name, each in PRUNERS.items()],
            "workers": Settings.of_environment().search_workers,
            "trials": limits.SHARED,
            "keep": limits.KEPT,
            "pace": limits.PACE,
            "locked": bool(Settings.of_environment().access_key),
        }
    )


@onlookers.get("/searches")
async def searches(request: Request) -> Response:
    """A line of every search."""
    try:
        return JSONResponse(await _looks.at(""))
    except Trouble as trouble:
        return _sorry(request, trouble)


@teachers.post("/searches")
async def begin(request: Request) -> Response:
    """Keep one more search, for workers to take."""
    search = await bodies.read(request, search_model())
    if isinstance(search, Response):
        return search
    most = Settings.of_environment().map_evaluations
    fits = most_epochs(search.task.target, most)
    if fits < search.task.target.epochs:
        return problem(422, "epochs", i18n.text(bodies.language_of(request), "error.searches_epochs", most=fits))
    return await _answered(request, lambda master: master.begin(search), 201)


@onlookers.get("/searches/{name}")
async def search(request: Request, name: str) -> Response:
    """All that is known of one."""
    try:
        return JSONResponse(await _looks.at(name) | {"now": time.time()})
    except Trouble as trouble:
        return _sorry(request, trouble)


@teachers.delete("/searches/{name}")
async def remove(request: Request, name: str) -> Response:
    """Throw it away."""
    return await _answered(request, lambda master: _thrown_away(master, name))


def _thrown_away(master: Any, name: str) -> Any:
    try:
        return master.remove(name)
    except Trouble as trouble:
        if trouble.key != "error.searches_disk":
            raise
        raise Trouble("error.searches_still_full", 503, "RAVINE_DATA") from trouble


@teachers.post("/searches/{name}/workers")
async def start(request: Request, name: str) -> Response:
    """Start so many more workers on this machine."""
    more = await bodies.read(request, More)
    return more if isinstance(more, Response) else await _answered(request, lambda m: m.start(name, more.count), 201)


@teachers.post("/searches/{name}/stop")
async def stop(request: Request, name: str) -> Response:
    """All its workers give back what they have and leave."""
    return await _answered(request, lambda master: master.stop(name))


@teachers.post("/searches/{name}/resume")
async def resume(request: Request, name: str) -> Response:
    """Workers may take its trials again."""
    return await _answered(request, lambda master: master.resume(name))


@teachers.post("/searches/{name}/workers/{worker}/kill")
async def kill(request: Request, name: str, worker: str) -> Response:
    """Pull the plug of a worker that this server started."""
    return await _answered(request, lambda master: master.kill(name, worker))


@onlookers.get("/searches/{name}/table.csv")
async def table(request: Request, name: str) -> Response:
    """Its trials as a table."""
    return await _file(request, lambda master: master.table(name), "text/csv; charset=utf-8", f"{name}.csv")


@onlookers.get("/searches/{name}/study.db")
async def database(request: Request, name: str) -> Response:
    """It alone as a database of Optuna."""
    return await _file(request, lambda master: master.database(name), "application/vnd.sqlite3", f"{name}.db")


async def _file(request: Request, what: Callable[[Any], bytes], media: str, called: str) -> Response:
    async def made() -> AsyncGenerator[bytes, None]:
        yield await _asked(what, _takeaway)

    async def all_of_it() -> bytes:
        async with contextlib.aclosing(_files.making(called, made)) as parts:
            return b"".join([part async for part in parts])

    try:
        body = await wanted(request, all_of_it(), "name")
    except Trouble as trouble:
        return _sorry(request, trouble)
    if isinstance(body, Response):
        return body
    return Response(body, media_type=media, headers={"Content-Disposition": f'attachment; filename="{called}"'})


@onlookers.get("/searches/{name}/events")
async def events(request: Request, name: str) -> Response:
    """`state` with all of it, then each `change` as it comes."""
    try:
        first = await _looks.at(name)
    except Trouble as trouble:
        return _sorry(request, trouble)
    told = _told(name, first, bodies.language_of(request))
    return Events(told)


async def _told(name: str, first: dict[str, Any], language: str) -> AsyncIterator[bytes]:
    from app.workers.view import changes

    before = first
    yield event("state", first | {"now": time.time()})
    while not stopping.begun():
        await asyncio.sleep(OFTEN)
        try:
            after = await _looks.at(name)
        except Trouble as trouble:
            again = {"again": True} if trouble.status == 503 else {}
            yield event("failed", {"detail": trouble.sentence(language)} | again)
            return
        if changed := changes(before, after):
            yield event("change", changed | {"now": time.time()})
            before = after
    yield failed(Stopped(), language)


async def _look(name: str) -> Any:
    return await _asked(lambda master: master.state(name) if name else master.all())


_looks = Looks(_look)


router = APIRouter()
for each in (onlookers, teachers):
    router.include_router(each)


def _worded(kind: str, each: Any) -> dict[str, Any]:
    return {"kind": kind, "title": each.title._asdict(), "summary": each.summary._asdict()}
