"""The work of a tuning: every run of a race gets the same number of trials over its own hyperparameters."""

from __future__ import annotations

import functools
import time
from collections.abc import Generator, Iterator
from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app import limits
from app.courses import Course
from app.declared import build
from app.specs import Race, complete
from app.wire import number
from optim_core import Rule
from optim_core.cost import passes
from optim_core.search.tune import Tuned, tune

OFTEN = 0.2  # seconds between two words of progress
Part = tuple[str, dict[str, Any]]  # an event: its name and what it tells


class Tuning(Race):
    """A race whose runs are to be tuned, each with the same number of trials."""

    trials: int = Field(default=60, ge=2, le=limits.TRIALS)

    @model_validator(mode="after")
    def _search_is_affordable(self) -> Self:
        steps = self.longest * len(self.runs)
        if self.trials * steps > limits.TUNING:
            facts = {"runs": len(self.runs), "steps": self.longest, "most": limits.TUNING // steps}
            raise PydanticCustomError("too_many_trials", "too many trials", {"field": "trials"} | facts)
        return self


@functools.cache
def tuning_model() -> type[Tuning]:
    """The model of a tuning, made once from everything registered."""
    return complete(Tuning)


def ready() -> None:
    """What a worker has before its first tuning."""
    tuning_model()


def parts(text: str) -> Iterator[Part | None]:
    """Of a tuning as JSON: `start`, a `run` for each run with `progress` between them, `done`.

    None is a moment at which it may be stopped.
    """
    spec = tuning_model().model_validate_json(text)
    yield "start", {"runs": len(spec.runs), "trials": spec.trials}
    for i, run in enumerate(spec.runs):
        search = tune(build(Rule, run.optimizer), Course(spec, run).ends, spec.trials, spec.seed)
        found = yield from _followed(search, i)
        yield "run", {"run": i} | _plain(found)
    yield "done", {}


def _followed(search: Generator[int, None, Tuned], run: int) -> Generator[Part | None, None, Tuned]:
    told = time.monotonic()
    while True:
        try:
            trials = next(search)
        except StopIteration as end:
            return end.value
        yield None
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            yield "progress", {"run": run, "trials": trials}


def _plain(found: Tuned) -> dict[str, Any]:
    return {
        "settings": dict(found.settings),
        "before": number(found.before),
        "after": number(found.after),
        "trials": found.trials,
        "evaluations": {what: count for what, count in found.spent.items() if what != "samples"},
        "cost": passes(found.spent),
        "edges": found.edges,
    }
