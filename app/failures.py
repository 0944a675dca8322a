"""Why an answer ends without its end: one sentence in the reader's language, whatever went wrong."""

from __future__ import annotations

import logging

from starlette.responses import JSONResponse

from app import i18n
from app.pool.words import Broken, Crowded, Greedy, Stopped
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
    _log.error("an answer failed", exc_info=error)
    return i18n.text(language, "error.server")


def ended(error: Broken, language: str) -> JSONResponse:
    """The answer where there was to be one in one piece; what was ended from outside may be asked for again."""
    again = {} if isinstance(error, Greedy) else {"Retry-After": str(AGAIN)}
    return problem(503, "", sentence(error, language), **again)


def failed(error: Exception, language: str) -> bytes:
    """The last event of a stream that did not come to its end."""
    return event("failed", {"detail": sentence(error, language)})
