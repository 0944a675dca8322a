"""How dear a surface is, told from its graph and not by a clock: the same on every machine, and before any work."""

from __future__ import annotations

import numpy as np

from optim_core.graphs import ordered
from optim_core.surface import Surface
from optim_core.trace.recorder import Traced
from optim_core.trace.tape import Level, Tape

# Additions that an operation of NumPy on long arrays takes the time of; those of single instructions are one.
FUNCTIONS = dict.fromkeys(("sqrt", "exp", "expm1", "log", "log1p", "tan", "tanh", "arctan", "power"), 4.0)
SLOW = {"sin": 40.0, "cos": 40.0, "logaddexp": 40.0, "hypot": 25.0, "remainder": 15.0, "where": 10.0}
DEAR = FUNCTIONS | SLOW
FORMULA = 20  # additions: a gradient of an ordinary formula, and what goes with it


def effort(surface: Surface) -> float | None:
    """A gradient at one of many points, in additions; None where there is no graph of it. Its numbers are plain."""
    tape = Tape()
    x = Traced.of(tape, [tape.input(f"x{i}", Level.STATE) for i in range(2)], (2, 1))
    try:
        wanted = [tape.lift(part) for part in np.asarray(surface.grad(x), dtype=object).reshape(-1)]
    except Exception:  # whatever keeps it from being written down
        return None
    return float(sum(DEAR.get(node.op, 1.0) for node in ordered(wanted) if node.args))


def passes(surface: Surface) -> float:
    """How many times as dear as that of an ordinary formula its gradient is: sines are."""
    return max(1.0, (effort(surface) or 0.0) / FORMULA)
