"""The work of a chart: what it is, then its points, as the parts of its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.specs import Race, race_model
from app.teaching.chart import Chart
from app.teaching.points import points
from app.teaching.sweep import Sweep

Part = tuple[str, dict[str, Any]]  # an event: its name and what it tells


def job(race: Race, chart: Chart) -> tuple[str, str]:
    """A chart as it travels to a worker."""
    return race.model_dump_json(), chart.model_dump_json(by_alias=True)


def ready() -> None:
    """What a worker has before its first chart."""
    race_model()


def parts(job: tuple[str, str]) -> Iterator[Part | None]:
    """`start`, then `points` after `points`, then `done`; None wherever it may be stopped."""
    race, asked = job
    sweep = Sweep(race_model().model_validate_json(race), Chart.model_validate_json(asked))
    yield "start", _about(sweep)
    for some in points(sweep):
        if some is None:
            yield None
            continue
        cells = [point.cell for point in some]
        lines = [list(line) for line in zip(*(point.measured for point in some), strict=True)]
        tied = [[sweep.values(cell)[where] for cell in cells] for where in sweep.tied]
        yield "points", {"cells": cells, "lines": lines, "tied": tied}
    yield "done", {}


def _about(sweep: Sweep) -> dict[str, Any]:
    """The chart without its points; a `path` leads to the swept number through a race as JSON."""
    asked = sweep.chart
    plain = asked.model_dump(include={"title", "marks", "classes", "between", "seeds", "aggregate"})
    across, up = [where and where.path for where in (*sweep.axes, None)][:2]
    return plain | {
        "x": {"values": asked.across_values, "words": asked.across.model_dump(), "scale": asked.x, "path": across},
        "y": asked.up_values and {"values": asked.up_values, "words": asked.up and asked.up.model_dump(), "path": up},
        "up": asked.up and asked.up.model_dump(),
        "scale": asked.y,
        "tied": [where.path for where in sweep.tied],
        "lines": [
            {"name": line.name.model_dump(), "runs": runs}
            for line, runs in zip(asked.lines, sweep.runs_of_lines, strict=True)
        ],
    }
