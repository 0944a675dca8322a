"""`/healthz`: the server lives. `/readyz`: it should be sent visitors; else 503 and why not. Both cost nothing."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app import i18n, stopping
from app.bodies import language_of
from app.later import Later
from app.wire import problem
from app.workers.trouble import Trouble

READ = ["GET", "HEAD"]  # monitors ask with HEAD
FRESH = {"Cache-Control": "no-store"}
router = APIRouter(include_in_schema=False)
_searches: list[Trouble] = []  # what was wrong when the database of searches was last asked


def searches(trouble: Trouble | None) -> None:
    """How asking the database of searches went. It is told and no more: all but one tab does without it."""
    _searches[:] = [trouble] if trouble and trouble.status == 503 else []


@router.api_route("/healthz", methods=READ)
async def healthz() -> Response:
    """Whether the server answers."""
    return Response("ok\n", media_type="text/plain", headers=FRESH)


@router.api_route("/readyz", methods=READ)
async def readyz(request: Request) -> Response:
    """Whether all of it is loaded, and it is not being stopped."""
    language = language_of(request)
    later: Later = request.app.state.later
    if stopping.begun():
        return problem(503, "", i18n.text(language, "error.stopped"), **FRESH)
    if later.failed:
        return problem(503, "", i18n.text(language, "error.not_loaded"), **FRESH)
    if not later.done:
        return problem(503, "", i18n.text(language, "error.loading"), **FRESH, **{"Retry-After": "1"})
    told = "".join(f"searches: {trouble.sentence(language)}\n" for trouble in _searches)
    return Response(f"ready\n{told}", media_type="text/plain; charset=utf-8", headers=FRESH)
