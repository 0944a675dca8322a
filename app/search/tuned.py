"""What is tuned: a target and, if that is a run of a race, the race."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Self, TypeVar

from pydantic import Field, ValidationError, create_model, model_validator
from pydantic_core import PydanticCustomError

from app import limits
from app.courses import Course
from app.declared import Named, Point, Strict, build, union_of
from app.search.axes import refused
from app.specs import Race, Run, calm, run_model
from optim_core import Noise, Rule, Surface
from optim_core.registry import load
from optim_core.search.target import Target

load("optim_core.search.targets")
RACE = {"surface", "start", "steps", "noise", "tolerance", "runs"}  # what other targets take no notice of


class Tuned(Strict):
    """A target, wherever it is named, and the race that one of its kinds is a run of."""

    surface: Named | None = None
    start: Point | None = None
    steps: int = Field(default=200, ge=1, le=limits.STEPS)
    seed: int = Field(default=0, ge=0, le=limits.SEED)
    noise: Named
    tolerance: float = Field(default=0.0, ge=0.0, le=1e6, allow_inf_nan=False)
    runs: Sequence[Run] = ()

    @property
    def named(self) -> Named:
        """The target as it is asked for."""
        raise NotImplementedError

    @property
    def declared(self) -> type[Target]:
        """The class of the target."""
        return Target.registry[self.named.kind]

    @functools.cached_property
    def tuned(self) -> Target:
        """The target, made."""
        settings = self.named.model_dump(exclude={"kind"})
        return self.declared(**settings | (self._raced() if self.declared.raced else {}))

    def _raced(self) -> dict[str, Any]:
        """What a target that is a run of a race has beside its settings."""
        race = self._race()
        course = Course(race, race.runs[0])
        ways = {name: course.conditions[name] for name in ("schedules", "noise", "tolerance")}
        rule = build(Rule, race.runs[0].optimizer)
        return {"rule": rule, "surface": course.surface, "start": course.start, "steps": course.steps} | ways

    def _race(self) -> Race:
        """The race of the target. What is wrong with it is told as if it had been asked for alone."""
        try:
            return Race(seed=self.seed, **{name: getattr(self, name) for name in RACE})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise PydanticCustomError(first["type"], "refused", first.get("ctx")) from error

    @model_validator(mode="after")
    def _has_a_race_where_one_is_tuned(self) -> Self:
        if self.declared.raced:
            for name, given in (("surface", self.surface), ("runs", self.runs)):
                if not given:
                    raise refused("missing", name)
            if self.runs[0].cut:
                raise refused("extra_forbidden", "runs[0].cut")
        return self


AnyTuned = TypeVar("AnyTuned", bound=Tuned)


def complete(tuned: type[AnyTuned], **fields: Any) -> type[AnyTuned]:
    """A model with everything registered as the legal values of its race, and these fields."""
    run: Any = run_model()
    return create_model(
        tuned.__name__,
        __base__=tuned,
        surface=(union_of(Surface) | None, None),
        noise=(union_of(Noise), calm()),
        runs=(list[run], Field(default=[], max_length=1)),
        **fields,
    )
