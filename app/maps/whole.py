"""A map in one piece: as JSON, as arrays for NumPy, or as a table."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from app.maps.about import Map, as_told
from app.maps.archive import archive
from app.maps.events import Part
from app.maps.parts import Cells, Curves, Found, Verdict
from app.wire import dumps, harmless, numbers
from app.work import Turn
from optim_core.maps.measure import State
from optim_core.maps.order import levels
from optim_core.maps.places import DIVERGED, LEFT, OTHER, OUTSIDE, UNSETTLED

NOWHERE = {  # labels that are no places
    OUTSIDE: "outside",
    LEFT: "left",
    OTHER: "other",
    DIVERGED: "diverged",
    UNSETTLED: "unsettled",
}
STATES = {state: "" if state is State.NUMBER else state.name.lower() for state in State}


class Whole(NamedTuple):
    """Everything that is known of a map once it is done.

    Attributes:
        columns: what is told of the cells, by name, (runs, rows, columns) each.
        curves: of each run the moments and the losses at them (columns, n); empty where none were asked for.
        verdict: what is said of each run.
        places: the resting places of a map of starts, those that were found behind those that are known.
    """

    asked: Map
    columns: dict[str, np.ndarray]
    curves: list[Curves]
    verdict: list[dict[str, Any]]
    places: list[Found]


async def gathered(asked: Map, parts: AsyncGenerator[Part, None]) -> Whole:
    """All parts of a map put together."""
    width, height = asked.shape
    order, runs = dict(levels(width, height)), len(asked.spec.runs)
    whole = Whole(asked, {}, [], [], [])
    whole.places.extend(asked.known)
    async with contextlib.aclosing(parts):
        async for part in parts:
            match part:
                case Cells(run, stride, first):
                    whole.places.extend(part.places)
                    for name, values in part.columns.items():
                        grid = whole.columns.setdefault(name, np.empty((runs, height * width), values.dtype))
                        grid[run, order[stride][first : first + len(values)]] = values
                case Curves():
                    whole.curves.append(part)
                case Verdict(said):
                    whole.verdict.extend(said)
    grids = {name: cells.reshape(runs, height, width) for name, cells in whole.columns.items()}
    return whole._replace(columns=grids)


async def as_json(whole: Whole, language: str) -> AsyncIterator[bytes]:
    """One object; grids are lists of rows, the lowest first, and what is not finite is null."""
    turn, asked = Turn(), whole.asked
    about = asked.about | {"x": asked.x, "y": asked.y}
    if whole.places:
        about["places"] = [as_told(place) for place in whole.places]
    yield dumps(about)[:-1].encode() + b',"runs":['
    for run, (who, said) in enumerate(zip(asked.runs(language), whole.verdict, strict=True)):
        curves = {}
        if whole.curves:
            _, _, at, loss = whole.curves[run]
            curves = {"curves": {"at": at.tolist(), "loss": [numbers(row) for row in loss]}}
        yield (b"," if run else b"") + dumps(who | said | curves)[:-1].encode()
        for name, grids in whole.columns.items():
            yield f',"{name}":['.encode()
            for row, cells in enumerate(grids[run]):
                plain = cells.tolist() if cells.dtype.kind in "biu" else numbers(cells)
                yield (("," if row else "") + dumps(plain)).encode()
                await turn.over()
            yield b"]"
        yield b"}"
    yield b"]}"


async def as_arrays(whole: Whole, language: str) -> AsyncIterator[bytes]:
    """A file for `numpy.load`: the grids (runs, rows, columns), what the axes stand for, and the race as JSON."""
    turn, asked = Turn(), whole.asked
    arrays: dict[str, Any] = dict(whole.columns)
    arrays |= {name: np.array(values) for name, values in (("x", asked.x), ("y", asked.y)) if values}
    arrays |= {"race": asked.spec.model_dump_json(), "label": [run["label"] for run in asked.runs(language)]}
    if whole.places:
        arrays["places"] = np.array([[place.x, place.y, place.loss] for place in whole.places])
        arrays["kinds"] = [place.kind for place in whole.places]
    if whole.curves:
        arrays |= {"curves": np.stack([curves.loss for curves in whole.curves]), "at": whole.curves[0].at}
    for piece in archive(arrays):
        yield piece
        await turn.over()


async def as_table(whole: Whole, language: str) -> AsyncIterator[bytes]:
    """One row per run and cell, with a head; what there is no number of is left empty."""
    turn, asked, grids, out = Turn(), whole.asked, whole.columns, io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["run", "label", "optimizer", *asked.headings.values()])
    for run, who in enumerate(asked.runs(language)):
        same = [run, harmless(who["label"]), who["optimizer"]["kind"]]
        x, *y = asked.along(run)
        for row in range(asked.shape[1]):
            up = [[values[row]] * len(x) for values in y]
            told = [_written(name, cells[run, row]) for name, cells in grids.items()]
            if "basin" in grids:
                ends = [_end(label, whole.places) for label in grids["basin"][run, row].tolist()]
                told += map(list, zip(*ends, strict=True))
            writer.writerows(same + list(cell) for cell in zip(x, *up, *told, strict=True))
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
            await turn.over()


def _end(label: int, places: Sequence[Found]) -> tuple[str, float | str, float | str]:
    """What a label means, and where that is; flat ground is a whole plain."""
    if label in NOWHERE:
        return NOWHERE[label], "", ""
    place = places[label]
    return (place.kind, "", "") if place.kind == "flat" else (place.kind, place.x, place.y)


def _written(name: str, cells: np.ndarray) -> list[Any]:
    if name == "state":
        return [STATES[State(cell)] for cell in cells.tolist()]
    return cells.tolist() if cells.dtype.kind in "biu" else numbers(cells)
