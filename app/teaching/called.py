"""What the runs of a step are called on paper, as `names` of static/js/runs.js calls them on the page."""

from __future__ import annotations

from collections.abc import Sequence

from app.declared import build
from app.formulas import plain
from app.specs import Run
from app.teaching.plan import StepPlan
from optim_core import Rule, Schedule


def called(plan: StepPlan, language: str) -> list[str]:
    """A name for each run: the lesson's, else its optimizer with the settings in which others of its kind differ."""
    runs = plan.spec.runs
    found = []
    for run in runs:
        alike = [other for other in runs if other.optimizer.kind == run.optimizer.kind]
        given = plan.names.get(run.label or "")
        found.append(given[language] if given else _described(run, alike, language))
    return found


def _described(run: Run, alike: Sequence[Run], language: str) -> str:
    rule: Rule = build(Rule, run.optimizer)
    parts = [getattr(rule.title, language)]
    for name in rule.settings():
        values = {getattr(other.optimizer, name) for other in alike}
        if len(values) > 1:
            value = getattr(rule, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            parts.append(f"{name} {plain(value) if number else value}")
    if len({repr(other.schedules) for other in alike}) > 1:
        parts += [getattr(build(Schedule, one).title, language) for one in run.schedules.values()]
    return ", ".join(parts)
