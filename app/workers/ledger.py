"""All searches of a storage: begun, looked up, thrown away. Each is a study of Optuna that holds all that was asked."""

from __future__ import annotations

import contextlib
import itertools
import json
import secrets
import threading
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import optuna
from optuna.trial import FrozenTrial, TrialState, create_trial
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from app.settings import Settings
from app.wire import legible
from app.workers import checkpoints, rows, storage
from app.workers.knobs import Knob, knobs
from app.workers.place import folder
from app.workers.pruners import pruner
from app.workers.shelf import MADE, Shelf
from app.workers.specs import Search, search_model
from app.workers.trouble import GONE, STRANGE, Trouble

FOLDER = "checkpoints"
ASKED, CREATED, WANTED = "asked", "created", "wanted"  # what a study holds
GO, HALT = "go", "halt"
LONGEST = 40  # characters of a name that are said back


class Kept:
    """One search in the storage.

    `made` tells it from one of the same name that there was before or comes after.
    """

    def __init__(self, name: str, shelf: Shelf, number: int, attributes: Mapping[str, Any], folder: Path) -> None:
        self.name, self.storage, self.number = name, shelf, number
        self.made: str = attributes[MADE]
        self.created: float = attributes[CREATED]
        self.search: Search = search_model().model_validate_json(json.dumps(attributes[ASKED]))
        self.task = self.search.task
        self.knobs: list[Knob] = knobs(self.task.space)
        self.folder = folder
        with storage.spoken():
            self.study = optuna.load_study(
                study_name=name,
                storage=shelf,
                sampler=optuna.samplers.RandomSampler(seed=0),
                pruner=pruner(self.search.pruner, self.task.target.epochs),
            )

    def attributes(self) -> dict[str, Any]:
        """What is said of it as a whole, workers and all. Raises `Trouble` once it is thrown away.

        The number alone does not tell: SQLite gives it to the next.
        """
        with storage.spoken(), contextlib.suppress(KeyError):
            said = self.storage.get_study_user_attrs(self.number)
            if said.get(MADE) == self.made:
                return said
        raise _nothing(self.name)

    @property
    def goes_on(self) -> bool:
        """Whether its trials are to be taken. Raises as `attributes`."""
        return self.attributes().get(WANTED) != HALT

    def put(self, key: str, value: Any) -> None:
        """Say something of it as a whole. Raises as `attributes`."""
        self.attributes()
        with storage.spoken():
            self.storage.set_study_user_attr(self.number, key, value)

    def trials(self, states: Collection[TrialState] | None = None) -> list[FrozenTrial]:
        """All of them by number, or those in some state; not to be changed."""
        with storage.spoken():
            return self.study.get_trials(deepcopy=False, states=None if states is None else tuple(states))

    def drawer(self, trial: int) -> Path:
        """Where the checkpoints of a trial lie."""
        return self.folder / f"trial-{trial:04d}"


class Ledger:
    """All of them."""

    def __init__(self, settings: Settings, patience: int = storage.PATIENCE) -> None:
        """`patience` is that with the database. Raises `Trouble` where nothing can be kept."""
        self.settings = settings
        self._folder = folder(settings) / FOLDER
        self.storage = storage.opened(settings, patience)
        self._known: dict[str, Kept] = {}
        self._beginning = threading.Lock()

    def names(self) -> list[str]:
        """Of all searches, the last one first."""
        said = self.said()
        return sorted(said, key=lambda name: said[name][CREATED], reverse=True)

    def said(self) -> dict[str, dict[str, Any]]:
        """What is said of each as a whole, by name."""
        with storage.spoken():
            studies = self.storage.get_all_studies()
        ours = [study for study in studies if study.user_attrs.keys() >= {ASKED, MADE, CREATED}]
        return {study.study_name: study.user_attrs for study in ours}

    def get(self, name: str) -> Kept:
        """One by its name. Raises `Trouble` where there is none, or one that cannot be read."""
        number, attributes = self._found(name)
        known = self._known.get(name)
        if known is None or known.made != attributes[MADE]:
            try:
                known = self._known[name] = Kept(name, self.storage, number, attributes, self._folder / name)
            except ValidationError as error:
                raise Trouble("error.search_strange", STRANGE, "name", name=name) from error
        return known

    def _found(self, name: str) -> tuple[int, dict[str, Any]]:
        """The number of one and what is said of it. What others keep in the same database is none of ours."""
        with storage.spoken(), contextlib.suppress(KeyError):
            number = self.storage.get_study_id_from_name(
                name.replace("\0", " ")
            )  # which PostgreSQL knows no letter for
            attributes = self.storage.get_study_user_attrs(number)
            if attributes.keys() >= {ASKED, MADE, CREATED}:
                return number, attributes
        self._known.pop(name, None)
        raise _nothing(name)

    def begin(self, search: Search) -> str:
        """Keep one more, with all its trials waiting; its name."""
        waiting = _templates(search)
        with self._beginning:  # whoever counts is the next to add one
            names = self.names()
            if len(names) >= self.settings.searches:
                raise Trouble("error.searches_full", STRANGE, "searches", most=self.settings.searches)
            numbered = (f"{search.target.kind}-{i}" for i in itertools.count(1))
            for name in [search.name] if search.name else (each for each in numbered if each not in names):
                said = {MADE: secrets.token_hex(8), CREATED: time.time(), WANTED: GO, ASKED: search.plain(name)}
                with storage.spoken(), contextlib.suppress(IntegrityError):
                    rows.begin(self.storage, name, said, waiting)
                    return name
        raise Trouble("error.search_exists", STRANGE, "name", name=search.name)

    def remove(self, name: str) -> None:
        """Throw one away, with its checkpoints: these first, for on a full disk they make room to write in."""
        self._found(name)
        checkpoints.remove(self._folder / name)
        with storage.spoken(), contextlib.suppress(KeyError):
            optuna.delete_study(study_name=name, storage=self.storage)
        checkpoints.remove(self._folder / name)  # what a worker on another machine wrote meanwhile
        self._known.pop(name, None)


def _nothing(name: str) -> Trouble:
    return Trouble("error.no_search", GONE, "name", name=legible(name, LONGEST))


def _templates(search: Search) -> list[FrozenTrial]:
    """The trials before anybody has taken them: with settings where these are known ahead."""
    task = search.task
    if task.places is None:
        return [create_trial(state=TrialState.WAITING) for _ in range(task.trials)]
    columns = task.space.settings(task.places)
    made = knobs(task.space)
    rows = [{name: column[i].item() for name, column in columns.items()} for i in range(task.trials)]
    return [
        create_trial(
            state=TrialState.WAITING,
            params={knob.parameter: knob.told(_fitting(knob, row[knob.setting])) for knob in made},
            distributions={knob.parameter: knob.distribution for knob in made},
        )
        for row in rows
    ]


def _fitting(knob: Knob, value: Any) -> Any:
    """A count is a whole number."""
    return int(value) if knob.whole else value
