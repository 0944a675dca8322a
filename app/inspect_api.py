"""One step of one run of a race: its inner vectors and its formula with the numbers filled in."""

from __future__ import annotations

import gzip
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from app import bodies, limits, worked_lines
from app.assets import takes_gzip
from app.formulas import mathml
from app.inspection import look
from app.specs import Picked, picked_model
from app.wanted import wanted
from app.wire import dumps
from optim_core import Rule
from optim_core.formulas.figures import Filled
from optim_core.formulas.plain import line

router = APIRouter(prefix="/api", include_in_schema=False)


class Inspect(Picked):
    """Which update of which run of which race; without `window`, its lines only."""

    at: int = Field(default=0, ge=0, le=limits.STEPS)
    window: bool = True


@router.post("/inspect")
async def inspect(request: Request) -> Response:
    """The lines of one update, and the stretch of updates around it to draw from."""
    language = bodies.language_of(request)
    asked = await bodies.read(request, picked_model(Inspect))
    if isinstance(asked, Response):
        return asked
    seen = await wanted(request, look(asked.race, asked.run, asked.at))
    if isinstance(seen, Response):
        return seen
    stretch, end = seen
    at = max(min(asked.at, stretch.first + len(stretch) - 1), 0)
    body = dumps(
        {
            "run": asked.run,
            "at": at,
            "updates": asked.race.longest if end is None else end,
            "lines": [_line(filled) for filled in stretch.lines(at)] if len(stretch) else [],
            "vectors": _vectors(stretch.rule, language),
        }
    )
    if asked.window:
        body = f'{body[:-1]},"window":{stretch.json()}}}'
    return _sent(request, body.encode())


def _line(filled: Filled) -> dict[str, Any]:
    clause = filled.clause
    return {
        "mathml": worked_lines.line(filled),
        "text": line(filled),
        "symbols": worked_lines.terms(clause),
        "target": clause.target.latex if clause.target else None,
        "holds": filled.holds,
    }


def _vectors(rule: Rule, language: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "shape": vector.shape,
            "latex": vector.symbol,
            "symbol": mathml(vector.symbol, "inline"),
            "help": getattr(vector.help, language),
            "divides": vector.divides,
        }
        for name, vector in rule.shows.items()
    ]


def _sent(request: Request, body: bytes) -> Response:
    headers = {"Cache-Control": "no-store"}
    if len(body) > 2000 and takes_gzip(request.headers.get("accept-encoding", "")):
        body = gzip.compress(body, 1)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type="application/json")
