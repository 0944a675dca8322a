"""What a map costs, in gradients of a formula: it is told before any work, and so is what would fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from app.maps.parts import Track
from app.maps.specs import Basin, Sweep
from optim_core import Surface
from optim_core.single import single

LOOK = 8  # updates that tell how often a rule asks
WALKED = 10  # times as dear is an evaluation where the reference loop has to do
ROWS = 3  # examples that the loop looks at for the price of one more evaluation
LEAST = 2_000  # cells: fewer take as long


class Dear(NamedTuple):
    """Too much: the field to change, the key of the sentence, and its facts."""

    field: str
    key: str
    facts: dict[str, Any]


def evaluations(surface: Surface, track: Track, walked: bool = False) -> float:
    """What one update of a run costs."""
    run = single(track.rule, surface, track.start or surface.begin(), LOOK, **track.conditions)
    asked = run.advance(LOOK + 1)
    made = max(1, len(asked.loss) - 1) if asked else 1
    count = sum(int(n[-1]) for what, n in asked.spent.items() if what != "samples") if asked else 0
    weight = 1.0 if run.quick and not walked else WALKED * max(1.0, surface.rows / ROWS)
    return max(1.0, count / made) * weight


def dear(
    spec: Basin | Sweep, surface: Surface, tracks: Sequence[Track], shape: tuple[int, int], most: float
) -> Dear | None:
    """What is wrong with a map of that many columns and rows if it costs more than that, else nothing."""
    each = sum(evaluations(surface, track) * track.steps for track in tracks)
    if isinstance(spec, Sweep) and spec.curves:
        each += sum(evaluations(surface, track, walked=True) * track.steps for track in tracks)
    cells, affordable = math.prod(shape), most / each
    if affordable >= max(cells, LEAST):
        return None
    share = affordable / max(cells, LEAST)
    field, steps = ("budget.most", spec.budget.most) if spec.budget else ("steps", spec.steps)
    facts = {"runs": len(tracks), "steps": steps, "most": max(1, int(share * steps))}
    if affordable < LEAST:  # no matter how few cells
        return Dear(field, "error.map_steps", facts)
    facts |= {name: int(count * math.sqrt(share)) for name, count in zip(("columns", "rows"), shape, strict=True)}
    return Dear("cells" if isinstance(spec, Basin) else "axes[0].count", "error.map_cells", facts)
