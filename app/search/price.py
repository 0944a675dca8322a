"""What a search costs, in gradients of a formula: it is told before any work, and so is what would fit."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.search.jobs import Job
from optim_core.search.landscape import sizes


class Dear(NamedTuple):
    """Too much: the field to change, the key of the sentence, and its facts."""

    field: str
    key: str
    facts: dict[str, Any]


def priced(job: Job, most: float) -> Job | Dear:
    """A search with as fine a landscape as it may have, or why it is more work than that."""
    training = job.target.passes_over(job.space)
    fitting = landed(job, training, most)
    return dear(fitting, training, most) or fitting


def landed(job: Job, training: float, most: float) -> Job:
    """The same with a landscape as fine as half of that work allows; with none where the coarsest is more."""
    fits = [size for size in sizes(job.land) if _places(job, size) * training <= most / 2] if job.land else []
    return job._replace(land=fits[-1] if fits else 0)


def dear(job: Job, training: float, most: float) -> Dear | None:
    """What is wrong with a search of such trainings if it costs more than that; the landscape counts, too."""
    most -= training * _places(job, job.land)
    strategies, trials = len(job.strategies), job.budget // job.target.epochs
    each = training * strategies
    if each * trials * job.repeats <= most:
        return None
    facts: dict[str, Any] = {"strategies": strategies, "trials": trials, "repeats": job.repeats}
    for field, key, others in (
        ("trials", "trials", job.repeats),
        ("repeats", "repeats", trials),
        ("trials", "once", 1),
    ):
        if (fits := int(most / (each * others))) >= 1:
            return Dear(f"search.{field}", f"error.search_{key}", facts | {"most": fits})
    return Dear("search.target", "error.search_target", facts)


def _places(job: Job, size: int) -> int:
    return size ** len(job.space.dimensions) if size else 0
