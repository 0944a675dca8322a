"""Why an answer ends without its end: one sentence in the reader's language, whatever went wrong."""

from __future__ import annotations

import logging

from starlette.responses import JSONResponse

from app import i18n, logs
from app.pool.words import Broken, Crowded, Greedy
from app.stopping import Stopped
from app.wire import event, problem
from app.work import TooLong

AGAIN = 5  # seconds, by when another worker is there, or another server
_log = logging.getLogger(__name__)


def sentence(error: Exception, language: str) -> str:
    """What the reader is told; what nobody expected is told to the log as well."""
    match error:
        case TooLong():
            return i18n.text(language, "error.out_of_time", seconds=error.seconds)
        case Crowded():
            key = "error.crowded_here" if error.own else "error.crowded"
            return i18n.text(language, key, seconds=error.seconds)
        case Greedy():
            return i18n.text(language, "error.memory")
        case Stopped():
            return i18n.text(language, "error.stopped")
        case Broken():
            return i18n.text(language, "error.broken")
    return i18n.text(language, "error.server", failure=logs.failure(_log, "an answer failed", error))


def passing(error: Exception) -> bool:
    """Whether the same question may have a better answer soon: what was ended from outside, or had no place."""
    return isinstance(error, Broken | Crowded | Stopped) and not isinstance(error, Greedy)


def ended(error: Broken | Stopped, language: str) -> JSONResponse:
    """The answer where there was to be one in one piece."""
    again = {"Retry-After": str(AGAIN)} if passing(error) else {}
    return problem(503, "", sentence(error, language), **again)


def failed(error: Exception, language: str) -> bytes:
    """The last event of a stream that did not come to its end; it says where asking `again` makes sense."""
    again = {"again": True} if passing(error) else {}
    return event("failed", {"detail": sentence(error, language)} | again)
