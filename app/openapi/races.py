"""Races: what they are asked with and answer."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from app import exports, inspect_api, trials
from app.openapi.operation import CHECKED, CSV, EVENTS, HTML, JSON, PYTHON, Answer, Number, Operation, Operations
from app.specs import picked_model, race_model


class Evaluations(Answer):
    """How often the loss, its gradient and its Hessian were asked for."""

    value: int
    grad: int
    hess: int


class Final(Answer):
    """Where a run ended."""

    x: Number
    y: Number
    loss: Number
    grad_norm: Number
    distance_to_minimum: Number


class Repeats(Answer):
    """The final losses of the repeats of a run, each with luck of its own."""

    p10: Number
    median: Number
    p90: Number
    mean: Number
    diverged: float
    left: float
    final: list[Number]


class Raced(Answer):
    """One run: index 0 of its lists is the start."""

    label: str
    optimizer: dict[str, Any]
    status: str
    diverged_at: int | None
    left_at: int | None
    reason: str | None
    points: int
    evaluations: Evaluations
    cost: float
    epochs: Number
    final: Final
    repeats: Repeats | None = None
    x: list[Number]
    y: list[Number]
    loss: list[Number]
    grad_norm: list[Number]
    lr: list[Number]


class Race(Answer):
    """A whole race."""

    runs: list[Raced]


class Line(Answer):
    """A line of a formula with the numbers filled in."""

    mathml: str
    text: str
    symbols: list[Any]
    target: str | None
    holds: bool | None


class Inner(Answer):
    """An inner vector of an optimizer."""

    name: str
    shape: str
    latex: str
    symbol: str
    help: str
    divides: str | bool | None


class Asked(Answer):
    """What a rule asked the surface, and what it was told."""

    what: str
    at: list[Number]
    answer: Any


class Window(Answer):
    """The updates around one: places before and after, inner vectors and questions."""

    first: int = Field(alias="from")
    x: list[list[Number]]
    next: list[list[Number]]
    vectors: dict[str, list[Any]]
    asked: list[list[Asked]]


class Inspected(Answer):
    """One update of one run."""

    run: int
    at: int
    updates: int
    lines: list[Line]
    vectors: list[Inner]
    window: Window | None = None


OPERATIONS: Operations = {
    ("POST", "/api/race"): Operation(
        {EVENTS: None, JSON: Race, CSV: None},
        race_model,
        refusals=CHECKED,
        events=("start", "frame", "done"),
    ),
    ("POST", "/api/tune"): Operation(
        {EVENTS: None},
        trials.tuning_model,
        refusals=CHECKED,
        events=("line", "start", "progress", "run", "done"),
    ),
    ("POST", "/api/inspect"): Operation({JSON: Inspected}, lambda: picked_model(inspect_api.Inspect), refusals=CHECKED),
    ("POST", "/api/export/{kind}"): Operation(
        {PYTHON: None, HTML: None, "application/x-ipynb+json": dict[str, Any]},
        lambda: picked_model(exports.Order),
        path={"kind": "numpy"},
        refusals=(*CHECKED, 404),
    ),
}
