"""A race with a budget as a race of steps: what one run could afford is known once it has been walked."""

from __future__ import annotations

from app.declared import build
from app.export.tidy import Untold
from app.frames import whole
from app.lanes import Lane
from app.specs import Race
from app.work import Turn
from optim_core import Schedule


class Stretched(Untold):
    """A schedule ends with the budget: its length follows the spending, which a script does not count."""

    sentence = "error.stretched"


async def in_steps(spec: Race, run: int) -> Race:
    """The race with as many steps as that run took. Raises Stretched where a schedule lasts as long as the budget."""
    if spec.budget is None:
        return spec
    for name, named in spec.runs[run].schedules.items():
        schedule: Schedule = build(Schedule, named)
        if schedule.spans and not getattr(schedule, schedule.spans):
            raise Stretched(name)
    lane, turn = Lane(spec, spec.runs[run]), Turn()
    async for _ in whole(lane, turn):
        pass
    result = lane.result()
    return spec.model_copy(update={"budget": None, "steps": result.diverged_at or result.left_at or result.points - 1})
