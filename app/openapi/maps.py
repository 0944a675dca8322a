"""Maps and charts of thousands of runs: what they are asked with and answer."""

from __future__ import annotations

from typing import Any

from app.maps.specs import basin_model, sweep_model
from app.openapi.operation import CHECKED, CSV, EVENTS, JSON, NPZ, Answer, Number, Operation, Operations, Words


class Place(Answer):
    """Where runs come to rest."""

    index: int
    x: Number
    y: Number
    kind: str
    loss: Number


class Share(Answer):
    """Which share of the starts ends there."""

    what: str
    place: int | None = None
    share: float


class BasinRun(Answer):
    """A run from every start: rows of cells, the lowest first."""

    label: str
    optimizer: dict[str, Any]
    shares: list[Share]
    restless: float
    basin: list[list[int]]
    steps: list[list[int]]
    loss: list[list[Number]]
    rest: list[list[bool]]


class Grid(Answer):
    """What every map tells: its size, and what is known of the surface."""

    columns: int
    rows: int
    total: int
    steps: int
    tolerance: float
    minima: list[tuple[float, float, Number]]
    floor: Number
    begin: tuple[float, float]


class Basin(Grid):
    """Where runs from a whole window of starts end."""

    window: tuple[float, float, float, float]
    reach: float
    places: list[Place] | None = None
    x: list[float]
    y: list[float]
    runs: list[BasinRun]


class Axis(Answer):
    """A number that is swept."""

    of: str
    log: bool
    whole: bool
    low: Number
    high: Number
    minimum: Number
    maximum: Number
    symbol: str
    mathml: str
    help: Words


class Law(Answer):
    """What is known of a run without running it."""

    run: int
    kind: str
    name: Words
    latex: str
    mathml: str
    points: list[list[Number]]


class Best(Answer):
    """The best cell of a run."""

    cell: int
    values: list[Number]
    value: Number


class Good(Answer):
    """The cells that are nearly as good."""

    share: Number
    low: list[Number]
    high: list[Number]
    decades: list[Number]
    pieces: list[Any]


class Curves(Answer):
    """The loss over the steps, of every column of a sweep along one axis."""

    at: list[int]
    loss: list[list[Number]]


class SweepRun(Answer):
    """A run with every setting: rows of cells, the lowest first."""

    label: str
    optimizer: dict[str, Any]
    best: Best | None
    edges: list[Any]
    good: Good | None
    endless: int
    curves: Curves | None = None
    value: list[list[Number]]
    state: list[list[int]]


class Sweep(Grid):
    """What becomes of runs as one or two of their numbers change."""

    measure: str
    curves: int
    before: list[Number]
    theory: list[Law]
    axes: list[Axis]
    x: list[list[float]]
    y: list[list[float]] | None
    runs: list[SweepRun]


class ChartLine(Answer):
    """A line of a chart, a value for each cell."""

    name: Words
    runs: list[int]
    values: list[Number]


class Chart(Answer):
    """The chart of a step of a lesson."""

    title: Words
    marks: list[Any]
    classes: Any
    between: Any
    seeds: int
    aggregate: str | None
    x: dict[str, Any]
    y: dict[str, Any] | None
    up: dict[str, Any] | None
    scale: str
    tied: list[Any]
    lines: list[ChartLine]


_ANSWERS = {NPZ: None, "application/octet-stream": None, CSV: None}
OPERATIONS: Operations = {
    ("POST", "/api/basin"): Operation(
        {EVENTS: None, JSON: Basin, **_ANSWERS},
        basin_model,
        refusals=CHECKED,
        events=("line", "start", "cells", "curves", "done"),
    ),
    ("POST", "/api/sweep"): Operation(
        {EVENTS: None, JSON: Sweep, **_ANSWERS},
        sweep_model,
        refusals=CHECKED,
        events=("line", "start", "cells", "curves", "done"),
    ),
    ("GET", "/api/lessons/{lesson}/{step}/chart"): Operation(
        {EVENTS: None, JSON: Chart},
        path={"lesson": "010-landscape", "step": "fates"},
        refusals=(404, 429, 503),
        events=("line", "start", "points", "done"),
    ),
}
