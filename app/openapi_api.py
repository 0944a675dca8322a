"""`GET /openapi.json`: what every route accepts and answers, for programs."""

from __future__ import annotations

import asyncio
import threading

from fastapi import APIRouter, FastAPI, Request, Response

from app import packed
from app.pages import READ
from app.wire import dumps

router = APIRouter(include_in_schema=False)
_once = threading.Lock()


@router.api_route("/openapi.json", methods=READ)
async def openapi(request: Request) -> Response:
    """This document."""
    body = await asyncio.to_thread(_made, request.app, request.scope.get("root_path", ""))
    return packed.response(request, body, "application/json")


def _made(app: FastAPI, root_path: str) -> bytes:
    """Made when it is first asked for: every model is."""
    with _once:
        if not hasattr(app.state, "openapi"):
            from app.openapi.document import document

            app.state.openapi = dumps(document(app, root_path)).encode()
        return bytes(app.state.openapi)
