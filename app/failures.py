"""Why an answer ends without its end: one sentence in the reader's language, whatever went wrong."""

from __future__ import annotations

import logging

from app import i18n
from app.pool.words import Broken, Crowded, Greedy, Stopped
from app.wire import event
from app.work import TooLong

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


def failed(error: Exception, language: str) -> bytes:
    """The last event of a stream that did not come to its end."""
    return event("failed", {"detail": sentence(error, language)})
