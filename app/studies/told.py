"""What a study finds, in three answers: as events while it finds it, in one piece as JSON, and as a table."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any

from app import answers
from app.pool.words import Waiting
from app.studies.specs import Asked
from app.wire import dumps, number, numbers
from app.work import Turn
from optim_core.catalog import entry
from optim_core.fields import Text
from optim_core.study import Done, Facts, Findings, Mark, Part, Rows, Value

Told = Part | Waiting
LINES = 500  # of a table that are written at once


async def events(asked: Asked, parts: AsyncGenerator[Told, None]) -> answers.Parts:
    """`start`, once the work has a place in the line; `rows`, `facts` and `mark` as they come, then `done`.

    Between them some studies say, as `progress`, which share of their work is behind them.
    """
    begun, done = False, 0.0
    async with contextlib.aclosing(parts):
        async for part in parts:
            if not begun:
                yield "start", _about(asked)
                begun = True
            if isinstance(part, Done):
                done += part.passes
                yield "progress", {"share": min(1.0, done / asked.work)}
            else:
                yield _event(part)
    yield "done", {}


def _event(part: Rows | Facts | Mark | Waiting) -> answers.Part:
    match part:
        case Rows(figure, columns):
            return "rows", {"figure": figure, "columns": _plain(columns)}
        case Facts(values):
            return "facts", _facts(values)
        case Mark():
            return "mark", _mark(part)
    return part


async def gathered(asked: Asked, parts: AsyncGenerator[Told, None]) -> Findings:
    """All parts of a study put together."""
    found = Findings.none(asked.declared)
    async with contextlib.aclosing(parts):
        async for part in parts:
            if not isinstance(part, Waiting):
                found.add(part)
    return found


async def as_json(asked: Asked, found: Findings) -> AsyncIterator[bytes]:
    """One object: what the study declares, with `columns` and `marks` in its figures and `found` beside its facts."""
    about = _about(asked)
    for figure in about["figures"]:
        figure["columns"] = _plain(found.columns[figure["name"]])
        figure["marks"] = [_mark(mark) for mark in found.marks if mark.figure == figure["name"]]
    yield dumps(about | {"found": _facts(found.facts)}).encode()


async def as_table(asked: Asked, found: Findings) -> AsyncIterator[bytes]:
    """The rows of all figures, with a head; a column that is another figure's, or has no number, is left empty."""
    heads = dict.fromkeys(name for columns in found.columns.values() for name in columns)
    turn, out = Turn(), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["figure", *heads])
    for figure, columns in found.columns.items():
        told = _plain(columns)
        for row in range(len(next(iter(columns.values())))):
            writer.writerow([figure, *(told[name][row] if name in told else None for name in heads)])
            if row % LINES == 0:
                yield _taken(out)
                await turn.over()
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def _about(asked: Asked) -> dict[str, Any]:
    """What is known before it begins: what the catalogue says of it, and what was asked."""
    spec = asked.model_dump(exclude=None if asked.declared.grounded else {"surface", "start"})
    if asked.declared.grounded and (ground := asked.job.ground):
        spec["start"] = ground.at
    declared = entry(asked.declared)
    return spec | {name: declared[name] for name in ("title", "summary", "figures", "facts")}


def _plain(columns: Mapping[str, Any]) -> dict[str, list[float | None]]:
    return {name: numbers(column) for name, column in columns.items()}


def _facts(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _fact(value) for name, value in values.items()}


def _fact(value: Value) -> Any:
    if isinstance(value, Text):
        return value._asdict()
    return value if isinstance(value, str) else number(value)


def _mark(mark: Mark) -> dict[str, Any]:
    return mark._asdict() | {"title": mark.title._asdict()}
