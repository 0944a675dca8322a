"""The check itself: an analytic gradient against differences, entry by entry, and what that says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.gradcheck.asked import Asked
from optim_core.gradcheck.bands import Band, band_of
from optim_core.gradcheck.differences import Function, Kind
from optim_core.gradcheck.judging import judge
from optim_core.gradcheck.relative import relative_error, relative_length
from optim_core.gradcheck.verdict import LEVEL, Verdict

LEAST = 1e-8  # entries smaller than this count as this, as in the course's own code: rounding is no bug


class Report(NamedTuple):
    """What a check has found.

    Attributes:
        worst: the largest relative error of an entry of which there is something to compare, and `where` it is (an
            index of x). analytic, numerical: what both say there.
        whole: the error of all that was checked as one vector, |numerical - analytic| / |analytic|.
        band: what the course says of the worst error; `verdict` what it is due to, once other steps were tried as well.
        best_h: the step at which the entry of the verdict is told best, and `left` its error there; NaN where no other
            step was tried.
        level: the entries that are 0 up to rounding, where a relative error says nothing.
        kinks: the entries in which f has a kink within h of x: there a difference says little.
        checked: how many entries; evaluations: how many values of f that took.
    """

    worst: float
    where: tuple[int, ...]
    analytic: float
    numerical: float
    whole: float
    band: Band
    verdict: Verdict
    best_h: float
    left: float
    level: tuple[tuple[int, ...], ...]
    kinks: tuple[tuple[int, ...], ...]
    checked: int
    evaluations: int

    def __str__(self) -> str:
        """One line for a terminal."""
        kinks = f"; kinks at {', '.join(map(str, self.kinks[:3]))}" if self.kinks else ""
        best = f"; at h = {self.best_h:.0e} it is {self.left:.2g}" if self.left < self.worst else ""
        return (
            f"{self.verdict.title.en}: relative error {self.worst:.2g} at {self.where} "
            f"(analytic {self.analytic:.6g}, numerical {self.numerical:.6g}), {self.checked} entries{best}{kinks}"
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

    Where they disagree other steps are tried in double precision, in the entries of the largest errors first: only an
    error that no step removes is called a bug.

    Args:
        f: from an array of the shape of x to a number; it must answer the same each time (fix the seed of a dropout).
        grad: from the same array, in double precision, to an array of the same shape.
        h: the step, in the unit of x; 1e-5 suits values and entries of about 1 in double precision.
        least: entries of both gradients that are smaller are measured against this: see `relative_error`.

    Raises ValueError where the gradient has another shape than x, x has no entries, or h is no positive number.
    """
    if not 0 < h < np.inf:
        raise ValueError(f"h must be a positive number, not {h}")
    x = np.array(x, dtype=dtype)
    analytic = np.asarray(grad(x.astype(np.float64)), dtype=np.float64)
    if analytic.shape != x.shape or not x.size:
        raise ValueError(f"the gradient has the shape {analytic.shape}, and x {x.shape}: they must be the same")
    entries = np.arange(x.size)
    if sample is not None and sample < x.size:
        entries = np.sort(np.random.default_rng(seed).choice(x.size, sample, replace=False))
    asked = Asked(f, x, x.dtype.type(h))
    told = analytic.reshape(-1)[entries]
    with np.errstate(all="ignore"):
        found = np.array([asked.slope(entry, kind) for entry in entries], dtype=np.float64)
        apart = relative_error(told, found, least)
        judged = judge(asked, entries, told, found, apart, least)
    at = int(np.argmax(apart if judged.verdict is LEVEL else np.where(judged.level, -1.0, apart)))
    return Report(
        float(apart[at]),
        _index(entries[at], x),
        float(told[at]),
        float(found[at]),
        relative_length(found, told),
        band_of(float(apart[at])),
        judged.verdict,
        judged.best_h,
        judged.left,
        tuple(_index(entry, x) for entry in entries[judged.level]),
        tuple(_index(entry, x) for entry in asked.kinks),
        len(entries),
        asked.times,
    )


def _index(entry: int, x: Array) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(entry, x.shape))
