"""The check itself: an analytic gradient against differences, entry by entry, and what that says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.gradcheck.bands import Band, band_of
from optim_core.gradcheck.differences import Function, Kind, beside, quotient, value
from optim_core.gradcheck.kink import kinked
from optim_core.gradcheck.relative import relative_error, relative_length

LEAST = 1e-8  # entries smaller than this count as this, as in the course's own code: rounding is no bug
UNEVEN = 0.1  # both one-sided partials differ by this share: time to look for a kink


class Report(NamedTuple):
    """What a check has found.

    Attributes:
        worst: the largest relative error of an entry, and `where` it is (an index of x).
        analytic, numerical: what both say there.
        whole: the error of all that was checked as one vector, |numerical - analytic| / |analytic|.
        band: what the worst error means.
        kinks: the entries in which f has a kink within h of x: there a difference says little.
        checked: how many entries; evaluations: how many values of f that took.
    """

    worst: float
    where: tuple[int, ...]
    analytic: float
    numerical: float
    whole: float
    band: Band
    kinks: tuple[tuple[int, ...], ...]
    checked: int
    evaluations: int

    def __str__(self) -> str:
        """One line for a terminal."""
        kinks = f"; kinks at {', '.join(map(str, self.kinks[:3]))}" if self.kinks else ""
        return (
            f"{self.band.title.en}: relative error {self.worst:.2g} at {self.where} "
            f"(analytic {self.analytic:.6g}, numerical {self.numerical:.6g}), {self.checked} entries{kinks}"
        )


def check(
    f: Function,
    grad: Callable[[Any], Any],
    x: Any,
    *,
    h: float = 1e-5,
    kind: Kind = "central",
    sample: int | None = None,
    seed: int = 0,
    dtype: Any = np.float64,
    least: float = LEAST,
) -> Report:
    """Compare grad(x) with differences of f at x, in every entry or in a `sample` of so many drawn by `seed`.

    Args:
        f: from an array of the shape of x to a number; it must answer the same each time (fix the seed of a dropout).
        grad: from the same array to an array of the same shape.
        h: the step, in the unit of x; 1e-5 suits values and entries of about 1 in double precision.
        least: entries of both gradients that are smaller are measured against this: see `relative_error`.

    Raises ValueError where the gradient has another shape than x, x has no entries, or h is no positive number.
    """
    if not 0 < h < np.inf:
        raise ValueError(f"h must be a positive number, not {h}")
    x = np.array(x, dtype=dtype)
    analytic = np.asarray(grad(x.copy()), dtype=np.float64)
    if analytic.shape != x.shape or not x.size:
        raise ValueError(f"the gradient has the shape {analytic.shape}, and x {x.shape}: they must be the same")
    entries = np.arange(x.size)
    if sample is not None and sample < x.size:
        entries = np.sort(np.random.default_rng(seed).choice(x.size, sample, replace=False))
    asked = _Asked(f, x, x.dtype.type(h))
    with np.errstate(all="ignore"):
        found = np.array([asked.slope(entry, kind) for entry in entries], dtype=np.float64)
    told = analytic.reshape(-1)[entries]
    apart = relative_error(told, found, least)
    at = int(np.argmax(apart))
    return Report(
        float(apart[at]),
        _index(entries[at], x),
        float(told[at]),
        float(found[at]),
        relative_length(found, told),
        band_of(float(apart[at])),
        tuple(_index(entry, x) for entry in asked.kinks),
        len(entries),
        asked.times,
    )


class _Asked:
    """f about one point, counted, and the entries in which it was seen to have a kink."""

    def __init__(self, f: Function, x: Array, h: Any) -> None:
        self._f, self._x, self._flat, self._h = f, x, x.reshape(-1), h
        self.times = 0
        self.kinks: list[int] = []
        self._here = value(self._counted, x)

    def slope(self, entry: int, kind: Kind) -> float:
        """The difference in one entry; both sides are asked, for they tell of a kink."""
        three = beside(self._counted, self._x, self._flat, entry, self._h, None, self._here)
        before, after = (float(quotient(side, *three, self._h)) for side in ("backward", "forward"))
        if abs(after - before) > UNEVEN * max(abs(after), abs(before)) and kinked(
            self._along(entry), self._flat[entry], self._h
        ):
            self.kinks.append(entry)
        return float(quotient(kind, *three, self._h))

    def _along(self, entry: int) -> Callable[[Any], Any]:
        kept = self._flat[entry]

        def line(place: Any) -> Any:
            self._flat[entry] = place
            found = value(self._counted, self._x)
            self._flat[entry] = kept
            return found

        return line

    def _counted(self, x: Array) -> Any:
        self.times += 1
        return self._f(x)


def _index(entry: int, x: Array) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(entry, x.shape))
