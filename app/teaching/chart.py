"""`[step.chart]` of a lesson: a curve or a map over a setting, each point of it a race of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.declared import Strict
from app.teaching.both import Both
from optim_core.maps import axis

VALUES = 400  # of one axis
CELLS = 10_000  # of a map
PLAIN = ("t", "n")  # numbers that races do not see
V, U = "v", "u"  # the swept values by name, along the first axis and the second

Name = Annotated[str, Field(min_length=1, max_length=80)]
Expression = Annotated[str, Field(min_length=1, max_length=400)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Range(Strict):
    """Evenly spaced values, both ends among them."""

    model_config = ConfigDict(validate_by_name=True)

    from_: Finite = Field(alias="from")
    to: Finite
    count: int = Field(ge=2, le=VALUES)
    log: bool = False

    @model_validator(mode="after")
    def _has_a_way(self) -> Self:
        if self.log and min(self.from_, self.to) <= 0:
            raise _mistake("evenly on a logarithmic scale needs two positive ends")
        if self.from_ == self.to:
            raise _mistake("from and to are the same")
        return self

    def spread(self) -> list[float]:
        """The values, without the dust of their last digits."""
        low, high = sorted((self.from_, self.to))
        rising = axis.values(low, high, self.count, self.log)
        return rising if self.from_ < self.to else rising[::-1]


Values = Annotated[list[Finite], Field(min_length=1, max_length=VALUES)] | Range


class Line(Strict):
    """One curve, or the colour of a map."""

    measure: Expression
    name: Both


class Mark(Strict):
    """A vertical line, such as what theory says."""

    at: Finite
    name: Both


class Chart(Strict):
    """What is swept, what is measured and how it is drawn.

    A measure is a relation's expression in which `v` (and `u`, of the second axis) is the swept value. `tied` are
    further settings that follow it, as expressions: {"gd.lr" = "2 / (1 + v)"}. `between` keeps the vertical axis, or
    the colours of a map, to an interval; what lies outside is drawn at its edge.
    """

    over: Name
    values: Values
    and_: Name | None = Field(default=None, alias="and")
    and_values: Values | None = None
    tied: dict[Name, Expression] = Field(default_factory=dict)
    x: Literal["linear", "log"] = "linear"
    y: Literal["linear", "log"] = "linear"
    between: Annotated[list[Finite], Field(min_length=2, max_length=2)] | None = None
    title: Both
    across: Both
    up: Both | None = None
    lines: Annotated[list[Line], Field(min_length=1, max_length=8)]
    marks: Annotated[list[Mark], Field(max_length=8)] = Field(default_factory=list)
    classes: dict[Annotated[str, Field(pattern=r"^-?\d{1,3}$")], Both] = Field(default_factory=dict)
    seeds: int = Field(default=1, ge=1, le=1000)
    aggregate: Literal["mean", "median", "max", "min"] | None = None

    @property
    def across_values(self) -> list[float]:
        """The values along the first axis."""
        return _listed(self.values)

    @property
    def up_values(self) -> list[float] | None:
        """The values along the second axis of a map; None of a curve."""
        return None if self.and_values is None else _listed(self.and_values)

    @property
    def names(self) -> list[str]:
        """The plain names that its measures may use."""
        axes = [(self.over, V)] + ([(self.and_, U)] if self.and_ else [])
        return [name for over, name in axes] + [over for over, _ in axes if over in PLAIN]

    def known(self, cell: Sequence[float]) -> dict[str, float]:
        """What those names stand for in one cell."""
        overs = (self.over, self.and_ or "")
        known = dict(zip((V, U), cell, strict=False))
        return known | {over: value for over, value in zip(overs, cell, strict=False) if over in PLAIN}

    def named(self, labels: Sequence[str]) -> list[str]:
        """Those of the runs that its measures speak of; the others need not be walked."""
        spoken = {label for line in self.lines for label in named_in(line.measure, labels)}
        return [label for label in labels if label in spoken]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.and_ is None) != (self.and_values is None):
            raise _mistake("a map needs both `and` and `and_values`")
        if self.and_ is not None and len(self.lines) != 1:
            raise _mistake("a map has exactly one line: its measure is the colour")
        if self.and_ is not None and self.up is None:
            raise _mistake("a map needs `up`, the words of its second axis")
        if self.and_ == self.over:
            raise _mistake("`over` and `and` are the same setting")
        if self.seeds > 1 and self.aggregate is None:
            raise _mistake("several seeds need an `aggregate`: mean, median, max or min")
        return self

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Self:
        across, up = self.across_values, self.up_values
        for values in (across, up or [0.0, 1.0]):
            if len(set(values)) < len(values) or sorted(values) not in (values, values[::-1]):
                raise _mistake("the values of an axis rise or fall, and none comes twice")
        if len(across) * len(up or [0]) > CELLS:
            raise _mistake("a map may have 10000 cells at most")
        if self.x == "log" and min(across) <= 0:
            raise _mistake("a logarithmic axis needs positive values")
        if self.between and not self.between[0] < self.between[1]:
            raise _mistake("`between` is [low, high]")
        return self


def named_in(expression: str, labels: Iterable[str]) -> list[str]:
    """The runs that an expression speaks of."""
    tree = ast.parse(expression.strip(), mode="eval")
    words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return [label for label in labels if label in words]


def _listed(values: list[float] | Range) -> list[float]:
    return values.spread() if isinstance(values, Range) else [float(v) for v in values]


def _mistake(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("lesson", sentence)
