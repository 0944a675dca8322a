"""A race as JSON, checked."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from typing import Any, Self, TypeVar

from pydantic import Field, create_model, model_validator
from pydantic_core import PydanticCustomError

from app import limits
from app.declared import Few, Label, Named, Point, Strict, build, model_of, union_of
from app.misfits import misfits_told
from app.starts import check_starts
from optim_core import Noise, Rule, Schedule, Surface
from optim_core.cost import Currency
from optim_core.cut import Saved


class PowerCut(Strict):
    """Before update `at` of a run the power fails; it is resumed from what was saved."""

    at: int = Field(ge=1, le=limits.STEPS)
    saved: Saved


class Driven(Strict):
    """An optimizer, and what drives its numbers as time goes by."""

    optimizer: Named
    schedules: dict[str, Named] = Field(default_factory=dict)
    label: Label | None = None

    def called(self, language: str) -> str:
        """Its label; without one the title of its optimizer."""
        return self.label or str(getattr(Rule.registry[self.optimizer.kind].title, language))

    @model_validator(mode="after")
    def _schedules_drive_numbers(self) -> Self:
        known = Rule.registry[self.optimizer.kind].numbers()
        for name in self.schedules:
            if name not in known:
                facts = {"field": f"schedules.{name[: limits.LABEL]}", "known": ", ".join(known)}
                raise PydanticCustomError("unknown_schedule", "no such number", facts)
        return self


AnyDriven = TypeVar("AnyDriven", bound=Driven)


class Run(Driven):
    """One optimizer in the race."""

    start: Point | None = None
    noise: Named | None = None
    cut: PowerCut | None = None


class Spending(Strict):
    """What each run may spend, instead of a number of steps."""

    of: Currency
    most: int = Field(ge=1, le=limits.STEPS)


class Race(Strict):
    """Several runs on one surface, with the same luck."""

    surface: Named
    start: Point | None = None
    steps: int = Field(default=200, ge=1, le=limits.STEPS)
    budget: Spending | None = None
    seed: int = Field(default=0, ge=0, le=limits.SEED)
    repeats: int = Field(default=1, ge=1, le=limits.REPEATS)
    noise: Named
    tolerance: float = Field(default=0.0, ge=0.0, le=1e6, allow_inf_nan=False)
    runs: Sequence[Run]

    @property
    def longest(self) -> int:
        """The steps of its longest run at most: with a budget, one for the cheapest thing it can be spent on."""
        return math.ceil(self.budget.most * self._per_unit) if self.budget else self.steps

    @property
    def _per_unit(self) -> float:
        """The updates that one unit of the budget pays for at most: an epoch is made of mini-batches."""
        if self.budget is None or self.budget.of != "epochs":
            return 1.0
        surface: Surface = build(Surface, self.surface)
        noises: list[Noise] = [build(Noise, self.noise_of(run)) for run in self.runs]
        return max(surface.rows / noise.examples(surface) if surface.rows else 1.0 for noise in noises)

    def noise_of(self, run: Run) -> Named:
        """What a run's gradient suffers from: its own noise, else that of the race."""
        return run.noise or self.noise

    @model_validator(mode="after")
    def _is_affordable(self) -> Self:
        allowed = min(limits.STEPS, limits.TOTAL_STEPS // len(self.runs))
        if self.longest > allowed:
            field = "budget.most" if self.budget else "steps"
            facts = {"field": field, "runs": len(self.runs), "most": int(allowed / self._per_unit)}
            raise PydanticCustomError("too_many_steps", "too many steps", facts)
        return self

    @model_validator(mode="after")
    def _repeats_are_affordable(self) -> Self:
        steps = self.longest * len(self.runs)
        if self.repeats > 1 and self.repeats * steps > limits.REPEATED:
            facts = {"runs": len(self.runs), "steps": self.longest, "most": limits.REPEATED // steps}
            raise PydanticCustomError("too_many_repeats", "too many repeats", {"field": "repeats"} | facts)
        return self

    @model_validator(mode="after")
    def _epochs_have_data(self) -> Self:
        if self.budget and self.budget.of == "epochs" and not Surface.registry[self.surface.kind].rows:
            raise PydanticCustomError("no_epochs", "no data", {"field": "budget.of"})
        return self

    @property
    def begins(self) -> Mapping[str, Point | None]:
        """Where its runs begin, by field; None where the surface names the place."""
        shared = {"start": self.start} if any(run.start is None for run in self.runs) else {}
        return shared | {f"runs[{i}].start": run.start for i, run in enumerate(self.runs) if run.start}

    @model_validator(mode="after")
    def _begins_where_there_is_a_loss(self) -> Self:
        check_starts(build(Surface, self.surface), self.begins)
        return self

    @model_validator(mode="after")
    def _noise_fits(self) -> Self:
        surface: Surface = build(Surface, self.surface)
        own = [(f"runs[{i}].", run.noise) for i, run in enumerate(self.runs) if run.noise]
        for place, noise in [("", self.noise), *own]:
            with misfits_told(place):
                build(Noise, noise).draws(surface, self.seed)
        return self


AnyRace = TypeVar("AnyRace", bound=Race)


def complete(race: type[AnyRace]) -> type[AnyRace]:
    """A race model with everything registered as its legal values."""
    run: Any = run_model()
    return create_model(
        race.__name__,
        __base__=race,
        surface=(union_of(Surface), ...),
        noise=(union_of(Noise), calm()),
        runs=(Few[run], Field(min_length=1, max_length=limits.RUNS)),
    )


def calm() -> Named:
    """No noise."""
    return model_of(Noise.registry["none"])(kind="none")


@functools.cache
def run_model() -> type[Run]:
    """The model of a run, made once."""
    return driven_model(Run, noise=(union_of(Noise) | None, None))


def driven_model(driven: type[AnyDriven], **fields: Any) -> type[AnyDriven]:
    """Such a model with every optimizer and schedule as its legal values, and these fields."""
    schedules: Any = dict[str, union_of(Schedule)]  # type: ignore[misc]
    drives: dict[str, Any] = {"optimizer": (union_of(Rule), ...), "schedules": (schedules, Field(default_factory=dict))}
    return create_model(driven.__name__, __base__=driven, **drives | fields)


@functools.cache
def race_model() -> type[Race]:
    """The model of a race, made once."""
    return complete(Race)


class Picked(Strict):
    """One run of a race."""

    race: Race
    run: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _the_run_exists(self) -> Self:
        if self.run >= len(self.race.runs):
            raise PydanticCustomError("no_such_run", "no such run", {"field": "run", "runs": len(self.race.runs)})
        return self


AnyPicked = TypeVar("AnyPicked", bound=Picked)


@functools.cache
def picked_model(picked: type[AnyPicked]) -> type[AnyPicked]:
    """Such a model with the whole race in it, made once."""
    return create_model(picked.__name__, __base__=picked, race=(race_model(), ...))
