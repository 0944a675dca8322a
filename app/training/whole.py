"""Trainings in one piece: as JSON or as a table."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, NamedTuple

from app.training.specs import Asked
from app.training.told import Told, about, heads, judged, pictured, row, stand
from app.wire import dumps, harmless
from app.work import Turn
from optim_core.networks.progress import Began, Ended, Epoch, Picture


class Whole(NamedTuple):
    """All that was told: how it began, the epochs of every run, its last picture, and how it ended."""

    began: Began
    epochs: list[list[Epoch]]
    pictures: dict[int, Picture]
    ended: Ended


async def gathered(asked: Asked, parts: AsyncGenerator[Told, None]) -> Whole:
    """All parts put together."""
    epochs: list[list[Epoch]] = [[] for _ in asked.runs]
    pictures: dict[int, Picture] = {}
    ends: dict[type, Any] = {}
    async with contextlib.aclosing(parts):
        async for part in parts:
            match part:
                case Epoch():
                    epochs[part.run].append(part)
                case Picture():
                    pictures[part.run] = part
                case Began() | Ended():
                    ends[type(part)] = part
    return Whole(ends[Began], epochs, pictures, ends[Ended])


async def as_json(asked: Asked, language: str, whole: Whole) -> AsyncIterator[bytes]:
    """One object: what `start` tells, and in every run its epochs, its last picture and how it ended."""
    turn, told = Turn(), about(whole.began, asked, language)
    runs = told.pop("runs")
    yield dumps(told)[:-1].encode() + b',"runs":['
    for i, (run, end) in enumerate(zip(runs, whole.ended.runs, strict=True)):
        picture = {"picture": pictured(whole.pictures[i].view, asked)} if i in whole.pictures else {}
        yield (b"," if i else b"") + dumps(run | judged(end) | picture)[:-1].encode() + b',"told":['
        for k, part in enumerate(whole.epochs[i]):
            yield (b"," if k else b"") + dumps(stand(part)).encode()
            await turn.over()
        yield b"]}"
    yield b"]}"


async def as_table(asked: Asked, language: str, whole: Whole) -> AsyncIterator[bytes]:
    """One row per run and epoch, with a head; what there is no number of is left empty."""
    turn, out = Turn(), io.StringIO()
    writer = csv.writer(out)
    layers = max(len(network.sizes) - 1 for network in asked.networks)
    writer.writerow(heads(layers))
    for i, run in enumerate(asked.runs):
        label = harmless(run.called(language))
        for part in whole.epochs[i]:
            writer.writerow([i, label, run.optimizer.kind, part.epoch, *row(part, layers)])
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
            await turn.over()
