"""The catalogue of all that is registered, with what needs more than the core has."""

from __future__ import annotations

from typing import Any

from optim_core.catalog import whole


def everything() -> dict[str, list[dict[str, Any]]]:
    """As `whole`, which is what the core alone knows."""
    import app.search.tpe  # noqa: F401 - the server starts without it

    return whole()
