"""Studies and searches of hyperparameters: what they are asked with and answer."""

from __future__ import annotations

from typing import Any

from app.openapi.operation import (
    CHECKED,
    CSV,
    EVENTS,
    JSON,
    Answer,
    Number,
    Operation,
    Operations,
    Words,
)
from app.search import specs as searches
from app.studies import specs as studies


class Axis(Answer):
    """What an axis of a figure is."""

    column: str
    title: Words
    symbol: str
    log: bool
    ends: tuple[Number, Number] | None
    each: bool
    titles: dict[str, Words]
    names: list[Any]


class Figure(Answer):
    """A figure, the columns of its rows and the marks in it."""

    name: str
    title: Words
    across: Axis
    up: Axis
    series: list[dict[str, Any]]
    bands: list[dict[str, Any]]
    of: str
    equal: bool
    columns: dict[str, list[Number]]
    marks: list[dict[str, Any]]


class Fact(Answer):
    """A number that is found."""

    name: str
    title: Words
    symbol: str
    unit: Words | None


class Study(Answer):
    """A study and what it found; its surface and start where it is grounded."""

    study: dict[str, Any]
    surface: dict[str, Any] | None = None
    start: tuple[float, float] | None = None
    title: Words
    summary: Words
    figures: list[Figure]
    facts: list[Fact]
    found: dict[str, Number | str | Words]


class Measure(Answer):
    """A score as it is shown."""

    title: Words
    early: Words | None
    log: bool
    unit: Words | None


class Tried(Answer):
    """Trials of one strategy, told together: a value of every list for each."""

    strategy: int
    repeat: int
    number: list[int]
    place: list[list[float]]
    settings: dict[str, list[Any]]
    epochs: list[int]
    spent: list[int]
    score: list[Number]
    told: dict[str, list[Number]]
    stage: list[int]
    window: Any


class Curve(Answer):
    """The best score so far over what was spent, of all repeats."""

    strategy: int
    spent: list[int]
    low: list[Number]
    middle: list[Number]
    high: list[Number]


class Land(Answer):
    """The score on a grid over the axes."""

    stage: int
    columns: int
    rows: int
    values: list[list[Number]]


class Search(Answer):
    """A search: what it is of, all trials and what every strategy found."""

    target: dict[str, Any]
    measure: Measure
    tells: list[Fact]
    axes: list[dict[str, Any]]
    strategies: list[dict[str, Any]]
    epochs: int
    budget: int
    trials: int
    repeats: int
    band: float
    seed: int
    landscape: bool
    land: Land | None
    beliefs: list[dict[str, Any]]
    curves: list[Curve]
    summary: list[dict[str, Any]]
    tried: list[Tried]


OPERATIONS: Operations = {
    ("POST", "/api/study"): Operation(
        {EVENTS: None, JSON: Study, CSV: None},
        studies.asked_model,
        refusals=CHECKED,
        events=("line", "start", "rows", "facts", "mark", "progress", "done"),
    ),
    ("POST", "/api/search"): Operation(
        {EVENTS: None, JSON: Search, CSV: None},
        searches.asked_model,
        refusals=CHECKED,
        events=("line", "start", "land", "trials", "belief", "curve", "progress", "summary", "done"),
    ),
}
