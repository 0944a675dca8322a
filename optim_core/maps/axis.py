"""An axis of a map or of a chart: the values that one number takes."""

from __future__ import annotations

import math
from typing import NamedTuple, Self

import numpy as np

from optim_core.fields import Array, Hyper

DIGITS = 12  # of a value between the ends: the dust of a power behind them would be neither said nor typed


def values(low: float, high: float, count: int, log: bool = False, whole: bool = False) -> list[float]:
    """So many values from low to high, both among them, evenly spread, on a logarithmic scale if `log`.

    Whole ones are integers; as none comes twice, there may be fewer of them.
    Raises ValueError unless low < high, for fewer than two, and for a logarithmic scale that does not begin above 0.
    """
    if not low < high or not math.isfinite(high - low):
        raise ValueError(f"an axis leads upwards from one number to another, not from {low} to {high}")
    if count < 2:
        raise ValueError(f"an axis has two values at least, not {count}")
    if log and low <= 0:
        raise ValueError(f"a logarithmic axis begins above 0, not at {low}")
    spread = (np.geomspace if log else np.linspace)(low, high, count).tolist()
    if whole:
        return sorted({round(v) for v in spread})
    return [low, *(float(f"{v:.{DIGITS}g}") for v in spread[1:-1]), high]


class Axis(NamedTuple):
    """The values of a number, rising, and what is allowed beyond them: from `minimum` to `maximum`."""

    values: tuple[float, ...]
    log: bool = False
    minimum: float = -math.inf
    maximum: float = math.inf

    @classmethod
    def of(
        cls, number: Hyper, count: int, low: float | None = None, high: float | None = None, log: bool | None = None
    ) -> Self:
        """An axis over a declared number: over its own range, on its own scale, unless told otherwise.

        Raises ValueError as `values` does, and where the axis leaves what the number may be.
        """
        low, high = number.low if low is None else low, number.high if high is None else high
        log = number.log if log is None else log
        if low < number.minimum or high > number.maximum:
            raise ValueError(f"this number lies from {number.minimum:g} to {number.maximum:g}")
        spread = values(low, high, count, log, number.whole)
        return cls(tuple(spread), log, number.minimum, number.maximum)

    def through(self, value: float) -> Self:
        """The same axis with one of its values, that within it: what is special may lie in no column, as 1 for Newton.

        The value next to it between the ends is moved onto it; an axis that does not reach it stays as it is.
        """
        if value in self.values or len(self.values) < 3 or not self.values[0] < value < self.values[-1]:
            return self
        scaled = self.scaled[1:-1]
        at = 1 + int(np.argmin(np.abs(scaled - (math.log10(value) if self.log else value))))
        return self._replace(values=(*self.values[:at], value, *self.values[at + 1 :]))

    @property
    def scaled(self) -> Array:
        """Where the values lie on their scale (n,): themselves, or their decimal logarithms."""
        values = np.array(self.values, dtype=np.float64)
        return np.log10(values) if self.log else values

    @property
    def shares(self) -> Array:
        """The share of the axis that each value stands for (n,): halfway to its neighbours."""
        scaled = self.scaled
        if len(scaled) == 1:
            return np.ones(1)
        halfway = 0.5 * (scaled[1:] + scaled[:-1])
        return np.diff([scaled[0], *halfway, scaled[-1]]) / (scaled[-1] - scaled[0])

    def end(self, index: int) -> str | None:
        """Which end that value is, "low" or "high", where more is allowed behind it; else None."""
        if index == 0 and self.values[0] > self.minimum:
            return "low"
        if index == len(self.values) - 1 and self.values[-1] < self.maximum:
            return "high"
        return None
