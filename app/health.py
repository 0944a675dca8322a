"""`/healthz`: the server lives. `/readyz`: it should be sent visitors; else 503 and why not. Both cost nothing."""

from __future__ import annotations

import logging

from fastapi import APIRouter, Request, Response

from app import i18n, stopping, tally
from app.bodies import language_of
from app.later import Later
from app.wire import problem
from app.workers.trouble import Trouble

READ = ["GET", "HEAD"]  # monitors ask with HEAD
FRESH = {"Cache-Control": "no-store"}
router = APIRouter(include_in_schema=False)
WRITING = "error.searches_disk", "error.searches_still_full"
told: dict[str, Trouble] = {}  # what is wrong with `searches`, their database; the `disk` they lie on; `lessons`
_log = logging.getLogger(__name__)


def tell(of: str, trouble: Trouble | None) -> None:
    """What is wrong with one of them now. It is told and no more: all but a tab or a few lessons does without it."""
    before = told.pop(of, None)
    if trouble is None:
        return
    told[of] = trouble
    if before is None or before.key != trouble.key:
        level = logging.WARNING if of == "lessons" else logging.ERROR
        _log.log(level, "something is wrong with the %s", of, extra={"facts": {"reason": str(trouble)}})


def searches(trouble: Trouble | None, wrote: bool = False) -> None:
    """How asking the database of searches went: that some could be read says nothing of a full disk."""
    if trouble and trouble.key in WRITING:
        tally.count(tally.FAILURES, "disk")
        tell("disk", trouble)
        return
    tell("searches", trouble if trouble and trouble.status == 503 else None)
    if wrote and trouble is None:
        tell("disk", None)


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
    wrong = "".join(f"{of}: {trouble.sentence(language)}\n" for of, trouble in sorted(told.items()))
    return Response(f"ready\n{wrong}", media_type="text/plain; charset=utf-8", headers=FRESH)
