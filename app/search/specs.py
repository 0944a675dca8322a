"""What a search is asked for: what is tuned, along which axes, and who searches."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import Field, create_model, model_validator

from app import limits
from app.declared import Few, Named, Strict, build, union_of
from app.misfits import misfits_told
from app.search.axes import Axis, searched
from app.search.jobs import Job
from app.search.tpe import TPE  # noqa: F401 - it registers itself
from app.search.tuned import RACE, Tuned, complete
from optim_core.registry import load
from optim_core.search.strategy import Strategy
from optim_core.search.target import Target

load("optim_core.search.strategies")
FINEST = {1: 257, 2: 33}  # places of a landscape along every axis, by how many there are


class Search(Strict):
    """The search itself; every strategy may spend as many epochs as so many whole trainings have."""

    target: Named
    axes: Annotated[Few[Axis], Field(min_length=1, max_length=limits.AXES)]
    strategies: Sequence[Named]
    trials: int = Field(default=16, ge=1, le=limits.SEARCHED)
    repeats: int = Field(default=1, ge=1, le=limits.SEARCHES)
    landscape: bool = True


class Asked(Tuned):
    """A search and what it is of."""

    search: Search

    @property
    def named(self) -> Named:
        return self.search.target

    @functools.cached_property
    def job(self) -> Job:
        """What a worker is given."""
        search = self.search
        target = self.tuned
        return Job(
            target=target,
            space=searched(target.space(), search.axes, "search."),
            strategies=tuple(build(Strategy, strategy) for strategy in search.strategies),
            budget=search.trials * target.epochs,
            repeats=search.repeats,
            seed=self.seed,
            land=FINEST.get(len(search.axes), 0) if search.landscape else 0,
        )

    @property
    def question(self) -> str:
        """The same for everyone who asks the same, whatever they call their run."""
        return self.model_dump_json(exclude={"runs": {"__all__": {"label"}}} if self.declared.raced else RACE)

    @model_validator(mode="after")
    def _can_be_searched(self) -> Self:
        with misfits_told():
            self.job  # noqa: B018 - what is wrong with it is raised
        return self


@functools.cache
def asked_model() -> type[Asked]:
    """The model with everything registered as its legal values, made once."""
    strategies: Any = Few[union_of(Strategy)]  # type: ignore[misc]
    search = create_model(
        "Search",
        __base__=Search,
        target=(union_of(Target), ...),
        strategies=(strategies, Field(min_length=1, max_length=limits.STRATEGIES)),
    )
    return complete(Asked, search=(search, ...))
