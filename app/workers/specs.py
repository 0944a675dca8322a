"""What a shared search is asked for: what is tuned, along which axes, who chooses, and who is stopped early."""

from __future__ import annotations

import functools
import re
from typing import Annotated, Any, Literal, NamedTuple, Self

import numpy as np
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app import limits
from app.declared import Few, Named, union_of
from app.misfits import misfits_told
from app.search.axes import Axis, searched
from app.search.tuned import RACE, Tuned, complete
from app.workers import samplers
from app.workers.pruners import PRUNERS
from optim_core.fields import Hyper
from optim_core.search.space import Space
from optim_core.search.target import Target

NAME = re.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")  # it is part of an address, and of a folder's name


def _plain(name: str) -> str:
    if not NAME.fullmatch(name):
        raise PydanticCustomError("search_name", "no name")
    return name


class Task(NamedTuple):
    """What a worker has to know of a search.

    Attributes:
        places: (d, n) shares of the space, where they are known before any trial has a score; else None.
        trials: how many there are: a grid may not use all it might.
    """

    target: Target
    space: Space
    places: np.ndarray | None
    trials: int


class Search(Tuned):
    """A search as it is asked for, and as it is kept."""

    name: Annotated[str, AfterValidator(_plain)] | None = None
    target: Named
    axes: Annotated[Few[Axis], Field(min_length=1, max_length=limits.AXES)]
    sampler: str
    pruner: str
    trials: int = Field(default=24, ge=1, le=limits.SHARED)
    epochs: int | None = None
    keep: int = Field(default=3, ge=1, le=limits.KEPT)
    pace: float = Field(default=0.0, ge=0.0, le=limits.PACE, allow_inf_nan=False)

    @functools.cached_property
    def task(self) -> Task:
        """The same, made."""
        target = self._trained()
        space = searched(target.space(), self.axes)
        if self.sampler in samplers.SUGGESTING:
            return Task(target, space, None, self.trials)
        places = samplers.places(self.sampler, space, self.trials, target.epochs, self.seed)
        return Task(target, space, places, places.shape[1])

    @property
    def named(self) -> Named:
        return self.target

    def plain(self, name: str) -> dict[str, Any]:
        """What is kept of it, under that name, as JSON."""
        return self.model_dump(mode="json", exclude=None if self.declared.raced else RACE) | {"name": name}

    def _trained(self) -> Target:
        """The target with as many epochs as are asked for."""
        if self.epochs is None:
            return self.tuned
        declared = self.tuned.numbers()["epochs"]
        if not declared.minimum <= self.epochs <= declared.maximum:
            raise _beyond(declared, "epochs", self.epochs)
        return self.tuned.replace(epochs=self.epochs)

    @model_validator(mode="after")
    def _can_be_searched(self) -> Self:
        with misfits_told():
            self.task  # noqa: B018 - what is wrong with it is raised
        return self


@functools.cache
def search_model() -> type[Search]:
    """The model with everything registered as its legal values, made once."""
    sampling: Any = Literal[tuple(samplers.known())]
    pruning: Any = Literal[tuple(PRUNERS)]
    return complete(
        Search,
        target=(union_of(Target), ...),
        sampler=(sampling, next(iter(samplers.known()))),
        pruner=(pruning, next(iter(PRUNERS))),
    )


def most_epochs(target: Target, most: float) -> int:
    """How many one training may have, to be no more work than that."""
    return next((n for n in range(target.epochs, 0, -1) if target.passes(n) <= most), 0)


def _beyond(number: Hyper, field: str, given: float) -> PydanticCustomError:
    kind = "greater_than_equal" if given < number.minimum else "less_than_equal"
    facts = {"field": field, "given": given, "ge": number.minimum, "le": number.maximum}
    return PydanticCustomError(kind, "refused", facts)
