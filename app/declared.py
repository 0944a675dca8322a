"""What the core declares as JSON, checked: models are made from registries, so a new class is a new legal value."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal, TypeVar, Union

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field, create_model
from pydantic_core import PydanticCustomError

from app import limits
from app.annotations import annotation
from optim_core.catalog import listed
from optim_core.registry import Declared

BREAKS = {"Cc", "Zl", "Zp"}  # controls and line ends
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}  # of the direction of what follows
Coordinate = Annotated[float, Field(ge=-limits.FAR, le=limits.FAR, allow_inf_nan=False)]
Point = tuple[Coordinate, Coordinate]
Item = TypeVar("Item")
Few = Annotated[list[Item], FailFast()]  # its first bad item is said: twenty thousand cost no more than one


def _legible(text: str) -> str:
    """Python refuses a script that holds a zero character, a line break would end a heading, a turn turn the rest."""
    if any(
        unicodedata.category(sign) in ("Cc", "Zl", "Zp") or unicodedata.bidirectional(sign) in TURNS for sign in text
    ):
        raise PydanticCustomError("control_characters", "holds control characters")
    return text


Label = Annotated[str, Field(max_length=limits.LABEL), AfterValidator(_legible)]


class Strict(BaseModel):
    """Nothing unknown, nothing converted: "0.1" and true are not numbers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Named(Strict):
    """Anything of a registry, by its kind."""

    kind: str


_models: dict[type[Declared], type[Named]] = {}


def build(family: type[Declared], named: Named) -> Any:
    """The declared object that a checked model stands for."""
    return family.registry[named.kind](**named.model_dump(exclude={"kind"}))


def model_of(declared: type[Declared]) -> type[Named]:
    """The request model of one class: its kind and its settings with their bounds; made once."""
    if declared not in _models:
        fields: dict[str, Any] = {"kind": (Literal[declared.kind], declared.kind)}
        for name, setting in declared.settings().items():
            fields[name] = (annotation(setting), getattr(declared, name))
        family = declared.__mro__[declared.__mro__.index(Declared) - 1]
        _models[declared] = create_model(f"{family.__name__}.{declared.kind}", __base__=Named, **fields)
    return _models[declared]


def union_of(family: type[Declared]) -> Any:
    """The request model of a whole family, told apart by kind."""
    models = tuple(model_of(declared) for declared in listed(family))
    return Annotated[Union[models], Field(discriminator="kind")]  # noqa: UP007 - made at run time
