"""How far to go along a direction: Armijo's rule, for every run of a batch by itself.

A run asks the objective only while it is searching, so its evaluations are those it has alone. A search that
finds nothing answers 0, and the run stays where it is; along a direction that does not lead down none begins.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from optim_core.algebra import dot, spread
from optim_core.fields import Array
from optim_core.probe import Probe

C1 = 1e-4  # the share of the decrease promised by the slope that a step must keep
HALVINGS = 40  # 2^-40 is 1e-12: below that the step is rounding
TRIES = 600  # enough for a shrink factor of 0.95 to get as far


class Found(NamedTuple):
    """How far to go, (*batch), and the value there."""

    step: Array
    value: Array


def backtrack(
    f: Probe, x: Array, known: Array | None, d: Array, g: Array, first: Any, *, shrink: Any = 0.5, c1: Any = C1
) -> Found:
    """The first step of first, first * shrink, first * shrink^2 ... that keeps Armijo's promise.

    That is f(x + step d) <= f(x) + c1 step g.d (Armijo, 1966). Costs one value a trial, and the value
    at x where it is not `known` from the last search.
    """
    slope, here = dot(g, d), _value(f, x, known)
    step = spread(first, x)
    least = step * 0.5**HALVINGS
    taken, low = np.zeros_like(step), here
    searching = slope < 0
    for _ in range(TRIES):
        if not searching.any():
            break
        there = f.value(x + step * d, where=searching)
        kept = searching & (there <= here + c1 * step * slope)
        taken, low = np.where(kept, step, taken), np.where(kept, there, low)
        step = np.where(kept, step, shrink * step)
        searching = searching & ~kept & (step >= least)
    return Found(taken, low)


def parabola(f: Probe, x: Array, known: Array | None, d: Array, g: Array, first: Any) -> Found:
    """Nearly the best step along d; on a quadratic, exactly that.

    Each trial that breaks Armijo's promise is followed by the bottom of the parabola through it, kept
    between 0.1 and 0.5 of the trial. The first that keeps it is refined once in the same way, at most to ten
    times its length, if that is lower (Nocedal, Wright, Numerical optimization, section 3.5, 2006). Costs one
    value a trial, one for the refinement, and the value at x where it is not `known` from the last search.
    """
    slope, here = dot(g, d), _value(f, x, known)
    step = spread(first, x)
    taken, low = np.zeros_like(step), here
    searching = slope < 0
    for _ in range(HALVINGS):
        if not searching.any():
            break
        there = f.value(x + step * d, where=searching)
        kept = searching & (there <= here + C1 * step * slope)
        taken, low = np.where(kept, step, taken), np.where(kept, there, low)
        searching = searching & ~kept
        shorter = np.clip(_bottom(step, there - here, slope), 0.1 * step, 0.5 * step)
        step = np.where(searching, shorter, step)
    step = np.clip(_bottom(taken, low - here, slope), 0.1 * taken, 10.0 * taken)
    refining = (taken > 0) & (step != taken)
    if refining.any():
        there = f.value(x + step * d, where=refining)
        better = refining & (there < low)
        taken, low = np.where(better, step, taken), np.where(better, there, low)
    return Found(taken, low)


def _value(f: Probe, x: Array, known: Array | None) -> Array:
    """The value at x: the one found by the last search, unless the noise has changed since."""
    return f.value(x) if known is None or not f.steady else known


def _bottom(step: Array, rise: Array, slope: Array) -> Array:
    """Where the parabola with this slope at 0 and this rise at `step` is lowest: infinity if it opens downwards."""
    bend = rise - slope * step
    return np.where(bend > 0, -0.5 * slope * step * step / np.where(bend > 0, bend, 1.0), np.inf)
