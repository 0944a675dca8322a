"""What JSON may hold for a declared setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from optim_core.expression.expression import expression
from optim_core.expression.misspelt import Misspelt
from optim_core.expression.pasted import bare
from optim_core.fields import Choice, Counts, Hyper, Setting, Switch, Typed, Window

THINNEST = 1e-9  # of a window beside its edges, or beside 1: thinner, neighbouring numbers would be seen


def annotation(setting: Setting) -> Any:
    """The type of its values, with the bounds that it declares."""
    match setting:
        case Switch():
            return bool
        case Choice(options):
            return Literal[tuple(options)]
        case Typed():
            return Annotated[str, AfterValidator(_spelt)]
        case Window():
            edge = Annotated[float, Field(ge=-setting.farthest, le=setting.farthest, allow_inf_nan=False)]
            return Annotated[tuple[edge, edge, edge, edge], AfterValidator(_has_an_inside)]
        case Counts():
            each = Annotated[int, Field(ge=setting.minimum, le=setting.maximum)]
            return Annotated[Sequence[each], Field(max_length=setting.longest)]
        case Hyper(whole=True):
            return Annotated[int, Field(ge=int(setting.minimum), le=int(setting.maximum))]
    return Annotated[float, Field(ge=setting.minimum, le=setting.maximum, allow_inf_nan=False)]


def _spelt(text: str) -> str:
    try:
        expression(text)
    except Misspelt as wrong:
        facts = {"at": wrong.at, "length": wrong.length, **wrong.text._asdict()}
        raise PydanticCustomError("misspelt", "no formula", facts) from wrong
    return bare(text)


def _has_an_inside(edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    for i in (0, 2):
        low, high = edges[i], edges[i + 1]
        if not high - low > THINNEST * max(abs(low), abs(high), 1.0):
            raise PydanticCustomError("thin_window", "thin", {"low": low, "given": high})
    return edges
