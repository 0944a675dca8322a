"""Why an answer ends without its end: one sentence in the reader's language, whatever went wrong."""

from __future__ import annotations

import logging
from typing import Any

from starlette.responses import JSONResponse

from app import i18n, logs, tally
from app.pool.words import Broken, Crowded, Greedy
from app.stopping import Stopped
from app.wire import event, problem
from app.work import TooLong

AGAIN = 5  # seconds, by when another worker is there, or another server
_log = logging.getLogger(__name__)


def sentence(error: Exception, language: str) -> str:
    """What the reader is told; what nobody expected is told to the log as well."""
    facts: dict[str, Any] = {}
    match error:
        case TooLong():
            reason, facts = "out_of_time", {"seconds": error.seconds}
        case Crowded():
            reason, facts = "crowded_here" if error.own else "crowded", {"seconds": error.seconds}
        case Greedy():
            reason = "memory"
        case Stopped():
            reason = "stopped"
        case Broken():
            reason = "broken"
        case _:
            reason, facts = "server", {"failure": logs.failure(_log, "an answer failed", error)}
    tally.count(tally.FAILURES, reason)
    return i18n.text(language, f"error.{reason}", **facts)


def passing(error: Exception) -> bool:
    """Whether the same question may have a better answer soon: what was ended from outside, or had no place."""
    return isinstance(error, Broken | Crowded | Stopped) and not isinstance(error, Greedy)


def ended(error: Broken | Crowded | Stopped, language: str) -> JSONResponse:
    """The answer where there was to be one in one piece, or any at all."""
    crowded = error if isinstance(error, Crowded) else None
    again = {"Retry-After": str(crowded.seconds if crowded else AGAIN)} if passing(error) else {}
    return problem(429 if crowded and crowded.own else 503, "", sentence(error, language), **again)


def failed(error: Exception, language: str) -> bytes:
    """The last event of a stream that did not come to its end; it says where asking `again` makes sense."""
    again = {"again": True} if passing(error) else {}
    return event("failed", {"detail": sentence(error, language)} | again)
