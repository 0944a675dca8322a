"""A race in its three answers: events as they happen, JSON, and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncGenerator
from typing import Any

import numpy as np

from app import i18n
from app.crowds import Crowd, Spread
from app.failures import failed
from app.frames import Walker, frames, whole
from app.lanes import Columns, Lane, Result
from app.specs import Race
from app.wire import dumps, elements, event, harmless, members, number, numbers, packed, told
from app.work import Turn
from optim_core.fields import Array
from optim_core.surface import What

COUNTED: tuple[What, ...] = ("value", "grad", "hess")
LISTED = ("x", "y", "loss", "grad_norm", "lr")  # of each run, in JSON
HEADINGS = ["run", "label", "optimizer", "step", "x", "y", "loss", "grad_norm", "lr", *COUNTED, "cost"]
HEADINGS.append("epochs")  # empty where the surface is a formula


def lanes(spec: Race, language: str) -> list[Lane]:
    """The runs of a race at their starts, each with a label."""
    started = [Lane(spec, run) for run in spec.runs]
    for lane, run in zip(started, spec.runs, strict=True):
        lane.label = run.called(language)
    return started


async def events(spec: Race, language: str) -> AsyncGenerator[bytes, None]:
    """`start`, then `frame` after `frame`, then exactly one of `done` and `failed`.

    What comes at once is one part, since for short races sending parts is dear: `start` waits for the first points
    where these are a matter of a moment, and the last points bring `done` along.
    """
    held = b""
    try:
        racing, crowds = lanes(spec, language), crowds_of(spec)
        about = [{"label": r.label, "optimizer": r.optimizer, "start": r.start} for r in racing]
        held = event("start", {"steps": spec.longest, "repeats": spec.repeats, "runs": about})
        walkers: list[Walker[Columns | Spread]] = [*racing, *crowds]
        if not all(walker.quick for walker in walkers):
            yield held
            held = b""
        async for frame in frames(walkers):
            data = held + told("frame", _frame(frame, len(racing)))
            frame.clear()  # who stands still has the bytes wait for him, and nothing besides
            held = data if all(walker.over for walker in walkers) else b""
            if not held:
                yield data
        ends = [{"label": lane.label} | _result(lane.result(), language) for lane in racing]
        yield held + event("done", {"runs": [end | _repeated(crowds, i) for i, end in enumerate(ends)]})
    except Exception as error:
        if held:
            yield held
        yield failed(error, language)  # a part of its own, by which it is known


def crowds_of(spec: Race) -> list[Crowd]:
    """The repeats of each run; nothing where every run is run once."""
    return [Crowd(spec, run) for run in spec.runs] if spec.repeats > 1 else []


@np.errstate(over="ignore")
def _frame(parts: list[tuple[int, Columns | Spread]], runs: int) -> list[bytes]:
    """The runs, which come first, and where there are repeats, these."""
    racing = [_packed(i, part) for i, part in parts if isinstance(part, Columns)]
    repeats = [_strewn(i - runs, part) for i, part in parts if isinstance(part, Spread)]
    lists = {"runs": racing} | ({"repeats": repeats} if repeats else {})
    return members({name: elements(entries) for name, entries in lists.items()})


def _strewn(run: int, spread: Spread) -> list[bytes]:
    return members(
        {
            "run": [b"%d" % run],
            "from": [b"%d" % spread.first],
            **{name: packed(getattr(spread, name), "f8") for name in ("low", "median", "high", "mean")},
            **{name: packed(getattr(spread, name), "f4") for name in ("grads", "cost")},
            **_epochs(spread),
            "moments": packed(spread.moments, "i4"),
            "places": packed(spread.places, "f4"),
        }
    )


def _repeated(crowds: list[Crowd], run: int) -> dict[str, Any]:
    return {"repeats": crowds[run].result()} if crowds else {}


def _packed(run: int, columns: Columns) -> list[bytes]:
    return members(
        {
            "run": [b"%d" % run],
            "from": [b"%d" % columns.first],
            # In full: a step near the end is shorter than the last digit of a 32-bit place.
            **{name: packed(getattr(columns, name), "f8") for name in ("x", "y", "loss")},
            **{name: packed(getattr(columns, name), "f4") for name in ("gx", "gy", "grad_norm", "lr")},
            **{name: packed(getattr(columns, name), "i4") for name in ("evaluations", "grads", "cost")},
            **_epochs(columns),
            **{f"settings.{name}": packed(values, "f4") for name, values in columns.settings.items()},
        }
    )


def _epochs(part: Columns | Spread) -> dict[str, list[bytes]]:
    return {} if part.epochs is None else {"epochs": packed(part.epochs, "f4")}


def _result(result: Result, language: str) -> dict[str, Any]:
    plain = result._asdict()
    plain["reason"] = result.reason and i18n.text(language, result.reason)
    plain["final"] = {k: None if v is None else number(v) for k, v in result.final.items()}
    return plain


async def json(spec: Race, language: str) -> AsyncGenerator[bytes, None]:
    """The whole race as one JSON object, run by run, so that no more than one run is held."""
    turn, crowds = Turn(), crowds_of(spec)
    for i, lane in enumerate(lanes(spec, language)):
        parts: dict[str, list[Array]] = {name: [] for name in LISTED}
        async for columns in whole(lane, turn):
            for name, listed in parts.items():
                listed.append(getattr(columns, name))
        result = _result(lane.result(), language)
        for crowd in crowds[i : i + 1]:
            async for _ in whole(crowd, turn):
                pass
        head = {"label": lane.label, "optimizer": lane.optimizer} | result | _repeated(crowds, i)
        yield ("," if i else '{"runs":[').encode() + dumps(head)[:-1].encode()
        for name, listed in parts.items():
            yield f',"{name}":['.encode()
            for k, values in enumerate(listed):
                yield (("," if k else "") + dumps(numbers(values))[1:-1]).encode()
            yield b"]"
        yield b"}"
    yield b"]}"


async def table(spec: Race, language: str) -> AsyncGenerator[bytes, None]:
    """One row per run and step, repeats left out, with a head; what is not finite is left empty."""
    out, turn = io.StringIO(), Turn()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for i, lane in enumerate(lanes(spec, language)):
        same = [i, harmless(lane.label or ""), lane.optimizer["kind"]]
        async for c in whole(lane, turn):
            steps = np.arange(c.first, c.first + len(c.x)).tolist()
            numeric = [numbers(v) for v in (c.x, c.y, c.loss, c.grad_norm, c.lr)]
            counts = [v.tolist() for v in (*(c.spent[what] for what in COUNTED), c.cost)]
            counts.append([""] * len(steps) if c.epochs is None else c.epochs.tolist())
            writer.writerows(same + list(row) for row in zip(steps, *numeric, *counts, strict=True))
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
