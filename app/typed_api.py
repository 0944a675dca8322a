"""What a formula is that somebody types, `POST /api/formula`: asked for at every pause of the typing."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request, Response

from app import bodies
from app.cache import Cache
from app.declared import Named, build, model_of
from app.formulas import mathml
from app.wire import dumps
from optim_core import Surface
from optim_core.expression.grammar import FUNCTIONS
from optim_core.surfaces.formula import Formula

router = APIRouter(prefix="/api", include_in_schema=False)
_told: Cache[bytes] = Cache(8_000_000)


@router.post("/formula")
async def formula(request: Request) -> Response:
    """How it is printed, its gradient, kinks and holes, where it begins and where its minima are."""
    named = await bodies.read(request, model_of(Formula))
    if isinstance(named, Response):
        return named
    language = bodies.language_of(request)
    question = f"{language} {named.model_dump_json()}"
    body = _told.get(question)
    if body is None:
        body = dumps(await asyncio.to_thread(_about, named, language)).encode()
        _told.put(question, body, len(body))
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def _kink(name: str, language: str) -> str:
    return str(getattr(FUNCTIONS[name].kink, language))


def _about(named: Named, language: str) -> dict[str, Any]:
    surface: Formula = build(Surface, named)
    return {
        "mathml": mathml(surface.lines()[0]),
        "gradient": [mathml(line) for line in surface.gradient_lines()],
        "letters": surface.letters(),
        "kinks": [{"name": name, "text": _kink(name, language)} for name in surface.kinks()],
        "holes": surface.holes,
        "begin": surface.begin(),
        "minima": surface.minima(),
        "found": surface.minima_found(),
        "scales": surface.scales(),
    }
