"""How many answers may be under way at once: of one page, of one address, and of all; more are told when to come again.

An address alone is no page: a whole class may be behind one. It counts only for what is kept free for others, so that
somebody who comes with a new token each time cannot take every place. What is let in goes on in fair slices (`work`).
"""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app import bodies, i18n, limits
from app.counts import Counts
from app.failures import AGAIN
from app.seats import here
from app.wire import problem

SOON = 2  # seconds after which a page may have come to the end of one of its answers
# How addresses end that take time and are asked by GET: where somebody looks on, grids, charts, and what is taken away.
LASTING = ("/events", "/surface", "/chart", "/table.csv", "/study.db", ".npz")
PRINTED = "/handouts/"  # below it everything does


class Doors:
    """Counts questions to the programmable side as long as they are being answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._counts = Counts(here())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it in, or say when to come again before anything is read of it."""
        if scope["type"] != "http" or not _takes_time(scope):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        token, address = bodies.client_of(request)
        names = {"": limits.ANSWERS, f"from {address}": limits.OF_ADDRESS, f"of {token}": limits.OF_PAGE}
        full = next((name for name, most in names.items() if self._counts.of(name) >= most), None)
        if full is not None:
            await _refusal(request, own=full.startswith("of "))(scope, receive, send)
            return
        for name in names:
            self._counts.add(name, 1)
        try:
            await self.app(scope, receive, send)
        finally:
            for name in names:
                self._counts.add(name, -1)


def _takes_time(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    asked = path.startswith("/api/") and (scope["method"] == "POST" or path.endswith(LASTING))
    return asked or path.startswith(PRINTED)


def _refusal(request: Request, own: bool) -> Response:
    language = bodies.language_of(request)
    if own:
        said, after = i18n.text(language, "error.many_here", most=limits.OF_PAGE, seconds=SOON), SOON
    else:
        said, after = i18n.text(language, "error.many", seconds=AGAIN), AGAIN
    return problem(429 if own else 503, "", said, **{"Retry-After": str(after)})
