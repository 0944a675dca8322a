"""What may be chosen of one setting: a range of numbers on its scale, or some of its options."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, Literal, Self

import numpy as np

from optim_core.fields import Array, Choice, Hyper, Scale, Text
from optim_core.search.scale import WARPS

End = Literal["low", "high"]
UNTITLED = Text("", "")


@dataclasses.dataclass(frozen=True)
class Range:
    """Numbers from low to high, even on their scale; `minimum..maximum` is what the setting may be at all.

    Of whole numbers each has a share of its own, those at the ends too.
    Raises ValueError unless minimum <= low < high <= maximum, and where the scale does not reach an end.
    """

    low: float
    high: float
    scale: Scale = "linear"
    whole: bool = False
    minimum: float = -math.inf
    maximum: float = math.inf
    title: Text = UNTITLED
    symbol: str = ""

    def __post_init__(self) -> None:
        if not self.minimum <= self.low < self.high <= self.maximum or not math.isfinite(self.high - self.low):
            raise ValueError(f"{self.minimum:g} <= {self.low:g} < {self.high:g} <= {self.maximum:g} must hold")
        if self.scale == "log" and self.low <= 0:
            raise ValueError(f"a logarithmic range begins above 0, not at {self.low:g}")
        if self.scale == "mirror" and (self.high >= 1 or self.whole):
            raise ValueError(f"a range that is logarithmic in 1 - x ends below 1, not at {self.high:g}")

    @classmethod
    def of(cls, field: Hyper) -> Self:
        """The slider of a declared number."""
        ends = field.low, field.high
        return cls(*ends, field.scale, field.whole, field.minimum, field.maximum, field.help, field.symbol)

    @property
    def count(self) -> int | None:
        """How many values there are; None if there is no end of them."""
        return round(self.high - self.low) + 1 if self.whole else None

    @property
    def every(self) -> Array | None:
        """Where each of them lies (count,)."""
        return self.shares(np.arange(self.low, self.high + 0.5)) if self.whole else None

    def values(self, shares: Any) -> Array:
        """The numbers at shares (n,): within the range and of few digits."""
        low, high = self._ends
        exact = WARPS[self.scale].back(low + np.asarray(shares, dtype=np.float64) * (high - low))
        told = np.rint(exact) if self.whole else np.array([WARPS[self.scale].short(v) for v in exact.tolist()])
        return np.clip(told, self.low, self.high)

    def shares(self, values: Any) -> Array:
        """Where numbers (n,) lie; what is beyond the range lies at its end."""
        low, high = self._ends
        within = np.clip(np.asarray(values, dtype=np.float64), self.low, self.high)
        return np.asarray(np.clip((WARPS[self.scale].over(within) - low) / (high - low), 0.0, 1.0))

    def edge(self, value: float, margin: float) -> End | None:
        """The end within whose margin, a share of the range, a number lies, if more is allowed behind that end."""
        share = float(self.shares([value])[0])
        if (share <= margin or value <= self.low) and self.low > self.minimum:
            return "low"
        if (share >= 1 - margin or value >= self.high) and self.high < self.maximum:
            return "high"
        return None

    def widened(self, end: End) -> Self:
        """The same and as much again behind one end, as far as the setting and the scale allow."""
        warp = WARPS[self.scale]
        low, high = warp.over(self.low), warp.over(self.high)
        if end == "low":
            return self._reaching(max(self.minimum, self._told(2 * low - high)), self.high)
        return self._reaching(self.low, min(self.maximum, self._told(2 * high - low)))

    def _reaching(self, low: float, high: float) -> Self:
        """With other ends; as it is where numbers or the scale do not reach so far."""
        try:
            return dataclasses.replace(self, low=low, high=high)
        except ValueError:
            return self

    def _told(self, place: float) -> float:
        exact = float(WARPS[self.scale].back(place))
        return float(round(exact)) if self.whole else WARPS[self.scale].short(exact)

    @property
    def _ends(self) -> tuple[float, float]:
        """On the scale; half a number further out where they are whole, so that the first is as wide as the others."""
        over, half = WARPS[self.scale].over, 0.5 if self.whole else 0.0
        return float(over(self.low - half)), float(over(self.high + half))


@dataclasses.dataclass(frozen=True)
class Options:
    """Some of the options of a setting, each with an equal share of the dimension."""

    options: Mapping[str, Text]
    title: Text = UNTITLED
    symbol: str = ""
    whole = True

    def __post_init__(self) -> None:
        if not self.options:
            raise ValueError("a choice needs an option")

    @classmethod
    def of(cls, field: Choice) -> Self:
        """Everything a declared choice offers."""
        return cls(field.options, field.help)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.options)

    @property
    def every(self) -> Array:
        """Where each of them lies (count,)."""
        return self.shares(list(self.options))

    def values(self, shares: Any) -> np.ndarray:
        """The options at shares (n,)."""
        at = np.floor(np.asarray(shares, dtype=np.float64) * self.count).astype(int)
        return np.array(list(self.options))[np.clip(at, 0, self.count - 1)]

    def shares(self, values: Any) -> Array:
        """The middle of the share of each option (n,). Raises ValueError for one that is not offered."""
        known = list(self.options)
        return np.array([(known.index(value) + 0.5) / self.count for value in values])

    def edge(self, value: str, margin: float) -> None:
        """Options have no order, and nothing lies behind the last."""


Dimension = Range | Options
