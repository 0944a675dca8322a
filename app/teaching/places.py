"""Where in a race a swept number stands: `mu.momentum`, `mu.lr.gamma`, `surface.angle`, `start.x`, `steps`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.declared import Named, build
from app.sentences import refusal
from app.specs import Race, race_model
from app.swept import Number, Path, numbers_of, numbers_of_run
from app.teaching.chart import PLAIN
from optim_core import Noise, Surface
from optim_core.registry import Declared

COORDINATES = ("x", "y")


class Mistake(ValueError):  # noqa: N818 - a finding about a lesson
    """A chart that cannot be made of its race; the message says what its author has to change."""


class Place(NamedTuple):
    """One number of a race: its way through the JSON, the run it belongs to (None: all), what it may be.

    `abreast` says that many values of it can be walked in one batch.
    """

    path: Path
    run: int | None
    whole: bool = False
    abreast: bool = False

    def concerns(self, race: Race, run: int) -> bool:
        """Whether a run of the race sees it."""
        if self.run is not None:
            return self.run == run
        of = str(self.path[0])
        return getattr(race.runs[run], of, None) is None  # its own start or noise goes before the race's


def place(name: str, race: Race) -> Place | None:
    """The place that a name means; None for a plain number. Raises Mistake."""
    match name.split("."):
        case [plain] if plain in PLAIN:
            return None
        case ["steps"]:
            return Place(("steps",), None, whole=True)
        case ["start", coordinate]:
            return _start((), None, coordinate, name)
        case ["surface", setting]:
            return _setting(Surface, race.surface, ("surface",), None, setting)
        case ["noise", setting]:
            return _setting(Noise, race.noise, ("noise",), None, setting)
        case [label, *rest]:
            labels = [run.label for run in race.runs]
            if label in labels:
                return _of_run(race, labels.index(label), rest, name)
    runs = ", ".join(run.label or "?" for run in race.runs)
    raise Mistake(f"{name} is no number of the race; its runs are {runs}")


def _of_run(race: Race, index: int, rest: list[str], name: str) -> Place:
    run, path = race.runs[index], ("runs", index)
    match rest:
        case ["start", coordinate]:
            return _start(path, index, coordinate, name)
        case ["noise", setting] if run.noise:
            return _setting(Noise, run.noise, (*path, "noise"), index, setting)
    number = _among(numbers_of_run(race, index), ".".join(rest), run.optimizer.kind)
    return Place(number.path, index, number.declared.whole, abreast=not number.declared.whole)


def _start(path: Path, run: int | None, coordinate: str, name: str) -> Place:
    if coordinate not in COORDINATES:
        raise Mistake(f"{name}: a start has x and y")
    return Place((*path, "start", COORDINATES.index(coordinate)), run, abreast=True)


def _setting(family: type[Declared], named: Named, path: Path, run: int | None, setting: str) -> Place:
    number = _among(numbers_of(family, named, path), setting, named.kind)
    return Place(number.path, run, number.declared.whole)


def _among(numbers: Mapping[str, Number], name: str, kind: str) -> Number:
    if name not in numbers:
        raise Mistake(f"{kind} has no number called {name}; it has {', '.join(numbers) or 'none'}")
    return numbers[name]


def document(race: Race, places: Iterable[Place]) -> str:
    """The race as JSON in which each of the places exists."""
    plain = json.loads(race.model_dump_json())
    usual = race.start or build(Surface, race.surface).begin()
    for where in places:
        if "start" in where.path:
            of = plain if where.run is None else plain["runs"][where.run]
            of["start"] = of["start"] or list(usual)
    return json.dumps(plain)


def with_values(text: str, values: Mapping[Place, float]) -> Race:
    """The race of such a document with these values put in place. Raises Mistake where one of them is not allowed."""
    plain: Any = json.loads(text)
    for where, value in values.items():
        inner = plain
        for step in where.path[:-1]:
            inner = inner[step]
        inner[where.path[-1]] = int(value) if where.whole and value == int(value) else value
    try:
        return race_model().model_validate_json(json.dumps(plain))
    except ValidationError as error:
        said = refusal(error, "en")
        raise Mistake(f"a swept value is not allowed: {said.sentence}") from error
    except ValueError as error:  # JSON knows no infinity
        raise Mistake(str(error)) from error
