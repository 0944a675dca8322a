"""What a search is asked for: what is tuned, along which axes, and who searches."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, create_model, model_validator
from pydantic_core import PydanticCustomError

from app import limits
from app.courses import Course
from app.search.axes import Axis, refused, searched
from app.search.jobs import Job
from app.search.tpe import TPE  # noqa: F401 - it registers itself
from app.specs import Named, Point, Race, Run, Strict, build, calm, run_model, union_of
from optim_core import Noise, Rule, Surface
from optim_core.noise import Misfit
from optim_core.registry import load
from optim_core.search.space import Space
from optim_core.search.strategy import Strategy
from optim_core.search.target import Target

load("optim_core.search.targets")
load("optim_core.search.strategies")
FINEST = 33  # places of a landscape along either axis
RACE = {"surface", "start", "steps", "noise", "tolerance", "runs"}  # what other targets take no notice of


class Search(Strict):
    """The search itself; every strategy may spend as many epochs as so many whole trainings have."""

    target: Named
    axes: Annotated[list[Axis], Field(min_length=1, max_length=limits.AXES)]
    strategies: Sequence[Named]
    trials: int = Field(default=16, ge=1, le=limits.SEARCHED)
    repeats: int = Field(default=1, ge=1, le=limits.SEARCHES)
    landscape: bool = True


class Asked(Strict):
    """A search and, if its target is a run of a race, that race; other targets take no notice of one."""

    search: Search
    surface: Named | None = None
    start: Point | None = None
    steps: int = Field(default=200, ge=1, le=limits.STEPS)
    seed: int = Field(default=0, ge=0, le=limits.SEED)
    noise: Named
    tolerance: float = Field(default=0.0, ge=0.0, le=1e6, allow_inf_nan=False)
    runs: Sequence[Run] = ()

    @property
    def declared(self) -> type[Target]:
        """The class of the target."""
        return Target.registry[self.search.target.kind]

    @functools.cached_property
    def job(self) -> Job:
        """What a worker is given."""
        search = self.search
        target = self._target
        return Job(
            target=target,
            space=self._space,
            strategies=tuple(build(Strategy, strategy) for strategy in search.strategies),
            budget=search.trials * target.epochs,
            repeats=search.repeats,
            seed=self.seed,
            land=FINEST if search.landscape and len(search.axes) <= 2 else 0,
        )

    @property
    def question(self) -> str:
        """The same for everyone who asks the same, whatever they call their run."""
        return self.model_dump_json(exclude={"runs": {"__all__": {"label"}}} if self.declared.raced else RACE)

    @functools.cached_property
    def _target(self) -> Target:
        settings = self.search.target.model_dump(exclude={"kind"})
        return self.declared(**settings | (self._raced() if self.declared.raced else {}))

    def _raced(self) -> dict[str, Any]:
        """What a target that is a run of a race has beside its settings."""
        race = self._race()
        course = Course(race, race.runs[0])
        ways = {name: course.conditions[name] for name in ("schedules", "noise", "tolerance")}
        rule = build(Rule, race.runs[0].optimizer)
        return {"rule": rule, "surface": course.surface, "start": course.start, "steps": course.steps} | ways

    @functools.cached_property
    def _space(self) -> Space:
        return searched(self._target.space(), self.search.axes, "search.")

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

    @model_validator(mode="after")
    def _can_be_searched(self) -> Self:
        try:
            self.job  # noqa: B018 - what is wrong with it is raised
        except Misfit as misfit:
            facts = {"field": misfit.field, **misfit.text._asdict()}
            raise PydanticCustomError("misfit", "does not fit", facts) from misfit
        return self


@functools.cache
def asked_model() -> type[Asked]:
    """The model with everything registered as its legal values, made once."""
    run: Any = run_model()
    strategies: Any = list[union_of(Strategy)]  # type: ignore[misc]
    search = create_model(
        "Search",
        __base__=Search,
        target=(union_of(Target), ...),
        strategies=(strategies, Field(min_length=1, max_length=limits.STRATEGIES)),
    )
    return create_model(
        "Asked",
        __base__=Asked,
        search=(search, ...),
        surface=(union_of(Surface) | None, None),
        noise=(union_of(Noise), calm()),
        runs=(list[run], Field(default=[], max_length=1)),
    )
