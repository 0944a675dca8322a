"""Where runs may begin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic_core import PydanticCustomError

from optim_core import Surface
from optim_core.edge import outside
from optim_core.surface import Pair


def check_starts(surface: Surface, starts: Mapping[str, Pair | None]) -> None:
    """Refuse a start, named by its field, at which the loss has no value; None is where the surface itself begins."""
    for field, place in starts.items() if surface.holes else ():
        x, y = place or surface.begin()
        if outside(surface, np.array([x, y])):
            raise PydanticCustomError("start_outside", "no value", {"field": field, "x": x, "y": y})
