"""How long nothing new was heard of somebody, by the clock of whoever listens: nobody sets it, and no two differ."""

from __future__ import annotations

import time
from collections.abc import Hashable
from typing import Any


class Silence:
    """Signs of life as one process sees them: what time they tell is nothing to it, but that there is a new one."""

    def __init__(self) -> None:
        self._heard: dict[Hashable, tuple[Any, float]] = {}

    def of(self, who: Hashable, sign: Any, before: float = 0.0) -> float:
        """Seconds for which a `sign` has been the last; `before` of them may have passed when it was first seen."""
        now = time.monotonic()
        last, since = self._heard.get(who, (None, 0.0))
        if last is None:
            since = now - before
        elif last != sign:
            since = now
        self._heard[who] = sign, since
        return now - since
