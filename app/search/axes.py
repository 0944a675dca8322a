"""From the axes that are asked for to the space that is searched."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic_core import PydanticCustomError

from app import limits
from app.declared import Label, Strict
from optim_core.search.dimension import Dimension, Options, Range
from optim_core.search.space import Space

NEAREST = 1e-9  # to 1, of what is searched on the scale of 1 - x: nearer, its digits are those of a subtraction
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Axis(Strict):
    """One thing that is searched: a number over a range on a scale, or some of a choice; as declared if not said."""

    name: Label
    low: Finite | None = None
    high: Finite | None = None
    scale: Literal["linear", "log", "mirror"] | None = None
    options: Annotated[list[Label], Field(min_length=1, max_length=limits.TRIALS)] | None = None


def searched(space: Space, axes: Sequence[Axis], of: str = "") -> Space:
    """The part of a target's space that lies along some axes, in their order; these are a field `of` the request."""
    dims: dict[str, Dimension] = {}
    for i, axis in enumerate(axes):
        field = f"{of}axes[{i}]"
        if axis.name in dims:
            raise refused("twice", f"{field}.name")
        if axis.name not in space.dimensions:
            raise refused("unknown_axis", f"{field}.name", known=", ".join(space.dimensions), given=axis.name)
        whole = space.dimensions[axis.name]
        dims[axis.name] = _some(whole, axis, field) if isinstance(whole, Options) else _range(whole, axis, field)
    return Space(dims)


def _some(whole: Options, axis: Axis, field: str) -> Options:
    for name in ("low", "high", "scale"):
        if getattr(axis, name) is not None:
            raise refused("axis_of_options", f"{field}.{name}", given=axis.name)
    for i, option in enumerate(axis.options or ()):
        if option not in whole.options:
            raise refused("literal_error", f"{field}.options[{i}]", expected=", ".join(whole.options), given=option)
        if option in (axis.options or ())[:i]:
            raise refused("twice", f"{field}.options[{i}]")
    if not axis.options:
        return whole
    return dataclasses.replace(whole, options={option: whole.options[option] for option in axis.options})


def _range(whole: Range, axis: Axis, field: str) -> Range:
    if axis.options is not None:
        raise refused("axis_of_numbers", f"{field}.options", given=axis.name)
    low = whole.low if axis.low is None else axis.low
    high = whole.high if axis.high is None else axis.high
    scale = axis.scale or whole.scale
    for name, end in (("low", low), ("high", high)):
        if not whole.minimum <= end <= whole.maximum:
            kind = "greater_than_equal" if end < whole.minimum else "less_than_equal"
            raise refused(kind, f"{field}.{name}", given=end, ge=whole.minimum, le=whole.maximum)
        if whole.whole and end != int(end):
            raise refused("int_from_float", f"{field}.{name}", given=end)
    if scale == "mirror" and (high >= 1 or whole.whole):
        raise refused("axis_mirror", f"{field}.high")
    if scale == "mirror" and 1 - max(low, high) < 0.999 * NEAREST:
        raise refused("axis_mirror_near", f"{field}.high" if high > low else f"{field}.low", most=f"{1 - NEAREST:.12g}")
    size = 1 - low if scale == "mirror" else max(abs(low), abs(high))
    if not high - low > 1e-9 * size:
        if axis.high is None:
            raise refused("less_than", f"{field}.low", given=low, lt=f"{high:.12g}")
        raise refused("empty_window", f"{field}.high", low=f"{low:.12g}")
    if scale == "log" and low <= 0:
        raise refused("axis_log", f"{field}.low")
    return dataclasses.replace(whole, low=low, high=high, scale=scale)


def refused(kind: str, field: str, **facts: Any) -> PydanticCustomError:
    """What is wrong with a field, by the key of its sentence."""
    return PydanticCustomError(kind, "refused", {"field": field} | facts)
