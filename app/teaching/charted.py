"""Which race and chart a step of a lesson has."""

from __future__ import annotations

from app.specs import Race
from app.teaching.chart import Chart
from app.teaching.shelf import shelf


def charted(lesson: str, step: str) -> tuple[Race, Chart] | None:
    """The race and the chart of a step; None where there is no such step or it has no chart."""
    found = shelf().lessons.get(lesson)
    one = found and found.step(step)
    return (one.plan.spec, one.plan.chart) if one and one.plan.chart else None
