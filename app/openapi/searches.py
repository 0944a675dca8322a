"""Searches that workers share: what they are asked with and answer."""

from __future__ import annotations

from typing import Any

from app.openapi.operation import CHECKED, CSV, EVENTS, JSON, Answer, Number, Operation, Operations, Words
from app.openapi.studies import Fact, Measure
from app.searches_api import More
from app.workers.specs import search_model

NAME = {"name": "digits-1"}
KNOWN = (404, 409, 422, 429, 503)  # there may be no such search, no room, or no storage


class Kind(Answer):
    """A sampler or pruner."""

    kind: str
    title: Words
    summary: Words


class Choices(Answer):
    """What a search may be made of."""

    samplers: list[Kind]
    pruners: list[Kind]
    workers: int
    trials: int
    keep: int
    pace: float
    locked: bool


class Brief(Answer):
    """A line of a search."""

    name: str
    state: str
    created: float
    measure: Measure
    trials: int
    done: int
    workers: int
    best: Number


class Best(Answer):
    """The best trial that was trained whole."""

    number: int
    score: float
    settings: dict[str, Any] | None


class Trial(Answer):
    """One trial: its settings, the score of every epoch, and who trained it."""

    number: int
    state: str
    settings: dict[str, Any] | None
    scores: list[Number]
    score: Number
    told: dict[str, list[Number]]
    worker: str | None
    spans: list[dict[str, Any]]
    checkpoints: list[Any]
    resumed_at: list[Any]
    failure: str | None


class Search(Answer):
    """All that is known of a search."""

    name: str
    spec: dict[str, Any]
    created: float
    state: str
    measure: Measure
    tells: list[Fact]
    axes: list[dict[str, Any]]
    epochs: int
    total_epochs: int
    done_epochs: int
    saved_epochs: int
    best: Best | None
    trials: list[Trial]
    workers: list[dict[str, Any]]
    local: dict[str, Any]
    now: float


class Named(Answer):
    """What it is called."""

    name: str


class Started(Answer):
    """The workers that were started, by name."""

    workers: list[str]


class Nothing(Answer):
    """It is done, and there is nothing to say."""


OPERATIONS: Operations = {
    ("GET", "/api/searching"): Operation({JSON: Choices}),
    ("GET", "/api/searches"): Operation({JSON: list[Brief]}, refusals=(503,)),
    ("POST", "/api/searches"): Operation(
        {JSON: Named},
        search_model,
        refusals=(*CHECKED, 409),
        status=201,
    ),
    ("GET", "/api/searches/{name}"): Operation({JSON: Search}, path=NAME, refusals=KNOWN),
    ("GET", "/api/searches/{name}/events"): Operation(
        {EVENTS: None},
        path=NAME,
        refusals=KNOWN,
        events=("state", "change"),
    ),
    ("GET", "/api/searches/{name}/table.csv"): Operation({CSV: None}, path=NAME, refusals=KNOWN),
    ("GET", "/api/searches/{name}/study.db"): Operation({"application/vnd.sqlite3": None}, path=NAME, refusals=KNOWN),
    ("POST", "/api/searches/{name}/stop"): Operation({JSON: Nothing}, path=NAME, refusals=KNOWN),
    ("POST", "/api/searches/{name}/resume"): Operation({JSON: Nothing}, path=NAME, refusals=KNOWN),
    ("POST", "/api/searches/{name}/workers"): Operation(
        {JSON: Started},
        lambda: More,
        path=NAME,
        refusals=(*CHECKED, 404, 409),
        status=201,
    ),
    ("POST", "/api/searches/{name}/workers/{worker}/kill"): Operation(
        {JSON: Nothing}, path=NAME | {"worker": "w1"}, refusals=KNOWN
    ),
    ("DELETE", "/api/searches/{name}"): Operation({JSON: Nothing}, path=NAME, refusals=KNOWN),
}
