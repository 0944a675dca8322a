"""What becomes of each request: counted, and logged where the settings want it. Plain ASGI: streams pass through."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import tally

METHODS = {"GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"}  # whatever else is asked for is "other"
RACE, POINTS = "/api/race", b"event: frame"
_log = logging.getLogger(__name__)


class Answered:
    """Around the application, and inside of what strips a prefix."""

    def __init__(self, app: ASGIApp, logs_requests: bool) -> None:
        """`logs_requests`: a line for each answer."""
        self.app, self.logs_requests = app, logs_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = Answer()

        async def watched(message: Message) -> None:
            await send(message)
            answer.see(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            answer.end(scope, self.logs_requests)


class Answer:
    """One on its way."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.status = self.size = 0
        self.points: float | None = None  # seconds until the first were sent
        self.streams = self.whole = False

    def see(self, message: Message) -> None:
        """Some of it has been sent."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.streams = any(value.startswith(b"text/event-stream") for _, value in message["headers"])
            tally.rise(tally.STREAMS, int(self.streams))
            return
        body = message.get("body", b"")
        self.size += len(body)
        self.whole = not message.get("more_body", False)
        if self.streams and self.points is None and POINTS in body:
            self.points = time.perf_counter() - self.began

    def end(self, scope: Scope, logged: bool) -> None:
        """Nothing more will be sent."""
        tally.rise(tally.STREAMS, -int(self.streams))
        seconds = time.perf_counter() - self.began
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in METHODS else "other"
        tally.count(tally.ANSWERS, route, method, str(self.status))
        if self.whole:
            tally.took(tally.SECONDS, seconds, route)
        else:
            tally.count(tally.BROKEN_OFF, route)
        if route == RACE and self.points is not None:
            tally.took(tally.FIRST, self.points)
            if self.whole:
                tally.took(tally.RACES, seconds)
        if logged:
            facts = {"route": route, "method": method, "status": self.status, "bytes": self.size, "whole": self.whole}
            _log.info("an answer", extra={"facts": facts | {"milliseconds": round(1000 * seconds, 1)}})
