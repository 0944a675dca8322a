"""The teacher's key: where `RAVINE_ACCESS_KEY` is set, what it guards is done for nobody else."""

from __future__ import annotations

import logging
import math
import secrets
import time
from collections import deque

from fastapi import Depends, Request, Response

from app import i18n
from app.bodies import language_of
from app.seats import here
from app.settings import Settings
from app.wire import problem

GUESSES = 20  # wrong keys, from whomever, within
WHILE = 60.0  # so many seconds; only the right one is then told apart from the others
_log = logging.getLogger(__name__)
_wrong: deque[float] = deque(maxlen=GUESSES)  # when the last of them came


class Locked(Exception):  # noqa: N818 - a verdict on whoever asks, not a fault
    """The key is missing or wrong: an answer with a status, and a sentence by its i18n key."""

    def __init__(self, status: int, sentence_key: str, seconds: int = 0) -> None:
        super().__init__(sentence_key)
        self.status, self.sentence_key, self.seconds = status, sentence_key, seconds


async def teacher(request: Request) -> None:
    """Let those pass who have the key, and everybody where none is set. Raises `Locked`.

    The right key always passes: a class behind the same address that guesses keeps its teacher from nothing.
    """
    key = Settings.of_environment().access_key.get_secret_value()
    if not key:
        return
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise Locked(401, "error.key_missing")
    if not secrets.compare_digest(given.strip().encode(), key.encode()):
        raise _refused(time.monotonic())


def _refused(now: float) -> Locked:
    most = max(1, GUESSES // here().count)  # each process knows of those only that it was asked with
    if len(_wrong) >= most and now - _wrong[-most] < WHILE:
        return Locked(429, "error.key_often", math.ceil(_wrong[-most] + WHILE - now))
    _wrong.append(now)
    if len(_wrong) >= most and now - _wrong[-most] < WHILE:
        _log.warning("%d wrong access keys within %d s", most, WHILE)
    return Locked(401, "error.key_wrong")


async def locked(request: Request, error: Exception) -> Response:
    """`Locked` as an answer."""
    if not isinstance(error, Locked):
        raise error
    headers = {"Retry-After": str(error.seconds)} if error.seconds else {"WWW-Authenticate": 'Bearer realm="Ravine"'}
    said = i18n.text(language_of(request), error.sentence_key, seconds=error.seconds)
    return problem(error.status, "key", said, **headers)


TEACHER = [Depends(teacher)]  # dependencies of a route, or of all routes of a router
