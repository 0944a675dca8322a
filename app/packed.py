"""A whole answer, compressed once for everyone who asks for the same bytes."""

from __future__ import annotations

import functools
import gzip
import hashlib

from starlette.requests import Request
from starlette.responses import Response

from app.assets import takes_gzip

_SMALL = 600  # below this compressing costs more than it saves


def response(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """An answer with an ETag, compressed where the browser takes it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language"}
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if len(body) > _SMALL and takes_gzip(request.headers.get("accept-encoding", "")):
        body = _gzipped(body)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status, headers, media_type)


@functools.lru_cache(maxsize=128)
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)
