"""A map as events: cells as they are worked out, packed."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from typing import Any

from app import answers
from app.maps.about import Map, as_told
from app.maps.parts import Cells, Curves, Verdict
from app.pool.words import Waiting
from app.wire import pack

Part = Waiting | Cells | Curves | Verdict


async def told(asked: Map, parts: AsyncGenerator[Part, None], language: str) -> answers.Parts:
    """`start`, once the work has a place in the line; `cells` and `curves` as they come, then `done`."""
    begun = False
    async with contextlib.aclosing(parts):
        async for part in parts:
            if not begun:
                yield "start", {"runs": asked.runs(language), "x": asked.x, "y": asked.y} | asked.about
                begun = True
            yield _event(part, asked)


def _event(part: Part, asked: Map) -> answers.Part:
    match part:
        case Cells():
            return "cells", _cells(part, asked)
        case Curves(run, cells, at, loss):
            return "curves", {"run": run, "cells": cells.tolist(), "at": at.tolist(), "loss": pack(loss, "f4")}
        case Verdict(runs):
            return "done", {"runs": runs}
    return part


def _cells(part: Cells, asked: Map) -> dict[str, Any]:
    columns = {name: pack(part.columns[name], kind) for name, kind in asked.types.items()}
    told = part._asdict() | {"count": len(part.columns[next(iter(asked.types))])}
    told["places"] = [as_told(place) for place in part.places]
    del told["columns"]
    return told | columns
