"""A search in three answers: as events while it goes on, in one piece as JSON, and as a table of its trials."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from app import answers
from app.formulas import mathml
from app.pool.words import Waiting
from app.search.jobs import Job
from app.search.parts import Best, Part, Progress, Verdict
from app.wire import dumps, number, numbers, pack
from app.work import Turn
from optim_core.catalog import dimension, entry, measured
from optim_core.registry import Declared
from optim_core.search.compare import Believed
from optim_core.search.dimension import Dimension, Range
from optim_core.search.hunting import Tried
from optim_core.search.landscape import Land
from optim_core.search.outcome import Outcome, beyond
from optim_core.search.space import Space

Told = Part | Waiting


class Whole(NamedTuple):
    """All of a search; of what was believed the last of each strategy, of landscapes the finest."""

    land: Land | None
    trials: Sequence[Tried]
    beliefs: Mapping[int, Believed]
    curves: Sequence[Best]
    outcomes: Sequence[Outcome]


async def events(job: Job, parts: AsyncGenerator[Told, None]) -> answers.Parts:
    """`start`, once the work has a place in the line; then what is found as it is found; `done` tells no more."""
    begun = False
    async with contextlib.aclosing(parts):
        async for part in parts:
            if not begun:
                yield "start", about(job)
                begun = True
            yield _event(part, job.space)
    yield "done", {}


def _event(part: Told, space: Space) -> answers.Part:
    match part:
        case Land():
            return "land", _land(part) | {"values": pack(part.scores, "f8")}
        case Tried():
            return "trials", _trials(part, space)
        case Believed():
            return "belief", _belief(part)
        case Best():
            return "curve", _curve(part)
        case Progress():
            return "progress", part._asdict()
        case Verdict(outcomes):
            return "summary", {"strategies": [_outcome(one, space) for one in outcomes]}
    return part


async def gathered(parts: AsyncGenerator[Told, None]) -> Whole:
    """All parts of a search put together."""
    land: Land | None = None
    trials: list[Tried] = []
    beliefs: dict[int, Believed] = {}
    curves: dict[int, Best] = {}
    outcomes: Sequence[Outcome] = ()
    async with contextlib.aclosing(parts):
        async for part in parts:
            match part:
                case Land():
                    land = part
                case Tried():
                    trials.append(part)
                case Believed():
                    beliefs[part.strategy] = part
                case Best():
                    curves[part.strategy] = part
                case Verdict(found):
                    outcomes = found
    return Whole(land, trials, beliefs, [curves[i] for i in sorted(curves)], outcomes)


async def as_json(job: Job, whole: Whole) -> AsyncIterator[bytes]:
    """One object: what `start` tells, the finest landscape by rows, all trials, curves and what was found."""
    turn, land, space = Turn(), whole.land, job.space
    told = about(job) | {
        "land": land and _land(land) | {"values": [numbers(row) for row in np.atleast_2d(land.scores)]},
        "beliefs": [_belief(belief) for belief in whole.beliefs.values()],
        "curves": [_curve(curve) for curve in whole.curves],
        "summary": [_outcome(one, space) for one in whole.outcomes],
    }
    yield dumps(told)[:-1].encode() + b',"tried":['
    for i, trials in enumerate(whole.trials):
        yield (b"," if i else b"") + dumps(_trials(trials, space)).encode()
        await turn.over()
    yield b"]}"


async def as_table(job: Job, whole: Whole) -> AsyncIterator[bytes]:
    """One row per strategy, repeat and time that a trial was told of, with a head; where one failed is no score.

    It is for people and counts from 1, as the page does.
    """
    turn, out = Turn(), io.StringIO()
    writer = csv.writer(out)
    settings, tells = list(job.space.dimensions), list(job.target.tells)
    head = ["strategy", "kind", "repeat", "trial", "stage", "epochs", "spent", *settings, "score"]
    writer.writerow([*head, *(f"told_{name}" if name in {*head} else name for name in tells)])
    kinds = [strategy.kind for strategy in job.strategies]
    for each in whole.trials:
        own = [each.strategy + 1, kinds[each.strategy], each.repeat + 1]
        numbered = [(each.number + 1).tolist(), [each.stage + 1] * len(each.number)]
        columns = [*numbered, each.epochs.tolist(), each.spent.tolist()]
        columns += _settings(each.settings, job.space).values()
        columns += [numbers(each.score), *(numbers(each.told[name]) for name in tells)]
        writer.writerows([*own, *row] for row in zip(*columns, strict=True))
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
        await turn.over()


def about(job: Job) -> dict[str, Any]:
    """What is known of a search before it begins."""
    return {
        "target": _declared(job.target),
        "measure": measured(job.target.measure),
        "tells": entry(type(job.target))["tells"],
        "axes": [
            _axis(name, of) | {"present": job.target.present()[name]} for name, of in job.space.dimensions.items()
        ],
        "strategies": [_declared(strategy) | {"summary": strategy.summary._asdict()} for strategy in job.strategies],
        "epochs": job.target.epochs,
        "budget": job.budget,
        "trials": job.budget // job.target.epochs,
        "repeats": job.repeats,
        "band": 1 - 2 * beyond(job.repeats),
        "seed": job.seed,
        "landscape": job.land > 0,
    }


def _declared(thing: Declared) -> dict[str, Any]:
    settings = {name: getattr(thing, name) for name in thing.settings()}
    return {"kind": thing.kind} | settings | {"title": thing.title._asdict()}


def _axis(name: str, of: Dimension) -> dict[str, Any]:
    return dimension(name, of) | {"mathml": mathml(of.symbol, "inline") if of.symbol else ""}


def _land(land: Land) -> dict[str, Any]:
    rows, columns = np.atleast_2d(land.scores).shape
    return {"stage": land.stage, "columns": columns, "rows": rows}


def _trials(part: Tried, space: Space) -> dict[str, Any]:
    return {
        "strategy": part.strategy,
        "repeat": part.repeat,
        "number": part.number.tolist(),
        "place": part.places.T.tolist(),
        "settings": _settings(part.settings, space),
        "epochs": part.epochs.tolist(),
        "spent": part.spent.tolist(),
        "score": numbers(part.score),
        "told": {name: numbers(values) for name, values in part.told.items()},
        "stage": [part.stage] * len(part.number),
        "window": None if part.window is None else part.window.tolist(),
    }


def _settings(settings: Mapping[str, np.ndarray], space: Space) -> dict[str, list[Any]]:
    return {name: [_value(of, value) for value in settings[name].tolist()] for name, of in space.dimensions.items()}


def _value(of: Dimension, value: Any) -> Any:
    """A setting as a spec has it."""
    return int(value) if isinstance(of, Range) and of.whole else value


def _belief(part: Believed) -> dict[str, Any]:
    belief = part.belief
    return {
        "strategy": part.strategy,
        "repeat": part.repeat,
        "trials": belief.after,
        "dims": belief.dims,
        "at": pack(belief.at, "f4"),
        "next": belief.next.tolist(),
        "log": belief.log,
    } | {name: pack(getattr(belief, name), "f4") for name in ("mean", "sd", "gain")}


def _curve(part: Best) -> dict[str, Any]:
    curve = part.curve
    plain = {name: numbers(getattr(curve, name)) for name in ("low", "middle", "high")}
    return {"strategy": part.strategy, "spent": curve.spent.tolist()} | plain


def _outcome(found: Outcome, space: Space) -> dict[str, Any]:
    """What a strategy found; `wider` are the ranges at whose ends the best lies, as they may be searched again."""
    wider = space.widened(found.edges).dimensions
    return found._asdict() | {
        "settings": {name: _value(space.dimensions[name], value) for name, value in found.settings.items()},
        "score": number(found.score),
        "scores": numbers(found.scores),
        "wider": [
            {"name": name, "low": of.low, "high": of.high}
            for name in found.edges
            if isinstance(of := wider[name], Range) and of != space.dimensions[name]
        ],
    }
