"""What a map is asked for: a race, and the plane over which it is run again and again."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app import limits
from app.declared import Coordinate, Few, Label, Point, Strict, build
from app.specs import Race, complete
from app.swept import Number, numbers_of, numbers_of_run
from optim_core import Surface
from optim_core.fields import Hyper
from optim_core.maps.theory import OF_SURFACE
from optim_core.surface import Box

SETTLED = 1e-3  # the tolerance of a map that is about arriving, unless another is asked for
Finite = Annotated[float, Field(allow_inf_nan=False)]
Measure = Literal["loss", "steps", "evaluations", "distance"]
ARRIVING: tuple[Measure, ...] = ("steps", "evaluations")  # what can be measured of runs that arrive only


class Mapped(Race):
    """A race of one seed, of a few runs."""

    @model_validator(mode="after")
    def _is_run_once(self) -> Self:
        if self.repeats > 1:
            raise _refused("map_repeats", "repeats")
        return self

    def _has_runs(self, most: int) -> None:
        if len(self.runs) > most:
            facts = {"max_length": most, "actual_length": len(self.runs)}
            raise _refused("too_long", "runs", **facts)


class Basin(Mapped):
    """A map over starts. Their own starts are no concern of its runs."""

    tolerance: float = Field(default=SETTLED, ge=0.0, le=1e6, allow_inf_nan=False)
    window: Annotated[list[Coordinate], Field(min_length=4, max_length=4)] | None = None
    cells: tuple[
        Annotated[int, Field(ge=2, le=limits.BASIN)],
        Annotated[int, Field(ge=2, le=limits.BASIN)],
    ] = (128, 128)
    reach: float | None = Field(default=None, gt=0.0, le=limits.FAR, allow_inf_nan=False)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self._has_runs(limits.MAPPED)
        window = self.window or [0.0, 1.0, 0.0, 1.0]
        for low, high in ((0, 1), (2, 3)):
            a, b = window[low], window[high]
            if not b - a > 1e-9 * max(abs(a), abs(b)):
                raise _refused("empty_window", f"window[{high}]", low=f"window[{low}]")
        return self

    @property
    def begins(self) -> Mapping[str, Point | None]:
        """Nowhere in particular."""
        return {}

    def box(self, surface: Surface) -> Box:
        """The window in which its starts lie."""
        if self.window is None:
            return surface.domain()
        x_min, x_max, y_min, y_max = self.window
        return x_min, x_max, y_min, y_max


class Axis(Strict):
    """The values of one number: over all that its runs declare, unless another range is given."""

    of: Label
    low: Finite | None = None
    high: Finite | None = None
    count: int = Field(default=64, ge=2, le=limits.SWEEP)
    log: bool | None = None

    @property
    def range(self) -> tuple[int, float | None, float | None, bool | None]:
        """How many values, from where to where, and how they are spread."""
        return self.count, self.low, self.high, self.log


class Sweep(Mapped):
    """A curve or map over one or two numbers of a race."""

    axes: Annotated[Few[Axis], Field(min_length=1, max_length=2)]
    measure: Measure = "loss"
    curves: int = Field(default=0, ge=0, le=limits.CURVE)

    def as_fine_as(self, counts: Sequence[int]) -> Self:
        """The same with so many values on each axis."""
        axes = [axis.model_copy(update={"count": count}) for axis, count in zip(self.axes, counts, strict=False)]
        return self.model_copy(update={"axes": axes})

    @model_validator(mode="after")
    def _comes_to_rest(self) -> Self:
        if self.measure in ARRIVING and "tolerance" not in self.model_fields_set:
            return self.model_copy(update={"tolerance": SETTLED})
        return self

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self._has_runs(limits.RUNS if len(self.axes) == 1 else limits.MAPPED)
        if self.measure in ARRIVING and not self.tolerance > 0:
            raise _refused("map_tolerance", "tolerance", measure=self.measure)
        if self.curves and len(self.axes) > 1:
            raise _refused("map_curves", "curves")
        if len({axis.of for axis in self.axes}) < len(self.axes):
            raise _refused("twice", "axes[1].of")
        return self

    @property
    def begins(self) -> Mapping[str, Point | None]:
        """Likewise where the loss itself is swept: a cell may then say that its start has no value."""
        return {} if any(axis.of.startswith(OF_SURFACE) for axis in self.axes) else super().begins

    @model_validator(mode="after")
    def _sweeps_what_there_is(self) -> Self:
        for i, axis in enumerate(self.axes):
            for run in range(len(self.runs)):
                has = numbers(self, run)
                if axis.of not in has:
                    raise _refused("unknown_number", f"axes[{i}].of", run=run, known=", ".join(has), given=axis.of)
            _is_allowed(axis, f"axes[{i}]", shared(self, axis.of))
        return self

    @model_validator(mode="after")
    def _knows_where_the_minima_are(self) -> Self:
        surface: Surface = build(Surface, self.surface)
        if self.measure == "distance" and not surface.minima():
            raise _refused("no_minima", "measure")
        return self


def numbers(race: Race, run: int) -> dict[str, Number]:
    """What can be swept of a run, by name: its own numbers, those of its schedules, and those of the surface."""
    of = numbers_of(Surface, race.surface, ("surface",))
    return numbers_of_run(race, run) | {f"surface.{name}": number for name, number in of.items()}


def shared(race: Race, of: str) -> Hyper:
    """A number as all runs have it: over all their ranges, within the limits of each, so that they compare."""
    first, *others = (numbers(race, run)[of].declared for run in range(len(race.runs)))
    return functools.reduce(_both, others, first)


def _both(a: Hyper, b: Hyper) -> Hyper:
    minimum, maximum = max(a.minimum, b.minimum), min(a.maximum, b.maximum)
    low, high = max(minimum, min(a.low, b.low)), min(maximum, max(a.high, b.high))
    return dataclasses.replace(a, low=low, high=high, minimum=minimum, maximum=maximum, log=a.log and b.log)


def _is_allowed(axis: Axis, field: str, number: Hyper) -> None:
    low = number.low if axis.low is None else axis.low
    high = number.high if axis.high is None else axis.high
    for name, end in (("low", low), ("high", high)):
        if not number.minimum <= end <= number.maximum:
            kind = "greater_than_equal" if end < number.minimum else "less_than_equal"
            raise _refused(kind, f"{field}.{name}", given=end, ge=number.minimum, le=number.maximum)
        if number.whole and end != int(end):
            raise _refused("int_from_float", f"{field}.{name}", given=end)
    if not high - low > 1e-9 * max(abs(low), abs(high)):
        if axis.high is None:
            raise _refused("less_than", f"{field}.low", given=low, lt=high)
        raise _refused("empty_window", f"{field}.high", low=low)
    if (number.log if axis.log is None else axis.log) and low <= 0:
        raise _refused("map_log", f"{field}.low")


def _refused(kind: str, field: str, **facts: Any) -> PydanticCustomError:
    return PydanticCustomError(kind, "refused", {"field": field} | facts)


@functools.cache
def basin_model() -> type[Basin]:
    """The model of a basin map, made once from everything registered."""
    return complete(Basin)


@functools.cache
def sweep_model() -> type[Sweep]:
    """The model of a sweep, likewise."""
    return complete(Sweep)
