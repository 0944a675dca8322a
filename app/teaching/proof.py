"""Whether what a lesson claims is true: its races are run, its studies worked out, and its relations asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.courses import Course
from app.declared import build
from app.teaching.plan import StepPlan
from optim_core import Rule
from optim_core.claims.path import Path
from optim_core.claims.relation import Told, holds
from optim_core.study import Findings, Ground, Study

Find = Callable[[Study, Ground | None], Findings]


def failures(plan: StepPlan, find: Find = Findings.of) -> list[str]:
    """The claims of a step that do not hold. Whoever has worked out its studies before says so by `find`."""
    if not plan.expect:
        return []
    spoken_of = {name: asked for name, asked in plan.asked(plan.spec).items() if any(name in c for c in plan.expect)}
    found = {name: find(*asked.job) for name, asked in spoken_of.items()}
    seeds: list[Told] = [{**found, **_paths(plan, seed)} for seed in range(plan.seeds)]
    return [claim for claim in plan.expect if not _holds(claim, seeds, plan.aggregate)]


def _holds(claim: str, seeds: Sequence[Told], aggregate: str | None) -> bool:
    """A claim that cannot be worked out, by a division by zero or the logarithm of nothing, does not hold."""
    try:
        return holds(claim, seeds, aggregate)
    except (ArithmeticError, ValueError, TypeError, IndexError):
        return False


def _paths(plan: StepPlan, seed: int) -> dict[str, Path]:
    """Every run of a step by its label, with a seed on top of its race's."""
    found = {}
    for race in plan.races:
        for run in race.runs:
            course = Course(race.model_copy(update={"seed": race.seed + seed}), run)
            found[str(run.label)] = Path.of(course.surface, course.single(build(Rule, run.optimizer)))
    return found
