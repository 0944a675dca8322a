"""What a search costs, in gradients of a formula: it is told before any work, and so is what would fit."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.search.jobs import Job


class Dear(NamedTuple):
    """Too much: the field to change, the key of the sentence, and its facts."""

    field: str
    key: str
    facts: dict[str, Any]


def dear(job: Job, most: float) -> Dear | None:
    """What is wrong with a search if it costs more than that, else nothing; the landscape counts, too."""
    training = job.target.passes(job.target.epochs)
    land = training * job.land ** len(job.space.dimensions) if job.land else 0.0
    strategies, trials = len(job.strategies), job.budget // job.target.epochs
    each = training * strategies
    if land + each * trials * job.repeats <= most:
        return None
    facts: dict[str, Any] = {"strategies": strategies, "trials": trials, "repeats": job.repeats}
    for name, others in (("trials", job.repeats), ("repeats", trials), ("trials", 1)):
        fits = int((most - land) / (each * others))
        if fits >= 1:
            return Dear(f"search.{name}", f"error.search_{name}", facts | {"most": fits})
    return Dear("search.target", "error.search_target", facts)
