"""The application: what is mounted where, and how it says no."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request, Response
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from app import access, api, assets, bodies, health, i18n, logs, middleware, pages, places, specs, sums, tally
from app.answered import Answered
from app.doors import Doors
from app.failures import ended
from app.heads import HeadLimit
from app.later import Later
from app.limits import BodyLimit
from app.settings import read_or_exit
from app.stopping import Stopped
from app.wire import problem

LATER = (
    "inspect_api",
    "typed_api",
    "local_api",
    "check_api",
    "lesson_pages",
    "reference_pages",
    "chart_api",
    "tuning",
    "maps_api",
    "study_api",
    "training_api",
    "searches_api",
    "search_api",
    "exports",
    "recording_api",
    "openapi_api",
    "metrics_api",
)
OWN_COUNT = ("/api/recording",)  # a file is larger than a question may be
_KEYS = {404: "error.not_found", 405: "error.method", 413: "error.too_large"}
_log = logging.getLogger(__name__)


def create_app() -> ASGIApp:
    """A new application with the settings of the environment."""
    settings = read_or_exit()
    later = Later([f"app.{name}" for name in LATER], _first_visit)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with later.lifespan(app), sums.shared(), places.seen():
            yield

    app = FastAPI(
        title="Ravine", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, lifespan=lifespan
    )
    for part in (health, pages, api, assets):
        app.include_router(part.router)
    later.join(app)
    app.state.later = later
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(access.Locked, access.locked)
    app.add_exception_handler(Stopped, _stopped)
    app.add_exception_handler(Exception, _broke)
    limited = HeadLimit(Doors(BodyLimit(app, settings.body_limit, apart=OWN_COUNT)))
    return middleware.wrapped(Answered(limited, settings.log_requests), settings)


def _first_visit() -> None:
    """What the first page and its race need: ready before somebody asks, if there is time."""
    assets.store().shelf()
    pages.environment().get_template("race.html")
    specs.race_model()


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    answer = _sorry(request, status, _KEYS.get(status, "error.request"))
    answer.headers.update(getattr(error, "headers", None) or {})
    if status == 405:
        answer.headers["Allow"] = ", ".join(_methods(request))
    return answer


def _methods(request: Request) -> list[str]:
    """Of all routes at an address: starlette tells those of one of them."""
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    routes = [route for route in iter_route_contexts(request.app.routes) if route.path_regex.match(path)]
    return sorted({method for route in routes for method in route.methods or ()})


async def _stopped(request: Request, error: Exception) -> Response:
    return ended(Stopped(), bodies.language_of(request))


async def _broke(request: Request, error: Exception) -> Response:
    tally.count(tally.FAILURES, "server")
    number = logs.failure(_log, "an answer failed", error)
    return _sorry(request, 500, "error.server", failure=number)


def _sorry(request: Request, status: int, key: str, **facts: str) -> Response:
    """A page for a reader, JSON for a program."""
    if "text/html" in request.headers.get("accept", ""):
        return pages.page(request, "error.html", status, sentence=lambda language: i18n.text(language, key, **facts))
    said = i18n.text(bodies.language_of(request), key, **facts)
    return problem(status, "body" if status == 413 else "path", said)
