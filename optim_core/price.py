"""What an update of a run costs, told before any work that is made of many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optim_core.rule import Rule
from optim_core.single import single
from optim_core.surface import Pair, Surface
from optim_core.trace.effort import passes

LOOK = 8  # updates that tell how often a rule asks
WALKED = 10  # times as dear is an evaluation where the reference loop has to do
ROWS = 3  # examples that the loop looks at for the price of one more evaluation


def prices(rule: Rule, surface: Surface, start: Pair, conditions: Mapping[str, Any]) -> tuple[float, float]:
    """What an update costs as it is made, and by the reference loop, in gradients of a formula."""
    run = single(rule, surface, start, LOOK, **{**conditions, "tolerance": 0.0})
    seen = run.advance(LOOK + 1)
    if seen is None:
        raise RuntimeError("a run has a start")
    count = sum(int(each[-1]) for what, each in seen.spent.items() if what != "samples")
    asks = max(1.0, count / max(1, len(seen.loss) - 1))
    walked = asks * WALKED * dearer(surface)
    return asks * passes(surface) if run.quick else walked, walked


def dearer(surface: Surface) -> float:
    """How much dearer its data, or what else it says of itself, makes an evaluation of the loop."""
    return max(1.0, surface.rows / ROWS, surface.dear)
