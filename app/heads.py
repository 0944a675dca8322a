"""How long the head of a request may be, and of which HTTP: refused in a sentence before anything reads it."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from app import i18n
from app.wire import problem

ADDRESS = 16_384  # bytes: a typed formula in a query has some 5,000 at the most
HEAD = 32_768  # bytes of all headers together
MOST = ADDRESS + HEAD + 4096  # that may come before the end of a head does: more is too much of either
SPOKEN = ("1.0", "1.1")
# A line end at the end of an address is overlooked by the patterns of routes, and not by what compares it.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


Refusal = tuple[int, str, str]  # the status, the sentence by its key, and the field
TOO_LONG: Refusal = (414, "error.long_address", "path")
TOO_LARGE: Refusal = (431, "error.long_head", "headers")


def too_much(begun: bytes) -> Refusal:
    """What is wrong with a head that has no end yet, by what has come of it."""
    return TOO_LARGE if b"\n" in begun[:ADDRESS] else TOO_LONG


class HeadLimit:
    """Refuses what no browser sends."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is asked about everything else."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at what has come so far."""
        if scope["type"] == "http" and (wrong := _wrong(scope)):
            status, key, field = wrong
            language = i18n.choose(None, dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1"))
            await problem(status, field, i18n.text(language, key), Connection="close")(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _wrong(scope: Scope) -> Refusal | None:
    if scope.get("http_version", "1.1") not in SPOKEN:
        return 505, "error.http_version", "path"
    if CONTROLS.search(scope["path"]):
        return 400, "error.strange_address", "path"
    if {b"content-length", b"transfer-encoding"} <= {name for name, _ in scope["headers"]}:
        return 400, "error.two_lengths", "headers"
    if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > ADDRESS:
        return TOO_LONG
    if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > HEAD:
        return TOO_LARGE
    return None
