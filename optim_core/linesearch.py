"""How far to go along a direction: Armijo's rule, for every run of a batch by itself.

A run asks the objective only while it is searching, so its evaluations are those it has alone. A search that finds
nothing answers 0: the run stays where it is. One that starts from a direction that does not lead down asks nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from optim_core.algebra import dot, spread
from optim_core.fields import Array
from optim_core.probe import Probe

C1 = 1e-4  # the share of the decrease promised by the slope that a step must keep
HALVINGS = 40  # 2^-40 is 1e-12: below that the step is rounding
TRIES = 600  # enough for a shrink factor of 0.95 to get as far


def backtrack(
    f: Probe, x: Array, d: Array, g: Array, first: Any, *, shrink: Any = 0.5, c1: Any = C1
) -> Array:
    """The first step of first, first * shrink, first * shrink^2 ... that keeps Armijo's promise, (*batch).

    That is f(x + step d) <= f(x) + c1 step g.d (Armijo, 1966). Costs the value at x and one value a trial.
    """
    slope, here = dot(g, d), f.value(x)
    step = spread(first, x)
    least = step * 0.5**HALVINGS
    taken = np.zeros_like(step)
    searching = slope < 0
    for _ in range(TRIES):
        if not searching.any():
            break
        there = f.value(x + step * d, where=searching)
        kept = searching & (there <= here + c1 * step * slope)
        taken = np.where(kept, step, taken)
        step = np.where(kept, step, shrink * step)
        searching = searching & ~kept & (step >= least)
    return taken


def parabola(f: Probe, x: Array, d: Array, g: Array, first: Any) -> Array:
    """placeholder"""
    return backtrack(f, x, d, g, first)
