"""That the server stops: what is under way then ends with a sentence, and not with a connection that breaks off."""

from __future__ import annotations

import threading

_told = threading.Event()


class Stopped(Exception):  # noqa: N818 - a verdict on the hour, not a fault
    """The server is being stopped, and does no more work."""


def begin() -> None:
    """It stops, from now on."""
    _told.set()


def begun() -> bool:
    """Whether it stops; to be looked at in any thread."""
    return _told.is_set()


def check() -> None:
    """A moment at which work may end. Raises Stopped once the server stops."""
    if begun():
        raise Stopped
