"""What a map costs, in gradients of a formula: it is told before any work, and so is what would fit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.maps.parts import Track
from app.maps.specs import Basin, Sweep
from optim_core import Rule, Surface
from optim_core.single import single
from optim_core.surface import Pair
from optim_core.trace.effort import passes

LOOK = 8  # updates that tell how often a rule asks
WALKED = 10  # times as dear is an evaluation where the reference loop has to do
ROWS = 3  # examples that the loop looks at for the price of one more evaluation
LEAST = 2_000  # cells on a formula: fewer take as long


class Dear(NamedTuple):
    """Too much: the field to change, the key of the sentence, and its facts."""

    field: str
    key: str
    facts: dict[str, Any]


def prices(rule: Rule, surface: Surface, start: Pair, conditions: Mapping[str, Any]) -> tuple[float, float]:
    """What an update costs as it is made, and by the reference loop, in gradients of a formula."""
    run = single(rule, surface, start, LOOK, **{**conditions, "tolerance": 0.0})
    seen = run.advance(LOOK + 1)
    if seen is None:
        raise RuntimeError("a run has a start")
    count = sum(int(each[-1]) for what, each in seen.spent.items() if what != "samples")
    asks = max(1.0, count / max(1, len(seen.loss) - 1))
    walked = asks * WALKED * _rows(surface)
    return asks * passes(surface) if run.quick else walked, walked


def _rows(surface: Surface) -> float:
    """How much dearer its data makes an evaluation of the loop."""
    return max(1.0, surface.rows / ROWS)


def dear(
    spec: Basin | Sweep, surface: Surface, tracks: Sequence[Track], shape: tuple[int, int], most: float
) -> Dear | None:
    """What is wrong with a map of that many columns and rows if it costs more than that, else nothing."""
    each = sum(track.price * track.steps for track in tracks)
    if isinstance(spec, Sweep) and spec.curves:
        each += sum(track.walked * track.steps for track in tracks)
    least, affordable = LEAST / _rows(surface), most / each
    share = affordable / max(math.prod(shape), least)
    if share >= 1:
        return None
    field, steps = ("budget.most", spec.budget.most) if spec.budget else ("steps", spec.steps)
    facts = {"runs": len(tracks), "steps": steps, "most": max(1, int(share * steps))}
    if affordable < least:  # no matter how few cells
        return Dear(field, "error.map_steps", facts)
    facts |= dict(zip(("across", "up"), shape, strict=True))
    facts |= {name: int(count * math.sqrt(share)) for name, count in zip(("columns", "rows"), shape, strict=True)}
    return Dear("cells" if isinstance(spec, Basin) else "axes[0].count", "error.map_cells", facts)
