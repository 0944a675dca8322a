"""A whole answer, compressed once for everyone who asks for the same bytes."""

from __future__ import annotations

import gzip
import hashlib

from starlette.requests import Request
from starlette.responses import Response

from app.assets import has_it, takes_gzip
from app.cache import Cache

_SMALL = 600  # below this compressing costs more than it saves
_kept: Cache[bytes] = Cache(16_000_000)


def response(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """An answer with an ETag, compressed where the browser takes it."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    zipped = len(body) > _SMALL and takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{digest}{"-gzip" if zipped else ""}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language"}
    if status == 200 and has_it(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if zipped:
        body = _gzipped(body, digest)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status, headers, media_type)


def _gzipped(body: bytes, digest: str) -> bytes:
    small = _kept.get(digest)
    if small is None:
        small = gzip.compress(body, 6, mtime=0)
        _kept.put(digest, small, len(small))
    return small
