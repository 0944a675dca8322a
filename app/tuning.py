"""Tune each: every run of a race gets the same number of trials over its own hyperparameters."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import AsyncIterator
from typing import Any, Self

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app import bodies, i18n, limits
from app.courses import Course
from app.specs import Race, Run, build, complete
from app.wire import event, number
from app.work import TooLong, Turn
from optim_core import Rule
from optim_core.cost import passes
from optim_core.search.tune import Tuned, tune

OFTEN = 0.2  # seconds between two words of progress; whoever left is noticed at the next one
router = APIRouter(prefix="/api", include_in_schema=False)
_log = logging.getLogger(__name__)


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


@router.post("/tune")
async def tune_each(request: Request) -> Response:
    """A race and a number of trials; events as each run is tuned."""
    spec = await bodies.read(request, tuning_model())
    if isinstance(spec, Response):
        return spec
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    answer = events(spec, bodies.language_of(request))
    return StreamingResponse(answer, media_type="text/event-stream", headers=headers)


async def events(spec: Tuning, language: str) -> AsyncIterator[bytes]:
    """`start`, a `run` for each run with `progress` between them, then exactly one of `done` and `failed`."""
    try:
        yield event("start", {"runs": len(spec.runs), "trials": spec.trials})
        turn = Turn()
        for i, run in enumerate(spec.runs):
            async for said in _tuned(spec, run, turn):
                name = "progress" if isinstance(said, int) else "run"
                yield event(name, {"run": i} | ({"trials": said} if isinstance(said, int) else _plain(said)))
        yield event("done", {})
    except TooLong:
        yield event("failed", {"detail": i18n.text(language, "error.out_of_time", seconds=limits.SECONDS)})
    except Exception:
        _log.exception("a tuning failed")
        yield event("failed", {"detail": i18n.text(language, "error.server")})


async def _tuned(spec: Tuning, run: Run, turn: Turn) -> AsyncIterator[int | Tuned]:
    """The trials that are over, now and then, and at last what was found."""
    search = tune(build(Rule, run.optimizer), Course(spec, run).ends, spec.trials, spec.seed)
    told = time.monotonic()
    while True:
        try:
            trials = next(search)
        except StopIteration as end:
            yield end.value
            return
        await turn.over()
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            yield trials


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
