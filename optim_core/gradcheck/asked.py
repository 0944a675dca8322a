"""A function about one point, asked for values beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from optim_core.fields import Array
from optim_core.gradcheck.differences import Function, Kind, beside, quotient, value
from optim_core.gradcheck.kink import kinked
from optim_core.gradcheck.sounding import Sounded, sounded

UNEVEN = 0.1  # both one-sided partials differ by this share: time to look for a kink
NEXT = np.array([1e-8, 1e-7, 1e-6])  # steps, in sizes of the place: much nearer to a kink than the first is on it


class Asked:
    """f about one point, counted, and the entries in which it was seen to have a kink."""

    def __init__(self, f: Function, x: Array, h: Any) -> None:
        self._f, self._x, self._flat, self.h = f, x, x.reshape(-1), h
        self.times = 0
        self.kinks: list[int] = []
        self._known: dict[int, Sounded] = {}
        self.here = value(self._counted, x)

    def slope(self, entry: int, kind: Kind) -> float:
        """The difference in one entry; both sides are asked, for they tell of a kink."""
        three = beside(self._counted, self._x, self._flat, entry, self.h, None, self.here)
        before, after = (float(quotient(side, *three, self.h)) for side in ("backward", "forward"))
        if abs(after - before) > UNEVEN * max(abs(after), abs(before)) and kinked(
            self.along(entry), np.float64(self._flat[entry]), np.float64(self.h)
        ):
            self.kinks.append(entry)
        return float(quotient(kind, *three, self.h))

    def on_kink(self, entry: int) -> bool:
        """Whether there is a kink at the point itself: the slope jumps by as much however short the step."""
        line, at = self.along(entry), float(self._flat[entry])
        jumps = []
        for h in max(1.0, abs(at)) * NEXT:
            ahead, here, behind = (float(line(place)) for place in (at + h, at, at - h))
            jumps.append((ahead - 2.0 * here + behind) / h)
        return min(jumps) * max(jumps) > 0 and np.ptp(jumps) < UNEVEN * np.abs(jumps).min()

    def sounded(self, entry: int) -> Sounded:
        """The best that differences can say of an entry, at whatever step."""
        if entry not in self._known:
            size = max(1.0, float(np.max(np.abs(self._flat))))
            self._known[entry] = sounded(self.along(entry), float(self._flat[entry]), size)
        return self._known[entry]

    def in_double(self, entry: int) -> float:
        """The central difference in an entry at the same step in double precision."""
        line, at, h = self.along(entry), np.float64(self._flat[entry]), np.float64(self.h)
        return float(quotient("central", line(at - h), None, line(at + h), h))

    def along(self, entry: int) -> Callable[[Any], Any]:
        """f of one entry, in double precision."""
        x = self._x.astype(np.float64)
        flat = x.reshape(-1)

        def line(place: Any) -> Any:
            kept = flat[entry]
            flat[entry] = place
            found = value(self._counted, x)
            flat[entry] = kept
            return found

        return line

    def _counted(self, x: Array) -> Any:
        self.times += 1
        return self._f(x)
