"""What a lesson does, the same in every language: its steps, each a race with what to look at and what must hold."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from app import i18n, resources
from app.declared import Strict, union_of
from app.sentences import refusal
from app.specs import Race, race_model
from app.teaching.both import Both
from app.teaching.chart import Chart
from app.teaching.faults import Fault, line_of, spoken
from app.teaching.places import Mistake
from app.teaching.studied import Label, Studied
from app.teaching.sweep import Sweep
from optim_core.claims.relation import LONGEST, Unclear, check_relation
from optim_core.study import Study
from optim_core.surface import Box

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Claim = Annotated[str, Field(min_length=3, max_length=LONGEST)]
Panel = Literal["curves", "results", "inspector", "here"]
Glance = Literal["show", "camera", "axis", "curve", "scale", "view", "at", "inspect"]
SEEDS = 100  # that a claim may be asked of
_INSTRUMENTS = resources.folder("static") / "js" / "instruments"


def _a_name(label: str) -> str:
    """Claims speak of a run by its label, so it has to be a name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", label):
        raise PydanticCustomError(
            "lesson", "the label {label} is no name: small letters, digits and _", {"label": label}
        )
    return label


class StepPlan(Studied):
    """One step as its file says it. `spec` and `also` are races as the API takes them."""

    id: Id
    exhibits: Sequence[str] = ()
    teaches: Sequence[str] = ()
    corrects: Sequence[int] = ()
    expect: Sequence[Claim] = ()
    seeds: int = Field(default=1, ge=1, le=SEEDS)
    aggregate: Literal["mean", "median", "max", "min"] | None = None
    view: dict[Glance, str] = Field(default_factory=dict)
    panels: Sequence[Panel] = ("curves",)
    instrument: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")] | None = None
    spec: Race
    also: Sequence[Race] = ()
    names: dict[Annotated[str, AfterValidator(_a_name)], Both] = Field(default_factory=dict)
    chart: Chart | None = None

    @property
    def races(self) -> list[Race]:
        """The race that is shown, and those that only prove something."""
        return [self.spec, *self.also]

    @property
    def labels(self) -> list[str]:
        """The labels of all runs, which claims know them by."""
        return [run.label or "" for race in self.races for run in race.runs]

    @model_validator(mode="after")
    def _claims_are_about_its_runs(self) -> Self:
        labels = self.labels
        for label in labels:
            _a_name(label)
            if labels.count(label) > 1:
                raise _mistake("two runs of the step have the label {what}", label)
        if unknown := sorted(self.names.keys() - set(labels)):
            raise _mistake("names speaks of {what}, which is no run of the step", unknown[0])
        if self.seeds > 1 and self.aggregate is None:
            raise _mistake("with {what} seeds, aggregate says how they are combined", self.seeds)
        try:
            studies = self.check(self.spec)
        except Mistake as mistake:
            raise _mistake("study: {what}", mistake) from None
        if both := sorted(studies.keys() & set(labels)):
            raise _mistake("a run and a study of the step are called {what}", both[0])
        for claim in self.expect:
            try:
                check_relation(claim, labels, studies)
            except Unclear as unclear:
                raise _mistake("expect: {what}", unclear) from None
        return self

    @property
    def window(self) -> Box | None:
        """What the step shows of its surface, if not all of it."""
        if "view" not in self.view:
            return None
        x_min, x_max, y_min, y_max = (float(edge) for edge in self.view["view"].split(","))
        return x_min, x_max, y_min, y_max

    @model_validator(mode="after")
    def _its_window_is_one(self) -> Self:
        try:
            window = self.window or (0, 1, 0, 1)
        except ValueError:
            window = (1, 0, 1, 0)
        x_min, x_max, y_min, y_max = window
        # nothing can be drawn of an endless window, nor of one thinner than its numbers
        wide = x_max - x_min >= 1e-6 and y_max - y_min >= 1e-6
        if not (wide and all(abs(edge) <= 1e6 for edge in window)):
            raise _mistake("view: {what} is not left,right,bottom,top", self.view["view"])
        return self

    @model_validator(mode="after")
    def _its_figures_can_be_made(self) -> Self:
        if self.instrument and not _INSTRUMENTS.joinpath(f"{self.instrument}.js").is_file():
            raise _mistake("there is no instrument called {what}", self.instrument)
        try:
            if self.chart:
                Sweep(self.spec, self.chart)
        except Mistake as mistake:
            raise _mistake("chart: {what}", mistake) from None
        return self


class Plan(NamedTuple):
    """A lesson's file. `minutes` is how long it takes; `thumbnail` is the id of the step that stands for it."""

    minutes: int
    thumbnail: str
    steps: Sequence[StepPlan]


def read(file: str, text: str) -> Plan:
    """The `lesson.toml` of a lesson. Raises Fault."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        raise Fault(file, int(place[1]) if place else text.count("\n") + 1, spoken(error)) from None
    try:
        frame = _Frame.model_validate_json(json.dumps(said, default=str))
    except ValidationError as error:
        errors = error.errors(include_url=False)
        # a misspelt key is two mistakes, one that is missing and one that nobody knows: the second is in the file
        which = next((i for i, one in enumerate(errors) if one["type"] == "extra_forbidden"), 0)
        sentence = refusal(error, i18n.DEFAULT, which).sentence
        raise Fault(file, line_of(text, errors[which]["loc"]), sentence) from None
    ids = [step.id for step in frame.step]
    for i, one in enumerate(ids):
        if one in ids[:i]:
            raise Fault(file, line_of(text, ("step", i)), f"there are two steps with the id {one}")
    thumbnail = frame.thumbnail or ids[0]
    if thumbnail not in ids:
        raise Fault(file, line_of(text, ("thumbnail",)), f"thumbnail: there is no step with the id {thumbnail}")
    return Plan(frame.minutes, thumbnail, frame.step)


class _Step(StepPlan):
    """With every registered class as a legal value of its races."""

    spec: race_model()  # type: ignore[valid-type]
    also: list[race_model()] = Field(default_factory=list, max_length=12)  # type: ignore[valid-type]
    study: union_of(Study) | None = None  # type: ignore[valid-type]
    studies: dict[Label, union_of(Study)] = Field(default_factory=dict, max_length=12)  # type: ignore[valid-type]


class _Frame(Strict):
    minutes: int = Field(ge=1, le=90)
    thumbnail: Id | None = None
    step: list[_Step] = Field(min_length=1, max_length=40)


def _mistake(sentence: str, what: Any) -> PydanticCustomError:
    return PydanticCustomError("lesson", sentence, {"what": str(what)})
