"""Pages and files."""

from __future__ import annotations

from typing import Any

from app.assets import store
from app.openapi.operation import HTML, JSON, Operation, Operations

_PAGES = ("/", "/maps", "/gradients", "/search", "/networks", "/lessons", "/reference", "/glossary")
_LESSON = {"slug": "010-landscape"}


def operations() -> Operations:
    """With the address of an asset as it is now."""
    asset = {"tree": store().shelf().hash, "name": "favicon.svg"}
    return {
        **{("GET", path): Operation({HTML: None}) for path in _PAGES},
        ("GET", "/lessons/{slug}"): Operation({HTML: None}, path=_LESSON, refusals=(404,)),
        ("GET", "/handouts/{slug}"): Operation({HTML: None}, path=_LESSON, refusals=(404,)),
        ("GET", "/healthz"): Operation({"text/plain": None}),
        ("GET", "/readyz"): Operation({"text/plain": None}, refusals=(503,)),
        ("GET", "/metrics"): Operation({"text/plain": None}, refusals=(404,)),
        ("GET", "/favicon.ico"): Operation({"image/svg+xml": None}),
        ("GET", "/assets/{tree}/{name}"): Operation({"*/*": None}, path=asset, refusals=(404,)),
        ("GET", "/openapi.json"): Operation({JSON: dict[str, Any]}),
    }
