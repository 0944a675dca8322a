"""A slope as well as differences can tell it at all: every step tried, and how far off the best of them may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from optim_core.fields import Array
from optim_core.gradcheck.differences import quotient

DECADES = range(0, -13, -1)  # the steps, in powers of ten
ROUNDING = 4.0  # machine epsilons of the value, or of the place, by which a value may be off
BETWEEN = 0.1  # of what two neighbouring steps differ by, the better one may be off


class Sounded(NamedTuple):
    """The best central difference of a function of one number.

    Attributes:
        slope: what it says, NaN where the function has no values.
        doubt: how far off that may be, by the rounding of the values and by what other steps say; infinite at worst.
        h: its step.
        steps, slopes: every step that was tried, and what it says; (n,).
    """

    slope: float
    doubt: float
    h: float
    steps: Array
    slopes: Array


def sounded(f: Callable[[Any], Any], at: float, size: float = 1.0) -> Sounded:
    """The slope of f at a place in double precision, by the one of a ladder of steps that is the least in doubt.

    The ladder begins at a power of ten that is no less than the `size` of places.

    A step ten times longer errs more by truncation, one ten times shorter by rounding: by a tenth of the difference to
    either the step between them may be off (as in Ridders, 1982, who doubts by neighbours too).
    """
    steps = 10.0 ** (np.ceil(np.log10(size)) + np.array(DECADES))
    ahead = np.array([float(f(at + h)) for h in steps])
    behind = np.array([float(f(at - h)) for h in steps])
    slopes = quotient("central", behind, None, ahead, steps)
    apart = np.abs(np.diff(slopes))
    eps, inner = np.finfo(np.float64).eps, slice(1, -1)
    values = np.maximum(np.abs(ahead), np.abs(behind))[inner] + abs(at) * np.abs(slopes[inner])
    doubts = BETWEEN * (apart[:-1] + apart[1:]) + ROUNDING * eps * values / steps[inner]
    doubts = np.where(np.isfinite(doubts), doubts, np.inf)
    best = int(np.argmin(doubts))
    tried, said = steps[inner], slopes[inner]
    return Sounded(float(said[best]), float(doubts[best]), float(tried[best]), tried, said)
