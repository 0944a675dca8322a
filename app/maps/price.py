"""What a map costs, in gradients of a formula: it is told before any work, and so is what would fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from app.maps.parts import Track
from app.maps.specs import Basin, Sweep
from optim_core import Surface
from optim_core.price import dearer

LEAST = 2_000  # cells on a formula: fewer take as long


class Dear(NamedTuple):
    """Too much: the field to change, the key of the sentence, and its facts."""

    field: str
    key: str
    facts: dict[str, Any]

    @property
    def fits(self) -> tuple[int, int] | None:
        """Columns and rows that would do; None where it takes fewer steps."""
        return (self.facts["columns"], self.facts["rows"]) if "columns" in self.facts else None


def dear(
    spec: Basin | Sweep, surface: Surface, tracks: Sequence[Track], shape: tuple[int, int], most: float
) -> Dear | None:
    """What is wrong with a map of that many columns and rows if it costs more than that, else nothing."""
    each = sum(track.price * track.steps for track in tracks)
    if isinstance(spec, Sweep) and spec.curves:
        each += sum(track.walked * track.steps for track in tracks)
    least, affordable = LEAST / dearer(surface), most / each
    share = affordable / max(math.prod(shape), least)
    if share >= 1:
        return None
    field, steps = ("budget.most", spec.budget.most) if spec.budget else ("steps", spec.steps)
    facts = {"runs": len(tracks), "steps": steps, "most": max(1, int(share * steps))}
    if affordable < least:  # no matter how few cells
        return Dear(field, "error.map_steps", facts)
    facts |= dict(zip(("across", "up"), shape, strict=True))
    side = math.sqrt(share) if min(shape) > 1 else share
    facts |= {name: max(1, int(count * side)) for name, count in zip(("columns", "rows"), shape, strict=True)}
    return Dear("cells" if isinstance(spec, Basin) else "axes[0].count", "error.map_cells", facts)
