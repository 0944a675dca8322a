"""What a study is asked for: its settings and, if it is grounded, the surface and the point on it."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, Self

from pydantic import create_model, model_validator
from pydantic_core import PydanticCustomError

from app.declared import Named, Point, Strict, build, union_of
from app.misfits import misfits_told
from app.starts import check_starts
from app.studies.jobs import Job
from optim_core import Surface
from optim_core.fields import Hyper
from optim_core.registry import load
from optim_core.study import Ground, Study

load("optim_core.studies")


class Asked(Strict):
    """A study and where it stands. One that is not grounded takes no notice of a surface."""

    study: Named
    surface: Named | None = None
    start: Point | None = None

    @property
    def declared(self) -> type[Study]:
        """The class of the study."""
        return Study.registry[self.study.kind]

    @property
    def job(self) -> Job:
        """What a worker is given."""
        study: Study = build(Study, self.study)
        if self.surface is None or not study.grounded:
            return Job(study, None)
        surface: Surface = build(Surface, self.surface)
        return Job(study, Ground(surface, self.start or surface.begin()))

    @property
    def work(self) -> float:
        """In gradients of a formula."""
        study, ground = self.job
        return study.passes(ground)

    @property
    def question(self) -> str:
        """The same for everyone who asks the same."""
        return self.model_dump_json(exclude=None if self.declared.grounded else {"surface", "start"})

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if self.declared.grounded and self.surface is None:
            raise PydanticCustomError("missing", "no surface", {"field": "surface"})
        return self

    @model_validator(mode="after")
    def _starts_where_there_is_a_value(self) -> Self:
        if ground := self.job.ground:
            check_starts(ground.surface, {"start": self.start})
        return self

    @model_validator(mode="after")
    def _fits(self) -> Self:
        study, ground = self.job
        with misfits_told():
            study.passes(ground)
        return self


@functools.cache
def asked_model() -> type[Asked]:
    """The model with everything registered as its legal values, made once."""
    of: Any = union_of(Study)
    return create_model("Asked", __base__=Asked, study=(of, ...), surface=(union_of(Surface) | None, None))


def fitting(job: Job, most: float, memory: float = math.inf) -> tuple[str, float] | None:
    """Nothing if a study is affordable; else one of its numbers and the largest value of it with which it would be.

    most, memory: of its work, in gradients of a formula, and of what it holds at once, in bytes.
    The number is empty where none of them alone would do.
    """
    study, ground = job

    def affordable(one: Study) -> bool:
        return one.passes(ground) <= most and one.holds() <= memory

    if affordable(study):
        return None
    for name, number in study.numbers().items():
        if affordable(study.replace(**{name: _whole(number, number.minimum)})):
            return name, _largest(study, affordable, name, number)
    return "", 0


def _largest(study: Study, affordable: Callable[[Study], bool], name: str, number: Hyper) -> float:
    low, high = number.minimum, float(getattr(study, name))
    for _ in range(40):
        middle = _whole(number, (low + high) / 2)
        fits = affordable(study.replace(**{name: middle}))
        low, high = (middle, high) if fits else (low, middle)
    return _whole(number, low)


def _whole(number: Hyper, value: float) -> float:
    return int(value) if number.whole else value
